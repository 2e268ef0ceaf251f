"""Rules 1 and 2 of the house: parts are held, not extended; who owns a field writes it."""

import pytest

from tests.house.files import ROOT, below, name
from tests.house.ownership import foreign_writes, inherited

CORE = [name(path) for path in below("firmware/pump/core")]


def test_no_class_of_the_core_inherits_another() -> None:
    assert len(CORE) > 50
    assert inherited({path: (ROOT / path).read_text() for path in CORE}) == []


def test_every_field_is_written_by_its_owner() -> None:
    found = {path: foreign_writes((ROOT / path).read_text()) for path in CORE}
    # what takes an order back restores every field, whoever owns it: none is given another value
    assert len(found.pop("firmware/pump/core/undo.py")) == 2
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_outside_the_core_nobody_writes_a_field_of_the_pump() -> None:
    """But for the staged prescription: a form that its commands fill in, and then tell of."""
    written = [
        line
        for path in below("firmware/main.py", "firmware/pump/app", "firmware/pump/commands")
        for line in foreign_writes(path.read_text())
        if "pump." in line
    ]
    assert written
    assert [line for line in written if "ctx.pump.staged." not in line] == []


@pytest.mark.parametrize(
    "text",
    [
        "from core import Base\nclass B(Base): ...",
        "class A: ...\nclass B(A): ...",
        "class A: ...\nclass B(core.A): ...",
        "class B(dict): ...",
        "class A(Exception): ...\nclass B(A): ...",
        "def make():\n    class B(Base): ...",
        "if TYPE_CHECKING:\n    pass\nelse:\n    class B(Base): ...",
    ],
)
def test_inheritance_is_seen(text: str) -> None:
    assert len(inherited({"x.py": text, "y.py": "class Base: ..."})) == 1


@pytest.mark.parametrize(
    "text",
    [
        "class A: ...",
        "class A():\n    pass",
        "class Refused(Exception): ...",
        "if TYPE_CHECKING:\n    class Log(Protocol): ...",
    ],
)
def test_no_inheritance_is_seen_in(text: str) -> None:
    assert inherited({"x.py": text}) == []


@pytest.mark.parametrize(
    "write",
    [
        "other.x = 1", "other.x += 1", "other.x: int = 1", "a, other.x = 1, 2",
        "[other.x, *self.rest] = 1, 2", "del other.x", "self.part.x = 1", "self.part.x += 1",
        "for other.x in rows: pass", "with file as other.x: pass", "other.rows[0] = 1",
        "other.rows[0][1] += 1", "self.part.rows[0] = 1", "rows = other.rows\n  rows[0] = 1",
        "a, rows = 1, self.part.rows\n  rows[0] = 1", "rows = other.rows\n  rows.append(1)",
        "other.rows.append(1)", "self.part.rows.pop(0)", "made().x = 1",
        "new = Part()\n  new.x = 1", "setattr(other, 'x', 1)", "setattr(self, 'x', 1)",
        "other.__dict__['x'] = 1", "object.__setattr__(other, 'x', 1)", "vars(other)",
        "def late():\n    other.x = 1", "f = lambda: other.rows.append(1)",
        "if other:\n    other.x = 1",
    ],
)  # fmt: skip
def test_a_foreign_write_is_seen(write: str) -> None:
    method = f"class A:\n def act(self, other):\n  {write}"
    assert foreign_writes(method)


@pytest.mark.parametrize(
    "text",
    [
        "def make(pump):\n    pump.day = 1",
        "pump.day = 1",
        "class A:\n    @staticmethod\n    def act(other):\n        other.x = 1",
        "class A:\n    part.x = 1",
        "def act(self):\n    self.x = 1",
    ],
)
def test_a_foreign_write_is_seen_outside_methods(text: str) -> None:
    assert len(foreign_writes(text)) == 1


@pytest.mark.parametrize(
    "write",
    [
        "self.x = 1", "self.x += 1", "self.a, self.b = 1, 2", "del self.x", "self.rows[0] = 1",
        "self.rows.append(1)", "rows = self.rows\n  rows[0] = 1", "rows = []\n  rows.append(other)",
        "x = other.x", "x = other.rows[0]", "other.act(1)", "self.part.act(self.x)",
        "rows = sorted(other.rows)\n  rows.pop()", "other = self", "rows[0] = 1",
        "self.rows = other.rows + [1]", "def late():\n    self.x = 1", "other.add(1)",
    ],
)  # fmt: skip
def test_no_foreign_write_is_seen_in(write: str) -> None:
    assert foreign_writes(f"class A:\n def act(self, other, rows):\n  {write}") == []
