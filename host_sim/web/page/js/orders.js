// What a person asks for, and what is said of what came of it.

import { Lost, Unknown, Unsent } from "./trouble.js";

export class Orders {
    onDone = () => {}; // something may have changed
    #exchange;
    #notices;

    constructor(exchange, notices) {
        this.#exchange = exchange;
        this.#notices = notices;
    }

    // Signed with a role's key. The response; null where it was refused, which is told.
    give(role, message) {
        return this.tell(this.#exchange.order(role, message), `done: ${message}`);
    }

    // What needs no right: it stages, or steers the bench. Whether it was done.
    async set(message) {
        return (await this.tell(this.#exchange.setting(message), `done: ${message}`)) !== null;
    }

    // A question; its responses, null where it was refused.
    ask(message) {
        return this.tell(this.#exchange.ask(message), "");
    }

    // A line as it was typed: a question as it is, all else protected by its CRC.
    typed(line) {
        const asks = line.split(";").every((unit) => unit.trim().split(" ")[0].endsWith("?"));
        return asks ? this.ask(line) : this.set(line);
    }

    // At once, by whoever asks. Whether it was done.
    async stop(reason) {
        return (await this.tell(this.#exchange.stop(reason), `stopped: ${reason}`)) !== null;
    }

    // The scenario that does again what was done.
    async save() {
        const text = await this.tell(this.#exchange.link.scenario(), "");
        if (text === null) return;
        const link = document.createElement("a");
        link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
        link.download = "bench.txt";
        link.click();
        URL.revokeObjectURL(link.href);
        this.#notices.say("good", "bench.txt is saved: python -m host_sim run bench.txt plays it");
    }

    // Wait for that, and say what came of it. Its value, or null.
    async tell(work, words) {
        try {
            const value = await work;
            if (words) this.#notices.say("good", words);
            return value ?? "";
        } catch (trouble) {
            const number = trouble.number ? `${trouble.number}: ` : "";
            this.#notices.say(kindOf(trouble), number + trouble.message);
            return null;
        } finally {
            this.onDone();
        }
    }
}

function kindOf(trouble) {
    if (trouble instanceof Unsent) return "unsent";
    return trouble instanceof Lost || trouble instanceof Unknown ? "unsure" : "bad";
}
