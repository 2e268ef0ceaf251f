"""The page: Wilson's figures, nothing from outside, the ten worst with what replays them."""

import re

import pytest

from host_sim.campaign.mistakes import CampaignMistake
from host_sim.campaign.page import worst
from host_sim.campaign.page.answers import answers
from host_sim.campaign.page.chart import Axis
from host_sim.campaign.page.page import render
from host_sim.campaign.page.picture import replay
from host_sim.campaign.page.statistics import quantile, steps, wilson
from host_sim.campaign.pump import simulate
from tests.campaign.campaigns import TINY, read

NASTY = TINY.replace('title = "Tiny"', 'title = "<b>Tiny</b> & co"')


@pytest.fixture(scope="module")
def rows() -> list[dict]:
    return [simulate(read(NASTY), seed) for seed in range(1, 21)]


@pytest.fixture(scope="module")
def page(rows: list[dict]) -> str:
    return render(read(NASTY), rows, "my campaigns/tiny.toml")


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilson(hits: int, of: int, low: float, high: float) -> None:
    """81 of 263: Newcombe 1998, table I."""
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_a_distribution_and_its_quantiles() -> None:
    assert steps([3.0, 1.0], 4) == [(1.0, 0.25), (3.0, 0.5)]
    assert quantile([1.0, 2.0, 4.0], 0.75) == 3.0
    with pytest.raises(ValueError, match="of nothing"):
        quantile([], 0.5)


@pytest.mark.parametrize(
    ("axis", "ticks"),
    [
        (Axis(0, 100, ""), [0, 20, 40, 60, 80, 100]),
        (Axis(-12, 24, ""), [-10, 0, 10, 20]),
        (Axis(0.3, 40, "", log=True), [0.5, 1, 2, 5, 10, 20]),
        (Axis(-0.6, 2.6, "", whole=True), [0, 1, 2]),
    ],
)
def test_round_figures_stand_at_an_axis(axis: Axis, ticks: list[float]) -> None:
    assert axis.ticks() == ticks


def test_it_needs_nothing_from_outside_and_runs_nothing(page: str) -> None:
    assert "://" not in page
    assert not re.search(r"<(script|link|img|iframe)|@import|url\(", page)
    assert "<b>Tiny</b>" not in page and "&lt;b&gt;Tiny&lt;/b&gt; &amp; co" in page


def test_the_headline_is_the_first_question(page: str, rows: list[dict]) -> None:
    (answer,) = answers(read(NASTY), rows)
    below = [row for row in rows if row["below_50_h"] is not None]
    assert answer.of == len(below) > 3
    assert answer.hits == sum((row["lead_50_h"] or -1) > 0 for row in below)
    assert f'<div class="share">{answer.percent()}</div>' in page
    assert answer.interval() in page


def test_it_has_the_charts_that_were_asked_for(page: str) -> None:
    for title in (
        "Lead of WITHDRAWAL against the true effect",
        "Dose error against head gain",
        "Width of the bounds after power cuts",
        "Flash and battery at seven years",
    ):
        assert f"<h2>{title}</h2>" in page


def test_the_worst_come_with_seed_picture_and_command(page: str, rows: list[dict]) -> None:
    shown = [int(seed) for seed in re.findall(r"<h3>Pump (\d+):", page)]
    known = [row for row in rows if row["lead_50_h"] is not None]
    ordered = sorted(known, key=lambda row: (row["lead_50_h"], row["seed"]))
    assert shown == [row["seed"] for row in ordered][:10]
    for seed in shown:
        command = "python -m host_sim campaign &#x27;my campaigns/tiny.toml&#x27; --pump %d"
        assert command % seed in page
        assert f'aria-label="Pump {seed}"' in page
    assert worst.worst(read(NASTY), rows, 2) == ordered[:2]


def test_what_never_came_is_worse_than_what_came_late(rows: list[dict]) -> None:
    below = [row for row in rows if row["below_50_h"] is not None]
    changed = [below[0] | {"lead_50_h": -9.0}, below[1] | {"lead_50_h": None}, *below[2:]]
    line = 'worst_among = ["below_50_h known"]'
    among = read(NASTY.replace("days = 4", "days = 4\n" + line))
    assert worst.worst(among, changed, 2) == [changed[1], changed[0]]
    assert worst.worst(read(NASTY), changed, 1) == [changed[0]]


def test_a_picture_is_drawn_of_the_pump_of_the_row_only(rows: list[dict]) -> None:
    with pytest.raises(CampaignMistake, match="pump 1: its replay is another than its row"):
        replay(read(NASTY), rows[0] | {"delivered_ug": 1.0})
