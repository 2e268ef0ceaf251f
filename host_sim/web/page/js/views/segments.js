// A programme's segments as rows of a form: one while the rate is constant, more of them in FLEX.

import { NUMERIC, button, h } from "../dom.js";

const MOST = 24;

export class Segments {
    constructor() {
        this.rows = h("ol", { class: "segments" });
        this.more = button("One more segment", () => this.#add(), { type: "button" });
        this.#add();
        this.show("CONStant");
    }

    // Those that are no part of that mode are neither seen nor sent.
    show(mode) {
        const flex = mode === "FLEX";
        this.more.hidden = !flex;
        [...this.rows.children].forEach((row, at) => {
            row.hidden = !flex && at > 0;
            for (const each of row.children) each.disabled = row.hidden;
        });
    }

    lines(unit) {
        const shown = [...this.rows.children].filter((row) => !row.hidden);
        return shown.map((row, at) => {
            const [start, rate] = row.querySelectorAll("input");
            return `PRES:SEGM${at + 1}:STAR "${start.value}";RATE ${rate.value} ${unit}`;
        });
    }

    #add() {
        if (this.rows.children.length === MOST) return;
        const start = h("input", { type: "time", value: "00:00", required: true });
        const rate = h("input", { type: "text", ...NUMERIC });
        const drop = () => {
            row.remove();
            this.#number();
            this.more.focus();
        };
        const dropped = button("×", drop, { type: "button", hidden: !this.rows.children.length });
        const row = h("li", {}, start, " ", rate, " ", dropped);
        this.rows.append(row);
        this.#number();
    }

    #number() {
        [...this.rows.children].forEach((row, at) => {
            const [start, rate, drop] = row.children;
            start.setAttribute("aria-label", `start of segment ${at + 1}`);
            rate.setAttribute("aria-label", `rate of segment ${at + 1}`);
            drop.setAttribute("aria-label", `drop segment ${at + 1}`);
        });
    }
}
