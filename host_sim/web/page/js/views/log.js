// The event log as it grows, newest first.

import { card, h } from "../dom.js";

const SHOWN = 120;

export class LogView {
    constructor() {
        this.lines = h("ol", {
            class: "events",
            reversed: true,
            tabindex: "0",
            "aria-label": "event log, newest first",
        });
        this.element = card("log", "Event log", this.lines);
        this.newest = "";
    }

    draw({ log }) {
        const newest = log[log.length - 1] ?? "";
        if (newest === this.newest) return;
        const at = log.lastIndexOf(this.newest);
        const fresh = log.slice(Math.max(at + 1, log.length - SHOWN));
        if (at < 0) this.lines.replaceChildren();
        this.newest = newest;
        this.lines.prepend(
            ...fresh
                .reverse()
                .map((text) => h("li", { title: text }, text.replace(/ #\d+ [0-9a-f]{16}$/, ""))),
        );
        while (this.lines.children.length > SHOWN) this.lines.lastChild.remove();
    }
}
