"""A day of FLEX therapy with boluses: the board's steps and log beside the simulator's."""

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.day import MS_PER_DAY, Script, Told, on_the_board, on_the_simulator
from tests.board.image import WIRING, image

HOUR = 3_600_000
MIN = 60_000
US_PER_MS = 1_000
# While an order is written down, steps that fall due wait: littlefs erases sectors of 45 ms.
LATE_US = 450_000
CAUGHT_UP_US = 120_000_000  # so long after the order at most, the steps are on time again

SETUP = (
    (1_000, "SYST:DATE 2030,5,6"),
    (2_000, "SYST:TIME 12,0,0"),
    (3_000, 'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX'),
    (4_000, 'PRES:SEGM1:STAR "00:00";RATE 300 UG/D'),
    (5_000, 'PRES:SEGM2:STAR "04:00";RATE 240 UG/D'),
    (6_000, 'PRES:SEGM3:STAR "20:00";RATE 300 UG/D'),
    (7_000, "PRES:LIM:BOL 50 UG;:PRES:LIM:DAY 600 UG"),
    (8_000, "PRES:COMM {digest}"),
    (9_000, "RES:FILL 18 ML,500 UG/ML"),
    (10_000, "DEL:STAR"),
)
DAY = Script(
    (
        *SETUP,
        (2 * HOUR, "DEL:BOL 20 UG,10 MIN"),
        (6 * HOUR, "DEL:BOL 10 UG,5 MIN"),
        (6 * HOUR + 2 * MIN, "DEL:BOL:ABOR"),
        (10 * HOUR, "DEL:SUSP 30 MIN"),
        (15 * HOUR, "DEL:BOL 20 UG,20 MIN"),
    ),
    MS_PER_DAY,
)


@pytest.fixture(scope="module")
def board() -> Told:
    return on_the_board(PicoBench(image(), WIRING), DAY)


@pytest.fixture(scope="module")
def simulated(board: Told) -> Told:
    return on_the_simulator(DAY, board, MS_PER_DAY)


def test_counts_are_equal(board: Told, simulated: Told) -> None:
    assert len(board.steps_us) == len(simulated.steps_us) > 30_000
    assert board.total == simulated.total


def test_the_event_logs_are_equal_byte_for_byte(board: Told, simulated: Told) -> None:
    """Each line's link over all before it included."""
    assert board.log == simulated.log
    assert len(board.log) > 15


def test_every_step_comes_when_the_simulator_says(board: Told, simulated: Told) -> None:
    """To the microsecond, from the first step on; but for those that fall due while an order is
    written down: they come late, and none too early."""
    first = board.steps_us[0] - simulated.steps_us[0]
    assert first % US_PER_MS == 0  # the pump's clock begins with a tick of the board's
    late = [
        (theirs, ours - theirs - first)
        for ours, theirs in zip(board.steps_us, simulated.steps_us, strict=True)
        if ours - theirs != first
    ]
    assert len(late) < len(board.steps_us) // 50
    assert min((by_us for _, by_us in late), default=0) >= 0
    assert max((by_us for _, by_us in late), default=0) <= LATE_US
    orders_us = [at_ms * US_PER_MS for at_ms, line in DAY.lines if line.startswith("DEL:")]
    for at_us, by_us in late:
        assert any(0 <= at_us - order <= CAUGHT_UP_US for order in orders_us), (at_us, by_us)
