"""The board's ring of ticks begins anew after 2^30 ms: nothing halts, nothing catches up."""

from tests.board import pump

RING_MS = 1 << 30
US_NS = 1_000
LATE_NS = 450_000_000  # steps that fall due while the bolus is written down wait for that
SETTLED_NS = 600_000_000_000  # the bolus is over, and so is its lateness


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
    assert len(across) == len(plain)
    apart = [(at, abs(at - other)) for at, other in zip(across, plain, strict=True)]
    assert max(by for _, by in apart) <= LATE_NS
    assert max(by for at, by in apart if at > SETTLED_NS) <= US_NS
