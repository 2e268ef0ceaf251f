"""Lines a second through the sans-IO core, as one line of JSON: `python -m host_sim.measure.line`.

Bytes in, reply bytes out, no port; CPU seconds. Beside them, timed in turn, the least that could
answer at all: it parts bytes into lines and looks each up.
"""

import json
import time
from collections.abc import Callable

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.wire.signing import crc_text

ROUNDS = 3
LINES = 20_000


def main() -> None:
    """Measure and print."""
    session = Bench(Setup()).turn.session
    found = dict.fromkeys(("least", *_KINDS), 0.0)
    for _ in range(ROUNDS):
        found["least"] = max(found["least"], _rate(_least(), _same(b"DEL:STAT?\n")))
        for name, lines in _KINDS.items():
            found[name] = max(found[name], _rate(session.feed, lines()))
    print(json.dumps(found))


def _rate(answer: Callable[[bytes], bytes], lines: list[bytes]) -> float:
    began = time.process_time()
    for line in lines:
        answer(line)
    return len(lines) / (time.process_time() - began)


def _least() -> Callable[[bytes], bytes]:
    replies = {b"DEL:STAT?": lambda: b"IDLE"}
    partial = b""

    def answer(data: bytes) -> bytes:
        nonlocal partial
        out = b""
        *lines, partial = (partial + data).split(b"\n")
        for line in lines:
            out += replies[line.strip().upper()]() + b"\n"
        return out

    return answer


def _same(line: bytes) -> list[bytes]:
    return [line] * LINES


def _checked() -> list[bytes]:
    heads = [b"!%d DEL:STAT?" % number for number in range(LINES)]
    return [head + b" ~" + crc_text(head) + b"\n" for head in heads]


_KINDS: dict[str, Callable[[], list[bytes]]] = {
    "polled": lambda: _same(b"DEL:STAT?\n"),
    "several": lambda: _same(b"DEL:STAT?;VOL:TOT?;:RES:VOL?;*STB?\n"),
    "new": lambda: [b"*ESE %d;*ESE?\n" % (number % 256) for number in range(LINES)],
    "programming": lambda: [
        b"PRES:LIM:DAY %d.%03d UG\n" % (n % 999 + 10, n % 1000) for n in range(LINES)
    ],
    "tagged": lambda: [b"@%d DEL:STAT?\n" % number for number in range(LINES)],
    "checked": _checked,
}


if __name__ == "__main__":
    main()
