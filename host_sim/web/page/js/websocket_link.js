// The served simulator's line: text both ways over a WebSocket of this page's own server.

import { Refused, Unsent } from "./trouble.js";

const AGAIN_MS = 500;
const GONE = "the server does not answer, and it alone knows what was done";
const WHY = {
    4001: "the pump's end hung up",
    4002: "too many pages are open on this pump: close one",
    4003: "this page said more than the pump reads",
    4004: "another server listens here now: open the address that it has printed",
};

export class WebSocketLink {
    kind = "served";
    onText = () => {};
    onState = () => {}; // (open, why)
    #socket = null;
    #wanted = false;

    open() {
        this.#wanted = true;
        this.#connect();
    }

    close() {
        this.#wanted = false;
        this.#socket?.close();
    }

    // False where nothing could be sent.
    send(text) {
        if (this.#socket?.readyState !== WebSocket.OPEN) return false;
        this.#socket.send(text);
        return true;
    }

    // What was done so far, as a scenario's text. Refused where none would replay.
    async scenario() {
        const answer = await fetch("scenario.json").catch(() => null);
        if (!answer?.ok) throw new Unsent(GONE);
        const { text, refused } = await answer.json();
        if (refused) throw new Refused(0, refused);
        return text;
    }

    #connect() {
        const socket = new WebSocket(new URL("line", location.href.replace(/^http/, "ws")));
        this.#socket = socket;
        socket.onopen = () => this.onState(true, "");
        socket.onmessage = (message) => this.onText(message.data);
        socket.onclose = (closed) => {
            this.onState(false, WHY[closed.code] ?? "the server does not answer");
            if (this.#wanted) setTimeout(() => this.#connect(), AGAIN_MS);
        };
    }
}
