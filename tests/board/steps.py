"""Whether a disturbance reached the motor: two copies of one board, of which one is left alone.

Compares when each edge at STEP comes. Knows no protocol. Emulated nanoseconds.
"""

from collections.abc import Callable
from functools import cache

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.powered import running

_NS_PER_MS = 1_000_000
_LEAST_A_SECOND = 15  # edges: fewer would show little
# An order's first pulse is cut to a whole us from the moment at which it was planned, and that
# moment is the turn's: another ms of the same plan is another fraction. Within an order nothing is.
_CUT_NS = 1_000
# The interval is a whole number of us too; what that leaves of a quantum is made up for by the
# first pulse of the next. Where quanta end elsewhere it stands at other pulses: a quantum of this
# bolus has 96 at most.
ANOTHER_QUANTUM_NS = 96 * _CUT_NS


def edges(bench: PicoBench, disturb: Callable[[PicoBench], None], ms: int) -> list[int]:
    """When each comes, for so long from now on, while somebody disturbs."""
    end_ns = bench.pico.ns + ms * _NS_PER_MS
    first = len(bench.pins.steps)
    disturb(bench)
    assert bench.pico.ns <= end_ns, "the disturbance took longer than the time that is looked at"
    bench.pico.run_until(end_ns)
    return bench.pins.steps[first:]


@cache
def undisturbed(ms: int) -> list[int]:
    """The same time of the same board, with a silent line."""
    found = apart(lambda: edges(running(), lambda _: None, ms))
    assert len(found) > _LEAST_A_SECOND * ms // 1_000
    return found


def unmoved(disturb: Callable[[PicoBench], None], ms: int, by_ns: int = _CUT_NS) -> None:
    """In a copy: AssertionError when an edge comes at another time than without the disturbance.

    `by_ns`: ANOTHER_QUANTUM_NS where what is sent may be an order, for which the quantum is cut.
    """
    found, wanted = edges(running(), disturb, ms), undisturbed(ms)
    moved = {
        number: here - there
        for number, (here, there) in enumerate(zip(found, wanted, strict=False))
        if abs(here - there) > by_ns
    }
    assert not moved, f"{len(moved)} of {len(wanted)} edges differ, by ns: {moved}"[:400]
    assert len(found) == len(wanted)
    assert not running().pico.resets
