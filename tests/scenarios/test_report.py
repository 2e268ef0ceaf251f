"""The report: whole without a network, with what it must say."""

import json
import re
from pathlib import Path

import pytest

from host_sim.recording.summary import Summary
from host_sim.report.figure import draw
from host_sim.report.page import NOTES, render, write
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


def test_it_opens_without_a_network(page: str) -> None:
    shell = re.sub(r"<script>/\*\*.*?</script>", "", page, count=1, flags=re.DOTALL)
    assert len(shell) < len(page) / 2
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", shell)
    assert "plotly.js v" in page
    assert "Plotly.newPlot" in shell


def test_it_names_what_was_played(page: str) -> None:
    assert "<h1>A pump that runs</h1>" in page
    assert "First line. Second &lt;line&gt;." in page
    assert "Every expectation of the scenario held" in page
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


def test_the_figure_has_its_panels_on_one_time_axis(empty: Summary) -> None:
    figure = draw(empty)
    layout = figure.to_dict()["layout"]
    assert {"yaxis", "yaxis2", "yaxis3", "yaxis4"} <= set(layout)
    assert not any(name.startswith("xaxis") and name != "xaxis" for name in layout)
    assert layout["hovermode"] == "x unified"
    names = [trace.name for trace in figure.data]
    for name in (
        "rate in force",
        "calculated by the pump",
        "forecast, reference patient",
        "the plant's patient (truth)",
        "empty",
    ):
        assert name in names
    bars = {trace.name for trace in figure.data if trace.type == "bar"}
    assert bars == {"LOW", "MEDIUM", "HIGH"}


def test_numbers_of_the_figure_are_those_of_the_record(empty: Summary) -> None:
    data = json.loads(draw(empty).to_json())["data"]
    names = [trace.get("name") for trace in data]
    level = draw(empty).data[names.index("calculated by the pump")].y
    assert level[0] == 0
    assert max(level) == 2.4
    assert abs(level[-1] - 2.0) < 1e-4


def test_a_scenario_without_alarms_says_so() -> None:
    page = render(play(parse(FILLED + "wait 2 d", "x.txt")), [])
    assert "No alarm was raised." in page


def test_writing_makes_the_folder(empty: Summary, tmp_path: Path) -> None:
    path = tmp_path / "a/b/c.html"
    write(empty, [], path)
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_time_without_power_is_a_grey_column() -> None:
    summary = play(parse(FILLED + "wait 3 d\npower off for 20 h\nwait 1 d\n", "x.txt"))
    drawn = draw(summary).to_dict()["layout"]
    columns = [shape for shape in drawn["shapes"] if shape["type"] == "rect"]
    assert [str(columns[0][end]) for end in ("x0", "x1")] == [
        "2030-01-04 00:00:00",
        "2030-01-04 20:00:00",
    ]
    bands = [trace for trace in draw(summary).data if str(trace.name).startswith("band: ")]
    assert len(bands) == 2  # not one area across the gap
    assert all(value is not None for band in bands for value in band.y)
    assert "power off" in [note["text"] for note in drawn["annotations"]]
    page = render(summary, [])
    assert "In a grey column the power was off." in page
    assert "power off for 20 h" in page
    assert "4 d 20 h, 1 power cut" in page
    assert summary.as_dict()["power_off"] == [{"from_ms": 259_200_000, "to_ms": 331_200_000}]


def test_without_a_cut_there_is_no_word_of_power(empty: Summary, page: str) -> None:
    assert "grey column" not in page
    assert "power cut<" not in page
    assert empty.as_dict()["power_off"] == []
