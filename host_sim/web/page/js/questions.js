// Questions as they are, without an envelope: one is on its way at a time, so that the next plain
// reply is its own. One that the pump refuses has no reply, and a reply may be lost: the fence that
// is sent after it, whose answer nothing else gives, tells. Replies come in the order of their
// lines.

import { Refused, Unsent } from "./trouble.js";

const FENCE = "SYST:VERS?";
const FENCE_REPLY = "1999.0";
const FENCE_MS = 400;
const FENCE_AGAIN_MS = 3000;

export class Questions {
    #say;
    #onTraffic;
    #waiting = [];
    #asked = null;
    #stale = 0; // answers still to come of fences that were set for a question before

    // `say(text, kind)`: whether it was sent. `onTraffic(kind, text)`.
    constructor(say, onTraffic) {
        this.#say = say;
        this.#onTraffic = onTraffic;
    }

    get waits() {
        return this.#asked !== null;
    }

    // The reply as it came. Refused where none did, Lost where the line went.
    ask(line, quiet) {
        return new Promise((resolve, reject) => {
            this.#waiting.push({ line, quiet, resolve, reject, fences: 0 });
            this.#next();
        });
    }

    // A plain reply.
    heard(line) {
        const asked = this.#asked;
        if (line === FENCE_REPLY && this.#stale > 0) this.#stale -= 1;
        else if (
            asked !== null &&
            line === FENCE_REPLY &&
            asked.fences > 0 &&
            asked.line !== FENCE
        ) {
            this.#settle(asked.fences - 1, () =>
                asked.reject(new Refused(0, `not answered: ${asked.line}`)),
            );
        } else if (asked !== null) {
            this.#onTraffic(asked.quiet ? "poll" : "in", line);
            // what was stale before it is lost
            this.#settle(asked.fences, () => asked.resolve(line));
        }
    }

    // The line went, and all that was asked with it.
    drop(lost) {
        const dropped = [this.#asked, ...this.#waiting].filter((each) => each !== null);
        clearTimeout(this.#asked?.fence);
        this.#asked = null;
        this.#waiting = [];
        this.#stale = 0;
        for (const each of dropped) each.reject(lost);
    }

    #settle(stale, end) {
        clearTimeout(this.#asked.fence);
        this.#asked = null;
        this.#stale = stale;
        end();
        this.#next();
    }

    #next() {
        if (this.#asked !== null || !this.#waiting.length) return;
        const asked = (this.#asked = this.#waiting.shift());
        if (this.#say(asked.line, asked.quiet ? "poll" : "out")) {
            asked.fence = setTimeout(() => this.#fence(asked), FENCE_MS);
            return;
        }
        this.#asked = null;
        asked.reject(new Unsent("the line is down"));
    }

    // Again and again: its answer may be lost, too.
    #fence(asked) {
        if (this.#say(FENCE, "poll")) asked.fences += 1;
        asked.fence = setTimeout(() => this.#fence(asked), FENCE_AGAIN_MS);
    }
}
