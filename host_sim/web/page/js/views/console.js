// The SCPI console: each line that this page sends, what comes back, and lines of one's own.

import { card, h } from "../dom.js";

const SHOWN = 200;

export class ConsoleView {
    constructor({ orders }) {
        this.lines = h("ol", {
            class: "traffic",
            tabindex: "0",
            "aria-label": "lines sent and received",
        });
        this.polls = h("input", { type: "checkbox" });
        const typed = h("input", {
            type: "text",
            id: "scpi",
            "aria-label": "a line of your own",
            placeholder: "DEL:STAT?",
            spellcheck: "false",
            autocapitalize: "off",
        });
        const send = (submitted) => {
            submitted.preventDefault();
            const line = typed.value.trim();
            typed.value = "";
            if (line) orders.typed(line);
        };
        this.element = card(
            "console",
            "SCPI console",
            this.lines,
            h("form", { class: "row", onsubmit: send }, typed, h("button", {}, "Send")),
            h("label", {}, this.polls, " show the page's own questions, too"),
        );
    }

    draw() {}

    // kind: out, in or poll.
    heard(kind, text) {
        if (kind === "poll" && !this.polls.checked) return;
        const row = h("li", { "data-kind": kind }, text);
        this.lines.append(row);
        while (this.lines.children.length > SHOWN) this.lines.firstChild.remove();
        this.lines.scrollTop = this.lines.scrollHeight;
    }
}
