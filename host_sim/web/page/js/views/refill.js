// The refill as one operation, step by step: stop, what was withdrawn, what was filled, the line,
// start.

import { card, h, numeric, valid } from "../dom.js";
import { ml } from "../words.js";

export class RefillView {
    constructor({ orders }) {
        this.orders = orders;
        this.at = 0;
        this.verdict = h("p", { class: "verdict", "aria-live": "polite" });
        this.steps = [this.#stop(), this.#withdrawn(), this.#filled(), this.#line(), this.#start()];
        this.list = h("ol", { class: "steps" }, ...this.steps);
        this.begin = h("button", { onclick: () => this.#turn(0) }, "Begin again");
        this.element = card("refill", "Refill", this.list, this.verdict, this.begin);
        this.#go(0);
    }

    draw({ now }) {
        this.running = now.state === "RUN" || now.state === "SUSP";
        this.expected.textContent = `the pump expects ${ml(now.volume)}`;
    }

    #go(step) {
        this.at = step;
        this.steps.forEach((element, at) => {
            element.toggleAttribute("data-now", at === step);
            element.toggleAttribute("data-done", at < step);
            for (const each of element.querySelectorAll("button, input"))
                each.disabled = at !== step;
        });
    }

    // To that step; the keyboard goes on there, at none of its buttons: Enter may still be held.
    #turn(step) {
        const { activeElement } = document;
        const here = activeElement === document.body || this.element.contains(activeElement);
        this.#go(step);
        if (here) (this.steps[step] ?? this.begin).focus();
    }

    #step(title, ...children) {
        return h("li", { tabindex: "-1" }, h("strong", {}, title), ...children);
    }

    #next(words, work) {
        return h(
            "button",
            {
                onclick: async () => {
                    if (await work()) this.#turn(this.at + 1);
                },
            },
            words,
        );
    }

    #stop() {
        return this.#step(
            "Stop for the refill. ",
            this.#next(
                "Stop for maintenance",
                async () => !this.running || this.orders.stop("MAINTENANCE"),
            ),
        );
    }

    #withdrawn() {
        const volume = numeric("withdrawn, mL, read from the syringe");
        this.expected = h("span", {}, "");
        const reconcile = async () => {
            if (!valid(volume.input)) return false;
            const said = await this.orders.give("PRESCRIBE", `RES:RECO ${volume.input.value} ML`);
            if (said === null) return false;
            const [expected, found, verdict] = said.split(",");
            const told = `Expected ${ml(Number(expected))}, found ${ml(Number(found))}: ${verdict}`;
            this.verdict.textContent = said
                ? told
                : "The pump has done it; its answer was lost, and stands in the log.";
            return true;
        };
        return this.#step(
            "Withdraw what is left: ",
            this.expected,
            volume.row,
            this.#next("Reconcile", reconcile),
            " ",
            this.#next("It was never filled", async () => true),
        );
    }

    #filled() {
        const volume = numeric("filled, mL", { value: "18" });
        const strength = numeric("concentration, ug/mL", { value: "500" });
        const stable = numeric("a dilution: stable for how many days (empty: an ampoule's)", {
            required: false,
        });
        const fill = async () => {
            if (!valid(volume.input, strength.input, stable.input)) return false;
            const more = stable.input.value.trim() ? `,${stable.input.value} D` : "";
            return (
                (await this.orders.give(
                    "PRESCRIBE",
                    `RES:FILL ${volume.input.value} ML,${strength.input.value} UG/ML${more}`,
                )) !== null
            );
        };
        return this.#step(
            "Fill: ",
            volume.row,
            strength.row,
            stable.row,
            this.#next("It was filled so", fill),
        );
    }

    #line() {
        const holds = numeric("the whole line was filled by hand with, ug/mL", { value: "500" });
        const attest = async () =>
            valid(holds.input) &&
            (await this.orders.give(
                "PRESCRIBE",
                `CATH:CONT ${holds.input.value} UG/ML,CONFIRM`,
            )) !== null;
        return this.#step(
            "The line: ",
            holds.row,
            this.#next("Attest that", attest),
            " ",
            this.#next("Nobody touched it", async () => true),
        );
    }

    #start() {
        const start = async () => (await this.orders.give("OPERATE", "DEL:STAR")) !== null;
        return this.#step(
            "Start again; another concentration asks for a commit first. ",
            this.#next("Start", start),
        );
    }
}
