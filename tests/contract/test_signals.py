"""Lamps and buzzer: a board plays patterns by itself, on the benches that can see it."""

import pytest

from tests.contract.benches import BENCHES

RED, YELLOW, CYAN = 0, 1, 2
DARK = (0, 0, 0)
# Parts so long that a bench which is late still sees the middle of each
LIGHT, TONE = (2_000, 1_000), (1_000, 1_000, 1_000, 3_000)
SHOWING = [bench for bench in BENCHES if hasattr(bench, "lit")]


def seen(b, ms: int) -> tuple[tuple[int, ...], int]:
    """What the lamps and the buzzer show, that much later."""
    b.wait(ms)
    levels = b.lit()
    return levels[:3], levels[3]


@pytest.mark.parametrize("bench", SHOWING)
def test_nothing_shows_until_it_is_told(bench) -> None:
    assert seen(bench(), 500) == (DARK, 0)


@pytest.mark.parametrize("bench", SHOWING)
@pytest.mark.parametrize("lamp", [RED, YELLOW, CYAN])
def test_patterns_are_played_again_and_again_by_the_board_itself(bench, lamp: int) -> None:
    b = bench()
    lit = tuple([int(lamp == other) for other in (RED, YELLOW, CYAN)])
    b.hal.show(lamp, LIGHT, TONE)
    for second in range(12):
        light = lit if second % 3 < 2 else DARK
        tone = int(second % 6 in (0, 2))
        assert seen(b, 500) == (light, tone), second
        b.wait(500)


@pytest.mark.parametrize("bench", SHOWING)
def test_a_single_number_is_on_for_good_and_none_is_off(bench) -> None:
    b = bench()
    b.hal.show(CYAN, (1_000,), (1_000,))
    for _ in range(5):
        assert seen(b, 700) == ((0, 0, 1), 1)
    b.hal.show(CYAN, (), ())
    assert seen(b, 100) == (DARK, 0)
    assert seen(b, 5_000) == (DARK, 0)


@pytest.mark.parametrize("bench", SHOWING)
def test_a_pattern_may_begin_with_its_silence(bench) -> None:
    b = bench()
    b.hal.show(RED, (1_000,), (0, 2_000, 1_000))
    for second in range(9):
        assert seen(b, 500)[1] == int(second % 3 == 2)
        b.wait(500)


@pytest.mark.parametrize("bench", SHOWING)
def test_what_plays_goes_on_when_the_other_changes(bench) -> None:
    b = bench()
    b.hal.show(RED, LIGHT, TONE)
    assert seen(b, 1_500) == ((1, 0, 0), 0)
    b.hal.show(RED, LIGHT, ())
    assert seen(b, 1_000) == (DARK, 0)  # the light's third second
    b.hal.show(RED, LIGHT, TONE)
    assert seen(b, 200) == (DARK, 1)  # the tone begins anew


@pytest.mark.parametrize("bench", SHOWING)
def test_another_lamp_begins_at_its_beginning_and_the_first_goes_dark(bench) -> None:
    b = bench()
    b.hal.show(RED, LIGHT, ())
    assert seen(b, 2_500) == (DARK, 0)
    b.hal.show(YELLOW, LIGHT, ())
    assert seen(b, 200) == ((0, 1, 0), 0)
    assert seen(b, 2_500) == (DARK, 0)
