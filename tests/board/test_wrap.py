"""The board's ring of ticks begins anew after 2^30 ms: nothing halts, nothing catches up."""

from tests.board import pump

RING_MS = 1 << 30


def life(first_ms: int) -> tuple[list[int], str]:
    """Steps of an hour with a bolus begun two seconds before the wrap, in ns from the first."""
    made = pump.started(first_ms)
    made.order("DEL:BOL 10 UG,5 MIN")
    made.run_ms(3_600_000)
    first = made.pins.steps[0]
    return [at - first for at in made.pins.steps], made.ask("DEL:VOL:TOT?;:DEL:BOL:STAT?")


def test_an_hour_across_the_wrap_is_an_hour() -> None:
    across, told = life(RING_MS - 5_000)
    plain, told_plain = life(0)
    assert told == told_plain
    assert across == plain
