// No server at all: the pump runs in a worker of this page, on MicroPython's WebAssembly port.

const FAILED = "the pump's worker has failed";

export class WorkerLink {
    kind = "worker";
    onText = () => {};
    onState = () => {}; // (open, why)
    #worker = null;
    #open = false;
    #asked = [];

    open() {
        // #still: a pump whose time moves by SIM:TIME:ADV
        const still = location.hash === "#still" ? "?speed=0" : "";
        this.#worker = new Worker(`js/worker.js${still}`, { type: "module" });
        this.#worker.onmessage = ({ data }) => this.#heard(data);
        this.#worker.onerror = (error) => this.#lost(`${FAILED}: ${error.message}`);
    }

    close() {
        this.#worker?.terminate();
        this.#lost("closed");
    }

    send(text) {
        if (this.#open) this.#worker.postMessage({ say: text });
        return this.#open;
    }

    scenario() {
        return this.#ask("scenario");
    }

    // The event log that is kept, whole.
    events() {
        return this.#ask("events");
    }

    #ask(what) {
        return new Promise((resolve) => {
            this.#asked.push(resolve);
            this.#worker.postMessage({ ask: what });
        });
    }

    #heard(data) {
        if (data.text !== undefined) this.onText(data.text);
        else if (data.answer !== undefined) this.#asked.shift()(data.answer);
        else if (data.failed !== undefined) this.#lost(`${FAILED}: ${data.failed}`);
        else if (data.hungUp) {
            this.#lost("the pump's end hung up");
            this.#ready();
        } else this.#ready();
    }

    #ready() {
        this.#open = true;
        this.onState(true, "");
    }

    #lost(why) {
        this.#open = false;
        this.onState(false, why);
    }
}
