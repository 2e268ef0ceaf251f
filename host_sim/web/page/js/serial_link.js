// A real or an emulated board's line, over Web Serial: the browser asks which port.

const AGAIN_MS = 500;
const BAUD = 115_200; // USB takes any; a bridge to the board's UART this one

export const supported = () => navigator.serial !== undefined;

// Ask the person which port. Whether one was chosen; this page then finds it again by itself.
export async function chosen() {
    try {
        await navigator.serial.requestPort();
        return true;
    } catch (refused) {
        if (refused.name === "NotFoundError") return false; // the person has changed their mind
        throw refused;
    }
}

export class SerialLink {
    kind = "serial";
    onText = () => {};
    onState = () => {}; // (open, why)
    #port = null;
    #writer = null;
    #wanted = false;

    open() {
        this.#wanted = true;
        this.#connect();
    }

    async close() {
        this.#wanted = false;
        await this.#port?.close();
    }

    send(text) {
        if (this.#writer === null) return false;
        this.#writer.write(Uint8Array.from(text, (character) => character.charCodeAt(0)));
        return true;
    }

    // A board has nobody beside it who could write down what was done.
    async scenario() {
        throw new Error("a board keeps no scenario: its event log tells what was done");
    }

    async #connect() {
        let why = "no port was chosen: Connect a board";
        try {
            [this.#port] = await navigator.serial.getPorts();
            if (this.#port !== undefined) {
                await this.#port.open({ baudRate: BAUD, bufferSize: 16_384 });
                this.#writer = this.#port.writable.getWriter();
                this.onState(true, "");
                why = await this.#read();
            }
        } catch (trouble) {
            why = trouble.message;
        }
        this.#writer = null;
        this.onState(false, why);
        if (this.#wanted) setTimeout(() => this.#connect(), AGAIN_MS);
    }

    // Until the port ends; why it did.
    async #read() {
        const reader = this.#port.readable.getReader();
        try {
            for (;;) {
                const { value, done } = await reader.read();
                if (done) return "the port was closed";
                this.onText(String.fromCharCode(...value));
            }
        } catch (trouble) {
            return `the board is gone: ${trouble.message}`;
        } finally {
            reader.releaseLock();
            await this.#port.close().catch(() => {});
        }
    }
}
