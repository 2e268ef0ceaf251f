"""pumpctl jig, rehearsed on a simulated board, in its time."""

import json

from typer.testing import CliRunner

from tests.tools.bench_link import BenchLink
from tests.tools.jig_hands import Hands, Watch
from tools.pumpctl import Keys, LinkLost, Pump
from tools.pumpctl.cli import app
from tools.pumpctl.client.keys import ROLES, generated
from tools.pumpctl.commands import jig as command

STEPS = 320
ORDER = ["board", "serial", "keys", "signing", "memory", "driver", "pins", "battery", "clock",
         "signals", "button", "guard", "rotor", "release"]  # fmt: skip
PRESCRIBED = 'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D'
_NEVER = b"never sent"


class Line(BenchLink):
    """Each line takes 2 ms: a client that looks for the next second gets there.

    breaks_at   a line with these words is lost, and the cable with it
    """

    breaks_at = _NEVER

    def send(self, data):
        if self.breaks_at in data:
            raise LinkLost("the cable is out", "plug it in")
        self.pass_s(0.002)
        super().send(data)

    def power_cycle(self):
        self.bench.power_cycle(1_000)
        self._session = self.bench.instrument.new_session(0)

    def fill(self):
        self.bench.plant.fill(18_000_000, 500_000)
        self.bench.pump.fill(18_000_000, 500_000)

    def reopen(self):
        if self.breaks_at != _NEVER:
            raise LinkLost("the cable is out", "plug it in")


class Jigged:
    """A simulated board, somebody in front of it, and pumpctl jig."""

    def __init__(self, monkeypatch, folder, fast=1.0, **hands):
        self.link = Line()
        self.bench = self.link.bench
        self.folder = folder
        self.keys = folder / "keys.toml"
        self.serial = Pump(self.link, Keys(self.keys)).identity.serial
        self.hands = Hands(self.press, **{"label": self.serial} | hands)
        watch = Watch(lambda: self.bench.time_ms() / 1000, self.link.pass_s, fast)
        monkeypatch.setattr(command, "Person", lambda: self.hands)
        monkeypatch.setattr(command, "RealTime", lambda: watch)

    def press(self, down):
        self.bench.inject("button", int(down))

    def enrol(self):
        self.press(True)
        pump = Pump(self.link, Keys(self.keys))
        for role in ROLES:
            pump.keys.enrol(role, generated())
        self.press(False)

    def prescribe(self):
        self.bench.exchange(PRESCRIBED)
        self.bench.exchange("PRES:COMM " + self.bench.exchange("PRES:DIG?"))
        self.bench.exchange("PRES:HIST CONT,240 UG/D;:CATH:CONT 500 UG/ML,CONFIRM")

    def call(self, *arguments):
        return CliRunner().invoke(
            app,
            ["--port", "bench", "--keys", str(self.keys), "jig", *arguments],
            obj=lambda _port, _timeout_s: self.link,
        )

    def __call__(self, *arguments):
        return self.call("--out", str(self.folder), "--steps", str(STEPS), *arguments)

    def verified(self, path=None):
        return self.call("--verify", str(path or self.file))

    @property
    def file(self):
        return next(self.folder.glob("jig-*.json"))

    @property
    def report(self):
        return json.loads(self.file.read_text())["report"]
