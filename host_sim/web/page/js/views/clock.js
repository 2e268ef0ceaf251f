// The pump's wall clock, set by hand: what an alarm of it asks for. It chooses rates, and moves no
// volume.

import { button, h, valid } from "../dom.js";

export function clockForm(orders) {
    const to = h("input", {
        type: "datetime-local",
        step: "1",
        required: true,
        "aria-label": "local time that the clock is set to",
    });
    const set = () => valid(to) && orders.give("OPERATE", line(to.value));
    const form = h(
        "details",
        {},
        h("summary", {}, "Set the clock"),
        h("p", { class: "row" }, to, button("Set it to that", set)),
    );
    form.addEventListener("toggle", () => {
        if (form.open) to.value = here(new Date());
    });
    return form;
}

// As SYST:DATE and SYST:TIME take it.
function line(local) {
    const [year, month, day, hour, minute, second = 0] = local.split(/[-T:]/).map(Number);
    return `SYST:DATE ${year},${month},${day};TIME ${hour},${minute},${second}`;
}

// This computer's local time, without a zone, as the pump has it.
function here(now) {
    const two = (number) => String(number).padStart(2, "0");
    const date = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(two).join("-");
    return `${date}T${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(":")}`;
}
