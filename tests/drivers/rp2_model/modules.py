"""Boots the Pico's board as it is built for a chip, on modules whose registers are that chip's.

What runs is what the build makes (tools/board/built.py): constants folded, PIO assembled. Pins,
timer, line and files are those of the ESP32's model, where both ports are alike.
"""

import io
import os
import traceback
from functools import cache
from types import ModuleType, SimpleNamespace

from host_sim.plant.plant import Plant
from tests.drivers.booting import fresh, in_place, module
from tests.drivers.esp32_model import chip, console, flash
from tests.drivers.esp32_model.world import RING_MASK, SECTOR_BYTES, World
from tests.drivers.rp2_model.pio import state_machine
from tests.drivers.rp2_model.registers import Pointer, Registers
from tools.board.built import built

_HALF = RING_MASK // 2 + 1
_FILES_BYTES = 16 * SECTOR_BYTES


@cache
def sources(name: str) -> dict[str, str]:
    """The built files of the board and its drivers by dotted name, for the chip of that name."""
    found = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): text
        for path, text in built(name).items()
    }
    return {each: found[each] for each in found if each.startswith(("board", "wiring", "pump.dr"))}


class Timer(chip.Timer):
    """The port's: no number."""

    def __init__(self, number: int) -> None:
        assert number == -1
        self._prevent = None


class Adc:
    """A pin of the ADC, or the chip's sensor at 27 degrees C."""

    CORE_TEMP = 4

    def __init__(self, number: int) -> None:
        assert 26 <= number <= 29 or number == self.CORE_TEMP
        self._counts = 14_021 if number == self.CORE_TEMP else 20_000

    def read_u16(self) -> int:
        return self._counts


class Flash:
    """rp2.Flash: a piece of what MicroPython leaves of the chip's flash."""

    def __init__(self, *, start: int, **size: int) -> None:
        assert start % SECTOR_BYTES == size["len"] % SECTOR_BYTES == 0


def board_of(registers: Registers, built_for: str, hz: int | None = None) -> ModuleType:
    """board.py as it is built for that chip, on those registers; `hz`: another clock."""
    world = World(Plant(), 0, _FILES_BYTES)
    clock_hz = hz or registers.chip.hz

    def on(cls: type) -> type:
        return type(cls.__name__, (cls,), {"world": world})

    def reset() -> None:
        raise chip.Reset

    system = flash.FileSystem(world)
    theirs = {
        "machine": module(
            "machine",
            Pin=on(chip.Pin), Timer=on(Timer), WDT=on(chip.Wdt), ADC=Adc, I2C=on(chip.I2c),
            mem32=registers, freq=lambda: clock_hz, reset=reset,
            unique_id=lambda: b"\xe6\x61\x2b\x0a\x0b\x0c\x0d\x0e",
            reset_cause=lambda: world.reset_cause, PWRON_RESET=1, WDT_RESET=3,
            disable_irq=lambda: 0, enable_irq=lambda _state: None,
        ),
        "_rp2": module("_rp2", StateMachine=state_machine(registers.blocks, clock_hz), Flash=Flash),
        "micropython": module(
            "micropython", const=lambda value: value, viper=lambda function: function,
            native=lambda function: function, kbd_intr=lambda _key: None,
        ),
        "usb_line": module(
            "usb_line",
            losses=lambda: 0,
            is_open=lambda: False,
            take=lambda _into: 0,
            closing=lambda: False,
            lost=lambda: False,
        ),
        "uctypes": module("uctypes", bytearray_at=None),
        "_repl_watch": module("_repl_watch", end=lambda: None),
        "time": module(
            "time",
            ticks_ms=lambda: registers.us // 1_000 & RING_MASK,
            ticks_us=lambda: registers.us & RING_MASK,
            ticks_diff=lambda late, early: (late - early + _HALF & RING_MASK) - _HALF,
            sleep_ms=lambda ms: setattr(registers, "us", registers.us + ms * 1_000),
        ),
        "io": module("io", open=system.open, IOBase=object, StringIO=io.StringIO),
        "os": module(
            "os", stat=system.stat, rename=system.rename, remove=system.remove, urandom=os.urandom
        ),
        "select": module("select", poll=on(console.Poll), POLLIN=1, POLLOUT=4),
        "sys": module(
            "sys",
            modules={"_repl_watch": None},
            stdin=SimpleNamespace(buffer=console.Stdin(world)),
            stdout=SimpleNamespace(buffer=console.Stdout(world)),
            print_exception=lambda fault, file: traceback.print_exception(fault, file=file),
        ),
    }  # fmt: skip
    given = {"ptr32": lambda address: Pointer(registers, address)}
    files = sources(built_for)
    with in_place(theirs, files, **given):
        board = fresh("board", files["board"])
        board.hal = board.make_hal()  # while its modules are there: it imports one more
    board.world = world
    return board
