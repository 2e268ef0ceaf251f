"""The count of fields sees what a class binds, what it inherits and what it is handed."""

from pathlib import Path

import pytest

from tests.house.fields import FUNCTIONS, Part, parts, table

LEDGER = """
class Ledger:
    def __init__(self):
        self.least = 0
        self.most, self.sequence = 0, 1

    def room(self):
        return self.most - self.least
"""
PUMP = """
from pump.core import units

class Base:
    def __init__(self, ledger):
        self.ledger = ledger

    def later(self):
        return self.state

class Pump(Base):
    def __init__(self, ledger):
        self.state = 0

    def advance(self, order):
        ledger = self.ledger
        ledger.least = self.ledger.most + units.least
        ledger.room()
        self.ledger.room()
        return order.sequence + order.colour

class Apart:
    pass

def look(pump):
    return pump.state
"""


@pytest.fixture
def seen(tmp_path: Path) -> dict[str, Part]:
    core = tmp_path / "firmware/pump/core"
    (core / "motion").mkdir(parents=True)
    (core / "motion/ledger.py").write_text(LEDGER)
    (core / "pump.py").write_text(PUMP)
    return {part.name: part for part in parts(tmp_path)}


def test_its_own_are_bound_here_or_inherited(seen: dict[str, Part]) -> None:
    assert seen["Ledger"].own == {"least", "most", "sequence"}
    assert seen["Pump"].own == {"ledger", "state"}


def test_a_base_sees_what_it_reads_of_who_inherits_it(seen: dict[str, Part]) -> None:
    assert seen["Base"].own == {"ledger", "state"}


def test_handed_are_fields_of_parts_not_methods_nor_modules(seen: dict[str, Part]) -> None:
    fields = {("ledger", "least"), ("ledger", "most"), ("order", "sequence")}
    assert seen["Pump"].handed == fields
    assert seen["Pump"].foreign == {("ledger", "least")}
    assert seen["Pump"].sees == 5


def test_functions_that_are_handed_fields_are_a_row(seen: dict[str, Part]) -> None:
    assert seen[FUNCTIONS].path == "pump.py"
    assert seen[FUNCTIONS].handed == {("pump", "state")}
    assert seen["Apart"].sees == 0


def test_a_class_that_moved_keeps_its_row(tmp_path: Path) -> None:
    for root, place in (("before", "ledger.py"), ("after", "motion/ledger.py")):
        path = tmp_path / root / "firmware/pump/core" / place
        path.parent.mkdir(parents=True)
        path.write_text(LEDGER)
    lines = table(tmp_path / "before", tmp_path / "after").splitlines()
    assert [line.split() for line in lines[1:-1]] == [
        ["motion/ledger.py", "Ledger", "3", "0", "3", "3", "0", "3"]
    ]
