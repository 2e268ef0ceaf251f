"""The reservoir's truth: fills, mixing, the pocket, and a head that gets less near the end."""

import pytest

from host_sim.plant.reservoir import POOR_BELOW_NL, Reservoir
from tests.plant.near import near


def test_what_does_not_go_in_stays_in_the_syringe() -> None:
    reservoir = Reservoir(20_000_000)
    assert reservoir.fill(18_000_000, 500_000) == 0
    assert reservoir.fill(5_000_000, 500_000) == 3_000_000
    assert (reservoir.nl, reservoir.ng_per_nl) == (20_000_000.0, 0.5)


def test_two_strengths_mix_by_mass() -> None:
    reservoir = Reservoir(20_000_000)
    reservoir.fill(2_000_000, 500_000)
    reservoir.fill(6_000_000, 2_000_000)
    assert near(reservoir.ng_per_nl, (2 * 0.5 + 6 * 2.0) / 8)


def test_an_emptied_reservoir_keeps_no_trace_of_the_old_strength() -> None:
    reservoir = Reservoir(20_000_000)
    reservoir.fill(2_000_000, 500_000)
    assert reservoir.withdraw(500_000) == 500_000
    assert reservoir.withdraw() == 1_500_000
    reservoir.fill(6_000_000, 2_000_000)
    assert reservoir.ng_per_nl == 2.0


@pytest.mark.req("FI-11")
def test_a_pocket_fill_never_reaches_the_reservoir() -> None:
    reservoir = Reservoir(20_000_000)
    reservoir.pocket_fill = 1
    assert reservoir.fill(18_000_000, 500_000) == 0
    assert reservoir.nl == 0
    assert (reservoir.pocket_nl, reservoir.pocket_ng) == (18_000_000, 9_000_000)


def test_less_than_nothing_is_refused() -> None:
    reservoir = Reservoir(20_000_000)
    for nl, strength in ((-1, 5), (5, -1)):
        with pytest.raises(ValueError):
            reservoir.fill(nl, strength)
    assert reservoir.nl == 0


def test_the_last_of_a_sound_reservoir_comes_whole() -> None:
    reservoir = Reservoir(20_000_000)
    reservoir.fill(1_000, 500_000)
    assert reservoir.yield_nl(400.0) == 400.0
    assert reservoir.yield_nl(4_000.0) == 1_000.0
    assert reservoir.stroke_for(1_000.0) == 1_000.0


@pytest.mark.req("FI-16")
def test_poor_strokes_follow_their_equation_and_have_an_inverse() -> None:
    reservoir = Reservoir(20_000_000)
    reservoir.fill(5_000_000, 500_000)
    reservoir.lose_strokes(40.0)
    left = reservoir.nl
    stroke = 0.0
    while left > 0.0:
        share = 1.0 if left > POOR_BELOW_NL else 0.4 + 0.6 * left / POOR_BELOW_NL
        left -= 100.0 * share
        stroke += 100.0
        if stroke in (500_000.0, 1_500_000.0, 4_000_000.0):
            assert near(reservoir.yield_nl(stroke), 5_000_000.0 - left, 1e-4)
    assert near(reservoir.stroke_for(reservoir.nl), stroke, 1e-4)
    for nl in (0.0, 10.0, 999_999.0, 1_000_001.0, 4_900_000.0):
        assert near(reservoir.yield_nl(reservoir.stroke_for(nl)), nl, 1e-9, 1e-6)
