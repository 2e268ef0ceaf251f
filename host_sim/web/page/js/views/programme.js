// The programme: what runs and what is staged side by side; staged from a form, committed by its
// digest.

import { button, card, choice, h, numeric, valid } from "../dom.js";
import { digest } from "../envelope.js";
import { spoken, ugPerDay } from "../prescription.js";
import { Segments } from "./segments.js";

export class ProgrammeView {
    constructor({ orders }) {
        this.orders = orders;
        this.active = h("div", { class: "rx" });
        this.staged = h("div", { class: "rx" });
        this.shown = "";
        this.differs = h("p", { class: "differs" });
        this.findings = h("ul", { class: "findings" });
        this.confirm = h("input", { type: "checkbox" });
        this.commit = h(
            "button",
            { class: "primary", onclick: () => this.#commit() },
            "Commit what is staged",
        );
        this.element = card(
            "programme",
            "Programme",
            h(
                "div",
                { class: "columns" },
                h("div", {}, h("h3", {}, "Active"), this.active),
                h("div", {}, h("h3", {}, "Staged"), this.staged),
            ),
            this.differs,
            this.findings,
            this.#form(),
            h(
                "p",
                { class: "row" },
                this.commit,
                h("label", {}, this.confirm, " with CONFIRM"),
                button("Stage the active one", () => orders.set("PRES:COPY")),
                button("Discard", () => orders.set("PRES:DISC")),
            ),
            this.#history(),
        );
    }

    draw({ active, staged, unstaged }) {
        const shown = JSON.stringify([active?.text, staged?.text, unstaged]);
        if (shown === this.shown) return;
        this.shown = shown;
        this.text = staged?.text ?? "";
        this.active.replaceChildren(
            active === null ? h("p", {}, "nothing is committed yet") : told(active, staged),
        );
        this.staged.replaceChildren(
            staged === null ? h("p", {}, unstaged || "nothing is staged") : told(staged, active),
        );
        this.differs.textContent =
            active && staged && active.text !== staged.text
                ? "The staged one differs: marked lines change with a commit."
                : "";
        this.commit.disabled = staged === null;
        this.findings.replaceChildren();
        if (staged !== null) this.#check();
    }

    async #check() {
        const found = await this.orders.ask("PRES:CHEC:ALL?");
        const [parts] = found ?? [[]];
        const rows = [];
        for (let at = 0; at + 1 < parts.length; at += 2)
            rows.push(h("li", {}, `${parts[at]}: ${parts[at + 1]}`));
        this.findings.replaceChildren(...rows);
    }

    // By the digest of the text that this page shows, reckoned here.
    async #commit() {
        const of = await this.orders.tell(digest(this.text), "");
        if (of === null) return;
        await this.orders.give(
            "PRESCRIBE",
            `PRES:COMM ${of}${this.confirm.checked ? ",CONFIRM" : ""}`,
        );
        this.confirm.checked = false;
    }

    #form() {
        const concentration = numeric("concentration, ug/mL", { value: "500" });
        const mode = choice("mode", ["CONStant", "FLEX"]);
        const unit = choice("rates in", ["UG/D", "UL/HR"]);
        const day = numeric("limit a day, ug (empty: the pump's)", { required: false });
        const segments = new Segments();
        mode.input.addEventListener("change", () => segments.show(mode.input.value));
        const stage = async (submitted) => {
            submitted.preventDefault();
            const drug = `PRES:DRUG "baclofen";CONC ${concentration.input.value} UG/ML`;
            const lines = [
                "PRES:SEGM:CLE",
                `${drug};MODE ${mode.input.value}`,
                ...segments.lines(unit.input.value),
                ...(day.input.value.trim() ? [`PRES:LIM:DAY ${day.input.value} UG`] : []),
            ];
            for (const line of lines) if (!(await this.orders.set(line))) return;
        };
        const fields = [concentration, mode, unit, day].map(({ row }) => row);
        const done = h("button", { class: "primary" }, "Stage it");
        const { rows, more } = segments;
        const form = h("form", { onsubmit: stage }, ...fields, rows, more, done);
        return h("details", {}, h("summary", {}, "Stage another"), form);
    }

    #history() {
        const dose = numeric("daily dose that ran before, ug");
        return h(
            "details",
            {},
            h("summary", {}, "Before the first start"),
            h(
                "p",
                {},
                h(
                    "button",
                    { onclick: () => this.orders.give("PRESCRIBE", "PRES:HIST NEW") },
                    "The screening had an effect",
                ),
            ),
            dose.row,
            h(
                "button",
                {
                    onclick: () =>
                        valid(dose.input) &&
                        this.orders.give("PRESCRIBE", `PRES:HIST CONT,${dose.input.value} UG/D`),
                },
                "Therapy continues from another pump",
            ),
        );
    }
}

// As a table; what the other one has not, marked.
function told(rx, other) {
    const lines = new Set(other?.text.split("\n") ?? []);
    const rows = [
        ["drug", rx.drug, `DRUG ${rx.drug}`],
        ["strength", `${rx.concentration} ug/mL`, `CONCENTRATION ${rx.concentration * 1000} ng/mL`],
        ["mode", rx.mode, `MODE ${rx.mode}`],
        ...rx.segments.map((each) => segmentRow(each, rx.concentration)),
        ...rx.limits.map(limitRow),
    ];
    const shown = rows.map(([name, words, line]) =>
        h(
            "tr",
            { class: other && !lines.has(line) ? "changed" : "" },
            h("th", { scope: "row" }, name),
            h("td", {}, words),
        ),
    );
    return h("table", {}, h("tbody", {}, ...shown));
}

// Its name, in words in both units, and its line of the canonical text.
function segmentRow({ start, value, unit }, concentration) {
    const also =
        unit === "nL/d"
            ? `${ugPerDay(value / 24_000, concentration).toFixed(1)} ug/d`
            : `${(value / concentration / 24).toFixed(3)} uL/h`;
    return [start, `${spoken(value, unit)} (${also})`, `SEGMENT ${start} ${value} ${unit}`];
}

function limitRow({ name, value, unit }) {
    return [`limit ${name.toLowerCase()}`, spoken(value, unit), `LIMIT ${name} ${value} ${unit}`];
}
