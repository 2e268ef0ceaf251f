"""The heap of the real image: what is free once the pump is there, and what a steady turn takes."""

import re

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.image import WIRING
from tests.board.pump import formatted
from tests.board.repl import open_repl
from tests.drivers.rp2_model.registers import RP2040

LEAST_FREE = 182_272  # bytes, 178 KB; docs/board.md tells where the rest goes
TURNS = 200

SOURCE = f"""
import gc, machine
import board
from pump.app.compose import Instrument
machine.mem32[{RP2040.watchdog}] = 0
hal = board.make_hal()
instrument = Instrument(hal)
machine.mem32[{RP2040.watchdog}] = 0
turn, link = instrument.turn, hal.link
def steady():
    turn.deliver()
    link.read()
    link.lost()
    turn.idle_ms()
def taken(work):
    # its names are a frame's: a new global may make the dictionary grow
    work(), work()
    before = gc.mem_alloc()
    for _ in range({TURNS}):
        work()
    return gc.mem_alloc() - before
def poll():
    turn.session.feed(line)
line = b"DEL:STAT?\\n"
steady()
gc.collect()
print("free", gc.mem_free())
gc.disable()
print("taken", taken(steady))
print("polled", taken(poll))
"""


@pytest.mark.req("C-23")
def test_the_heap_has_room_and_a_steady_turn_takes_none_of_it() -> None:
    bench = PicoBench(formatted(), WIRING)
    open_repl(bench.pico)
    printed, error = bench.pico.repl(SOURCE, 30_000)
    assert not error
    found = {name: int(count) for name, count in re.findall(r"(\w+) (-?\d+)", printed)}
    print(found)
    assert found["free"] >= LEAST_FREE
    assert found["taken"] == 0
    assert found["polled"] == 0
