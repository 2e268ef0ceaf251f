// What goes over a link and what comes back: questions as they are, orders in an envelope, a stop at once.
//
// One plain question is on its way at a time, so that the next plain reply is its own. A question that the
// pump refuses has no reply: the fence sent after it, whose answer nothing else gives, tells.

import { checked, plainTagged, signed, taken } from "./envelope.js";
import { Lines, fields, units } from "./lines.js";

const FENCE = "SYST:VERS?", FENCE_REPLY = "1999.0";
const FENCE_MS = 400, SILENT_MS = 1000;
const DISTURBED = -360;
const PENDING = "cisterna pending order";  // survives a reload: what became of it is asked then

export class Refused extends Error {
    constructor(number, text) {
        super(text);
        this.number = number;
    }
}

export class Lost extends Error {}  // the line went while something was on its way

export class Exchange {
    onTraffic = () => {};  // ("out" | "in" | "poll", text)
    onState = () => {};  // (state, why): open, silent, lost
    onOpen = () => {};
    identity = null;  // {maker, model, serial, version, options}
    #link;
    #keys;
    #lines = new Lines();
    #questions = [];
    #asked = null;
    #orders = new Map();
    #ordering = Promise.resolve();
    #count = 0;
    #name = [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => (byte % 36).toString(36)).join("").toUpperCase();
    #heardAt = 0;
    #watch = null;
    #last = "";  // tag of the last line in an envelope, as far as this page knows
    #is = "lost";

    constructor(link, keys) {
        this.#link = link;
        this.#keys = keys;
        link.onText = (text) => this.#heard(text);
        link.onState = (open, why) => (open ? this.#opened() : this.#lost(why));
    }

    get link() {
        return this.#link;
    }

    open() {
        this.#link.open();
    }

    // The responses of the line's queries, each as its fields. Refused where the pump answers none.
    async ask(line, quiet = false) {
        const reply = await new Promise((resolve, reject) => {
            this.#questions.push({ line, quiet, resolve, reject, fenced: 0 });
            this.#next();
        });
        return units(reply).map(fields);
    }

    // One line that stages or sets, protected by its CRC. Refused with the pump's own words.
    setting(message) {
        return this.#inTurn(async () => this.#answered(checked(this.#tag(), message), message));
    }

    // One order, signed with a role's key.
    order(role, message) {
        return this.#inTurn(async () => {
            const key = await this.#keys.find(this.identity.serial, role);
            if (key === null) throw new Refused(-203, `no ${role} key of ${this.identity.serial} is in this browser: give it under Keys`);
            const [[challenge]] = await this.ask("AUTH:CHAL?", true);
            return this.#answered(await signed(challenge, message, key, this.identity.serial), message);
        });
    }

    // At once, ahead of all that waits. Whether it left this page.
    stop(reason) {
        const line = plainTagged(this.#tag(), `DEL:STOP ${reason}`);
        const answered = this.#answered(line, line.text.slice(line.tag.length + 2), true);
        return answered;
    }

    #tag() {
        this.#count += 1;
        return (this.#name + this.#count.toString(36)).toUpperCase();
    }

    #inTurn(work) {
        const result = this.#ordering.then(work, work);
        this.#ordering = result.catch(() => {});
        return result;
    }

    async #answered(line, message, urgent = false) {
        remember({ tag: line.tag, message, before: this.#last });
        this.#last = line.tag;
        const reply = await new Promise((resolve, reject) => {
            this.#orders.set(line.tag, { line, message, resolve, reject });
            if (!this.#say(line.text, "out")) {
                this.#orders.delete(line.tag);
                reject(new Lost(`not sent, the line is down: ${message}`));
            }
        });
        remember(null);
        if (reply.error === 0 || reply.error === 208) return reply.response;
        throw new Refused(reply.error, urgent ? `answered with ${reply.error}` : await this.#words(reply.error));
    }

    // What the error queue says of that number: the newest entry of it.
    async #words(number) {
        if (number === DISTURBED) return "the line is disturbed: nothing was done";
        const [entries] = await this.ask("SYST:ERR:ALL?", true);
        for (let at = entries.length - 2; at >= 0; at -= 2) {
            if (Number(entries[at]) === number) return entries[at + 1];
        }
        return `refused with ${number}`;
    }

    #next() {
        if (this.#asked !== null || !this.#questions.length) return;
        const asked = this.#asked = this.#questions.shift();
        if (!this.#say(asked.line, asked.quiet ? "poll" : "out")) {
            this.#asked = null;
            asked.reject(new Lost("the line is down"));
            return;
        }
        asked.fence = setTimeout(() => {
            asked.fenced = 1;
            this.#say(FENCE, "poll");
        }, FENCE_MS);
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
            if (reply === null) this.#plain(line);
            else this.#enveloped(reply, line);
        }
    }

    #plain(line) {
        const asked = this.#asked;
        if (asked === null) return;  // the fence of a question that was answered late
        if (line === FENCE_REPLY && asked.fenced === 1 && asked.line !== FENCE) {
            this.#settle(asked, () => asked.reject(new Refused(0, `not answered: ${asked.line}`)));
            return;
        }
        this.onTraffic(asked.quiet ? "poll" : "in", line);
        if (asked.fenced === 1) this.#asked = { fenced: 2, ...swallow };  // its fence is still to come
        clearTimeout(asked.fence);
        asked.resolve(line);
        if (asked.fenced !== 1) {
            this.#asked = null;
            this.#next();
        }
    }

    #settle(asked, end) {
        clearTimeout(asked.fence);
        this.#asked = null;
        end();
        this.#next();
    }

    async #enveloped(reply, line) {
        this.onTraffic("in", line);
        const order = this.#orders.get(reply.tag);
        if (order === undefined) return;
        const sound = !reply.checked || await order.line.opens(reply.all, reply.trailer);
        this.#orders.delete(reply.tag);
        if (sound) order.resolve(reply);
        else order.reject(new Refused(DISTURBED, "the reply is damaged or not the pump's: look at the state before ordering again"));
    }

    async #opened() {
        this.#lines.clear();
        this.#heardAt = performance.now();
        this.#link.send("\n");  // ends whatever stood there half typed
        this.#tell("open", "");
        this.#watch ??= setInterval(() => this.#judgeSilence(), SILENT_MS / 4);
        try {
            const [[tag, error]] = await this.ask("SYST:COMM:LAST?", true);
            const [who, options] = await this.ask("*IDN?;*OPT?", true);
            const [maker, model, serial, version] = who;
            this.identity = { maker, model, serial, version, options };
            this.#last = tag;
            this.onOpen(became(tag, Number(error)));
        } catch (trouble) {
            if (!(trouble instanceof Lost)) throw trouble;
        }
    }

    #judgeSilence() {
        const waits = this.#asked !== null || this.#orders.size > 0;
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
        const waiting = [this.#asked, ...this.#questions, ...this.#orders.values()].filter((each) => each?.reject);
        clearTimeout(this.#asked?.fence);
        this.#asked = null;
        this.#questions = [];
        this.#orders.clear();
        this.#tell("lost", why);
        for (const each of waiting) each.reject(lost);
    }
}

const swallow = { line: "", quiet: true, resolve: () => {}, reject: null, fence: 0 };

function remember(order) {
    if (order === null) sessionStorage.removeItem(PENDING);
    else sessionStorage.setItem(PENDING, JSON.stringify(order));
}

// What became of the order that was on its way when the line went; null where none was.
function became(tag, error) {
    const order = JSON.parse(sessionStorage.getItem(PENDING) ?? "null");
    remember(null);
    if (order === null) return null;
    if (tag === order.before) return `The pump has not carried out ${order.message}: order it again if it is still wanted.`;
    if (tag !== order.tag) return `It is not known whether the pump has carried out ${order.message}: look at the log and the state.`;
    return error === 0 ? `The pump has carried out ${order.message}.` : `The pump has refused ${order.message} with ${error}.`;
}
