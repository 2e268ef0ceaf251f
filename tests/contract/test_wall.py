"""The wall clock: it is set, goes on, and may be forgotten."""

import pytest

from tests.contract.benches import BENCHES

MS_PER_DAY = 86_400_000


def shows(b, day: int, ms: int) -> bool:
    """Whether the wall shows that moment, or one that a slow look has made of it."""
    wall = b.hal.wall()
    return 0 <= (wall[0] - day) * MS_PER_DAY + wall[1] - ms <= b.slack_ms


@pytest.mark.parametrize("bench", BENCHES)
def test_the_wall_clock_is_not_set_until_somebody_does(bench) -> None:
    b = bench()
    assert b.hal.wall() is None
    b.hal.set_wall(9_500, MS_PER_DAY - 1_000)
    assert shows(b, 9_500, MS_PER_DAY - 1_000)
    b.wait(999)
    assert shows(b, 9_500, MS_PER_DAY - 1)
    b.wait(1)
    assert shows(b, 9_501, 0)


@pytest.mark.parametrize("bench", BENCHES)
def test_the_wall_clock_can_be_set_forth_and_back_and_forgotten(bench) -> None:
    b = bench()
    for day, ms in ((73_048, 86_399_999), (0, 0), (36_525, 0), (9_500, 1)):
        b.hal.set_wall(day, ms)
        assert shows(b, day, ms)
    b.hal.forget_wall()
    assert b.hal.wall() is None


@pytest.mark.parametrize("bench", BENCHES)
@pytest.mark.parametrize("day, ms", [(-1, 0), (73_049, 0), (0, -1), (0, MS_PER_DAY)])
def test_a_time_that_does_not_exist_is_refused(bench, day: int, ms: int) -> None:
    b = bench()
    b.hal.set_wall(100, 200)
    with pytest.raises(ValueError):
        b.hal.set_wall(day, ms)
    assert shows(b, 100, 200)


@pytest.mark.parametrize("bench", BENCHES)
def test_a_clock_that_keeps_nothing_says_so(bench) -> None:
    b = bench()
    b.hal.set_wall(100, 200)
    b.break_wall(True)
    assert b.hal.wall() is None
    with pytest.raises(OSError):
        b.hal.set_wall(100, 200)
    assert b.hal.wall() is None


@pytest.mark.parametrize("bench", BENCHES)
def test_setting_the_wall_clock_moves_neither_ticks_nor_motor(bench) -> None:
    b = bench()
    b.hal.motor.start(10, 100_000, 100_000, 8)
    b.wait(550)
    ticks = b.hal.ticks_ms()
    b.hal.set_wall(20_000, 0)
    assert 0 <= b.hal.ticks_ms() - ticks <= b.slack_ms
    assert b.hal.motor.counted() == 5
