"""A whole bench as plain numbers and texts, and back: plant, clocks and the board's two media.

The plant is written down by the slots of its parts. CPython only: MicroPython keeps no list of
slots. Knows names and numbers. Does not know what they mean, nor files.
"""

import base64
from typing import Any

from host_sim.board.bench import Bench
from host_sim.board.files import MemoryFiles
from host_sim.board.nor import NorFlash
from host_sim.board.setup import Setup
from host_sim.plant.faults import SHIPPED, Faults, SwitchTable
from host_sim.plant.plant import Plant

Snapshot = dict[str, Any]

_JOINTS = {Plant: ("before", "after"), Faults: ("_plant", "table")}  # who drives, what is turned
_RENAMED = {"line": "catheter"}  # what state files of before the renaming say


def snapshot(bench: Bench) -> Snapshot:
    """All that outlives a power cut, as it is now. Taking it changes nothing."""
    hal = bench.hal
    flash, files = media_of(bench)
    return plant_of(bench) | {
        "model": hal.model,
        "clearance_ml_per_h": bench.clearance_ml_per_h,
        "first_tick": bench.first_tick,
        "sectors": flash.sectors,
        "sector_bytes": flash.sector_bytes,
        "worn": flash.worn,
        "flash": encoded(flash.image),
        "files": {name: encoded(files.read(name)) for name in files.names()},
    }


def plant_of(bench: Bench) -> Snapshot:
    """What no pump can change: time, its wall clock, and all numbers of the plant."""
    bench.plant.settle()
    hal = bench.hal
    return {"us": hal.clock.us, "wall": hal.wall(), "plant": _numbers(bench.plant)}


def restore(saved: Snapshot, off_ms: int, faults: SwitchTable = SHIPPED) -> Bench:
    """That bench, whose power went at that moment and is back `off_ms` later; 1 ms at least.

    ValueError for a bench of another version, or with a fault on that `faults` does not have.
    """
    try:
        return _restored(saved, max(off_ms, 1), faults)
    except KeyError as error:
        raise ValueError("written by another version, without %s" % error) from None


def media_of(bench: Bench) -> tuple[NorFlash, MemoryFiles]:
    """Flash and files of a bench's board. TypeError for files that are not in memory."""
    files = bench.hal.files
    if not isinstance(files, MemoryFiles):
        raise TypeError("only files in memory can be kept")
    return bench.hal.flash, files


def _restored(saved: Snapshot, off_ms: int, faults: SwitchTable) -> Bench:
    """A new bench, given what the old one had, then power: no one listens meanwhile."""
    setup = Setup(faults)
    setup.model = saved["model"]
    setup.wall = None
    setup.first_tick = saved["first_tick"]
    setup.clearance_ml_per_h = saved["clearance_ml_per_h"]
    bench = Bench(setup)
    hal = bench.hal
    hal.clock.us = saved["us"]
    if saved["wall"] is not None:
        hal.set_wall(*saved["wall"])
    stood = saved["plant"]["faults"]["_values"]
    _put(bench.plant, saved["plant"] | {"faults": {"_values": _known(stood, faults)}})
    hal.flash = NorFlash(saved["sectors"], saved["sector_bytes"])
    hal.flash.image[:] = plain(saved["flash"])
    hal.flash.worn[:] = saved["worn"]
    hal.files = MemoryFiles()
    for name, text in saved["files"].items():
        hal.files.write(name, plain(text))
    bench.power_cycle(off_ms)
    return bench


def _known(stood: dict[str, int], table: SwitchTable) -> dict[str, int]:
    """Where each switch of the table stood; one that the bench did not have was off."""
    for name in sorted(set(stood) - set(table.names)):
        if stood[name]:
            raise ValueError("the fault %s is on in it: give the --faults file that has it" % name)
    return {switch.name: stood.get(switch.name, switch.off) for switch in table.switches}


def _numbers(part: object) -> Snapshot:
    """The numbers of a part of the plant, and of the parts within it."""
    return {name: _number(getattr(part, name)) for name in _slots(part)}


def _number(value: object) -> object:
    return _numbers(value) if _is_part(value) else value


def _put(part: object, saved: Snapshot) -> None:
    """Give a part its numbers back."""
    names = _slots(part)
    saved = {_RENAMED.get(name, name): value for name, value in saved.items()}
    if set(saved) != set(names):
        raise ValueError("written by another version, with another %s" % type(part).__name__)
    for name in names:
        inner = getattr(part, name)
        if _is_part(inner):
            _put(inner, saved[name])
        else:
            setattr(part, name, saved[name])


def _is_part(value: object) -> bool:
    return type(value).__module__.startswith("host_sim.plant.")


def _slots(part: object) -> list[str]:
    kind = type(part)
    slots = [name for each in kind.__mro__ for name in getattr(each, "__slots__", ())]
    return [name for name in slots if name not in _JOINTS.get(kind, ())]


def encoded(data: "bytes | bytearray") -> str:
    """As JSON takes it."""
    return base64.b64encode(data).decode()


def plain(text: str) -> bytes:
    """What `encoded` was given."""
    return base64.b64decode(text)
