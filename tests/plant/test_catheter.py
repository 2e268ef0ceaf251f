"""The catheter's dead volume: mass, delay and the smear of a front."""

import pytest

from host_sim.plant.catheter import DEAD_NL, Catheter
from tests.plant.near import near


def test_a_uniform_line_passes_its_strength_on() -> None:
    catheter = Catheter()
    catheter.fill(500_000)
    assert catheter.push(1_000.0, 0.5) == 500.0
    assert near(catheter.held_ng(), 154_000.0)
    assert catheter.tip_ng_per_ml() == 500_000.0


def test_drug_is_conserved_across_a_change_of_strength() -> None:
    catheter = Catheter()
    catheter.fill(500_000)
    out = 0.0
    into = 0.0
    before = catheter.held_ng()
    for nl in (0.1, 5.0, 40_000.0, 500.0, 1e6, 3.0, 1e7):
        out += catheter.push(nl, 2.0)
        into += nl * 2.0
        assert near(before + into, out + catheter.held_ng(), 1e-12)
    assert catheter.held_ng() == 2.0 * DEAD_NL


def test_one_push_equals_many() -> None:
    whole = Catheter()
    parts = Catheter()
    whole_ng = whole.push(300_000.0, 0.5)
    parts_ng = 0.0
    for _ in range(3_000):
        parts_ng += parts.push(100.0, 0.5)
    assert near(whole_ng, parts_ng)
    for i in range(len(whole.tanks)):
        assert near(whole.tanks[i], parts.tanks[i])


@pytest.mark.req("S67")
def test_the_front_comes_early_and_is_smeared() -> None:
    catheter = Catheter()
    catheter.push(0.5 * DEAD_NL, 0.5)
    early = catheter.tip_ng_per_ml()
    catheter.push(0.5 * DEAD_NL, 0.5)
    at_volume = catheter.tip_ng_per_ml()
    catheter.push(1.0 * DEAD_NL, 0.5)
    late = catheter.tip_ng_per_ml()
    assert 0.01 < early / 500_000 < 0.20
    assert 0.40 < at_volume / 500_000 < 0.65
    assert 0.95 < late / 500_000 < 1.0


def test_more_tanks_are_nearer_to_plug_flow() -> None:
    tips = []
    for tanks in (1, 4, 16, 64):
        catheter = Catheter(tanks=tanks)
        catheter.push(0.7 * DEAD_NL, 0.5)
        tips.append(catheter.tip_ng_per_ml())
    assert tips[0] > tips[1] > tips[2] > tips[3]
    assert tips[3] < 500_000 * 0.01


@pytest.mark.req("S34")
def test_the_mean_delay_is_the_dead_volume_for_any_number_of_tanks() -> None:
    for tanks in (1, 8, 30):
        catheter = Catheter(tanks=tanks)
        out = catheter.push(40.0 * DEAD_NL, 0.5)
        assert near(40.0 * DEAD_NL - out / 0.5, DEAD_NL, 1e-9)
