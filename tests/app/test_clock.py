"""The board's ring of 2^30 ms, unrolled."""

import pytest

from pump.app.clock import Clock

RING = 1 << 30
DAY = 86_400_000


@pytest.mark.req("FI-36")
@pytest.mark.parametrize("start", [0, 1, RING - 5_000, RING - 1, 123_456_789])
def test_time_goes_on_across_the_end_of_the_ring(start):
    """FI-36."""
    clock = Clock(start)
    for later in (0, 1, 4_999, 5_000, 5_001, DAY, 5 * DAY, 11 * DAY, 13 * DAY, 40 * DAY // 3):
        clock.update((start + later) % RING)
        assert (clock.day, clock.ms) == (later // DAY, later % DAY)


def test_the_same_tick_is_no_time():
    clock = Clock(77)
    clock.update(77)
    assert (clock.day, clock.ms) == (0, 0)


def test_seven_years_of_idling():
    clock, passed = Clock(RING - 1), 0
    while passed < 2_557 * DAY:
        passed += 536_870_911
        clock.update((RING - 1 + passed) % RING)
    assert (clock.day, clock.ms) == (passed // DAY, passed % DAY)
