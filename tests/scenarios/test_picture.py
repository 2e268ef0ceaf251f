"""The picture of a report: the panels' traces as SVG."""

from datetime import datetime
from xml.etree import ElementTree

import pytest

from host_sim.recording.summary import Summary
from host_sim.report.figure import draw
from host_sim.report.picture import SHOWN, WIDTH, picture
from host_sim.report.svg import Plot, traces
from host_sim.scenario.parser import parse
from host_sim.scenario.play import play
from tests.scenarios.played import FILLED

_SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def dry() -> Summary:
    return play(parse(FILLED.replace("fill 18 mL", "fill 2.4 mL") + "wait 3 d\n", "dry.txt"))


def test_it_is_whole_and_names_its_panels_and_their_keys(dry: Summary) -> None:
    root = ElementTree.fromstring(picture(dry))
    words = {text.text for text in root.iter(_SVG + "text")}
    for panel in draw(dry):
        if panel.name in SHOWN:
            assert panel.title in words
            assert {key[2] for key in panel.key} <= words


def test_nothing_leaves_the_picture(dry: Summary) -> None:
    root = ElementTree.fromstring(picture(dry))
    height = float(root.attrib["viewBox"].split()[3])
    drawn = [each for name in ("polyline", "polygon") for each in root.iter(_SVG + name)]
    pairs = [pair.split(",") for each in drawn for pair in each.attrib["points"].split()]
    assert len(pairs) > 100
    assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= height for x, y in pairs)


def test_a_line_stands_where_its_values_are(dry: Summary) -> None:
    [panel] = [each for each in draw(dry) if each.name == "reservoir"]
    plot = Plot(panel, (datetime(2030, 1, 1), datetime(2030, 1, 3)), 100)  # noqa: DTZ001
    assert plot.y(0.0) == plot.bottom
    assert plot.top < plot.y(2.4) < plot.y(2.0) < plot.bottom
    [line] = [each for each in traces(plot) if 'class="line pump"' in each]
    first = line.split('points="')[1].split(" ")[0].split(",")
    assert float(first[1]) == pytest.approx(plot.y(2.4), abs=0.5)


def test_both_schemes_have_every_role(dry: Summary) -> None:
    light, dark = picture(dry).split("@media (prefers-color-scheme: dark)")
    for role in ("pump", "truth", "low", "medium", "high", "ink"):
        assert f"--{role}: " in light
        assert f"--{role}: " in dark


def test_a_scenario_in_which_nothing_happens_has_no_picture() -> None:
    with pytest.raises(ValueError, match="no view to draw"):
        picture(play(parse(FILLED + "wait 1 d\n", "x.txt")))
