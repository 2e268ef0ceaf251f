"""The line's dead volume: mass, delay and the smear of a front."""

from host_sim.plant.line import DEAD_NL, Line
from tests.plant.near import near


def test_a_uniform_line_passes_its_strength_on() -> None:
    line = Line()
    line.fill(500_000)
    assert line.push(1_000.0, 0.5) == 500.0
    assert near(line.held_ng(), 154_000.0)
    assert line.tip_ng_per_ml() == 500_000.0


def test_drug_is_conserved_across_a_change_of_strength() -> None:
    line = Line()
    line.fill(500_000)
    out = 0.0
    into = 0.0
    before = line.held_ng()
    for nl in (0.1, 5.0, 40_000.0, 500.0, 1e6, 3.0, 1e7):
        out += line.push(nl, 2.0)
        into += nl * 2.0
        assert near(before + into, out + line.held_ng(), 1e-12)
    assert line.held_ng() == 2.0 * DEAD_NL


def test_one_push_equals_many() -> None:
    whole = Line()
    parts = Line()
    whole_ng = whole.push(300_000.0, 0.5)
    parts_ng = 0.0
    for _ in range(3_000):
        parts_ng += parts.push(100.0, 0.5)
    assert near(whole_ng, parts_ng)
    for i in range(len(whole.tanks)):
        assert near(whole.tanks[i], parts.tanks[i])


def test_the_front_comes_early_and_is_smeared() -> None:
    line = Line()
    line.push(0.5 * DEAD_NL, 0.5)
    early = line.tip_ng_per_ml()
    line.push(0.5 * DEAD_NL, 0.5)
    at_volume = line.tip_ng_per_ml()
    line.push(1.0 * DEAD_NL, 0.5)
    late = line.tip_ng_per_ml()
    assert 0.01 < early / 500_000 < 0.20
    assert 0.40 < at_volume / 500_000 < 0.65
    assert 0.95 < late / 500_000 < 1.0


def test_more_tanks_are_nearer_to_plug_flow() -> None:
    tips = []
    for tanks in (1, 4, 16, 64):
        line = Line(tanks=tanks)
        line.push(0.7 * DEAD_NL, 0.5)
        tips.append(line.tip_ng_per_ml())
    assert tips[0] > tips[1] > tips[2] > tips[3]
    assert tips[3] < 500_000 * 0.01


def test_the_mean_delay_is_the_dead_volume_for_any_number_of_tanks() -> None:
    for tanks in (1, 8, 30):
        line = Line(tanks=tanks)
        out = line.push(40.0 * DEAD_NL, 0.5)
        assert near(40.0 * DEAD_NL - out / 0.5, DEAD_NL, 1e-9)
