"""Whether a disturbance reached the motor: two copies of one board, of which one is left alone.

Compares the time from each edge at STEP to the next. Knows no protocol. Emulated nanoseconds.
"""

from collections.abc import Callable
from functools import cache
from itertools import pairwise

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.powered import running

_NS_PER_MS = 1_000_000
_LEAST_A_SECOND = 15  # edges: fewer would show little
# An order's first pulse is cut to a whole us from the moment at which it was planned, and that
# moment is the turn's: another ms of the same plan is another fraction. Within an order nothing is.
_CUT_NS = 1_000


def spans(bench: PicoBench, disturb: Callable[[PicoBench], None], ms: int) -> list[int]:
    """ns from edge to edge, for so long from now on, while somebody disturbs."""
    end_ns = bench.pico.ns + ms * _NS_PER_MS
    first = len(bench.pins.steps) - 1
    disturb(bench)
    assert bench.pico.ns <= end_ns, "the disturbance took longer than the time that is looked at"
    bench.pico.run_until(end_ns)
    edges = bench.pins.steps[first:]
    return [after - before for before, after in pairwise(edges)]


@cache
def undisturbed(ms: int) -> list[int]:
    """The same time of the same board, with a silent line."""
    found = apart(lambda: spans(running(), lambda _: None, ms))
    assert len(found) > _LEAST_A_SECOND * ms // 1_000
    return found


def unmoved(disturb: Callable[[PicoBench], None], ms: int) -> None:
    """In a copy: AssertionError when an edge comes at another time than without the disturbance."""
    found, wanted = spans(running(), disturb, ms), undisturbed(ms)
    moved = {
        number: here - there
        for number, (here, there) in enumerate(zip(found, wanted, strict=False))
        if abs(here - there) > _CUT_NS
    }
    assert not moved, f"{len(moved)} of {len(wanted)} spans differ, by ns: {moved}"[:400]
    assert len(found) == len(wanted)
    assert not running().pico.resets
