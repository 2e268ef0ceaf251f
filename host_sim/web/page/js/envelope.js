// The envelope of a line and of its reply: tag, CRC-32, signature (HMAC-SHA-256, half of it).

import { Refused } from "./trouble.js";

const TABLE = Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
});
const FORM =
    /^([@!])([0-9A-Za-z]{1,16}) (-?\d{1,5})(?: ([^]*?))??(?: ~([0-9A-F]{8}|[0-9A-F]{32}))?$/;

const bytes = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const hex = (buffer) =>
    [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const INSECURE =
    "the browser signs nothing on a page that came over plain HTTP from another machine: " +
    "offer it by HTTPS, or open it on the machine that offers it";

// The browser's cryptography. Refused where it keeps it back.
export function subtle() {
    if (crypto.subtle === undefined) throw new Refused(0, INSECURE);
    return crypto.subtle;
}

export function crc(text) {
    let value = 0xffffffff;
    for (const byte of bytes(text)) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
    return ((value ^ 0xffffffff) >>> 0).toString(16).toUpperCase().padStart(8, "0");
}

async function mac(key, text) {
    const signature = await subtle().sign("HMAC", key, bytes(text));
    return hex(signature.slice(0, 16)).toUpperCase();
}

// The first 64 bits of a text's SHA-256, as the pump writes a digest.
export async function digest(text) {
    return "#H" + hex((await subtle().digest("SHA-256", bytes(text))).slice(0, 8)).toUpperCase();
}

// A line that its CRC protects. `opens(reply)`: whether the reply's does, too. `repeats`: whether
// the same line again can do nothing twice, whenever it comes.
export function checked(tag, message) {
    const inner = `!${tag} ${message}`;
    return {
        tag,
        text: `${inner} ~${crc(inner)}`,
        repeats: false,
        opens: async (all, trailer) => trailer === crc(all),
    };
}

// A line that may only stop: it needs no right, and nothing in it can be wrong.
export function plainTagged(tag, message) {
    return { tag, text: `@${tag} ${message}`, repeats: true, opens: async () => true };
}

// A line signed for that pump. Its reply is believed when it is signed with the same key.
export async function signed(challenge, message, key, serial) {
    const inner = `!${challenge} ${message}`;
    const request = await mac(key, `PUMP1|${serial}|C|${inner}`);
    const opens = async (all, trailer) =>
        trailer.length > 8
            ? trailer === (await mac(key, `PUMP1|${serial}|R|${request}|${all}`))
            : trailer === crc(all);
    return { tag: challenge, text: `${inner} ~${request}`, repeats: true, opens };
}

// A reply in an envelope taken apart; null for one without.
export function taken(reply) {
    const form = FORM.exec(reply);
    if (form === null) return null;
    const [, mark, tag, error, response = "", trailer = ""] = form;
    const all = trailer ? reply.slice(0, reply.length - trailer.length - 2) : reply;
    return { checked: mark === "!", tag, error: Number(error), response, trailer, all };
}
