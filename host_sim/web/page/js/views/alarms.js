// The alarm lane: what stands, highest first, with its next step; acknowledge, reset, audio pause.

import { card, h, say } from "../dom.js";
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
        this.spoken = [];
        this.rows = new Map();
        this.heading = this.element.querySelector("h2");
        this.heading.tabIndex = -1; // the keyboard's place when the alarm under it has gone
    }

    draw({ now }) {
        this.paused.textContent = now.paused > 0 ? `tones pause for ${span(now.paused)}` : "";
        const shown = JSON.stringify(now.alarms);
        if (shown === this.shown) return;
        this.shown = shown;
        const fresh = now.alarms.filter(({ name, priority }) => !this.known.has(name + priority));
        this.known = new Set(now.alarms.map(({ name, priority }) => name + priority));
        this.#announce(fresh);
        this.none.hidden = now.alarms.length > 0;
        this.#fill(now.alarms);
    }

    // Once, when it comes; not taken back piece by piece, which would be read out again.
    #announce(fresh) {
        if (fresh.length) {
            this.spoken = fresh;
            say(this.told, fresh.map(announced).join(". "));
        } else if (!this.spoken.some(({ name, priority }) => this.known.has(name + priority))) {
            say(this.told, "");
        }
    }

    // A row stays the same element while its alarm stands: what is being pressed does not vanish.
    #fill(alarms) {
        const held = this.lane.contains(document.activeElement);
        const names = new Set(alarms.map(({ name }) => name));
        for (const [name, { row }] of this.rows) {
            if (names.has(name)) continue;
            row.remove();
            this.rows.delete(name);
        }
        alarms.forEach((alarm, at) => {
            if (!this.rows.has(alarm.name)) this.rows.set(alarm.name, this.#row(alarm));
            const { row, show } = this.rows.get(alarm.name);
            show(alarm);
            if (this.lane.children[at] !== row) this.lane.insertBefore(row, this.lane.children[at]);
        });
        if (held && !this.lane.contains(document.activeElement)) this.heading.focus();
    }

    #row({ name }) {
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
        const shape = h("span", { class: "shape", "aria-hidden": "true" });
        const [level, stands] = [h("span"), h("span")];
        const row = h(
            "li",
            { class: "alarm" },
            h("p", {}, shape, " ", level, " ", h("strong", {}, name), " ", stands),
            h("p", { class: "condition" }, told.condition),
            h("p", { class: "next" }, told.next),
            h("p", {}, button("Acknowledge", "ALAR:ACKN"), " ", button("Reset", "ALAR:RES")),
        );
        const show = ({ priority, state }) => {
            row.dataset.priority = priority;
            say(shape, SHAPES[priority] ?? "");
            say(level, priority);
            say(stands, state.toLowerCase().replace("_", ", "));
        };
        return { row, show };
    }
}

function announced({ name, priority }) {
    return `${priority} alarm: ${name}`;
}
