"""Boards that a test of the line begins with, each booted once in a process; and a settled answer.

A test that changes one works on a copy (apart.py). Knows the SCPI lines that bring a pump there.
"""

from functools import cache

from host_sim.pico.bench import PicoBench
from tests.board.granting import grant
from tests.board.image import WIRING, image
from tests.commands.dialogue import Player

BUTTON = 12
_PROGRAM_US, _ERASE_US = 50, 500  # flash that costs no time to speak of; real times: test_edges.py
_SLICE_MS = 5
_ASLEEP_MS = 15  # beyond the 5 ms for which a lone CR waits
_LIMIT_MS = 20_000


def new_board(flash: bytes) -> PicoBench:
    """Just powered; nothing has run."""
    bench = PicoBench(flash, WIRING)
    bench.pico.flash.program_us, bench.pico.flash.erase_us = _PROGRAM_US, _ERASE_US
    return bench


@cache
def first_boot() -> PicoBench:
    """A board with the image as built, after its first boot: files are made, the pump answers."""
    bench = new_board(image())
    bench.boot()
    grant(bench)
    return bench


@cache
def clock_set() -> PicoBench:
    """As the simulator's pump begins: its clock shows 2030-01-01, and no alarm was ever there."""
    bench = new_board(image())
    bench.boot()
    grant(bench)
    assert bench.ask("SYST:DATE 2030,1,1;TIME 0,0,0;:STAT:QUES?;:SYST:ERR?") == '4;0,"No error"'
    return bench


@cache
def running() -> PicoBench:
    """Therapy at 20 uL/h, and a bolus of 200 uL over ten minutes on top: 21 steps a second.

    Its first half minute is over: the steps are in time, none is being caught up. Clock set.
    """
    bench = new_board(image())
    bench.boot()
    grant(bench)
    bench.order("SYST:DATE 2030,1,1;TIME 0,0,0")
    Player(lambda data: settled(bench, data)).prepare("running")
    bench.order("DEL:BOL 100 UG,10 MIN,CONFIRM")
    bench.run_ms(30_000)
    return bench


def settled(bench: PicoBench, data: bytes, limit_ms: int = _LIMIT_MS) -> bytes:
    """Bytes to the pump, and all that it answers until its processor sleeps: it is done then."""
    pico = bench.pico
    pico.usb.read()
    pico.usb.write(data)
    asleep_ms = 0
    while asleep_ms < _ASLEEP_MS and limit_ms > 0:
        before = pico.instructions
        pico.run_for(_SLICE_MS)
        limit_ms -= _SLICE_MS
        awake = pico.instructions > before or pico.usb.unsent
        asleep_ms = 0 if awake else asleep_ms + _SLICE_MS
    return pico.usb.read()
