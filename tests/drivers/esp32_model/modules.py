"""Boots the board: its modules in place, its drivers imported freshly, and everything put back.

What CPython had under the same names stays what it was for everybody else. The board's own code
is untouched: it imports `machine`, `esp32`, `time` and finds this world's.
"""

import importlib.util
import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType, SimpleNamespace

from tests.drivers.esp32_model import chip, console, flash, pcnt, rmt
from tests.drivers.esp32_model.world import RING_MASK, World

ROOT = Path(__file__).resolve().parents[3]
DRIVERS = ROOT / "firmware/pump/drivers"
BOARD = ROOT / "boards/esp32_devkit"
_HALF = RING_MASK // 2 + 1
OURS = ("board", "wiring", "pump.drivers")


def board_of(world: World) -> ModuleType:
    """board.py of the ESP32 as it is imported at a start in this world."""
    with _in_place(modules(world)):
        return _fresh("board", BOARD / "board.py")


def wiring() -> ModuleType:
    """The pins of the board, for whoever is at the other end of them."""
    with _in_place({}):
        return _fresh("wiring", BOARD / "wiring.py")


def modules(world: World) -> dict[str, ModuleType]:
    """The modules of the port, each a fresh one on `world`."""

    def on(cls: type) -> type:
        return type(cls.__name__, (cls,), {"world": world})

    wakes: list[int] = []

    def wake_on_ext0(pin, _level: bool) -> None:
        wakes[:] = [pin.number]
        world.cable_pin = pin.number
        world.drive(pin.number, int(world.cable))

    def reset() -> None:
        raise chip.Reset

    system = flash.FileSystem(world)
    encoder = on(pcnt.Encoder)
    encoder.counts_before = world.plant.stepper.encoder() // 4
    return {
        "machine": _module(
            "machine",
            Pin=on(chip.Pin), Timer=on(chip.Timer), WDT=on(chip.Wdt), RTC=on(chip.Rtc),
            ADC=on(chip.Adc), I2C=on(chip.I2c), Encoder=encoder, reset=reset,
            unique_id=lambda: b"\x24\x6f\x28\x0a\x0b\x0c",
            reset_cause=lambda: world.reset_cause,
            PWRON_RESET=1, HARD_RESET=2, WDT_RESET=3, DEEPSLEEP_RESET=4, SOFT_RESET=5,
            lightsleep=lambda ms: chip.lightsleep(world, ms, wakes[0] if wakes else None),
        ),
        "esp32": _module(
            "esp32",
            RMT=on(rmt.Rmt), PCNT=on(pcnt.Pcnt), Partition=on(flash.Partition), NVS=on(chip.Nvs),
            wake_on_ext0=wake_on_ext0,
        ),
        "time": _module(
            "time",
            ticks_ms=lambda: world.us // 1_000 & RING_MASK,
            ticks_us=lambda: world.us & RING_MASK,
            ticks_diff=lambda late, early: (late - early + _HALF & RING_MASK) - _HALF,
            time_ns=lambda: world.us * 1_000,
            sleep_ms=lambda ms: world.to(world.us + ms * 1_000),
        ),
        "io": _module("io", open=system.open, IOBase=object, StringIO=io.StringIO),
        "os": _module(
            "os",
            stat=system.stat,
            rename=system.rename,
            remove=system.remove,
            urandom=os.urandom,
        ),
        "select": _module(
            "select", poll=on(console.Poll), POLLIN=console.POLLIN, POLLOUT=console.POLLOUT
        ),
        "sys": _module(
            "sys",
            stdin=SimpleNamespace(buffer=console.Stdin(world)),
            stdout=SimpleNamespace(buffer=console.Stdout(world)),
            print_exception=lambda fault, file: traceback.print_exception(fault, file=file),
        ),
    }  # fmt: skip


def _module(name: str, **content: object) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(content)
    return module


@contextmanager
def _in_place(theirs: dict[str, ModuleType]) -> Iterator[None]:
    """`theirs` are what an import finds, and nothing of the board is loaded yet; then as before.

    The drivers are read before: importing a file needs the real os and io.
    """
    before = dict(sys.modules)
    sources = _sources()
    finder = _Sources(sources)
    for name in [name for name in sys.modules if name.startswith(OURS)]:
        del sys.modules[name]
    real_modules = sys.modules
    sys.meta_path.insert(0, finder)
    real_modules.update(theirs)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in real_modules if name not in before]:
            del real_modules[name]
        real_modules.update(before)
        package = before.get("pump")
        if package is not None and "pump.drivers" not in before:
            vars(package).pop("drivers", None)


def _sources() -> dict[str, tuple[Path, bytes]]:
    paths = {f"pump.drivers.{path.stem}": path for path in sorted(DRIVERS.glob("*.py"))}
    paths["pump.drivers"] = paths.pop("pump.drivers.__init__", DRIVERS / "__init__.py")
    paths["wiring"] = BOARD / "wiring.py"
    return {name: (path, path.read_bytes()) for name, path in paths.items()}


class _Sources:
    """Finds the board's files in memory, whatever sys.path says."""

    def __init__(self, sources: dict[str, tuple[Path, bytes]]) -> None:
        self._sources = sources

    def find_spec(self, name: str, _path=None, _target=None):
        if name not in self._sources:
            return None
        return importlib.util.spec_from_loader(
            name, self, origin=str(self._sources[name][0]), is_package=name == "pump.drivers"
        )

    def create_module(self, _spec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        path, source = self._sources[module.__name__]
        exec(compile(source, str(path), "exec"), vars(module))


def _fresh(name: str, path: Path) -> ModuleType:
    module = ModuleType(name)
    exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    return module
