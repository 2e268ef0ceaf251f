"""Boots the board: its modules in place, its drivers imported freshly, and everything put back.

What CPython had under the same names stays what it was for everybody else. The board's own code
is untouched: it imports `machine`, `esp32`, `time` and finds this world's.
"""

import io
import os
import traceback
from pathlib import Path
from types import ModuleType, SimpleNamespace

from tests.drivers.booting import fresh, in_place, module
from tests.drivers.esp32_model import chip, console, flash, pcnt, rmt
from tests.drivers.esp32_model.world import RING_MASK, World

ROOT = Path(__file__).resolve().parents[3]
DRIVERS = ROOT / "firmware/pump/drivers"
BOARD = ROOT / "boards/esp32_devkit"
_HALF = RING_MASK // 2 + 1


def board_of(world: World) -> ModuleType:
    """board.py of the ESP32 as it is imported at a start in this world."""
    with in_place(modules(world), _sources()):
        return fresh("board", (BOARD / "board.py").read_text())


def wiring() -> ModuleType:
    """The pins of the board, for whoever is at the other end of them."""
    return fresh("wiring", (BOARD / "wiring.py").read_text())


def modules(world: World) -> dict[str, ModuleType]:
    """The modules of the port, each a fresh one on `world`."""

    def on(cls: type) -> type:
        return type(cls.__name__, (cls,), {"world": world})

    wakes: list[tuple[int, int]] = []  # a pin, and its level that ends a sleep

    def wake_on_ext0(pin, _level: bool) -> None:
        wakes.append((pin.number, 1))
        world.cable_pin = pin.number
        world.drive(pin.number, int(world.cable))

    def wake_on_ext1(pins, level: int) -> None:
        wakes.extend((pin.number, level) for pin in pins)

    def reset() -> None:
        raise chip.Reset

    system = flash.FileSystem(world)
    encoder = on(pcnt.Encoder)
    encoder.counts_before = world.plant.stepper.encoder() // 4
    return {
        "machine": module(
            "machine",
            Pin=on(chip.Pin), Timer=on(chip.Timer), WDT=on(chip.Wdt), RTC=on(chip.Rtc),
            ADC=on(chip.Adc), I2C=on(chip.I2c), Encoder=encoder, reset=reset,
            unique_id=lambda: b"\x24\x6f\x28\x0a\x0b\x0c",
            reset_cause=lambda: world.reset_cause,
            PWRON_RESET=1, HARD_RESET=2, WDT_RESET=3, DEEPSLEEP_RESET=4, SOFT_RESET=5,
            lightsleep=lambda ms: chip.lightsleep(world, ms, wakes),
        ),
        "esp32": module(
            "esp32",
            RMT=on(rmt.Rmt), PCNT=on(pcnt.Pcnt), Partition=on(flash.Partition), NVS=on(chip.Nvs),
            wake_on_ext0=wake_on_ext0, wake_on_ext1=wake_on_ext1, WAKEUP_ALL_LOW=0,
        ),
        "time": module(
            "time",
            ticks_ms=lambda: world.us // 1_000 & RING_MASK,
            ticks_us=lambda: world.us & RING_MASK,
            ticks_diff=lambda late, early: (late - early + _HALF & RING_MASK) - _HALF,
            time_ns=lambda: world.us * 1_000,
            sleep_ms=lambda ms: world.to(world.us + ms * 1_000),
        ),
        "io": module("io", open=system.open, IOBase=object, StringIO=io.StringIO),
        "os": module(
            "os",
            stat=system.stat,
            rename=system.rename,
            remove=system.remove,
            urandom=os.urandom,
        ),
        "select": module(
            "select", poll=on(console.Poll), POLLIN=console.POLLIN, POLLOUT=console.POLLOUT
        ),
        "sys": module(
            "sys",
            stdin=SimpleNamespace(buffer=console.Stdin(world)),
            stdout=SimpleNamespace(buffer=console.Stdout(world)),
            print_exception=lambda fault, file: traceback.print_exception(fault, file=file),
        ),
    }  # fmt: skip


def _sources() -> dict[str, str]:
    paths = {f"pump.drivers.{path.stem}": path for path in sorted(DRIVERS.glob("*.py"))}
    paths["pump.drivers"] = paths.pop("pump.drivers.__init__")
    paths["wiring"] = BOARD / "wiring.py"
    return {name: path.read_text() for name, path in paths.items()}
