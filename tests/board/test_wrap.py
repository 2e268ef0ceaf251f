"""The board's ring of ticks begins anew after 2^30 ms: nothing halts, nothing catches up."""

from host_sim.pico.bench import PicoBench
from tests.board.day import Script, on_the_board, on_the_simulator, on_time
from tests.board.image import WIRING, image
from tests.board.pump import BASAL

HOUR_MS = 3_600_000
WRAP_MS = 15_000  # after power-on: two seconds into the bolus
LINES = (
    *BASAL,
    "PRES:COMM {digest}",
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
    "DEL:STAR",
)
SCRIPT = Script(
    (
        *[(1_000 * (second + 1), line) for second, line in enumerate(LINES)],
        (12_000, "DEL:BOL 10 UG,5 MIN,CONFIRM"),
    ),
    HOUR_MS,
)


def test_an_hour_across_the_wrap_is_an_hour() -> None:
    bench = PicoBench(image(), WIRING, first_ms=(1 << 30) - WRAP_MS)
    board = on_the_board(bench, SCRIPT)
    simulated = on_the_simulator(SCRIPT, board)
    assert len(board.steps_us) == len(simulated.steps_us) > 3_000
    assert board.total == simulated.total
    assert board.log == simulated.log
    on_time(SCRIPT, board, simulated)
