// The worker in which the pump runs: MicroPython, the firmware and the plant, and the clock's time.

import { loadMicroPython } from "../micropython/micropython.mjs";

const TICK_MS = 20;
const BUSY_MS = 60;
const HEAP_BYTES = 48 << 20;

async function started() {
    const [python, files] = await Promise.all([
        loadMicroPython({
            url: new URL("../micropython/micropython.wasm", import.meta.url).href,
            heapsize: HEAP_BYTES,
        }),
        fetch(new URL("../firmware.json", import.meta.url)).then((answer) => answer.json()),
    ]);
    for (const [path, text] of Object.entries(files)) {
        python.FS.mkdirTree(`/house/${path.slice(0, path.lastIndexOf("/"))}`);
        python.FS.writeFile(`/house/${path}`, text);
    }
    python.runPython("import sys\nsys.path[:] = ['/house/firmware', '/house', '/house/vmlib']");
    python.runPython("from host_sim.web.here import Here");
    python.runPython(`here = Here(${new URL(import.meta.url).searchParams.get("speed") ?? 1})`);
    return python.globals.get("here");
}

let here, last;

// As much of the time that is owed as fits between two of the page's lines.
function pass() {
    const now = performance.now();
    let owed = now - last;
    last = now;
    do {
        if (here.passed(owed)) return;
        owed = 0;
    } while (performance.now() - now < BUSY_MS);
}

onmessage = ({ data }) => {
    if (data.ask === "scenario") postMessage({ answer: here.scenario() });
    if (data.ask === "events") postMessage({ answer: here.events() });
    if (data.say === undefined) return;
    const text = here.said(data.say);
    if (text) postMessage({ text });
    if (here.hung_up()) postMessage({ hungUp: true });
};

try {
    here = await started();
    last = performance.now();
    setInterval(pass, TICK_MS);
    postMessage({ ready: true });
} catch (trouble) {
    postMessage({ failed: String(trouble.message ?? trouble) });
}
