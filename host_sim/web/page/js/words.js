// Figures as people read them.

export function figure(value, unit, digits = 2) {
    if (value === null || value === undefined) return "not known";
    if (value === Infinity) return "not within the horizon";
    return `${value.toLocaleString("en", { maximumFractionDigits: digits })} ${unit}`;
}

export function ml(nl) {
    return nl === null ? "not known" : `${(nl / 1e6).toFixed(3)} mL`;
}

// A span in the two units that say most of it.
export function span(seconds) {
    if (seconds === null) return "not known";
    if (seconds === Infinity) return "beyond the horizon";
    const parts = [
        ["d", 86_400],
        ["h", 3600],
        ["min", 60],
        ["s", 1],
    ];
    const first = parts.findIndex(([, each]) => seconds >= each);
    if (first < 0) return "0 s";
    let left = Math.round(seconds);
    return parts
        .slice(first, first + 2)
        .map(([unit, each]) => {
            const count = Math.floor(left / each);
            left -= count * each;
            return `${count} ${unit}`;
        })
        .join(" ");
}

// Seconds from the pump's clock to a date that it tells; null where either is not known.
export function until(clock, date) {
    if (!clock || !date || !/^\d{4}-/.test(date)) return null;
    return (Date.parse(date + "Z") - Date.parse(clock.replace(" ", "T") + "Z")) / 1000;
}
