// What the page knows of the pump: asked again and again, in questions that the state allows, so that no
// poll ever puts an entry into the error queue that all ports share.

import { number } from "./lines.js";
import { parsed } from "./prescription.js";
import { Series } from "./series.js";
import { Lost } from "./trouble.js";

const NOW = "*STB?;:DEL:STAT?;:DEL:RATE?;:DEL:VOL:TOT?;:DEL:BOL:STAT?;:SYST:UPT?;:STAT:QUES:COND?;:RES:VOL?;:RES:CAP?;:RES:LOW?;:DEL:SUSP?;:ALAR:AUD:PAUS?;:ALAR:LIST?;:LOG:COUN?;:LOG:FIRS?;:CATH:FLOW?;:STAT:OPER:COND?";
const AHEAD = "FOR:EFF?;:FOR:WITH? 80;:FOR:WITH? 50;:FOR:WITH:BAND? 50;:DEL:DOSE:WIND?;:CATH:STAT?;:CATH:SLUG?;:CATH:CONT?;:CATH:BRID?;:RES:DAYS?;:THER:PHAS?;:THER:OBS?;:DEL:RED?;:BATT:CHAR?;:BATT:LIFE?";
const CLOCK = "SYST:DATE?;:SYST:TIME?";
const DATES = ";:RES:PRED:LOW?;:RES:PRED:EMPT?;:RES:REF:DUE?;:DEL:NEXT?";
const TRUTH = "SIM:TIME?;:SIM:TIME:SCAL?;:SIM:PLAN:ROTOR_STEPS?;:SIM:PLAN:DELIVERED_NL?;:SIM:PLAN:PUMPED_NL?;:SIM:PLAN:RESERVOIR_NL?;:SIM:PLAN:EFFECT_PERCENT?;:SIM:PLAN:TIP_NG_PER_ML?;:SIM:PLAN:LAMP?;:SIM:PLAN:TONE?;:DEL:VOL:TOT?";
const CLOCK_NOT_SET = 1 << 2, STAGED_DIFFERS = 1 << 11;
const EVERY_MS = 150, HIDDEN_MS = 1000, AHEAD_MS = 700, STAGED_MS = 4000;
const INCOMPLETE = 201;
const LOG_LINES = 40, LOG_KEPT = 400;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Pump {
    now = null;
    ahead = null;
    dates = null;  // null where the clock is not set, or nothing is prescribed
    clock = null;
    truth = null;  // null on a board
    active = null;
    staged = null;
    unstaged = "";  // why nothing is staged that could be committed
    log = [];  // newest last
    series = { rate: new Series(3), delivered: new Series(4), effect: new Series(5) };
    onChange = () => {};
    #exchange;
    #aheadAt = -Infinity;
    #stagedAt = -Infinity;
    #logged = 0;
    #committed = false;  // a line of the log says so

    constructor(exchange) {
        this.#exchange = exchange;
    }

    get simulated() {
        return this.#exchange.identity?.options.includes("SIM") ?? false;
    }

    // Seconds that the charts are drawn over.
    get time() {
        return this.truth?.time ?? this.now?.uptime ?? 0;
    }

    // What was ordered or staged is to be seen at once.
    look() {
        this.#aheadAt = -Infinity;
        this.#stagedAt = -Infinity;
    }

    // Ask for ever; what is lost with the line is asked again when it is back.
    async run() {
        for (;;) {
            try {
                await this.#round();
                this.onChange(this);
            } catch (trouble) {
                if (!(trouble instanceof Lost)) console.info(`a question was not answered: ${trouble.message}`);
            }
            await pause(document.hidden ? HIDDEN_MS : EVERY_MS);
        }
    }

    async #round() {
        if (this.#exchange.identity === null) return;
        await this.#askNow();
        if (this.simulated) await this.#askTruth();
        if (performance.now() - this.#aheadAt > AHEAD_MS) {
            await this.#askAhead();
            this.#aheadAt = performance.now();
        }
        await this.#askLog();
        if (performance.now() - this.#stagedAt > STAGED_MS) await this.#askPrescriptions();
        this.#chart();
    }

    async #ask(line) {
        return this.#exchange.ask(line, true);
    }

    async #askNow() {
        const parts = await this.#ask(NOW);
        const [stb, state, rate, total, bolus, uptime, questionable, volume, capacity, low, suspended, paused, alarms, count, first, flow, operation] = parts;
        const was = this.now;
        this.now = {
            statusByte: Number(stb[0]), state: state[0], rate: number(rate[0]), least: number(total[0]), most: number(total[1]),
            bolus: { state: bolus[0], ordered: number(bolus[1]), least: number(bolus[2]), most: number(bolus[3]), left: number(bolus[4]) },
            uptime: Number(uptime[0]), questionable: Number(questionable[0]), volume: Number(volume[0]), capacity: Number(capacity[0]),
            low: Number(low[0]), resumesIn: Number(suspended[0]), paused: Number(paused[0]), alarms: alarmsOf(alarms),
            logged: Number(count[0]), firstLogged: Number(first[0]), flow: number(flow[0]), operation: Number(operation[0]),
        };
        if (was === null || was.uptime > this.now.uptime) this.look();
        if (was !== null && (was.operation ^ this.now.operation) & STAGED_DIFFERS) this.#stagedAt = -Infinity;
    }

    async #askTruth() {
        const [time, scale, rotor, delivered, pumped, reservoir, effect, tip, lamp, tone, total] = await this.#ask(TRUTH);
        const [faults] = await this.#ask("SIM:FAUL:LIST?");
        const was = this.truth;
        this.truth = {
            time: Number(time[0]), scale: Number(scale[0]), rotor: Number(rotor[0]), delivered: Number(delivered[0]), pumped: Number(pumped[0]),
            reservoir: Number(reservoir[0]), effect: number(effect[0]), tip: number(tip[0]), lamp: signal(lamp), tone: signal(tone), pump: middle(total.map(number)),
            faults: Object.fromEntries(faults.flatMap((name, at) => (at % 2 ? [] : [[name, Number(faults[at + 1])]]))),
        };
        if (was !== null && was.time > this.truth.time) Object.values(this.series).forEach((each) => each.clear());
    }

    async #askAhead() {
        const [effect, with80, with50, band50, windows, line, slugs, contents, bridge, days, phase, watch, reduced, charge, life] = await this.#ask(AHEAD);
        const numbers = (parts) => parts.map(number);
        this.ahead = {
            effect: numbers(effect), hours80: numbers(with80), hours50: numbers(with50), band50: numbers(band50), windows: numbers(windows),
            line: line[0], slugs: numbers(slugs), contents: numbers(contents), bridge: numbers(bridge), days: numbers(days),
            phase: phase[0], watch, reduced, charge: number(charge[0]), life: number(life[0]),
        };
        this.clock = this.dates = null;
        if (this.now.questionable & CLOCK_NOT_SET) return;
        const [date, time, ...dates] = await this.#ask(CLOCK + (this.ahead.days[0] === null ? "" : DATES));
        const two = (text) => text.padStart(2, "0");
        this.clock = `${date[0]}-${two(date[1])}-${two(date[2])} ${time.map(two).join(":")}`;
        if (dates.length) this.dates = { low: dates[0][0], empty: dates[1][0], due: dates[2][0], next: dates[3] };
    }

    // The active one where anything tells of one; the staged one where PRES:CHEC? finds it complete.
    async #askPrescriptions() {
        this.#stagedAt = performance.now();
        const programme = this.#committed || this.ahead.days[0] !== null;
        this.active = programme ? parsed((await this.#ask("PRES:ACT:DATA?"))[0][0]) : null;
        const [[finding, why]] = await this.#ask("PRES:CHEC?");
        this.unstaged = Number(finding) === INCOMPLETE ? why : "";
        this.staged = this.unstaged ? null : parsed((await this.#ask("PRES:DATA?"))[0][0]);
    }

    async #askLog() {
        const { logged, firstLogged } = this.now;
        if (logged < this.#logged) this.log = [];
        let from = Math.max(logged < this.#logged ? 1 : this.#logged + 1, firstLogged, logged - LOG_KEPT);
        while (from <= logged) {
            const [[block]] = await this.#ask(`LOG:DATA? ${from},${Math.min(LOG_LINES, logged + 1 - from)}`);
            const lines = block.split("\n").filter(Boolean);
            if (!lines.length) break;
            for (const line of lines) this.#line(line);
            from += lines.length;
        }
        this.#logged = logged;
    }

    #line(text) {
        this.log.push(text);
        if (this.log.length > LOG_KEPT) this.log.splice(0, this.log.length - LOG_KEPT);
        if (/ COMMIT /.test(text)) {
            this.#committed = true;
            this.#stagedAt = -Infinity;
        }
    }

    #chart() {
        const { now, truth, ahead, time } = this;
        this.series.rate.add([time, now.rate, now.flow]);
        // both of one moment: at x3600 a few ms between two lines are some uL
        const residual = truth === null || truth.pump === null ? null : (truth.pumped - truth.pump) / 1000;
        this.series.delivered.add([time, scaled(now.least), scaled(now.most), residual]);
        if (ahead !== null) this.series.effect.add([time, ahead.effect[1], ahead.effect[2], ahead.effect[0], truth?.effect ?? null]);
    }
}

const middle = ([least, most]) => (least === null ? null : (least + most) / 2);
const scaled = (nl) => (nl === null ? null : nl / 1e6);

function alarmsOf(parts) {
    const rows = [];
    for (let at = 1; at < parts.length; at += 4) {
        rows.push({ id: Number(parts[at]), name: parts[at + 1], priority: parts[at + 2], state: parts[at + 3] });
    }
    return rows;
}

// A lamp's or a tone's pattern: {colour, ms}; null for nothing.
function signal(parts) {
    if (parts[0] === "NONE") return null;
    const colour = /^\d/.test(parts[0]) ? "" : parts[0];
    return { colour, ms: parts.slice(colour ? 1 : 0).map(Number) };
}
