// What became of orders, in words: read out, shown for a while, and the last one kept.

import { h } from "./dom.js";

const SHOWN = 4;

export class Notices {
    constructor(element) {
        this.element = element;
    }

    // kind: good, bad or news.
    say(kind, text) {
        const row = h("li", { "data-kind": kind }, text, " ", h("button", { "aria-label": "dismiss", onclick: () => row.remove() }, "×"));
        this.element.prepend(row);
        while (this.element.children.length > SHOWN) this.element.lastChild.remove();
    }
}
