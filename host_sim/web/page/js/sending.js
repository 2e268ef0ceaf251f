// Lines in an envelope: each until its reply, and the same line again where that was lost.
//
// A reply is lost when the answer to a question that was sent behind the line has come without it.
// However long the pump is busy, nothing is sent again before that. The same line again is answered
// with the reply of then for 10 s of the pump's time, which are no time at x3600. So it goes again
// only where that can do nothing twice: a signed line (its challenge is good for one), a stop, and
// what the pump has not run.

import { fate, unknown } from "./pending.js";
import { Lost, Unknown, Unsent } from "./trouble.js";

const REPLY_MS = 1000;
export const TRIES = 3;
const DISTURBED = -360;
const PROTECTED = -203;
const CRC_DIGITS = 8;

export class Sending {
    #say;
    #last;
    #waiting = new Map();

    // `say(text, kind)`: whether it was sent. `last()`: tag and error of the line that was run
    // last; Lost.
    constructor(say, last) {
        this.#say = say;
        this.#last = last;
    }

    get waits() {
        return this.#waiting.size > 0;
    }

    // What came of `order`, {line, message, tag, before}: {error, response, trailer}.
    // Lost where the line went, Unknown where nobody can tell.
    async reply(order) {
        let found;
        for (let tries = 0; tries < TRIES; tries++) {
            found = await this.#once(order, tries);
            const { reply, last } = found;
            if (reply && tries > 0 && spent(order, reply)) break;
            if (reply && !disturbed(order, reply)) return reply;
            if (!reply && !order.line.repeats && fate(order, last[0]) !== "NOT_RUN") break;
        }
        return this.#judged(order, found);
    }

    // A reply in an envelope, taken apart.
    async heard(reply) {
        const waits = this.#waiting.get(reply.tag);
        if (waits === undefined) return;
        waits.heard = true;
        if (!reply.checked || (await waits.order.line.opens(reply.all, reply.trailer))) {
            this.#settle(waits, { reply });
            return;
        }
        waits.heard = false; // damaged: as good as lost
        this.#overtake(waits);
    }

    // The line went.
    drop(lost) {
        for (const each of this.#waiting.values()) {
            clearTimeout(each.timer);
            each.reject(lost);
        }
        this.#waiting.clear();
    }

    // {reply}, or {last} where it was lost. `before`: how often the line went already.
    #once(order, before) {
        return new Promise((resolve, reject) => {
            const waits = { order, resolve, reject, heard: false };
            this.#waiting.set(order.tag, waits);
            waits.timer = setTimeout(() => this.#overtake(waits), REPLY_MS);
            if (this.#say(order.line.text, "out")) return;
            clearTimeout(waits.timer);
            this.#waiting.delete(order.tag);
            reject(before ? new Lost(`the line went: ${order.message}`) : unsent(order.message));
        });
    }

    #settle(waits, found) {
        if (this.#waiting.get(waits.order.tag) !== waits) return;
        clearTimeout(waits.timer);
        this.#waiting.delete(waits.order.tag);
        waits.resolve(found);
    }

    async #overtake(waits) {
        try {
            const last = await this.#last();
            if (!waits.heard) this.#settle(waits, { last });
        } catch (trouble) {
            // of a lost line `drop` tells whoever ordered
            if (!(trouble instanceof Lost)) waits.reject(trouble);
        }
    }

    async #judged(order, { reply, last }) {
        const [tag, error] = last ?? (await this.#last());
        switch (fate(order, tag)) {
            case "RUN":
                return { error, response: "", trailer: null };
            case "NOT_RUN":
                return reply ?? { error: DISTURBED, response: "", trailer: null };
            default:
                throw new Unknown(unknown(order.message));
        }
    }
}

export function unsent(message, next = "") {
    return new Unsent(`${message}: the line is down, so nothing of it was done.${next}`);
}

// Its challenge was no more, so nothing was done: it came too late, or had been run before and
// forgotten. That answer is not signed.
export function spent(order, { error, trailer }) {
    return order.line.repeats && error === PROTECTED && trailer?.length <= CRC_DIGITS;
}

// The pump has found the line damaged, and has not done it.
function disturbed(order, reply) {
    return !order.line.repeats && reply.error === DISTURBED;
}
