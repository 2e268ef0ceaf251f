"""A day of FLEX therapy with boluses: the board's steps and log beside the simulator's."""

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.day import MS_PER_DAY, DayRecord, Script, on_the_board, on_the_simulator, on_time
from tests.board.image import WIRING, image

HOUR = 3_600_000
MIN = 60_000

SETUP = (
    (1_000, "SYST:DATE 2030,5,6"),
    (2_000, "SYST:TIME 12,0,0"),
    (3_000, 'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX'),
    (4_000, 'PRES:SEGM1:STAR "00:00";RATE 300 UG/D'),
    (5_000, 'PRES:SEGM2:STAR "04:00";RATE 240 UG/D'),
    (6_000, 'PRES:SEGM3:STAR "20:00";RATE 300 UG/D'),
    (7_000, "PRES:LIM:BOL 50 UG;:PRES:LIM:DAY 600 UG"),
    (8_000, "PRES:COMM {digest}"),
    (8_500, "PRES:HIST CONT,260 UG/D"),
    (9_000, "RES:FILL 18 ML,500 UG/ML"),
    (9_500, "CATH:CONT 500 UG/ML,CONFIRM"),
    (10_000, "DEL:STAR"),
)
DAY = Script(
    (
        *SETUP,
        (2 * HOUR, "DEL:BOL 20 UG,10 MIN,CONFIRM"),
        (6 * HOUR, "DEL:BOL 10 UG,5 MIN,CONFIRM"),
        (6 * HOUR + 2 * MIN, "DEL:BOL:ABOR"),
        (10 * HOUR, "DEL:SUSP 30 MIN"),
        (15 * HOUR, "DEL:BOL 20 UG,20 MIN,CONFIRM"),
    ),
    MS_PER_DAY,
)


@pytest.fixture(scope="module")
def board() -> DayRecord:
    return on_the_board(PicoBench(image(), WIRING), DAY)


@pytest.fixture(scope="module")
def simulated(board: DayRecord) -> DayRecord:
    return on_the_simulator(DAY, board)


def test_counts_are_equal(board: DayRecord, simulated: DayRecord) -> None:
    assert len(board.steps_us) == len(simulated.steps_us) > 30_000
    assert board.total == simulated.total


@pytest.mark.req("C-21")
def test_the_event_logs_are_equal_byte_for_byte(board: DayRecord, simulated: DayRecord) -> None:
    """Each line's link over all before it included."""
    assert board.log == simulated.log
    assert len(board.log) > 15


@pytest.mark.req("C-21")
def test_every_step_comes_when_the_simulator_says(board: DayRecord, simulated: DayRecord) -> None:
    on_time(DAY, board, simulated)
