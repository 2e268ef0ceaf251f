"""A link to a session of a live pump in this process, and who may sit on it."""

import re
import zlib

from typer.testing import CliRunner

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tools.pumpctl.cli import app

STAGED = 'PRES:DISC;:PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE %d UG/D'
SIGNED = re.compile(rb" ~[0-9A-F]{32}\n$")


def running() -> Bench:
    """A pump that delivers 240 ug a day."""
    bench = Bench(Setup())
    bench.exchange(STAGED % 240)
    bench.exchange("PRES:COMM " + bench.exchange("PRES:DIG?"))
    bench.exchange("PRES:HIST CONT,240 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    bench.exchange("DEL:STAR")
    return bench


class Wire:
    """A `Link`. `there` may change what goes to the pump, `back` what comes from it; both see
    whole lines with their ends."""

    def __init__(self, bench):
        self.bench = bench
        self.session = bench.instrument.new_session(0)
        self.out = b""
        self.sent = []
        self.there = self.back = lambda line: line

    def send(self, data):
        for line in data.splitlines(keepends=True):
            self.sent.append(line)
            self.out += self.back(self.bench.turn.converse(self.session, self.there(line)))

    def receive(self, wanted):
        piece, self.out = self.out[:wanted], self.out[wanted:]
        return piece

    def forget(self):
        self.out = b""

    def reopen(self):
        self.session.lost()
        self.out = b""

    def close(self):
        self.session.lost()


def call(wire, *arguments, keys, typed=None):
    """pumpctl, that wire where its port would be."""
    arguments = ["--port", "wire", "--keys", str(keys), *arguments]
    return CliRunner().invoke(
        app,
        arguments,
        obj=lambda _port, _timeout_s: wire,
        input=typed,
        env={"XDG_STATE_HOME": str(keys.parent)},  # a shell's history
    )


def checked(head):
    """A reply that anybody can make: its check is right, and it carries no signature."""
    return head + b" ~%08X\n" % zlib.crc32(head)


def silent_after_a_signed_reply(wire):
    """The return direction breaks as soon as one signed reply has come through."""
    signed = []

    def back(data):
        if signed:
            return b""
        if SIGNED.search(data):
            signed.append(data)
        return data

    wire.back = back


def unsigned(wire, said=b"-203"):
    """Who sits on the line lets everything pass, but hides each signed reply behind a refusal."""

    def back(data):
        return checked(data.split(b" ")[0] + b" " + said) if SIGNED.search(data) else data

    wire.back = back
