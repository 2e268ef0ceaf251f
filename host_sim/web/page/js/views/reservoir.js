// The reservoir with its thresholds, and the countdowns to low, empty and due.

import { attribute, card, facts, h, say } from "../dom.js";
import { ml, span, until } from "../words.js";

export class ReservoirView {
    constructor({ tables }) {
        this.residual = tables.figures.residual_nl;
        this.level = h("div", { class: "level" });
        this.truth = h("div", { class: "truth", title: "what is truly in it (simulator)" });
        this.low = h("div", { class: "mark low" }, h("span", {}, "low"));
        this.empty = h("div", { class: "mark empty" }, h("span", {}, "empty"));
        this.tank = h(
            "div",
            { class: "tank", role: "img" },
            this.level,
            this.truth,
            this.low,
            this.empty,
        );
        const { list, cells } = facts([
            "holds",
            "truly",
            "low in",
            "empty in",
            "refill due in",
            "days",
        ]);
        this.cells = cells;
        this.element = card(
            "reservoir",
            "Reservoir",
            h("div", { class: "beside" }, this.tank, list),
        );
    }

    draw({ now, truth, dates, clock, ahead }) {
        const share = (nl) => `${Math.max(0, Math.min(100, (nl / now.capacity) * 100))}%`;
        this.level.style.height = share(now.volume);
        this.low.style.bottom = share(now.low);
        this.empty.style.bottom = share(this.residual);
        this.truth.hidden = truth === null;
        if (truth !== null) this.truth.style.bottom = share(truth.reservoir);
        attribute(this.tank, "aria-label", `reservoir ${ml(now.volume)} of ${ml(now.capacity)}`);
        attribute(
            this.tank,
            "data-level",
            now.volume <= this.residual ? "empty" : now.volume <= now.low ? "low" : "ample",
        );
        say(this.cells.holds, `${ml(now.volume)} of ${ml(now.capacity)}`);
        say(this.cells.truly, truth === null ? "a board cannot tell" : ml(truth.reservoir));
        say(this.cells["low in"], countdown(clock, dates?.low));
        say(this.cells["empty in"], countdown(clock, dates?.empty));
        say(this.cells["refill due in"], countdown(clock, dates?.due));
        const days = ahead?.days ?? [null, null];
        say(
            this.cells.days,
            days[0] === null
                ? "no programme"
                : `${days[0]} d; ${days[1]} d with every patient bolus`,
        );
    }
}

function countdown(clock, date) {
    const left = until(clock, date);
    if (left === null) return "not known";
    return left <= 0 ? `since ${span(-left)}` : span(left);
}
