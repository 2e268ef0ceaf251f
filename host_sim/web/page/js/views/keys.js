// Role keys of this browser, and which pump this is.

import { card, choice, field, h } from "../dom.js";
import { ROLES } from "../keys.js";
import { chosen, supported } from "../serial_link.js";

export class KeysView {
    constructor({ keys, orders }) {
        this.keys = keys;
        this.who = h("p", {}, "–");
        this.have = h("ul", {});
        const role = choice("role", ROLES);
        const key = field("its key, 64 hexadecimal digits", { type: "password" });
        const keep = async (submitted) => {
            submitted.preventDefault();
            const typed = key.input.value;
            key.input.value = "";
            await orders.tell(keys.keep(this.serial, role.input.value, typed), `the ${role.input.value} key is kept in this browser`);
            this.#show();
        };
        const forget = async () => {
            await keys.forget(this.serial, role.input.value);
            this.#show();
        };
        const go = (hash) => {
            location.hash = hash;
            location.reload();
        };
        const board = h("button", { hidden: !supported(), onclick: async () => await chosen() && go("serial") }, "Connect a board");
        const back = h("button", { hidden: location.hash !== "#serial", onclick: () => go("") }, "Back to the simulator");
        this.element = card("keys", "Pump and keys", this.who, h("p", { class: "row" }, board, back), this.have,
            h("details", {}, h("summary", {}, "Give a key"), h("p", {}, "Kept so that no script can read it out, and never sent: this browser signs with it."),
                h("form", { onsubmit: keep }, role.row, key.row, h("button", {}, "Keep it"), " ", h("button", { type: "button", onclick: forget }, "Forget it"))));
    }

    draw() {}

    identified({ model, serial, version, options }) {
        this.serial = serial;
        this.who.textContent = `${model}, serial ${serial}, firmware ${version}, ${options.join(" ")}`;
        this.#show();
    }

    async #show() {
        const words = { KEPT: "kept in this browser", PUBLISHED: "the published test key: no secret", NONE: "none here" };
        const rows = await Promise.all(ROLES.map(async (role) => h("li", {}, `${role}: ${words[await this.keys.source(this.serial, role)]}`)));
        this.have.replaceChildren(...rows);
    }
}
