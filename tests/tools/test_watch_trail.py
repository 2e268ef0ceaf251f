"""What was watched, in bounded memory, its sparkline, and the bars: figures by hand."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host_sim.reference.alarm_steps import TOLD
from tests.tools import alarm_step_texts
from tools.pumpctl.present.watch.alarm_steps import STEPS
from tools.pumpctl.present.watch.bars import band_bar, interval_bar, round_top, vessel_bar
from tools.pumpctl.present.watch.signs import BLOCKS, PLAIN, packed
from tools.pumpctl.present.watch.spans import span
from tools.pumpctl.present.watch.trail import SAMPLES, Trail, sparkline


def trail(values, every_s=1):
    made = Trail()
    for at, value in enumerate(values):
        made = made.with_value(at * every_s, None if value is None else Decimal(value))
    return made


def line(values, width, top=7):
    return sparkline(trail(values), Decimal(top), width, PLAIN)


def test_a_sign_for_each_value_and_one_of_its_own_for_nothing():
    assert line([0, 1, 2, 3, 4, 5, 6, 7], 8) == "_" + PLAIN.levels[1:] + PLAIN.levels[-1]
    assert line(["0.001", 0], 8) == "._"
    assert sparkline(trail([0, 7]), Decimal(7), 2, BLOCKS) == "▁█"


def test_what_nobody_knows_is_a_gap():
    assert line([7, None, 7], 8) == "# #"
    assert line([7, "Infinity", 7], 8) == "# #"
    assert trail([None]).ends() is None


def test_a_stretch_without_a_look_is_a_gap():
    assert sparkline(trail([7, 7], every_s=3), Decimal(7), 9, PLAIN) == "#  #"


@pytest.mark.parametrize("width", [1, 7, 20, 100, 240])
def test_it_is_as_wide_as_there_is_room_for(width):
    assert len(line([5] * 200, width)) == min(width, 200)


@pytest.mark.parametrize("odd", [0, 7])
def test_neither_a_short_peak_nor_a_short_gap_is_lost(odd):
    values = [3] * 1000
    values[500] = odd
    assert len(set(line(values, 40))) == 2


def test_when_it_is_full_each_sample_stands_for_twice_the_time():
    full = trail([1] * SAMPLES)
    assert (full.stride_s, len(full.samples)) == (1, SAMPLES)
    more = full.with_value(SAMPLES, Decimal(9))
    assert (more.stride_s, len(more.samples)) == (2, SAMPLES // 2 + 1)
    assert more.samples[-1] == (9, 9)
    assert more.span_s() == SAMPLES + 2
    assert len(full.samples) == SAMPLES  # whoever draws the one before is not disturbed


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 99)), min_size=1, max_size=60))
def test_memory_is_bounded_and_the_ends_are_kept(steps):
    made, at_s = Trail(), 0
    for pause_s, value in steps:
        at_s += pause_s
        made = made.with_value(at_s, Decimal(value))
    assert len(made.samples) <= SAMPLES
    values = [value for _, value in steps]
    assert made.ends() == (min(values), max(values))
    assert made.span_s() - made.stride_s <= at_s < made.span_s()


# Bars --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("least", "most", "drawn"),
    [
        (0, 0, ".........."),
        (5, 5, "#####....."),
        (5, 7, "#####==..."),
        (0, 10, "=========="),
        (Decimal("5.01"), Decimal("5.02"), "#####=...."),
        (10, 10, "##########"),
        (12, 13, "#########="),
    ],
)
def test_an_interval_has_two_ends(least, most, drawn):
    assert interval_bar(least, most, 10, 10, PLAIN, "").plain == drawn


@pytest.mark.parametrize(
    ("volume", "drawn"),
    [(20, "##E#L###############"), (0, "..E.L..............."), (3, "##E.L...............")],
)
def test_a_vessel_has_its_thresholds_where_they_are(volume, drawn):
    assert vessel_bar(volume, 20, (("E", 2), ("L", 4)), 20, PLAIN, "").plain == drawn


@pytest.mark.parametrize("low", [0, 2, 20, 30])
def test_no_two_thresholds_stand_in_one_cell(low):
    bar = vessel_bar(9, 20, (("E", 2), ("L", low)), 8, PLAIN, "").plain
    assert (bar.count("E"), bar.count("L"), len(bar)) == (1, 1, 8)


def test_a_band_has_its_value_and_lines_with_figures():
    bar = band_bar(95, (90, 110), (50, 80), 150, 30, PLAIN).plain
    assert bar == "........50|...80|.=O===......."
    covered = band_bar(80, (60, 200), (50, 80), 150, 30, PLAIN).plain
    assert covered == "........50|.====O============="


@pytest.mark.parametrize("cells", range(4, 60))
@pytest.mark.parametrize("band", [(90, 100), (110, 128), (0, 150), (118, 119)])
def test_a_figure_is_whole_or_not_there(cells, band):
    bar = band_bar(band[0], band, (50, 80, 130), 150, cells, PLAIN).plain
    assert len(bar) == cells
    assert set(re.findall(r"\d+", bar)) <= {"50", "80", "130"}


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (1, 1), (Decimal("1.501"), 2), (7, 8), (81, 100), (1501000, 2000000)]
)
def test_a_bar_ends_at_a_round_figure(value, top):
    assert round_top(value) == top


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.9, "59 s"),
        (1752, "29 min 12 s"),
        (3600, "1 h"),
        (3605, "1 h"),
        (86_399, "23 h 59 min"),
        (1_641_600, "19 d"),
        (-5, "0 s"),
    ],
)
def test_a_span_is_two_units(seconds, words):
    assert span(seconds) == words


def test_parts_are_broken_between_and_never_within():
    assert packed(("one", "two", "three"), 8) == ["one; two", "three"]
    assert packed(("much too long", "a"), 5) == ["much too long", "a"]


def test_the_steps_are_those_of_the_alarms_page():
    assert alarm_step_texts.FILE.read_text() == alarm_step_texts.text(), alarm_step_texts.__doc__
    assert {name: told.do.replace("`", "") for name, told in TOLD.items()} == STEPS
