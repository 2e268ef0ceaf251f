"""The report: whole without a network, with what it must say."""

import json
import re
from html import escape
from pathlib import Path
from typing import Any

import pytest

from host_sim.recording.summary import Summary
from host_sim.report.figure import draw
from host_sim.report.page import NOTES, render, write
from host_sim.report.panel import Panel
from host_sim.scenario.parser import parse
from host_sim.scenario.play import play
from tests.scenarios.played import FILLED

SCENARIO = FILLED.replace("fill 18 mL", "fill 2.4 mL") + "wait 3 d\n"


@pytest.fixture(scope="module")
def empty() -> Summary:
    """A pump that ran dry: every panel has something to show."""
    return play(parse(SCENARIO, "dry.txt"))


@pytest.fixture(scope="module")
def page(empty: Summary) -> str:
    return render(empty, ["First line.", "Second <line>."])


def drawn(page: str) -> dict[str, Any]:
    """What page.js gets to draw."""
    told = r'<script id="panels" type="application/json">(.*?)</script>'
    found = re.search(told, page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def panel(summary: Summary, name: str) -> Panel:
    [found] = [each for each in draw(summary) if each.name == name]
    return found


def named(summary: Summary, name: str) -> list[str]:
    return [str(trace.name) for trace in panel(summary, name).figure.data]


def test_it_opens_without_a_network(page: str) -> None:
    shell = re.sub(r"<script>/\*\*.*?</script>", "", page, count=1, flags=re.DOTALL)
    assert len(shell) < len(page) / 2
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", shell)
    assert "plotly.js v" in page
    assert "Plotly.react" in shell


def test_it_names_what_was_played(page: str) -> None:
    assert "<h1>A pump that runs</h1>" in page
    assert "First line. Second &lt;line&gt;." in page
    assert "The scenario expects nothing" in page
    assert "prescribe constant 100 ug/d at 500 ug/mL" in page


def test_it_is_honest(page: str) -> None:
    for note in NOTES:
        assert note in page
    for words in ("model forecast", "reference patient", "calculated", "cannot be detected"):
        assert words in page


def test_alarms_and_forecasts_are_told(page: str) -> None:
    for words in ("RESERVOIR_EMPTY", "WITHDRAWAL", "before empty", "Forecasts, and what came"):
        assert words in page


def test_a_failure_is_shown_with_its_line() -> None:
    page = render(play(parse(FILLED + "expect state STOP", "x.txt")), [])
    assert "An expectation failed" in page
    assert "x.txt:6:1: expected state STOP, found RUN" in page


def test_every_panel_has_its_place_its_key_and_one_time_axis(empty: Summary, page: str) -> None:
    panels = draw(empty)
    assert len({tuple(each.figure.layout.xaxis.range) for each in panels}) == 1
    for each in panels:
        assert f'<div id="panel-{each.name}"></div>' in page
        for _role, _sign, words in each.key:
            assert f"</i>{escape(words)}</li>" in page
    assert "rate in force" in named(empty, "rate")
    assert {"calculated by the pump", "empty"} <= set(named(empty, "reservoir"))
    lines = {"forecast, reference patient", "the plant's patient (truth)"}
    assert lines <= set(named(empty, "effect"))
    assert {"MEDIUM", "HIGH"} <= set(named(empty, "alarms"))


def test_what_the_pump_says_less_the_truth_is_a_panel_of_its_own(empty: Summary) -> None:
    record = empty.recording
    [line] = [each for each in panel(empty, "reservoir-off").figure.data if each.line.width]
    said, true = record.column("reservoir_nl")[-1], record.column("reservoir_truth_nl")[-1]
    assert said is not None and true is not None
    assert line.y[-1] == pytest.approx((said - true) / 1e3, abs=0.01)
    assert max(abs(value or 0) for value in line.y) > 0


def test_numbers_of_the_figure_are_those_of_the_record(empty: Summary) -> None:
    figure = panel(empty, "reservoir").figure
    level = figure.data[named(empty, "reservoir").index("calculated by the pump")].y
    assert max(level) == 2.4
    assert abs(level[-1] - 2.0) < 1e-4


def test_traces_that_share_their_dates_say_where_they_begin_and_end(empty: Summary) -> None:
    told = drawn(render(empty, [], ""))
    lines = [trace for each in told["panels"] for trace in each["data"] if "span" in trace]
    assert len(lines) > 8
    for trace in lines:
        begin, end = trace["span"]
        assert len(trace["y"]) == end - begin <= len(told["dates"])


def test_every_expectation_is_told_with_what_was_found() -> None:
    text = (
        FILLED + "expect state RUN\nstop for maintenance\nstop for maintenance\nexpect rate 0 uL/h"
    )
    summary = play(parse(text + " +- 1 uL/h\nexpect state RUN\n", "x.txt"))
    told = [(each.line, each.held, each.found) for each in summary.expectations]
    assert told == [(6, True, "RUN"), (9, True, "0 uL/h (DEL:RATE?)"), (10, False, "STOP")]
    page = render(summary, [], "")
    for words in ("✓ held", "✗ failed", "expect state RUN", "0 uL/h (DEL:RATE?)", "found: STOP"):
        assert words in page
    assert summary.as_dict()["expectations"] == [vars(each) for each in summary.expectations]


def test_a_latched_alarm_is_drawn_to_its_reset() -> None:
    stalled = "fault stall on\nexpect alarm MOTOR_STALL within 1 h\nfault stall off\nwait 3 h\n"
    text = FILLED + stalled + "reset MOTOR_STALL\nwait 2 h\n"
    summary = play(parse(text, "x.txt"))
    [row] = [row for row in summary.book.rows if row.name == "MOTOR_STALL"]
    assert row.ended_ms is not None and row.latched_ms == row.ended_ms
    assert row.reset_ms == summary.elapsed_ms - 2 * 3_600_000
    [bar] = [each for each in panel(summary, "alarms").figure.data if "latched" in each.name]
    assert bar.x[0] == row.reset_ms - row.latched_ms
    assert "latched until somebody resets it" in render(summary, [], "")


def test_a_latched_alarm_that_nobody_resets_reaches_the_end() -> None:
    summary = play(parse(FILLED + "power off for 1 min\nwait 2 d\n", "x.txt"))
    [row] = [row for row in summary.book.rows if row.name == "RESET"]
    assert row.latched_ms is not None and row.reset_ms is None
    [bar] = [each for each in panel(summary, "alarms").figure.data if "latched" in each.name]
    assert bar.x[0] == summary.elapsed_ms - row.latched_ms


def test_a_scenario_without_alarms_says_so() -> None:
    page = render(play(parse(FILLED + "wait 2 d", "x.txt")), [])
    assert "No alarm was raised." in page


def test_writing_makes_the_folder(empty: Summary, tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.html"
    write(empty, [], path)
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_time_without_power_is_a_grey_column() -> None:
    summary = play(parse(FILLED + "wait 3 d\npower off for 20 h\nwait 1 d\n", "x.txt"))
    for each in draw(summary):
        columns = [shape for shape in each.figure.layout.shapes if shape.type == "rect"]
        [(begin, end)] = [(column.x0, column.x1) for column in columns]
        assert (begin, end) == ("2030-01-04 00:00:00", "2030-01-04 20:00:00")
    bands = [each for each in panel(summary, "effect").figure.data if "band" in str(each.name)]
    assert len(bands) == 4  # two edges a piece: not one area across the gap
    assert all(value is not None for band in bands for value in band.y)
    page = render(summary, [])
    assert "In a grey column the power was off." in page
    assert "power off for 20 h" in page
    assert "4 d 20 h, 1 power cut" in page
    assert summary.as_dict()["power_off"] == [{"from_ms": 259_200_000, "to_ms": 331_200_000}]


def test_without_a_cut_there_is_no_word_of_power(empty: Summary, page: str) -> None:
    assert "grey column" not in page
    assert "power cut<" not in page
    assert empty.as_dict()["power_off"] == []


def test_a_refill_in_somebodys_hands_is_no_difference() -> None:
    """The samples before, within and after it have one moment: the last of them counts."""
    summary = play(
        parse(FILLED + "wait 2 d\nreconcile\nfill 18 mL of 500 ug/mL\nwait 1 d\n", "x.txt")
    )
    record = summary.recording
    moments = zip(record.column("reservoir_nl"), record.column("reservoir_truth_nl"), strict=True)
    assert max(abs((said or 0) - (true or 0)) for said, true in moments) > 100_000
    [line] = [each for each in panel(summary, "reservoir-off").figure.data if each.line.width]
    assert max(abs(value or 0) for value in line.y) < 10


def test_one_mark_tells_all_of_its_moment_and_a_failed_one_has_its_own_symbol() -> None:
    text = FILLED + "expect state RUN\nexpect no alarm\nexpect state STOP\n"
    told = panel(play(parse(text, "x.txt")), "marks").figure.data
    by_name = {trace.name: trace for trace in told}
    [held] = by_name["held"].text
    assert held == "expect state RUN · found: RUN<br>expect no alarm · found: none was raised"
    assert by_name["failed"].text == ("expect state STOP · found: RUN",)
    assert by_name["held"].marker.symbol != by_name["failed"].marker.symbol


def test_priorities_differ_in_height_and_thresholds_in_shape(empty: Summary) -> None:
    """So that neither needs its colour to be told apart."""
    bars = [each for each in panel(empty, "alarms").figure.data if "latched" not in each.name]
    assert len({bar.width for bar in bars}) == len(bars) >= 2
    dots = [each for each in panel(empty, "reservoir").figure.data if each.mode == "markers"]
    assert len({dot.marker.symbol for dot in dots}) == len(dots) >= 2


def test_text_of_a_scenario_cannot_end_the_page_s_data() -> None:
    text = FILLED + 'note "</script><!-- <script>"\nwait 1 h\n'
    page = render(play(parse(text, "x.txt")), [], "")
    assert page.count("<script") == page.count("</script>") == 2
    assert "</script><!-- <script>" in str(drawn(page)["panels"])
