// Runs one MicroPython script on the WebAssembly port: small integers of 31 bits as on the boards, floats of 64.
//
//   node run_wasm.mjs [--heap BYTES] [--pystack BYTES] ROOT SCRIPT [ARG...]
//
// The port has a file system of its own in memory. Every .py and .txt file below ROOT (environments left
// out) is copied into it under /house, so that imports and scenario files are found as on the host.
// SCRIPT is relative to ROOT. Prints what the script prints; exits as the script does, with 2 for a usage
// error. Nothing that the script writes leaves the port but its standard output.

import { readdirSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const PORT = "@micropython/micropython-webassembly-pyscript";
const HOUSE = "/house";
const SEARCH = ["firmware", ".", "tests/vm/scripts/vmlib"];  // as tests/vm/vm.py has it for the unix port
const LEFT_OUT = new Set(["node_modules", "build", "__pycache__"]);
const FLUSH_AT = 1 << 16;

function usage() {
    process.stderr.write("usage: run_wasm.mjs [--heap BYTES] [--pystack BYTES] ROOT SCRIPT [ARG...]\n");
    process.exit(2);
}

function parse(argv) {
    const options = { heap: 16 << 20, pystack: 64 << 10, rest: [...argv] };
    while (options.rest.length && options.rest[0].startsWith("--")) {
        const name = options.rest.shift().slice(2);
        const value = Number(options.rest.shift());
        if (!(name === "heap" || name === "pystack") || !(value > 0)) usage();
        options[name] = value;
    }
    if (options.rest.length < 2) usage();
    return options;
}

function* sources(folder) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) {
            if (!entry.name.startsWith(".") && !LEFT_OUT.has(entry.name)) yield* sources(path);
        } else if (/\.(py|txt)$/.test(entry.name)) {
            yield path;
        }
    }
}

function furnish(files, root) {
    for (const path of sources(root)) {
        const inside = `${HOUSE}/${relative(root, path)}`;
        files.mkdirTree(inside.slice(0, inside.lastIndexOf("/")));
        files.writeFile(inside, readFileSync(path));
    }
    files.chdir(HOUSE);
}

// A pipe that is full answers EAGAIN; its reader is a test that will come.
function writeAll(descriptor, bytes) {
    for (let at = 0; at < bytes.length;) {
        try {
            at += writeSync(descriptor, bytes, at);
        } catch (error) {
            if (error.code !== "EAGAIN") throw error;
        }
    }
}

class Sink {
    #bytes = new Uint8Array(FLUSH_AT);
    #used = 0;

    constructor(descriptor) {
        this.descriptor = descriptor;
    }

    take(chunk) {
        for (const byte of chunk) {
            this.#bytes[this.#used++] = byte;
            if (this.#used === FLUSH_AT) this.flush();
        }
    }

    flush() {
        writeAll(this.descriptor, this.#bytes.subarray(0, this.#used));
        this.#used = 0;
    }
}

// As sys.exit has it: nothing is 0, a number is itself, a text goes to stderr with 1. So does a traceback.
function exitStatus(message) {
    const [, said] = /^SystemExit(?:: (.*))?$/m.exec(message) ?? [];
    const exited = /^SystemExit/m.test(message);
    if (exited && (said ?? "") === "") return 0;
    if (exited && /^\d+$/.test(said)) return Number(said);
    process.stderr.write(`${exited ? said : message}\n`);
    return 1;
}

const { heap, pystack, rest: [root, script, ...args] } = parse(process.argv.slice(2));
const { loadMicroPython } = await import(pathToFileURL(createRequire(join(root, "package.json")).resolve(PORT)));
const out = new Sink(1);
const python = await loadMicroPython({
    heapsize: heap, pystack, linebuffer: false,
    stdout: (chunk) => out.take(chunk),
});
furnish(python.FS, root);
const quoted = (words) => `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
python.runPython(`import sys
sys.path[:] = ${quoted(SEARCH.map((folder) => `${HOUSE}/${folder}`))}
sys.argv[:] = ${quoted([script, ...args])}`);
let status = 0;
try {
    python.runPython(`exec(compile(open(sys.argv[0]).read(), sys.argv[0], "exec"), {"__name__": "__main__"})`);
} catch (error) {
    status = exitStatus(error.message);
}
out.flush();
process.exit(status);
