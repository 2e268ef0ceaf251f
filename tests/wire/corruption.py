"""Checked lines, damaged on their way in one to four places: is anything else ever carried out?

`python -m tests.wire.corruption 1000000` is the long run; a share of it is a test.
"""

import argparse
import random
import sys

from pump.wire.rights import SERVICE
from pump.wire.session import Session
from pump.wire.signing import crc_text
from tests.counting import positive
from tests.wire.demo import TABLE, Bench

# message, and all that it does
ORDERS = (
    (b"GIVE 5 UL", [5000]),
    (b"GIVE 1.25 UL", [1250]),
    (b"VAL 7", [7]),
    (b"VAL 12;GIVE 2 UL;:VAL 34", [12, 2000, 34]),
    (b"GIVE 3E0 UL;VAL?", [3000]),
)
TAGS = (b"7", b"a1", b"E1C26B421D3D5757")
_LIVELY = b"\n\r;: ~!@?,\"'0123456789"  # bytes that mean something


def checked(tag: bytes, message: bytes) -> bytes:
    head = b"!" + tag + b" " + message
    return head + b" ~" + crc_text(head)


def damaged(chance: random.Random, line: bytes) -> bytes:
    """With one to four characters flipped, lost, put in or doubled."""
    out = bytearray(line)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out)) if out else 0
        kind = chance.randrange(5)
        byte = chance.choice(_LIVELY) if chance.random() < 0.5 else chance.randrange(256)
        if kind == 0 and out:
            out[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and out:
            out[at] = byte
        elif kind == 2 and out:
            del out[at]
        elif kind == 3:
            out.insert(at, byte)
        elif out:
            out.insert(at, out[at])
    return bytes(out)


def carried_out(line: bytes, check: bool) -> list[int]:
    """All that a pump did which got this line, and a line end after it."""
    bench = Bench()
    session = Session(TABLE, bench, SERVICE)
    session.check = check
    session.feed(line + b"\n")
    session.idle()
    return bench.done


def search(count: int, seed: int, check: bool) -> list[tuple[bytes, bytes, list[int]]]:
    """(line, what came of it, what was done) wherever anything else was done than was meant."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        message, meant = chance.choice(ORDERS)
        line = checked(chance.choice(TAGS), message)
        came = damaged(chance, line)
        done = carried_out(came, check)
        if done not in ([], meant):
            found.append((line, came, done))
    return found


def main(count: int) -> int:
    """Print what was found; the exit code."""
    for check in (True, False):
        found = search(count, count, check)
        name = "ON" if check else "OFF"
        print(f"SYST:COMM:CHEC {name}: {len(found)} of {count} damaged lines did something else")
        for line, came, done in found[:20]:
            print(f"  {line!r} came as {came!r}: {done}")
        if found and check:  # without check mode plain lines are allowed, and these are some
            return 1
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.wire.corruption")
    parser.add_argument("cases", metavar="CASES", type=positive, help="so many lines")
    sys.exit(main(parser.parse_args().cases))
