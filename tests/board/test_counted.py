"""What `pumpctl record` asks of a board, against the edges at its STEP pin. Emulated."""

from tests.board.apart import apart
from tests.board.powered import running

STEPS_PER_ML = 64_000
_SECOND_NS = 1_000_000_000


def followed() -> list[tuple[int, int, int]]:
    """Edges before the question, steps told, edges after the answer; a second apart."""
    bench, rows = running(), []
    for _ in range(8):
        before = len(bench.pins.steps)
        least_nl = int(bench.ask("DEL:VOL:TOT?").split(",")[0])
        told = -(-least_nl * STEPS_PER_ML // 1_000_000)
        rows.append((before, told, len(bench.pins.steps)))
        bench.pico.run_until(bench.pico.ns + _SECOND_NS)
    return rows


def test_single_steps_are_told_while_they_come() -> None:
    rows = apart(followed)
    assert rows[-1][1] - rows[0][1] > 100  # a bolus flows
    for before, told, after in rows:
        assert before <= told <= after, rows
