"""docs/states.md and its picture say what the table of states says."""

import re
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from host_sim.cli import app
from host_sim.reference import pages, states_page, states_picture, states_table
from pump.core.therapy import states
from pump.core.therapy.states import FAULT, IDLE, ORDERS, RUN, STATES, STOPPED, SUSPENDED
from tests.house.files import ROOT


def other_table(order: int, state: int, to: int) -> tuple:
    """The table with one entry changed."""
    rows = [list(row) for row in states.TABLE]
    rows[order][state] = to
    return tuple(tuple(row) for row in rows)


def test_they_are_not_stale() -> None:
    assert pages.write("states", check=True) == [], "make states"


def test_an_entry_that_changes_changes_both(monkeypatch) -> None:
    monkeypatch.setattr(states, "TABLE", other_table(states.STOP, SUSPENDED, IDLE))
    monkeypatch.setitem(states_picture._ROUTES, (SUSPENDED, IDLE), (((0, 0), (9, 0)), (4, 0)))
    assert pages.write("states", check=True) == ["docs/states.md", "docs/states.svg"]


def test_check_writes_nothing_and_says_what_is_stale(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(pages, "DOCS", tmp_path)
    told = CliRunner().invoke(app, ["references", "states", "--check"])
    assert (told.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "docs/states.md, docs/states.svg: stale: make states" in told.output
    assert CliRunner().invoke(app, ["references", "states"]).exit_code == 0
    assert (tmp_path / "states.md").read_text() == states_page.page()
    assert CliRunner().invoke(app, ["references", "states", "--check"]).exit_code == 0


def test_every_order_has_a_row_with_its_states() -> None:
    rows = dict(re.findall(r"^\| ([A-Z_]+) \| (.*) \|$", states_page.page(), re.M))
    assert list(rows) == [*ORDERS]
    for order, name in enumerate(ORDERS):
        cells = [cell.strip("* ") for cell in rows[name].split("|")][1:6]
        for state, cell in enumerate(cells):
            if states.possible(state, order):
                assert cell == STATES[states.after(state, order)]
            else:
                assert cell == ("refused" if order in states_table.PEOPLE else "–")


def test_a_refusal_names_its_next_step() -> None:
    assert "| *refused* | DEL:STOP first |\n" in states_page.page()
    assert '`213,"Wrong state;..."`' in states_page.page()


def texts(svg: str, css: str) -> list[str]:
    names = {"svg": "http://www.w3.org/2000/svg"}
    return [
        each.text or ""
        for each in ElementTree.fromstring(svg).findall("svg:text", names)
        if css in (each.get("class") or "").split()
    ]


def test_the_picture_has_every_state_and_every_order_of_every_arrow() -> None:
    svg = states_picture.picture()
    carried = states_table.arrows()
    assert sorted(texts(svg, "name")) == sorted(STATES)
    expected = sorted(ORDERS[order] for orders in carried.values() for order in orders)
    legend = ["ORDER of a person", "ORDER of the pump itself"]
    assert sorted(texts(svg, "order")) == sorted(expected + legend)
    assert svg.count("marker-end") == len(carried) == 12


def test_what_stays_is_told_in_its_box() -> None:
    words = " ".join(texts(states_picture.picture(), "stays"))
    for state, name in enumerate(STATES):
        own = words.split(f"stays {name} on ")[1].split(" stays ")[0]
        assert re.findall(r"\w+", own) == [ORDERS[order] for order in states_table.stays(state)]


def test_an_arrow_that_is_not_drawn_is_told(monkeypatch) -> None:
    monkeypatch.setattr(states, "TABLE", other_table(states.SUSPEND, IDLE, SUSPENDED))
    with pytest.raises(KeyError):
        states_picture.picture()


def test_no_way_is_drawn_for_nothing() -> None:
    assert set(states_picture._ROUTES) == set(states_table.arrows())


def test_it_is_told_in_light_and_in_dark() -> None:
    light, dark = states_picture.picture().split("@media (prefers-color-scheme: dark) {")
    for name in (".card", ".behind", ".name", ".people", ".pump", ".way.pump", ".run", ".fault"):
        rule = re.compile(rf"^ *{re.escape(name)} \{{ (.*) \}}$", re.M)
        assert rule.search(light)[1] != rule.search(dark)[1]


def test_the_arrows_of_a_running_pump() -> None:
    """Read once by hand, so that the two checks above rest on something."""
    carried = states_table.arrows()
    assert [to for state, to in carried if state == RUN] == [SUSPENDED, STOPPED, FAULT]
    assert carried[(FAULT, RUN)] == [states.START, states.RETRY]


@pytest.mark.parametrize("document", ["docs/design/code_overview.md", "docs/commands.md"])
def test_it_is_linked(document: str) -> None:
    assert "states.md)" in (ROOT / document).read_text()
