"""docs/commands.md says what the tables say."""

from host_sim.reference import commands as manual
from host_sim.reference.pages import write
from pump.commands import simulate
from pump.commands.tree import SUBSYSTEMS
from pump.wire.table import Rows, Table
from tests.commands.ports import Port


def test_the_page_is_not_stale() -> None:
    assert write("commands", check=True) == [], "make commands"


def test_every_header_is_in_it_once() -> None:
    text = manual.page()
    rows = list(Table(*SUBSYSTEMS, simulate.rows(Port().bench)).rows)
    assert len(rows) > 150
    for row in rows:
        assert text.count(f"| `{row.pattern}` |") == 1, row.pattern


def test_a_row_that_changes_changes_it(monkeypatch) -> None:
    rows = Rows()

    @rows.row("DOG:BARK", 2)
    def bark(_ctx) -> None:
        """Bark once."""

    assert bark.__doc__
    monkeypatch.setattr(manual, "SUBSYSTEMS", (*SUBSYSTEMS, rows))
    assert "| `DOG:BARK` |  | PRESCRIBE | Bark once. |\n" in manual.page()
    assert write("commands", check=True) == ["docs/commands.md"]
