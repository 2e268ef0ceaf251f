// The alarm lane: what stands, highest first, with its next step; acknowledge, reset, audio pause.

import { card, h } from "../dom.js";
import { span } from "../words.js";

const SHAPES = { HIGH: "▲▲▲", MEDIUM: "▲▲", LOW: "▲" };

export class AlarmsView {
    constructor({ orders, tables }) {
        this.orders = orders;
        this.tables = tables.alarms;
        this.lane = h("ul", { class: "lane" });
        this.none = h("p", { class: "none" }, "No alarm stands.");
        this.told = h("p", { class: "visually-hidden", role: "alert" });
        this.pause = h(
            "button",
            { onclick: () => orders.give("OPERATE", "ALAR:AUD:PAUS 120 S") },
            "Pause tones 2 min",
        );
        this.paused = h("span", {});
        this.element = card(
            "alarms",
            "Alarms",
            this.none,
            this.lane,
            h("p", {}, this.pause, " ", this.paused),
            this.told,
        );
        this.shown = null;
        this.known = new Set();
    }

    draw({ now }) {
        this.paused.textContent = now.paused > 0 ? `tones pause for ${span(now.paused)}` : "";
        const shown = JSON.stringify(now.alarms);
        if (shown === this.shown) return;
        this.shown = shown;
        const fresh = now.alarms.filter(({ name, priority }) => !this.known.has(name + priority));
        this.known = new Set(now.alarms.map(({ name, priority }) => name + priority));
        if (fresh.length)
            this.told.textContent = fresh
                .map(({ name, priority }) => `${priority} alarm: ${name}`)
                .join(". ");
        this.none.hidden = now.alarms.length > 0;
        this.lane.replaceChildren(...now.alarms.map((alarm) => this.#row(alarm)));
    }

    #row({ name, priority, state }) {
        const told = this.tables[name] ?? { condition: "", next: "" };
        const button = (word, header) =>
            h(
                "button",
                {
                    onclick: () => this.orders.give("OPERATE", `${header} ${name}`),
                    "aria-label": `${word} ${name}`,
                },
                word,
            );
        return h(
            "li",
            { class: "alarm", "data-priority": priority },
            h(
                "p",
                {},
                h("span", { class: "shape", "aria-hidden": "true" }, SHAPES[priority] ?? ""),
                ` ${priority} `,
                h("strong", {}, name),
                ` ${state.toLowerCase().replace("_", ", ")}`,
            ),
            h("p", { class: "condition" }, told.condition),
            h("p", { class: "next" }, told.next),
            h("p", {}, button("Acknowledge", "ALAR:ACKN"), " ", button("Reset", "ALAR:RES")),
        );
    }
}
