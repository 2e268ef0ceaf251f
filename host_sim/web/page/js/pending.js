// What became of an order whose reply did not come: SYST:COMM:LAST? names the line that was run
// last.

const PENDING = "cisterna pending order"; // survives a reload: what became of it is asked then

// An order that goes out: {tag, message, before}; `before` is the tag of the line that was run
// last.
export function remember(order) {
    sessionStorage.setItem(PENDING, JSON.stringify(order));
}

export function forget(tag) {
    if (pending()?.tag === tag) sessionStorage.removeItem(PENDING);
}

function pending() {
    return JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
}

// RUN, NOT_RUN; UNKNOWN where another line came between, or a power cut, after which none is named.
export function fate(order, lastTag) {
    if (lastTag === order.tag) return "RUN";
    return lastTag === order.before && lastTag !== "" ? "NOT_RUN" : "UNKNOWN";
}

export function unknown(message) {
    const known = `It is not known whether the pump has carried out ${message}`;
    return `${known}: look at the log and the state.`;
}

// In words, of the order that was on its way when the line went; null where none was.
export function became(lastTag, error) {
    const order = pending();
    if (order === null) return null;
    forget(order.tag);
    const { message } = order;
    switch (fate(order, lastTag)) {
        case "NOT_RUN":
            return `The pump has not carried out ${message}: order it again if it is still wanted.`;
        case "UNKNOWN":
            return unknown(message);
        default:
            return error === 0
                ? `The pump has carried out ${message}.`
                : `The pump has refused ${message} with ${error}.`;
    }
}
