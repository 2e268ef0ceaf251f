// The roller head as the encoder says it stands, and the board's lamp and buzzer as they play.

import { card, h, say } from "../dom.js";

const ROLLERS = 3;
const COLOURS = { RED: "#d92d20", YELLOW: "#d9a400", CYAN: "#00a3bf" };
const NOTE_HZ = 960;
const LEDGER = "by the ledger: a board's encoder is not asked while it runs";

export class HeadView {
    constructor({ tables }) {
        this.turn = tables.figures.steps_a_turn;
        this.perMl = tables.figures.steps_per_ml;
        this.canvas = h("canvas", {
            width: 200,
            height: 200,
            role: "img",
            "aria-label": "roller head",
        });
        this.turns = h("p", { class: "turns" }, "–");
        this.lamp = h("span", { class: "lamp", role: "img", "aria-label": "lamp: dark" });
        this.lampWords = h("span", {}, "dark");
        this.tone = h("span", {}, "silent");
        this.sound = h("input", { type: "checkbox", id: "sound" });
        this.element = card(
            "head",
            "Head and signals",
            this.canvas,
            this.turns,
            h(
                "p",
                { class: "signals" },
                this.lamp,
                " lamp ",
                this.lampWords,
                ", buzzer ",
                this.tone,
            ),
            h("label", {}, this.sound, " let me hear the buzzer"),
        );
        this.shown = 0;
        this.target = 0;
        this.signals = { lamp: null, tone: null };
        this.audio = null;
        this.sound.addEventListener("change", () => this.#audible());
    }

    draw({ truth, now }) {
        this.target = truth === null ? ((now.most ?? 0) / 1e6) * this.perMl : truth.rotor;
        if (Math.abs(this.target - this.shown) > this.turn * 20)
            this.shown = this.target - this.turn * 3;
        const turns = this.target / this.turn;
        const by = truth === null ? LEDGER : "by the rotor";
        say(this.turns, `${turns.toFixed(2)} turns ${by}`);
        this.signals = truth === null ? guessed(now) : truth;
        const lamp = this.signals.lamp === null ? "dark" : this.signals.lamp.colour;
        say(
            this.lampWords,
            truth === null ? `${lamp} by the highest alarm: a board does not tell` : lamp,
        );
        this.lamp.setAttribute("aria-label", `lamp: ${this.lampWords.textContent}`);
        say(
            this.tone,
            truth === null
                ? "not told"
                : this.signals.tone === null
                  ? "silent"
                  : `${Math.floor(this.signals.tone.ms.length / 2)} pulses a burst`,
        );
    }

    // Each frame: the head glides to where it stands, the lamp follows its pattern.
    frame(ms) {
        this.shown += (this.target - this.shown) * 0.12;
        const context = this.canvas.getContext("2d");
        const style = getComputedStyle(this.canvas);
        drawHead(
            context,
            (this.shown / this.turn) * 2 * Math.PI,
            style.getPropertyValue("--ink"),
            style.getPropertyValue("--accent"),
        );
        const lamp = this.signals.lamp;
        const lit = lamp !== null && on(lamp.ms, ms);
        this.lamp.style.background = lit ? COLOURS[lamp.colour] : "transparent";
        const tone = this.signals.tone;
        this.gain?.gain.setTargetAtTime(
            tone !== null && this.sound.checked && on(tone.ms, ms) ? 0.08 : 0,
            this.audio.currentTime,
            0.005,
        );
    }

    #audible() {
        if (this.audio !== null || !this.sound.checked) return;
        this.audio = new AudioContext();
        this.gain = this.audio.createGain();
        this.gain.gain.value = 0;
        const note = this.audio.createOscillator();
        note.frequency.value = NOTE_HZ;
        note.connect(this.gain).connect(this.audio.destination);
        note.start();
    }
}

// Whether a pattern (ms on, off, on, off ...) is on at that moment; one number alone is on for
// good.
function on(pattern, ms) {
    if (pattern.length === 1) return true;
    let left = ms % pattern.reduce((sum, each) => sum + each, 0);
    for (let at = 0; at < pattern.length; at++) {
        if (left < pattern[at]) return at % 2 === 0;
        left -= pattern[at];
    }
    return false;
}

// A board is not asked for its lamp: by the highest alarm.
function guessed({ alarms }) {
    const colour = { HIGH: "RED", MEDIUM: "YELLOW", LOW: "CYAN" }[alarms[0]?.priority];
    return { lamp: colour === undefined ? null : { colour, ms: [1000] }, tone: null };
}

function drawHead(context, angle, ink, accent) {
    const { width, height } = context.canvas;
    const [x, y, reach] = [width / 2, height / 2, width * 0.3];
    context.clearRect(0, 0, width, height);
    context.lineWidth = 9;
    context.strokeStyle = accent;
    context.beginPath(); // the tubing, half around the rollers
    context.moveTo(x - reach - 16, height);
    context.arc(x, y, reach + 16, Math.PI, 0);
    context.lineTo(x + reach + 16, height);
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = ink;
    for (let at = 0; at < ROLLERS; at++) {
        const turned = angle + (at * 2 * Math.PI) / ROLLERS;
        context.beginPath();
        context.moveTo(x, y);
        context.lineTo(x + Math.cos(turned) * reach, y + Math.sin(turned) * reach);
        context.stroke();
        context.beginPath();
        context.arc(x + Math.cos(turned) * reach, y + Math.sin(turned) * reach, 15, 0, 2 * Math.PI);
        context.fillStyle = accent;
        context.fill();
        context.stroke();
    }
    context.beginPath();
    context.arc(x, y, 7, 0, 2 * Math.PI);
    context.fillStyle = ink;
    context.fill();
}
