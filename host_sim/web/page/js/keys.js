// Role keys in this browser: kept so that no script can read them out again, and never sent.

import { subtle } from "./envelope.js";

const STORE = "keys";
const HMAC = { name: "HMAC", hash: "SHA-256" };
export const ROLES = ["OPERATE", "PRESCRIBE", "SERVICE"];

const done = (request) =>
    new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });

async function store(mode) {
    const opening = indexedDB.open("cisterna", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    return (await done(opening)).transaction(STORE, mode).objectStore(STORE);
}

// 64 hexadecimal digits to a key of which nothing but signatures can be had.
function imported(raw) {
    return subtle().importKey("raw", raw, HMAC, false, ["sign"]);
}

// The published test key of a role, for a pump that nobody has provisioned: no secret at all.
async function published(role) {
    const text = new TextEncoder().encode(`Cisterna published test key ${role}`);
    return imported(await subtle().digest("SHA-256", text));
}

export class Keys {
    #held = new Map();

    // The key of that pump and role; null where none is known here.
    async find(serial, role) {
        const name = `${serial} ${role}`;
        if (this.#held.has(name)) return this.#held.get(name);
        const kept = await done((await store("readonly")).get(name));
        const key = kept ?? (/^(SIM|BENCH)/.test(serial) ? await published(role) : null);
        if (key !== null) this.#held.set(name, key);
        return key;
    }

    // Keep a key that was typed. Error for anything but 64 hexadecimal digits.
    async keep(serial, role, typed) {
        const digits = typed.trim();
        if (!/^[0-9A-Fa-f]{64}$/.test(digits)) throw new Error("a key is 64 hexadecimal digits");
        const key = await imported(
            Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16)),
        );
        await done((await store("readwrite")).put(key, `${serial} ${role}`));
        this.#held.set(`${serial} ${role}`, key);
    }

    // Forget it; an unprovisioned pump's published key counts again.
    async forget(serial, role) {
        await done((await store("readwrite")).delete(`${serial} ${role}`));
        this.#held.delete(`${serial} ${role}`);
    }

    // KEPT, PUBLISHED or NONE.
    async source(serial, role) {
        if (await done((await store("readonly")).get(`${serial} ${role}`))) return "KEPT";
        return /^(SIM|BENCH)/.test(serial) ? "PUBLISHED" : "NONE";
    }
}
