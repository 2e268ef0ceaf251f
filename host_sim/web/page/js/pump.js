// What the page knows of the pump: asked again and again, in questions that the state allows, so
// that no poll ever puts an entry into the error queue that all ports share.

import { AHEAD, CLOCK, DATES, NOW, TRUTH, question, seen } from "./looks.js";
import { parsed } from "./prescription.js";
import { Series } from "./series.js";
import { Lost } from "./trouble.js";

// Bits of the condition registers: docs/protocol.md.
const CLOCK_NOT_SET = 1 << 2;
const STAGED_DIFFERS = 1 << 11;
const INCOMPLETE = 201;
const EVERY_MS = 150;
const HIDDEN_MS = 1000;
const AHEAD_MS = 700;
const STAGED_MS = 4000;
const LOG_LINES = 40;
const LOG_KEPT = 400;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Pump {
    now = null;
    ahead = null;
    dates = null; // null where the clock is not set, or nothing is prescribed
    clock = null;
    truth = null; // null on a board
    active = null;
    staged = null;
    unstaged = ""; // why nothing is staged that could be committed
    log = []; // newest last
    series = { rate: new Series(3), delivered: new Series(4), effect: new Series(5) };
    onChange = () => {};
    #exchange;
    #aheadAt = -Infinity;
    #stagedAt = -Infinity;
    #logged = 0;
    #committed = false; // a line of the log says so

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
                if (!(trouble instanceof Lost))
                    console.info(`a question was not answered: ${trouble.message}`);
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

    async #look(look) {
        return seen(look, await this.#ask(question(look)));
    }

    async #askNow() {
        const was = this.now;
        const { total, ...now } = await this.#look(NOW);
        const [least, most] = total;
        this.now = { ...now, least, most };
        if (was === null || was.uptime > now.uptime) this.look();
        else if ((was.operation ^ now.operation) & STAGED_DIFFERS) this.#stagedAt = -Infinity;
    }

    async #askTruth() {
        const was = this.truth;
        const { total, ...truth } = await this.#look(TRUTH);
        this.truth = { ...truth, pump: middle(total) };
        if (was !== null && was.time > truth.time) {
            Object.values(this.series).forEach((each) => each.clear());
        }
    }

    async #askAhead() {
        this.ahead = await this.#look(AHEAD);
        this.clock = this.dates = null;
        if (this.now.questionable & CLOCK_NOT_SET) return;
        const { date, time } = await this.#look(CLOCK);
        const two = (text) => text.padStart(2, "0");
        this.clock = `${date[0]}-${two(date[1])}-${two(date[2])} ${time.map(two).join(":")}`;
        if (this.ahead.days[0] !== null) this.dates = await this.#look(DATES);
    }

    // The active one where anything tells of one; the staged one where PRES:CHEC? finds it complete
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
        let from = Math.max(
            logged < this.#logged ? 1 : this.#logged + 1,
            firstLogged,
            logged - LOG_KEPT,
        );
        while (from <= logged) {
            const [[block]] = await this.#ask(
                `LOG:DATA? ${from},${Math.min(LOG_LINES, logged + 1 - from)}`,
            );
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
        const known = truth !== null && truth.pump !== null;
        const residual = known ? (truth.pumped - truth.pump) / 1000 : null;
        this.series.delivered.add([time, scaled(now.least), scaled(now.most), residual]);
        if (ahead === null) return;
        const [percent, low, high] = ahead.effect;
        this.series.effect.add([time, low, high, percent, truth?.effect ?? null]);
    }
}

const middle = ([least, most]) => (least === null ? null : (least + most) / 2);
const scaled = (nl) => (nl === null ? null : nl / 1e6);
