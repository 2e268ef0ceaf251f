// The bench page: one link, one exchange, one pump, and the views of it.

import { h, say } from "./dom.js";
import { Exchange } from "./exchange.js";
import { Keys } from "./keys.js";
import { Notices } from "./notices.js";
import { Orders } from "./orders.js";
import { Pump } from "./pump.js";
import { SerialLink, supported } from "./serial_link.js";
import { WebSocketLink } from "./websocket_link.js";
import { WorkerLink } from "./worker_link.js";
import { AlarmsView } from "./views/alarms.js";
import { BenchView } from "./views/bench.js";
import { ChartsView } from "./views/charts.js";
import { ConsoleView } from "./views/console.js";
import { HeadView } from "./views/head.js";
import { KeysView } from "./views/keys.js";
import { LineView } from "./views/line.js";
import { LogView } from "./views/log.js";
import { NowView } from "./views/now.js";
import { OrdersView } from "./views/orders.js";
import { ProgrammeView } from "./views/programme.js";
import { RefillView } from "./views/refill.js";
import { ReservoirView } from "./views/reservoir.js";
import { WindowsView } from "./views/windows.js";

// What is looked at, what is understood by it, what is done: three columns where there is room.
const COLUMNS = [
    [NowView, AlarmsView, ReservoirView, HeadView, KeysView],
    [ChartsView, WindowsView, LineView, LogView, ConsoleView],
    [OrdersView, BenchView, ProgrammeView, RefillView],
];
const GOES_ON = { silent: "waiting for it", lost: "trying again" };
const STATES = { open: "connected", silent: "NO ANSWER", lost: "LINE LOST" };

class Bench {
    constructor(tables) {
        this.tables = tables;
        this.notices = new Notices(document.getElementById("notices"));
        this.keys = new Keys();
        this.line = document.getElementById("line-state");
        const link = linkOf(tables);
        const exchange = (this.exchange = new Exchange(link, this.keys));
        const pump = (this.pump = new Pump(exchange));
        this.orders = new Orders(exchange, this.notices);
        this.orders.onDone = () => pump.look();
        const columns = COLUMNS.map((column) => column.map((View) => new View(this)));
        this.views = columns.flat();
        document
            .getElementById("cards")
            .append(
                ...columns.map((views) =>
                    h("div", { class: "column" }, ...views.map((view) => view.element)),
                ),
            );
        const of = (View) => this.views.find((view) => view instanceof View);
        exchange.onTraffic = (kind, text) => of(ConsoleView).heard(kind, text);
        exchange.onState = (state, why) => this.#line(state, why);
        exchange.onOpen = (became) => {
            of(KeysView).identified(exchange.identity);
            if (became) this.notices.say("news", became);
        };
        pump.onChange = () => this.#draw();
        this.#stops();
        this.#frames(of(HeadView));
        exchange.open();
        pump.run();
    }

    #line(state, why) {
        if (state === "open") this.since = null;
        else this.since ??= new Date().toLocaleTimeString();
        this.line.dataset.state = state;
        say(
            this.line,
            STATES[state] +
                (why ? `: ${why}, ${GOES_ON[state]}; nothing is new since ${this.since}` : ""),
        );
        document.body.toggleAttribute("data-stale", state !== "open");
    }

    #draw() {
        const { pump } = this;
        if (pump.now === null) return;
        for (const view of this.views) view.draw(pump);
        const [worst] = pump.now.alarms;
        const alarm = worst === undefined ? "" : `, ${worst.priority} ${worst.name}`;
        say(document.getElementById("brief"), pump.now.state + alarm);
        document.title = `${pump.now.state} – Cisterna`;
        document.body.dataset.drawn = "yes";
    }

    #stops() {
        const stop = () => this.orders.stop("OTHER");
        document.getElementById("stop").addEventListener("click", stop);
        addEventListener("keydown", (event) => {
            if (event.altKey && event.code === "KeyS") {
                event.preventDefault();
                stop();
            }
        });
    }

    #frames(head) {
        const frame = (ms) => {
            head.frame(ms);
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    }
}

// A board where one was chosen, else the pump that the page came with.
function linkOf(tables) {
    if (location.hash === "#serial" && supported()) return new SerialLink();
    return tables.line === "worker" ? new WorkerLink() : new WebSocketLink();
}

window.bench = new Bench(await (await fetch("tables.json")).json());
