// What left the tip in the last 1, 4 and 24 hours, against the most that may.

import { attribute, card, h, say } from "../dom.js";
import { figure } from "../words.js";

export class WindowsView {
    constructor() {
        this.rows = ["1 h", "4 h", "24 h"].map((name) => ({
            name,
            bar: h("meter", { min: 0, max: 1, value: 0, "aria-label": `drug in the last ${name}` }),
            words: h("span", {}, "–"),
        }));
        this.element = card(
            "windows",
            "Drug at the tip",
            ...this.rows.map(({ name, bar, words }) =>
                h("p", { class: "window" }, h("span", { class: "of" }, name), bar, words),
            ),
        );
    }

    draw({ ahead }) {
        if (ahead === null) return;
        this.rows.forEach(({ bar, words }, at) => {
            const [held, most] = [ahead.windows[2 * at], ahead.windows[2 * at + 1]];
            bar.value = most ? Math.min(1, held / most) : 0;
            attribute(bar, "data-full", most && held / most > 0.9 ? "nearly" : "");
            say(words, `${figure(held, "ug", 1)} of at most ${figure(most, "ug", 1)}`);
        });
    }
}
