// What goes over a link and what comes back: questions as they are, orders in an envelope, a stop
// at once.

import { checked, plainTagged, signed, taken } from "./envelope.js";
import { Lines, fields, units } from "./lines.js";
import { became, forget, remember } from "./pending.js";
import { Questions } from "./questions.js";
import { Sending, TRIES, spent, unsent } from "./sending.js";
import { Lost, Refused, Unsent } from "./trouble.js";

const LAST = "SYST:COMM:LAST?";
const SILENT_MS = 750;
const ROUNDED = 208;
const DISTURBED = -360;
const PROTECTED = -203;
const INVALID = -101;
const OVERRUN = -363;
const LONGEST = 255; // the pump's input buffer: a longer line has no answer
const BY_HAND = " If the pump must stop now, take its power away.";

export class Exchange {
    onTraffic = () => {}; // ("out" | "in" | "poll", text)
    onState = () => {}; // (state, why): open, silent, lost
    onOpen = () => {};
    identity = null; // {maker, model, serial, version, options}
    #link;
    #keys;
    #lines = new Lines();
    #questions;
    #sending;
    #ordering = Promise.resolve();
    #count = 0;
    #name = nameOfTags();
    #heardAt = 0;
    #watch = null;
    #last = ""; // tag of the last line in an envelope, as far as this page knows
    #is = "lost";

    constructor(link, keys) {
        this.#link = link;
        this.#keys = keys;
        const say = (text, kind) => this.#say(text, kind);
        this.#questions = new Questions(say, (kind, text) => this.onTraffic(kind, text));
        this.#sending = new Sending(say, () => this.#lastRun());
        link.onText = (text) => this.#heard(text);
        link.onState = (open, why) => (open ? this.#opened() : this.#lost(why));
    }

    get link() {
        return this.#link;
    }

    open() {
        this.#link.open();
    }

    // The responses of the line's queries, each as its fields. Refused where the pump answers none:
    // with its own words, where a person asks.
    async ask(line, quiet = false) {
        fits(line);
        try {
            return units(await this.#questions.ask(line, quiet)).map(fields);
        } catch (trouble) {
            if (quiet || !(trouble instanceof Refused)) throw trouble;
            const [entries] = await this.#surely("SYST:ERR:ALL?");
            const [number, text] = entries.slice(-2);
            throw Number(number) ? new Refused(Number(number), text) : trouble;
        }
    }

    // A question that the pump answers at all times: asked again where its answer was lost. Lost.
    async #surely(line) {
        for (;;) {
            try {
                return await this.ask(line, true);
            } catch (trouble) {
                if (!(trouble instanceof Refused)) throw trouble;
            }
        }
    }

    // One line that stages or sets, protected by its CRC. Refused with the pump's own words.
    setting(message) {
        return this.#inTurn(message, async () => {
            await this.#lastRun();
            return this.#answered(checked(this.#tag(), message), message);
        });
    }

    // One order, signed with a role's key; with another challenge where one was too old when it
    // came back: its minute of the pump's time is 17 ms at x3600.
    order(role, message) {
        return this.#inTurn(message, async () => {
            const { serial } = this.identity;
            const key = await this.#keys.find(serial, role);
            if (key === null) {
                const words = `no ${role} key of ${serial} is in this browser: give it under Keys`;
                throw new Refused(PROTECTED, words);
            }
            for (let tries = 1; ; tries++) {
                const [[challenge], [last]] = await this.#surely(`AUTH:CHAL?;:${LAST}`);
                this.#last = last;
                const line = await signed(challenge, message, key, serial);
                const reply = await this.#settled(line, message);
                if (tries === TRIES || !spent({ line }, reply)) return this.#response(reply);
            }
        });
    }

    // At once, ahead of all that waits.
    async stop(reason) {
        const message = `DEL:STOP ${reason}`;
        if (this.#is === "lost") throw unsent(message, BY_HAND);
        return this.#answered(plainTagged(this.#tag(), message), message);
    }

    #tag() {
        this.#count += 1;
        return (this.#name + this.#count.toString(36)).toUpperCase();
    }

    // What nobody can hear is not ordered, and what is still open of an order before stays known.
    #up(message) {
        if (this.#is === "lost") throw unsent(message);
    }

    #inTurn(message, work) {
        const turn = () => {
            this.#up(message);
            return work();
        };
        const result = this.#ordering.then(turn, turn);
        this.#ordering = result.catch(() => {});
        return result;
    }

    // Tag and error of the line that was run last, whoever has sent it.
    async #lastRun() {
        const [[tag, error]] = await this.#surely(LAST);
        this.#last = tag;
        return [tag, Number(error)];
    }

    async #answered(line, message) {
        return this.#response(await this.#settled(line, message));
    }

    async #response({ error, response }) {
        if (error === 0 || error === ROUNDED) return response;
        throw new Refused(error, await this.#words(error));
    }

    // What a line that went meanwhile leaves open is asked when it is back.
    async #settled(line, message) {
        fits(line.text);
        const order = { tag: line.tag, message, before: this.#last };
        remember(order);
        this.#last = line.tag;
        try {
            const reply = await this.#sending.reply({ ...order, line });
            forget(order.tag);
            return reply;
        } catch (trouble) {
            if (!(trouble instanceof Lost) || trouble instanceof Unsent) forget(order.tag);
            throw trouble;
        }
    }

    // What the error queue says of that number: the newest entry of it.
    async #words(number) {
        const [entries] = await this.#surely("SYST:ERR:ALL?");
        for (let at = entries.length - 2; at >= 0; at -= 2) {
            if (Number(entries[at]) === number) return entries[at + 1];
        }
        const disturbed = number === DISTURBED;
        return disturbed ? "the line is disturbed: nothing was done" : `refused with ${number}`;
    }

    #say(text, kind) {
        const sent = this.#link.send(text + "\n");
        if (sent) this.onTraffic(kind, text);
        return sent;
    }

    #heard(text) {
        this.#heardAt = performance.now();
        for (const line of this.#lines.feed(text)) {
            const reply = taken(line);
            if (reply === null) {
                this.#questions.heard(line);
                continue;
            }
            this.onTraffic("in", line);
            this.#sending.heard(reply);
        }
    }

    async #opened() {
        this.#lines.clear();
        this.#heardAt = performance.now();
        this.#link.send("\n"); // ends whatever stood there half typed
        this.#tell("open", "");
        this.#watch ??= setInterval(() => this.#judgeSilence(), SILENT_MS / 4);
        try {
            const [tag, error] = await this.#lastRun();
            const [who, options] = await this.#surely("*IDN?;*OPT?");
            const [maker, model, serial, version] = who;
            this.identity = { maker, model, serial, version, options };
            this.onOpen(became(tag, error));
        } catch (trouble) {
            if (!(trouble instanceof Lost)) throw trouble;
        }
    }

    #judgeSilence() {
        const waits = this.#questions.waits || this.#sending.waits;
        const silent = waits && performance.now() - this.#heardAt > SILENT_MS;
        if (silent && this.#is === "open") this.#tell("silent", "the pump does not answer");
        if (!silent && this.#is === "silent") this.#tell("open", "");
    }

    #tell(state, why) {
        this.#is = state;
        this.onState(state, why);
    }

    #lost(why) {
        const lost = new Lost(`the line went: ${why}`);
        this.#tell("lost", why);
        this.#questions.drop(lost);
        this.#sending.drop(lost);
    }
}

// Refused for what the pump would not read as it stands.
function fits(text) {
    if (text.length > LONGEST) {
        const words = `with its envelope the line has ${text.length} characters`;
        throw new Refused(OVERRUN, `${words}; the pump reads ${LONGEST}`);
    }
    const [strange] = text.match(/[^\x00-\xff]/u) ?? [];
    if (strange) throw new Refused(INVALID, `the pump reads no such character: ${strange}`);
}

// Eight letters and digits that no other page's tags begin with.
function nameOfTags() {
    const parts = [...crypto.getRandomValues(new Uint8Array(8))];
    return parts
        .map((byte) => (byte % 36).toString(36))
        .join("")
        .toUpperCase();
}
