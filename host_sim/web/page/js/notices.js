// What became of orders, in words: read out, shown for a while, and the last one kept.

import { h } from "./dom.js";

const SHOWN = 3;
const GOOD_MS = 6000;

export class Notices {
    constructor(element) {
        this.element = element;
    }

    // kind: good, bad, unsure, unsent or news.
    say(kind, text) {
        const row = h(
            "li",
            { "data-kind": kind },
            text,
            " ",
            h("button", { "aria-label": "dismiss", onclick: () => row.remove() }, "×"),
        );
        this.element.prepend(row);
        if (kind === "good") setTimeout(() => row.remove(), GOOD_MS); // what was refused stays
        while (this.element.children.length > SHOWN) this.element.lastChild.remove();
    }
}
