// Role keys of this browser, and which pump this is.

import { button, card, choice, field, h } from "../dom.js";
import { ROLES } from "../keys.js";
import { chosen, supported } from "../serial_link.js";

const KEPT = "Kept so that no script can read it out, and never sent: this browser signs with it.";

export class KeysView {
    constructor({ keys, orders }) {
        this.keys = keys;
        this.orders = orders;
        this.who = h("p", {}, "–");
        this.have = h("ul", {});
        this.element = card(
            "keys",
            "Pump and keys",
            this.who,
            this.#which(),
            this.have,
            this.#given(),
        );
    }

    draw() {}

    identified({ model, serial, version, options }) {
        this.serial = serial;
        const parts = [model, `serial ${serial}`, `firmware ${version}`, options.join(" ")];
        this.who.textContent = parts.join(", ");
        this.#show();
    }

    // A board where the browser knows how, or back from it.
    #which() {
        const go = (hash) => {
            location.hash = hash;
            location.reload();
        };
        const choose = async () => (await chosen()) && go("serial");
        const board = button("Connect a board", choose, { hidden: !supported() });
        const back = button("Back to the simulator", () => go(""), {
            hidden: location.hash !== "#serial",
        });
        return h("p", { class: "row" }, board, back);
    }

    #given() {
        const role = choice("role", ROLES);
        const key = field("its key, 64 hexadecimal digits", { type: "password" });
        const keep = async (submitted) => {
            submitted.preventDefault();
            const typed = key.input.value;
            key.input.value = "";
            const name = role.input.value;
            const kept = this.keys.keep(this.serial, name, typed);
            await this.orders.tell(kept, `the ${name} key is kept in this browser`);
            this.#show();
        };
        const forget = async () => {
            await this.keys.forget(this.serial, role.input.value);
            this.#show();
        };
        const drop = button("Forget it", forget, { type: "button" });
        const parts = [role.row, key.row, h("button", {}, "Keep it"), " ", drop];
        return h(
            "details",
            {},
            h("summary", {}, "Give a key"),
            h("p", {}, KEPT),
            h("form", { onsubmit: keep }, ...parts),
        );
    }

    async #show() {
        const words = {
            KEPT: "kept in this browser",
            PUBLISHED: "the published test key: no secret",
            NONE: "none here",
        };
        const rows = await Promise.all(
            ROLES.map(async (role) =>
                h("li", {}, `${role}: ${words[await this.keys.source(this.serial, role)]}`),
            ),
        );
        this.have.replaceChildren(...rows);
    }
}
