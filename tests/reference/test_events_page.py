"""docs/events.md: every line that the pump can write, with an example that it wrote."""

import ast
import re
from pathlib import Path

import pytest

from host_sim.reference import event_play, events_page
from host_sim.reference.event_words import TOLD, figure
from host_sim.reference.pages import write
from host_sim.reference.raised import FIRMWARE
from pump.core import events
from tests.scenarios.test_shipped_scenarios import download
from tools.pumpctl.recount import _WORDS
from tools.pumpctl.stored import read
from tools.pumpctl.verify import Expected, verify

SOURCE = Path(events.__file__).read_text()
OWN = {events_page.ALARM, events_page.FIRMWARE_FAULT}


@pytest.fixture(scope="module")
def bench():
    return event_play.played()


def worded() -> set[str]:
    """Every word that core/events writes: the table's, and those in a line of its own."""
    own = set(re.findall(r'"%s ([A-Z_]+) %s', SOURCE))
    return {row[0] for row in events.TABLE.values()} | own


def test_the_page_is_not_stale() -> None:
    assert write("events", check=True) == [], "make events"


def test_every_line_that_events_words_is_told_of() -> None:
    assert set(TOLD) == set(events.TABLE)
    assert worded() == {row[0] for row in events.TABLE.values()} | OWN
    for word, *figures in events.TABLE.values():
        assert all(figure(word, name) for name in figures)


def test_nothing_else_writes_a_line() -> None:
    """Lines come from three functions, each of them in core/events."""
    made = re.findall(r"^def (\w*line)\(", SOURCE, re.M)
    assert made == ["line", "alarm_line", "firmware_fault_line"]


def hand_made(source: str) -> list[str]:
    """What add_line is handed, where no function of core/events has worded it."""
    nodes = list(ast.walk(ast.parse(source)))
    worded_as: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            worded_as.setdefault(ast.unparse(node.targets[0]), set()).add(ast.unparse(node.value))
    calls = [node for node in nodes if isinstance(node, ast.Call) and node.args]
    handed = [
        ast.unparse(call.args[-1])
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "add_line"
    ]
    ours = re.compile(r"events\.\w*line\(.*\)", re.S)
    return [each for each in handed if not all(map(ours.fullmatch, worded_as.get(each, {each})))]


def test_every_line_added_is_worded_by_events() -> None:
    found = {path.name: hand_made(path.read_text()) for path in FIRMWARE.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert hand_made("log.add_line(0, 0, b'D0 NEW')") == ["b'D0 NEW'"]
    assert hand_made("line = b'D0 NEW'\nlog.add_line(0, 0, line)") == ["line"]
    assert hand_made("line = events.x_line(0)\nlog.add_line(0, 0, line)") == []


def test_verify_log_knows_every_word() -> None:
    assert worded() == set(_WORDS)


def test_a_pump_wrote_every_one_and_its_log_is_sound(bench) -> None:
    log, other = download(bench), download(event_play.screened())
    both = (log + other).splitlines()
    words = {line.split(b" ")[2].decode() for line in both if line[:1] == b"D"}
    assert words >= worded()
    assert verify(read(other), Expected()).differs == []
    report = verify(read(log), Expected())
    assert [note.text[:11] for note in report.differs] == ["incomplete:"]  # MISSING tells it
    assert not [note for note in report.remarks if "not known" in note.text]


def test_the_faults_are_in_the_fault_log_too(bench) -> None:
    kept = bench.hal.files.read("fault.a").decode()
    for code in events.FAULTS:
        assert f" {events.TABLE[code][0]} " in kept
    assert " FIRMWARE_FAULT " in kept
    for code in set(events.TABLE) - set(events.FAULTS):
        assert f".000 {events.TABLE[code][0]} " not in kept


def test_an_order_that_the_pump_refuses_ends_the_play(bench) -> None:
    with pytest.raises(ValueError, match="RES:FILL 99 L"):
        event_play._say(bench, ("RES:FILL 99 L,500 UG/ML",))
