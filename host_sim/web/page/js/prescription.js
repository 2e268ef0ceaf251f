// A prescription's canonical text, as PRES:DATA? and PRES:ACT:DATA? give it, taken apart.

const WORDS = { DRUG: "drug", MODE: "mode" };

export function parsed(text) {
    const found = {
        text,
        drug: "",
        concentration: 0,
        mode: "",
        segments: [],
        limits: [],
        other: [],
    };
    for (const line of text.split("\n").slice(1)) {
        const [word, ...rest] = line.split(" ");
        if (word in WORDS) found[WORDS[word]] = rest.join(" ");
        else if (word === "CONCENTRATION")
            found.concentration = Number(rest[0]) / 1000; // ug/mL
        else if (word === "SEGMENT")
            found.segments.push({ start: rest[0], value: Number(rest[1]), unit: rest[2] });
        else if (word === "LIMIT")
            found.limits.push({ name: rest[0], value: Number(rest[1]), unit: rest[2] });
        else if (line) found.other.push(line);
    }
    return found;
}

// ug a day of a flow.
export function ugPerDay(ulPerHour, ugPerMl) {
    return (ulPerHour * 24 * ugPerMl) / 1000;
}

const UNITS = {
    "ng/d": [1000, "ug/d"],
    "nL/d": [1000, "uL/d"],
    ng: [1000, "ug"],
    nL: [1000, "uL"],
    ms: [60_000, "min"],
};

// A value of the canonical text in the unit that people speak of.
export function spoken(value, unit) {
    const [divisor, name] = UNITS[unit] ?? [1, unit];
    return `${+(value / divisor).toPrecision(8)} ${name}`;
}
