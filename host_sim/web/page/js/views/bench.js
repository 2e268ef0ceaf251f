// The bench around a simulated pump: how fast time goes, the plug, and every fault switch of the
// plant.

import { button, card, h, numeric, say, valid } from "../dom.js";
import { span } from "../words.js";

const SPEEDS = [
    ["x1", 1],
    ["x60", 60],
    ["x3600", 3600],
    ["still", 0],
];

export class BenchView {
    constructor({ orders, tables }) {
        this.orders = orders;
        const set = (line) => orders.set(line);
        this.time = h("span", {}, "–");
        this.speeds = SPEEDS.map(([name, scale]) =>
            button(name, () => set(`SIM:TIME:SCAL ${scale}`), {
                "aria-pressed": "false",
                "data-scale": scale,
            }),
        );
        this.saved = button("Save what was done as a scenario", () => orders.save());
        const off = numeric("power off for, minutes", { value: "10" });
        const cut = () => valid(off.input) && set(`SIM:POW:CYCL ${off.input.value} MIN`);
        const day = button("a day on", () => set("SIM:TIME:ADV 1 D"));
        this.element = card(
            "bench",
            "Bench",
            h("p", { class: "row" }, "time ", this.time, ...this.speeds, day),
            off.row,
            h(
                "p",
                { class: "row" },
                button("Pull the power", cut, { class: "danger" }),
                this.saved,
            ),
            this.#faults(tables),
        );
    }

    draw({ truth }) {
        this.element.hidden = truth === null;
        if (truth === null) return;
        say(this.time, span(truth.time));
        for (const each of this.speeds)
            each.setAttribute("aria-pressed", String(Number(each.dataset.scale) === truth.scale));
        for (const each of this.switches) each.show(truth.faults[each.name]);
    }

    #faults(tables) {
        this.switches = tables.faults.map((row) => this.#switch(row));
        return h(
            "details",
            {},
            h("summary", {}, "Fault switches"),
            h(
                "p",
                {},
                button("All off", () => this.orders.set("SIM:FAUL:CLE")),
            ),
            h("ul", { class: "faults" }, ...this.switches.map(({ row }) => row)),
        );
    }

    #switch({ name, off, on, low, high, about }) {
        const value = h("input", {
            type: "number",
            min: low,
            max: high,
            value: on,
            "aria-label": `value of ${name}`,
        });
        const toggle = h("button", { "aria-pressed": "false" }, name);
        const two = low === 0 && high === 1;
        toggle.addEventListener("click", () =>
            this.orders.set(
                toggle.getAttribute("aria-pressed") === "true"
                    ? `SIM:FAUL:CLE ${name}`
                    : `SIM:FAUL:INJ ${name},${two ? "ON" : value.value}`,
            ),
        );
        const stands = h("span", { class: "stands" });
        const row = h(
            "li",
            {},
            toggle,
            " ",
            two ? null : value,
            " ",
            stands,
            h("span", { class: "about" }, about),
        );
        const show = (now) => {
            toggle.setAttribute("aria-pressed", String(now !== undefined && now !== off));
            say(stands, now === undefined || now === off ? "" : two ? "on " : `is ${now} `);
        };
        return { name, row, show };
    }
}
