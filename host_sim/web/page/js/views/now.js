// What flows: state, rate in both units, delivered as an interval, bolus, phase.

import { card, facts, h, say, attribute } from "../dom.js";
import { ugPerDay } from "../prescription.js";
import { figure, ml, span } from "../words.js";
import { clockForm } from "./clock.js";

const STATES = {
    IDLE: "nothing has run yet",
    RUN: "therapy runs",
    SUSP: "paused, resumes by itself",
    STOP: "stopped by an order: the withdrawal clock runs",
    FAULT: "stopped by a fault: the withdrawal clock runs",
};

const FACTS = ["rate", "ug a day", "phase", "bolus", "next", "observe", "clock", "battery"];

export class NowView {
    constructor({ orders }) {
        this.state = h("strong", { class: "state", id: "state" }, "–");
        this.means = h("span", { class: "means" }, "");
        const { list, cells } = facts(FACTS);
        this.cells = cells;
        this.least = h("span", { class: "end least" }, "–");
        this.most = h("span", { class: "end most" }, "–");
        this.width = h("span", { class: "width" }, "");
        this.certain = h("span", { class: "certain" });
        this.open = h("span", { class: "open" });
        this.bar = h("div", { class: "interval", role: "img" }, this.certain, this.open);
        this.element = card(
            "now",
            "Now",
            h("p", { class: "stateline", "aria-live": "polite" }, this.state, " ", this.means),
            list,
            clockForm(orders),
            h("h3", {}, "Delivered since the first power-on"),
            this.bar,
            h(
                "p",
                { class: "ends" },
                "at least ",
                this.least,
                ", at most ",
                this.most,
                " ",
                this.width,
            ),
        );
    }

    draw({ now, ahead, active, clock, dates }) {
        say(this.state, now.state);
        attribute(this.state, "data-state", now.state);
        say(this.means, STATES[now.state] ?? "");
        const cells = this.cells;
        const dose = active === null ? null : ugPerDay(now.rate, active.concentration);
        say(cells.rate, figure(now.rate, "uL/h", 4));
        say(cells["ug a day"], dose === null ? "no prescription yet" : figure(dose, "ug/d", 1));
        say(cells.phase, ahead?.phase ?? "–");
        say(cells.bolus, bolusWords(now.bolus));
        const resumes = now.resumesIn > 0 ? `resumes in ${span(now.resumesIn)}` : null;
        say(cells.next, resumes ?? nextWords(dates));
        say(
            cells.observe,
            ahead && ahead.watch[0] !== "NONE"
                ? `after ${ahead.watch[0]}: ${ahead.watch[1]} min left`
                : "no one asks for it",
        );
        say(cells.clock, clock ?? "not set");
        say(cells.battery, ahead ? batteryWords(ahead) : "–");
        this.#interval(now);
    }

    #interval({ least, most, capacity }) {
        say(this.least, ml(least));
        say(this.most, ml(most));
        if (least === null) {
            say(this.width, "(what came before is lost)");
            attribute(this.bar, "aria-label", "not known");
            return;
        }
        const wide = most - least;
        say(this.width, wide ? `(${figure(wide / 1000, "uL", 3)} apart)` : "(known exactly)");
        const full = Math.max(capacity, 1);
        const shown = most % full;
        const certain = (Math.max(0, shown - wide) / full) * 100;
        this.certain.style.width = `${certain}%`;
        this.open.hidden = !wide;
        this.open.style.width = `${wide ? Math.max((wide / full) * 100, 1.5) : 0}%`;
        attribute(this.bar, "aria-label", `delivered at least ${ml(least)}, at most ${ml(most)}`);
    }
}

const ul = (nl) => (nl / 1000).toFixed(2);

function bolusWords(bolus) {
    if (bolus.state === "NONE") return "none";
    const [least, most, ordered] = [bolus.least, bolus.most, bolus.ordered].map(ul);
    const given = `${least} to ${most} of ${ordered} uL`;
    return bolus.state === "RUN"
        ? `runs: ${given}, ${span(bolus.left)} left`
        : `${bolus.state.toLowerCase()}: ${given}`;
}

function nextWords(dates) {
    if (!dates || dates.next[0] === "NONE") return "constant";
    return `${dates.next[0].replace("T", " ")} changes to ${dates.next[1]} uL/h`;
}

function batteryWords({ charge, life }) {
    return charge === null
        ? "nothing tells of one"
        : `${charge} %, ${life === null ? "" : figure(life / 365, "years", 1)}`;
}
