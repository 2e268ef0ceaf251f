"""How long a board with an old store takes from its power to an answer, and to its first step.

The store is of a simulated pump: a ring that has gone round, logs that are full, an image that is
as old as one can be. Emulated times; the flash is not written faster than its maker's typical time.
"""

from collections.abc import Callable
from functools import cache

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.cuts.scenario import powered
from tests.board.cuts.simulated import Simulated, filled_ring
from tests.board.image import image

_NS_PER_MS = 1_000_000
_PROGRAM_US, _ERASE_US = 400, 45_000
LOG_LINES = 2_000  # more than the 64 KiB of a log hold
RECORDS_TO_REPLAY = 126  # an image is written with the 128th
ANSWER_MS = 2_000
STEP_MS = 1_407  # from step to step of 480 ug/d


@cache
def aged() -> tuple[bytes, int]:
    """Flash of a board in the middle of therapy, and the rotor's position when its power went."""
    pump = Simulated()
    pump.begin("480 UG/D")
    while int(pump.ask("LOG:COUN?")) < LOG_LINES:
        pump.order("DEL:SUSP 1 MIN")
        pump.order("DEL:RES")
    log = pump.bench.instrument.log
    pump.run_until_records(filled_ring() + 1)
    pump.run_until_records(log._image_number + RECORDS_TO_REPLAY)
    assert log.ring.next - log._image_number >= RECORDS_TO_REPLAY
    assert pump.ask("DEL:STAT?") == "RUN"
    return pump.transplanted(image()), pump.position()


def booted() -> PicoBench:
    bench = powered(*aged())
    bench.pico.flash.program_us, bench.pico.flash.erase_us = _PROGRAM_US, _ERASE_US
    return bench


def ms_until(bench: PicoBench, there: Callable[[], bool]) -> float:
    bench.pico.wait(there, 10_000, "what is waited for")
    return bench.pico.ns / _NS_PER_MS


def test_an_old_store_is_read_within_two_seconds() -> None:
    def work() -> float:
        bench = booted()
        bench.pico.usb.write(b"DEL:STAT?\n")
        answered = bytearray()

        def there() -> bool:
            answered.extend(bench.pico.usb.read())
            return answered.endswith(b"RUN\n")

        return ms_until(bench, there)

    aged()
    took = apart(work)
    print(f"power to an answer: {took:.0f} ms")
    assert took < ANSWER_MS


def test_therapy_flows_on_within_two_seconds() -> None:
    """The first step comes when it is due: an interval after its order at most."""

    def work() -> float:
        bench = booted()
        return ms_until(bench, lambda: bool(bench.pins.steps))

    aged()
    took = apart(work)
    print(f"power to the first step: {took:.0f} ms, {STEP_MS} at most after its order")
    assert took < ANSWER_MS + STEP_MS
