// Bytes of a line as they arrive, to whole replies: a line feed within quotes or a block ends none.
// Text is one character a byte (latin-1), as every link hands it over.

const LONGEST = 9000; // the pump ends a reply at 8192 bytes

export class Lines {
    #held = "";

    clear() {
        this.#held = "";
    }

    // The replies that this text completes, without their ends.
    feed(text) {
        this.#held += text;
        const lines = [];
        for (let end = endOf(this.#held); end >= 0; end = endOf(this.#held)) {
            lines.push(this.#held.slice(0, end).replace(/\r$/, ""));
            this.#held = this.#held.slice(end + 1);
        }
        if (this.#held.length > LONGEST) this.clear();
        return lines;
    }
}

// Where the first line ends; -1 while it has not.
function endOf(text) {
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
        const character = text[at];
        if (character === "\n" && !quoted) return at;
        if (character === '"') quoted = !quoted;
        if (character === "#" && !quoted) at = pastBlock(text, at) - 1;
    }
    return -1;
}

// Behind a block that begins there; the next place where none does. Beyond the text while it is not
// whole.
function pastBlock(text, at) {
    const digits = Number(text[at + 1]);
    if (!(digits > 0)) return at + 1;
    const length = text.slice(at + 2, at + 2 + digits);
    if (length.length < digits) return text.length + 1;
    return /^\d+$/.test(length) ? at + 2 + digits + Number(length) : at + 1;
}

// The responses of a line's queries.
export function units(reply) {
    return split(reply, ";");
}

// The fields of one response; quotes are taken off, a block is its content.
export function fields(response) {
    return split(response, ",").map(plain);
}

function split(text, separator) {
    const parts = [];
    let begun = 0;
    let quoted = false;
    for (let at = 0; at < text.length; at++) {
        if (text[at] === '"') quoted = !quoted;
        if (text[at] === "#" && !quoted) at = pastBlock(text, at) - 1;
        else if (text[at] === separator && !quoted) {
            parts.push(text.slice(begun, at));
            begun = at + 1;
        }
    }
    return [...parts, text.slice(begun)];
}

function plain(field) {
    if (/^#[1-9]\d/.test(field)) return field.slice(2 + Number(field[1]));
    return /^".*"$/s.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field;
}

const UNKNOWN = 9.91e37;
const BEYOND = 9.9e37;

// A number, null where the pump does not know it, Infinity beyond its horizon.
export function number(text) {
    const value = Number(text);
    if (value === UNKNOWN || text === "" || Number.isNaN(value)) return null;
    return value === BEYOND ? Infinity : value;
}
