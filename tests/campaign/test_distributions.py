"""Draws: the same for seed and name whatever else is drawn, and shaped as the file says."""

import pytest

from host_sim.campaign.distributions import read
from host_sim.campaign.drawn import Drawn
from host_sim.campaign.draws import unit
from tests.campaign.campaigns import TINY
from tests.campaign.campaigns import read as campaign

SHAPES = [
    ({"uniform": [16, 40]}, 16, 40, 28),
    ({"loguniform": [1, 100]}, 1, 100, 10),
    ({"triangular": [0, 2, 8]}, 0, 8, 3.1),
    ({"normal": [5, 3], "within": [2, 8]}, 2, 8, 5),
    ({"choice": {"20": 1, "40": 9}}, 20, 40, 40),
    (7, 7, 7, 7),
]


@pytest.mark.parametrize(("written", "least", "greatest", "median"), SHAPES)
def test_values_lie_within_and_around_the_median(
    written: object, least: float, greatest: float, median: float
) -> None:
    drawn = read("here", written)
    assert (drawn.least, drawn.greatest) == (least, greatest)
    values = sorted(drawn.draw(unit(seed, "x")) for seed in range(2001))
    assert least <= values[0] <= values[-1] <= greatest
    assert values[1000] == pytest.approx(median, rel=0.05)


def test_a_draw_depends_on_seed_and_name_alone() -> None:
    assert unit(17, "clearance_ml_per_h") == 0.5286954417529656
    with_more = TINY.replace("cuts_per_year = 200", "cuts_per_year = 200\nsensitivity = 3")
    for seed in range(1, 9):
        fewer, more = Drawn(campaign(), seed), Drawn(campaign(with_more), seed)
        assert more.pump["clearance_ml_per_h"] == fewer.pump["clearance_ml_per_h"]
        assert more.cut_days(30) == fewer.cut_days(30)
        assert [each.words() for each in more.faults] == [each.words() for each in fewer.faults]


def test_each_visit_draws_anew() -> None:
    drawn = Drawn(campaign(TINY + "[population.answer_hours]\nuniform = [1, 99]\n"), 3)
    assert len({drawn.of("answer_hours", number) for number in range(9)}) == 9
