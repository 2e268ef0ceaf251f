// Orders of therapy: start, pause, resume; a bolus with its check, and then that bolus or none.

import { button, card, h, numeric, off, valid } from "../dom.js";

const CONFIRM = "204";

export class OrdersView {
    constructor({ orders }) {
        this.orders = orders;
        this.confirm = h("input", { type: "checkbox" });
        const minutes = numeric("for how many minutes", { value: "30" });
        const give = (message) => orders.give("OPERATE", message);
        const confirmed = (message) => {
            const words = this.confirm.checked ? `${message} CONFIRM` : message;
            this.confirm.checked = false;
            return give(words);
        };
        this.element = card(
            "orders",
            "Therapy",
            h(
                "p",
                { class: "row" },
                h("button", { class: "primary", onclick: () => confirmed("DEL:STAR") }, "Start"),
                h("button", { onclick: () => confirmed("DEL:RES") }, "Resume"),
                h("label", {}, this.confirm, " with CONFIRM"),
            ),
            minutes.row,
            h(
                "button",
                {
                    onclick: () =>
                        valid(minutes.input) && give(`DEL:SUSP ${minutes.input.value} MIN`),
                },
                "Pause; resumes by itself",
            ),
            this.#bolus(),
        );
    }

    draw({ now }) {
        if (now.bolus.state === "RUN") this.abort.disabled = false;
        else off(this.abort, this.dose);
    }

    #bolus() {
        const dose = numeric("dose, ug");
        this.dose = dose.input;
        const over = numeric("over, minutes (0: the shortest)", { value: "5" });
        const said = h("p", { class: "check", "aria-live": "polite" });
        const still = { type: "button", disabled: true };
        const abort = () => this.orders.give("OPERATE", "DEL:BOL:ABOR");
        this.abort = button("End the bolus", abort, still);
        const give = async () => {
            const message = order.dataset.message;
            forget();
            await this.orders.give("OPERATE", message);
        };
        const order = button("Give this bolus", give, { ...still, class: "primary" });
        const forget = () => {
            off(order, dose.input);
            said.textContent = "";
        };
        dose.input.addEventListener("input", forget);
        over.input.addEventListener("input", forget);
        const check = async (submitted) => {
            submitted.preventDefault();
            const what = `${dose.input.value} UG,${over.input.value} MIN`;
            const found = await this.orders.ask(`DEL:BOL:CHEC? ${what}`);
            if (found !== null) shown(what, found[0], said, order);
        };
        const asks = h("button", {}, "What would it be?");
        const buttons = h("p", { class: "row" }, order, this.abort);
        const parts = [dose.row, over.row, asks, said, buttons];
        return h("form", { onsubmit: check }, h("h3", {}, "Bolus"), ...parts);
    }
}

// What the pump says of that bolus; the button that gives it, where it may be given.
function shown(what, [number, text, digest], said, order) {
    const confirm = number === CONFIRM;
    said.textContent = digest ? text : `${number}: ${text}`;
    order.dataset.message = `DEL:BOL ${what},${digest}${confirm ? ",CONFIRM" : ""}`;
    order.disabled = !digest;
    order.textContent = confirm ? "Give this bolus, confirmed" : "Give this bolus";
}
