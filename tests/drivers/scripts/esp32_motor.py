"""Runs the contract's tests of a motor against the ESP32's, by MicroPython itself.

    esp32_motor.py FILE...

The drivers are the shipped ones; time, machine and esp32 are the model's (esp32_model/). Flash and
files are not here: their model is a library of CPython's.
"""

import sys

from host_sim.plant.plant import Plant
from tests.contract.benches import BENCHES, SimBench
from tests.drivers.esp32_model import chip, pcnt, rmt
from tests.drivers.esp32_model.roller import Roller
from tests.drivers.esp32_model.world import RING_MASK, World


class Machine:
    Pin, Timer, Encoder = chip.Pin, chip.Timer, pcnt.Encoder


class Esp32:
    PCNT, RMT = pcnt.Pcnt, rmt.Rmt


class Time:
    """The chip's timer, of whatever world is at hand."""

    world: "World"

    @classmethod
    def ticks_ms(cls) -> int:
        return cls.world.us // 1_000 & RING_MASK

    @classmethod
    def ticks_us(cls) -> int:
        return cls.world.us & RING_MASK

    @classmethod
    def sleep_ms(cls, ms: int) -> None:
        cls.world.to(cls.world.us + ms * 1_000)


PARTS = (Time, chip.Pin, chip.Timer, pcnt.Pcnt, pcnt.Encoder, rmt.Rmt)
sys.modules["machine"], sys.modules["esp32"], sys.modules["time"] = Machine, Esp32, Time
sys.path.append("boards/esp32_devkit")

import wiring  # noqa: E402

from pump.drivers.esp32_guard import OFF, Guard  # noqa: E402
from pump.drivers.esp32_motor import Motor  # noqa: E402
from pump.drivers.esp32_pulses import Pulses  # noqa: E402
from pump.drivers.esp32_time import Ticks  # noqa: E402


class Hal:
    """The motor and the moment; nothing else of a board."""

    def __init__(self) -> None:
        pin, timer = chip.Pin, chip.Timer
        enable = pin(wiring.ENABLE, pin.OUT, value=OFF)
        ticks = Ticks()
        self.ticks_ms = ticks.ms
        self.motor = Motor(
            Pulses(pin(wiring.STEP, pin.OUT, value=0)),
            Guard(wiring.COUNT_UNIT, pin(wiring.COUNT, pin.IN), enable, timer(1)),
            pcnt.Encoder(1, pin(wiring.ENCODER_A), pin(wiring.ENCODER_B), phases=4),
            pin(wiring.DIR, pin.OUT, value=1),
            timer(0),
            ticks,
        )

    def battery_mv(self) -> int:
        return 0


class MotorBench:
    """As tests/contract/esp32_bench.py, of the motor alone.

    The modules have one world at a time: that of the bench that was touched last.
    """

    slack_ms = 3

    def __init__(self, rotor: int = 0) -> None:
        self.world = World(Plant(rotor=rotor), 0, 8192)
        pcnt.Encoder.counts_before = rotor // 4
        self._enter()
        Roller(self.world, wiring)
        self._hal = Hal()

    def _enter(self) -> None:
        for part in PARTS:
            part.world = self.world

    @property
    def hal(self) -> Hal:
        self._enter()
        return self._hal

    def wait(self, ms: int) -> None:
        self._enter()
        self.world.to(self.world.us + ms * 1000)
        self._hal.ticks_ms()

    def hold_rotor(self, on: bool) -> None:
        self.world.plant.faults.set("stall", int(on))


BENCHES.remove(SimBench)
BENCHES.append(MotorBench)
with open("tests/vm/scripts/plain.py") as bench:
    exec(bench.read())
