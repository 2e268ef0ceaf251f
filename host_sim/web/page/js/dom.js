// Elements without markup in strings: nothing that a pump says is ever read as HTML.

export function h(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    set(element, attributes);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

export function svg(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    set(element, attributes);
    element.append(...children);
    return element;
}

function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
        else if (value === true) element.setAttribute(name, "");
        else if (value !== false && value !== null) element.setAttribute(name, value);
    }
}

// Only what is new is written: a screen is drawn some times a second.
export function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

export function attribute(element, name, value) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

// A card with its heading.
export function card(name, title, ...children) {
    return h(
        "section",
        { class: `card ${name}`, "aria-labelledby": `${name}-title` },
        h("h2", { id: `${name}-title` }, title),
        ...children,
    );
}

export function button(words, onclick, attributes = {}) {
    return h("button", { onclick, ...attributes }, words);
}

// A labelled input; `.value` of it is what was typed.
export function field(label, attributes = {}) {
    const input = h("input", { type: "text", autocomplete: "off", ...attributes });
    return { row: h("label", { class: "field" }, h("span", {}, label), input), input };
}

// A field for a number as the pump takes it. The browser tells of anything else, and where it is.
export function numeric(label, attributes = {}) {
    return field(label, { ...NUMERIC, ...attributes });
}

export const NUMERIC = {
    inputmode: "decimal",
    required: true,
    pattern: "[0-9]*[.]?[0-9]+",
    title: "a number, such as 240 or 0.5",
};

// Whether each of the fields holds what it may; the first that does not is told of.
export function valid(...inputs) {
    return inputs.every((input) => input.reportValidity());
}

// Switched off without the keyboard losing its place: that goes on at `next`.
export function off(control, next) {
    if (document.activeElement === control) next.focus();
    control.disabled = true;
}

export function choice(label, options, attributes = {}) {
    const select = h(
        "select",
        attributes,
        ...options.map((each) => h("option", { value: each }, each)),
    );
    return { row: h("label", { class: "field" }, h("span", {}, label), select), input: select };
}

// Rows of a definition list, made once and filled again and again.
export function facts(names) {
    const cells = Object.fromEntries(names.map((name) => [name, h("dd", {}, "–")]));
    const list = h(
        "dl",
        { class: "facts" },
        ...names.flatMap((name) => [h("dt", {}, name), cells[name]]),
    );
    return { list, cells };
}
