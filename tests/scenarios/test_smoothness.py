"""How evenly a recording flowed: against every window tried by fractions, and against pumpctl."""

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from host_sim.commands import trumpet as command
from host_sim.commands.job import write_record
from host_sim.recording.metered import metered
from host_sim.recording.recorder import Recording
from host_sim.report.page import render
from host_sim.report.smoothness import WINDOWS_MIN, smoothness
from host_sim.report.trumpet_picture import curves
from host_sim.scenario.parser import parse
from host_sim.scenario.play import play
from tests.house.files import ROOT
from tests.tools.trumpet_oracle import errors, startup
from tools.pumpctl.trumpet.curve import Period, trumpet
from tools.pumpctl.trumpet.records import read

HOUR = 3_600_000
STEP_PL = Fraction(15_625)
EVEN = """# A pump that flows evenly
pump 20 mL
sample every 30 s
prime with 500 ug/mL
fill 18 mL of 500 ug/mL
prescribe constant 300 ug/d at 500 ug/mL
start
"""


@pytest.fixture(scope="module")
def played():
    return play(parse(EVEN + "wait 9 h\nexpect steps exact\n", "even.txt"))


def told(record, tmp_path):
    """The record as pumpctl reads it."""
    path = tmp_path / "record.csv"
    write_record(record, None, path)
    return read(path.read_text(), 64_000)


def test_every_window_is_looked_at_and_pumpctl_finds_the_same(played, tmp_path):
    found = smoothness(played.recording)
    record = told(played.recording, tmp_path)
    assert record.steady is not None
    flow = record.steady
    assert found is not None and found.rate_pl_per_day == flow.rate_pl_per_day == 600_000_000
    begin = flow.begin_ms + 2 * HOUR
    analysis = Period(flow.rate_pl_per_day, begin, flow.end_ms)
    assert len(record.tracks) == 3
    for curve, track in zip((found.steps, found.encoder, found.volume), record.tracks, strict=True):
        due = Fraction(600_000_000, 86_400_000) / track.unit_pl
        samples = dict(zip(track.times_ms, track.most, strict=True))
        assert [share for _, share in startup(samples, due, flow.begin_ms, begin)] == curve.startup
        assert list(curve.trumpet) == list(WINDOWS_MIN[:-1])
        for minutes, extremes in curve.trumpet.items():
            wanted = errors(samples, due, minutes, begin, flow.end_ms)
            assert extremes == (min(wanted), max(wanted)), (track.name, minutes)
            theirs = trumpet(track, analysis, minutes)
            assert (theirs.lowest, theirs.highest) == extremes


def test_whole_steps_and_rollers_are_told_apart(played):
    """A roller takes 40 min: it is most of a short window's error, and none of six hours'."""
    found = smoothness(played.recording)
    assert found is not None
    assert found.steps.trumpet[2] == (Fraction(-1, 160), Fraction(1, 80))
    low, high = found.volume.trumpet[2]
    assert -0.25 < low < -0.248 and 0.248 < high < 0.25
    low, high = found.volume.trumpet[360]
    assert -1e-6 < low <= high < 1e-6


def test_metering_alone_gives_what_the_pump_gives(played):
    alone = metered(600_000_000, 9 * HOUR, 30_000)
    mine, theirs = smoothness(alone), smoothness(played.recording)
    assert mine is not None and theirs is not None
    assert mine.steps.startup == theirs.steps.startup
    assert mine.steps.trumpet == theirs.steps.trumpet


def test_below_the_least_flow_steps_are_those_of_arithmetic():
    found = smoothness(metered(20_000_000, 12 * HOUR, 30_000))
    assert found is not None
    assert found.steps.trumpet[2] == (Fraction(-7, 16), Fraction(1, 8))
    assert found.steps.trumpet[5] == (Fraction(-1, 10), Fraction(1, 8))


def test_a_bolus_a_pause_and_coarse_samples_are_in_no_curve():
    text = EVEN + "wait 3 h\n> DEL:BOL 10 UG,600 S,CONFIRM\nwait 1 h\nwait 5 h\n"
    found = smoothness(play(parse(text, "bolus.txt")).recording)
    assert found is not None
    assert max(found.steps.trumpet) == 60  # of the five hours and more that came later
    assert all(abs(error) < 0.02 for pair in found.steps.trumpet.values() for error in pair)
    coarse = text.replace("every 30 s", "every 1 min")
    assert smoothness(play(parse(coarse, "coarse.txt")).recording) is None
    assert smoothness(play(parse(EVEN + "wait 2 h", "short.txt")).recording) is None
    assert smoothness(Recording(30_000)) is None


def test_a_report_shows_it_where_the_samples_are_close(played):
    page = render(played, [])
    assert "How evenly it flowed" in page and "no claim to it is made" in page
    coarse = play(parse(EVEN.replace("30 s", "1 h") + "wait 9 h", "coarse.txt"))
    assert "How evenly it flowed" not in render(coarse, [])


def test_nothing_leaves_the_picture(played):
    found = smoothness(played.recording)
    assert found is not None
    root = ElementTree.fromstring(curves([found, found]))
    wide, tall = (float(each) for each in root.attrib["viewBox"].split()[2:])
    drawn = [each.attrib["points"] for each in root if each.tag.endswith("polyline")]
    pairs = [pair.split(",") for points in drawn for pair in points.split()]
    assert len(pairs) > 1000
    assert all(0 <= float(x) <= wide and 0 <= float(y) <= tall for x, y in pairs)


SHOWN = (2, 11, 31, 60, 360, 1440)


def cell(low, high):
    """Errors as docs/trumpet.md shows them: tenths of a percent."""
    tenths = [round(each * 1000) for each in (low, high)]
    if tenths == [0, 0]:
        return "0.0"
    if -tenths[0] == tenths[1]:
        return f"±{tenths[1] / 10:.1f}"
    return f"{tenths[0] / 10:+.1f} to {tenths[1] / 10:+.1f}"


def rows(found):
    """The table of docs/trumpet.md."""
    for each in found:
        for curve, name in ((each.steps, "whole steps"), (each.volume, "rollers")):
            cells = [cell(*curve.trumpet[minutes]) for minutes in SHOWN]
            yield f"| {each.rate_pl_per_day / 1e9:g} mL/d: {name} | {' | '.join(cells)} |"


@pytest.mark.req("S49", "C-20")
def test_the_documents_picture_and_table_are_those_of_five_rates(tmp_path):
    records = command.recordings()
    found = command.judged(records)
    rates = [each.rate_pl_per_day / 1e9 for each in found]
    assert rates == [0.02, 0.048, 0.6, 2.4, 24]
    assert all(list(each.steps.trumpet) == list(WINDOWS_MIN) for each in found)
    assert not command.stale(command.picture(found)), "make trumpet"
    page = (ROOT / "docs/trumpet.md").read_text()
    assert [row for row in rows(found) if row not in page] == []
    for path in command.write_records(records, tmp_path):
        assert read(path.read_text(), 64_000).steady is not None
