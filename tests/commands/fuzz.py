"""Bytes that nobody meant, beside a pump that delivers: nothing escapes, and no step moves.

    python -m tests.commands.fuzz 10000000 [SEED]

Two pumps run the same therapy. One receives random bytes, lines that were damaged in one to four
places, envelopes with wrong checks, floods, and 10 kB without a line end; the other none.
Their motor orders must be equal to the microsecond. Only an observer speaks, and a sixth of the
time one with every right who has asked for checked lines; so nothing may change but staging.
"""

import argparse
import random
import sys

from pump.commands.tree import make_tree
from pump.wire.rights import OBSERVE, SERVICE
from pump.wire.session import Session
from tests.commands.dialogue import cases, raw
from tests.commands.ports import Port
from tests.counting import positive

SLICE_MS = (1, 10, 250, 1_000, 60_000)  # what passes between two pieces
_STOP = b"STOP"  # what anyone may say at any time: left out
_DEFECTS = ("-310,", "-321,")

LINES = sorted(
    {
        raw(text) if verb == ">>" else text.encode() + b"\n"
        for case in cases()
        for _, verb, text in case.steps
        if verb in (">", ">>") and "SIM:" not in text and "{" not in text
    }
)


class Recorded:
    """A motor that notes its orders; all else is the motor's own."""

    def __init__(self, motor, clock):
        self._motor = motor
        self._clock = clock
        self.orders = []

    def start(self, *order):
        self.orders.append((self._clock.us, order))
        self._motor.start(*order)

    def __getattr__(self, name):
        return getattr(self._motor, name)


class Pump:
    """One that delivers a day schedule, with a bolus on top for the first hours."""

    def __init__(self):
        self.port = Port()
        self.port.run()
        self.port.ask("DEL:BOL 50 UG,6 HR,CONFIRM")
        hal = self.port.bench.hal
        hal.motor = Recorded(hal.motor, hal.clock)
        self.orders = hal.motor.orders

    def wait(self, ms):
        self.port.bench.run_to(self.port.bench.time_ms() + ms)

    def therapy(self):
        """All of it that outlives a power cut, and with it all that an observer may not touch."""
        return self.port.pump.image(), self.port.pump.active_text


class Talker:
    """What is said, piece by piece, and by whom."""

    def __init__(self, chance):
        self.chance = chance

    def piece(self):
        chance = self.chance
        kind = chance.randrange(300)
        if kind < 25:
            return bytes(chance.randrange(256) for _ in range(chance.randrange(1, 400)))
        if kind == 25:
            return chance.choice(
                (b"x", b"DEL:BOL 5 UL,0 S,CONFIRM;", b"\xff", b"@7 ")
            ) * chance.randrange(1, 2_500)
        if kind < 30:
            return b"".join(chance.choice(LINES) for _ in range(40))
        line = self.damaged(chance.choice(LINES))
        if kind < 120:
            tag = b"%x" % chance.getrandbits(chance.choice((4, 64)))
            trailer = b"%0*X" % (chance.choice((8, 32)), chance.getrandbits(32))
            line = (
                chance.choice((b"!", b"@"))
                + tag
                + b" "
                + line.rstrip(b"\n")
                + b" ~"
                + trailer
                + b"\n"
            )
        return line

    def damaged(self, line):
        line = bytearray(line)
        for _ in range(self.chance.randint(0, 4)):
            at = self.chance.randrange(len(line)) if line else 0
            change = self.chance.randrange(3)
            if change == 0:
                line.insert(at, self.chance.randrange(256))
            elif change == 1 and line:
                del line[at]
            elif line:
                line[at] = self.chance.randrange(256)
        return bytes(line)


def run(count, seed, progress=lambda _received: None):
    """Say `count` bytes; a list of what went wrong. `progress` is called with the bytes so far."""
    chance = random.Random(seed)
    talker = Talker(chance)
    loud, quiet = Pump(), Pump()
    tree = make_tree()
    received = 0
    wrong = []
    while received < count and not wrong:
        context = loud.port.context
        session = Session(tree, context, OBSERVE if chance.randrange(6) else SERVICE)
        session.check = session.granted == SERVICE
        before = loud.therapy()
        for _ in range(chance.randrange(1, 40)):
            piece = talker.piece()
            if _STOP in piece.upper() or b"*RST" in piece.upper() or b"CHEC" in piece.upper():
                continue
            received += len(piece)
            loud.port.bench.turn.converse(session, piece)
            if any(number in entry for entry in errors(context) for number in _DEFECTS):
                wrong.append(f"a defect: {piece!r}")
        if loud.therapy() != before:
            wrong.append("therapy has changed while no time passed")
        session.lost()
        ms = chance.choice(SLICE_MS)
        loud.wait(ms)
        quiet.wait(ms)
        if loud.orders != quiet.orders:
            wrong.append(f"motor orders differ: {loud.orders[-1:]} and {quiet.orders[-1:]}")
        loud.orders.clear()
        quiet.orders.clear()
        if loud.port.pump.reservoir.volume_nl() < 5_000_000:
            loud, quiet = Pump(), Pump()
        progress(received)
    return wrong


def errors(context):
    """What the queue held, taken out."""
    queue = context.status.errors
    taken = []
    while len(queue):
        taken.append(queue.take())
    return taken


def main(count, seed):
    """With progress; the exit code."""
    shown = [0]

    def progress(received):
        if received * 20 // count > shown[0]:
            shown[0] = received * 20 // count
            print(f"{min(received, count) * 100 // count:3} %  {received:,} bytes", flush=True)

    wrong = run(count, seed, progress)
    for each in wrong:
        print(each)
    print("nothing escaped, no step moved" if not wrong else f"seed {seed}: {len(wrong)} findings")
    return int(bool(wrong))


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.commands.fuzz")
    parser.add_argument("bytes", metavar="BYTES", type=positive, help="so many are said")
    parser.add_argument("seed", metavar="SEED", type=positive, nargs="?", default=1)
    return parser.parse_args()


if __name__ == "__main__":
    asked = arguments()
    sys.exit(main(asked.bytes, asked.seed))
