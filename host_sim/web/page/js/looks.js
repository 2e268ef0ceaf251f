// What one look asks: a name for each answer, its question, and how the answer is read. All
// questions of a look go in one line, so that what is shown together is of one moment.

import { number } from "./lines.js";

const word = ([text]) => text;
const whole = ([text]) => Number(text);
const amount = ([text]) => number(text); // null where the pump does not know it
const amounts = (parts) => parts.map(number);
const words = (parts) => parts;

export const NOW = {
    statusByte: ["*STB?", whole],
    state: ["DEL:STAT?", word],
    rate: ["DEL:RATE?", amount],
    total: ["DEL:VOL:TOT?", amounts],
    bolus: ["DEL:BOL:STAT?", bolus],
    uptime: ["SYST:UPT?", whole],
    questionable: ["STAT:QUES:COND?", whole],
    volume: ["RES:VOL?", whole],
    capacity: ["RES:CAP?", whole],
    low: ["RES:LOW?", whole],
    resumesIn: ["DEL:SUSP?", whole],
    paused: ["ALAR:AUD:PAUS?", whole],
    alarms: ["ALAR:LIST?", alarms],
    logged: ["LOG:COUN?", whole],
    firstLogged: ["LOG:FIRS?", whole],
    flow: ["CATH:FLOW?", amount],
    operation: ["STAT:OPER:COND?", whole],
};

export const AHEAD = {
    effect: ["FOR:EFF?", amounts],
    hours80: ["FOR:WITH? 80", amounts],
    hours50: ["FOR:WITH? 50", amounts],
    band50: ["FOR:WITH:BAND? 50", amounts],
    windows: ["DEL:DOSE:WIND?", amounts],
    line: ["CATH:STAT?", word],
    slugs: ["CATH:SLUG?", amounts],
    contents: ["CATH:CONT?", amounts],
    bridge: ["CATH:BRID?", amounts],
    days: ["RES:DAYS?", amounts],
    phase: ["THER:PHAS?", word],
    watch: ["THER:OBS?", words],
    reduced: ["DEL:RED?", words],
    charge: ["BATT:CHAR?", amount],
    life: ["BATT:LIFE?", amount],
};

export const CLOCK = {
    date: ["SYST:DATE?", words],
    time: ["SYST:TIME?", words],
};

export const DATES = {
    low: ["RES:PRED:LOW?", word],
    empty: ["RES:PRED:EMPT?", word],
    due: ["RES:REF:DUE?", word],
    next: ["DEL:NEXT?", words],
};

// What a simulator alone knows; `total` is the pump's own, of that very moment.
export const TRUTH = {
    time: ["SIM:TIME?", whole],
    scale: ["SIM:TIME:SCAL?", whole],
    rotor: ["SIM:PLAN:ROTOR_STEPS?", whole],
    delivered: ["SIM:PLAN:DELIVERED_NL?", whole],
    pumped: ["SIM:PLAN:PUMPED_NL?", whole],
    reservoir: ["SIM:PLAN:RESERVOIR_NL?", whole],
    effect: ["SIM:PLAN:EFFECT_PERCENT?", amount],
    tip: ["SIM:PLAN:TIP_NG_PER_ML?", amount],
    lamp: ["SIM:PLAN:LAMP?", signal],
    tone: ["SIM:PLAN:TONE?", signal],
    total: ["DEL:VOL:TOT?", amounts],
    faults: ["SIM:FAUL:LIST?", faults],
};

// The line that asks all of it.
export function question(look) {
    return Object.values(look)
        .map(([query]) => query)
        .join(";:");
}

// What was answered, by name.
export function seen(look, responses) {
    const names = Object.keys(look);
    return Object.fromEntries(names.map((name, at) => [name, look[name][1](responses[at])]));
}

function bolus([state, ...figures]) {
    const [ordered, least, most, left] = amounts(figures);
    return { state, ordered, least, most, left };
}

function alarms(parts) {
    const rows = [];
    for (let at = 1; at < parts.length; at += 4) {
        const [id, name, priority, state] = parts.slice(at, at + 4);
        rows.push({ id: Number(id), name, priority, state });
    }
    return rows;
}

// A lamp's or a tone's pattern: {colour, ms}; null for nothing.
function signal(parts) {
    if (parts[0] === "NONE") return null;
    const colour = /^\d/.test(parts[0]) ? "" : parts[0];
    return { colour, ms: parts.slice(colour ? 1 : 0).map(Number) };
}

// The value of each switch by its name.
function faults(parts) {
    const pairs = parts.flatMap((name, at) => (at % 2 ? [] : [[name, Number(parts[at + 1])]]));
    return Object.fromEntries(pairs);
}
