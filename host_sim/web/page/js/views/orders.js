// Orders of therapy: start, pause, resume; a bolus with its check, and then that bolus or none.

import { card, field, h } from "../dom.js";

export class OrdersView {
    constructor({ orders }) {
        this.orders = orders;
        this.confirm = h("input", { type: "checkbox" });
        const minutes = field("for how many minutes", { value: "30", inputmode: "decimal" });
        const give = (message) => orders.give("OPERATE", message);
        const confirmed = (message) => {
            const words = this.confirm.checked ? `${message} CONFIRM` : message;
            this.confirm.checked = false;
            return give(words);
        };
        this.element = card("orders", "Therapy",
            h("p", { class: "row" }, h("button", { class: "primary", onclick: () => confirmed("DEL:STAR") }, "Start"), h("button", { onclick: () => confirmed("DEL:RES") }, "Resume"),
                h("label", {}, this.confirm, " with CONFIRM")),
            minutes.row, h("button", { onclick: () => give(`DEL:SUSP ${minutes.input.value} MIN`) }, "Pause; resumes by itself"), this.#bolus());
    }

    draw({ now }) {
        this.abort.disabled = now.bolus.state !== "RUN";
    }

    #bolus() {
        const dose = field("dose, ug", { inputmode: "decimal" });
        const over = field("over, minutes (0: the shortest)", { value: "5", inputmode: "decimal" });
        const said = h("p", { class: "check", "aria-live": "polite" });
        const order = h("button", { class: "primary", disabled: true }, "Give this bolus");
        const forget = () => { order.disabled = true; said.textContent = ""; };
        dose.input.addEventListener("input", forget);
        over.input.addEventListener("input", forget);
        let checked = null;
        const check = async (submitted) => {
            submitted.preventDefault();
            const what = `${dose.input.value} UG,${over.input.value} MIN`;
            const found = await this.orders.ask(`DEL:BOL:CHEC? ${what}`);
            if (found === null) return;
            const [number, text, digest] = found[0];
            said.textContent = digest ? text : `${number}: ${text}`;
            checked = digest ? `DEL:BOL ${what},${digest}${number === "204" ? ",CONFIRM" : ""}` : null;
            order.disabled = checked === null;
            order.textContent = number === "204" ? "Give this bolus, confirmed" : "Give this bolus";
        };
        order.addEventListener("click", async () => {
            const message = checked;
            forget();
            await this.orders.give("OPERATE", message);
        });
        this.abort = h("button", { disabled: true, onclick: () => this.orders.give("OPERATE", "DEL:BOL:ABOR") }, "End the bolus");
        return h("form", { onsubmit: check }, h("h3", {}, "Bolus"), dose.row, over.row, h("button", {}, "What would it be?"), said,
            h("p", { class: "row" }, withType(order), withType(this.abort)));
    }
}

// In a form, a button that is not to submit it.
function withType(button) {
    button.type = "button";
    return button;
}
