// Tubing and catheter as slugs, from the pump at the left to the tip at the right.

import { card, facts, say, svg } from "../dom.js";
import { figure, ml, span } from "../words.js";

const WIDTH = 600;
const HEIGHT = 34;
const STRONGEST = 2000; // ug/mL: the monograph's strongest

export class LineView {
    constructor() {
        this.picture = svg("svg", {
            viewBox: `0 0 ${WIDTH} ${HEIGHT + 22}`,
            role: "img",
            "aria-label": "what stands in the line",
        });
        const { list, cells } = facts(["state", "holds", "new drug at the tip", "tip (simulator)"]);
        this.cells = cells;
        this.element = card("line", "The line, pump to tip", this.picture, list);
        this.shown = "";
    }

    draw({ ahead, truth }) {
        if (ahead === null) return;
        say(this.cells.state, ahead.line);
        const drug = figure(ahead.contents[1], "ug", 1);
        const unsure = ahead.line === "UNKNOWN" ? " at most" : "";
        say(this.cells.holds, `${ml(ahead.contents[0])}, ${drug}${unsure}`);
        const [left, seconds] = ahead.bridge;
        say(
            this.cells["new drug at the tip"],
            left ? `after ${ml(left)}, ${span(seconds)}` : "it is there",
        );
        say(
            this.cells["tip (simulator)"],
            truth === null
                ? "a board cannot tell"
                : figure(truth.tip === null ? null : truth.tip / 1000, "ug/mL", 0),
        );
        const shown = ahead.slugs.join();
        if (shown === this.shown) return;
        this.shown = shown;
        this.#picture(ahead.slugs);
    }

    #picture(slugs) {
        const pairs = [];
        for (let at = 0; at < slugs.length; at += 2) pairs.push([slugs[at], slugs[at + 1]]);
        const whole = pairs.reduce((sum, [nl]) => sum + nl, 0) || 1;
        let right = WIDTH;
        const parts = pairs.flatMap(([nl, strength]) => {
            const width = (nl / whole) * WIDTH;
            right -= width;
            const words = `${strength} ug/mL`;
            const text =
                width > 70
                    ? [
                          svg(
                              "text",
                              { x: right + width / 2, y: HEIGHT + 16, "text-anchor": "middle" },
                              words,
                          ),
                      ]
                    : [];
            const slug = svg(
                "rect",
                {
                    x: right,
                    y: 0,
                    width,
                    height: HEIGHT,
                    class: "slug",
                    "fill-opacity": 0.12 + (0.88 * strength) / STRONGEST,
                },
                svg("title", {}, `${ml(nl)} of ${words}`),
            );
            return [slug, ...text];
        });
        this.picture.replaceChildren(...parts);
        const told = pairs.map(([nl, strength]) => `${ml(nl)} of ${strength} ug/mL`);
        this.picture.setAttribute("aria-label", `from the tip: ${told.join(", ")}`);
    }
}
