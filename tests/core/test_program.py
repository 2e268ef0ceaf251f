"""The schedule by example: midnight, the night's +20 %, two hours before the effect."""

import pytest

from pump.core.prescription.program import Program, effect_of_start, start_for_effect

H = 3_600_000
DAY = 24 * H

NIGHT = Program((6 * H, 22 * H), (200_000_000, 240_000_000))  # S47: +20 % from 22:00 to 06:00


@pytest.mark.req("FI-42")
@pytest.mark.parametrize(
    "ms, rate, until",
    [
        (0, 240_000_000, 6 * H),
        (6 * H - 1, 240_000_000, 1),
        (6 * H, 200_000_000, 16 * H),
        (22 * H - 1, 200_000_000, 1),
        (22 * H, 240_000_000, 8 * H),
        (DAY - 1, 240_000_000, 6 * H + 1),
    ],
)
def test_a_night_segment_runs_across_midnight(ms, rate, until):
    assert NIGHT.rate_at(ms) == rate
    assert NIGHT.until_change_ms(ms) == until


@pytest.mark.req("S47")
def test_twenty_percent_more_for_eight_hours_is_a_fifteenth_more_a_day():
    """S47: +6.67 % of the daily dose."""
    assert NIGHT.volume_pl_ms() * 15 == 200_000_000 * DAY * 16


@pytest.mark.req("S48", "FI-42")
@pytest.mark.parametrize(
    "effect, start", [(30, 22 * 60 + 30), (0, 22 * 60), (119, 1439), (120, 0), (1439, 1319)]
)
def test_a_rate_starts_two_hours_before_its_effect(effect, start):
    """S48: an effect wished for at 00:30 starts at 22:30 the evening before (FI-42)."""
    assert start_for_effect(effect) == start
    assert effect_of_start(start) == effect


@pytest.mark.req("S12", "S46")
def test_one_segment_is_constant_wherever_it_starts():
    for start in (0, 5 * H, DAY - 1):
        program = Program((start,), (77,))
        assert program.constant()
        for ms in (0, 5 * H - 1, 5 * H, DAY - 1):
            assert program.rate_at(ms) == 77
            assert 1 <= program.until_change_ms(ms) <= DAY


def test_time_to_give_walks_the_segments():
    """1 mL more at night: the last mL before empty lasts five hours or ten."""
    program = Program((0, 12 * H), (2_400_000_000, 4_800_000_000))
    assert program.time_to_give(1_000_000_000, 0) == (0, 10 * H)
    assert program.time_to_give(1_000_000_000, 12 * H) == (0, 5 * H)
    assert program.time_to_give(1_000_000_000, 11 * H) == (0, H + 4 * H + H // 2)
    assert program.time_to_give(3_600_000_000, 7 * H) == (1, 0)
    assert program.time_to_give(0, 7 * H) == (0, 0)


def test_flat_is_the_same_day_at_one_rate():
    flat = NIGHT.flat()
    assert flat.constant()
    assert flat.rate_at(0) == 213_333_333
