"""Rule 4 of the house: time is an argument. No part keeps a clock; who has something due says when.

That the pump's `next_due` is the least of them is tests/core/test_next_due.py's.
"""

import ast

from tests.core.test_next_due import DUE
from tests.house.files import below, name
from tests.house.import_rules import imports
from tests.house.time_rules import awaited, clocks, telling

CORE = {name(path): path.read_text() for path in below("firmware/pump/core")}
PURE = {
    name(path): path.read_text()
    for path in below("firmware/pump/wire", "firmware/pump/store", "firmware/pump/commands")
} | CORE
EXCEPTIONS = {
    "Pump.day": "the moment of the last `advance`, at which orders act; no part reads it",
    "Pump.ms": "the same",
    "Ahead._day": "the moment of one look ahead, and never another one",
    "Ahead._ms": "the same",
    "NullLog._day": "the moment of a record that is replayed, and never another one",
    "NullLog._ms": "the same",
    "TherapyState.now": "the state that holds now, no moment",
}


def test_no_part_of_the_core_keeps_a_clock() -> None:
    found = [field for text in CORE.values() for field in clocks(text)]
    assert sorted(found) == sorted(EXCEPTIONS)


def test_no_clock_is_imported() -> None:
    assert len(PURE) > 80
    for path, text in PURE.items():
        modules = {module for _, module, _ in imports(path, ast.parse(text))}
        assert not modules & {"time", "datetime", "machine", "utime"}, path


def test_whoever_waits_for_a_moment_tells_it() -> None:
    waits = set().union(*(awaited(text) for text in CORE.values()))
    tells = set().union(*(telling(text) for text in CORE.values()))
    assert waits
    assert waits <= tells


def test_the_pump_is_compared_with_everyone_who_tells() -> None:
    tells = set().union(*(telling(text) for text in CORE.values()))
    assert tells == {*DUE, "Pump"}


def test_the_checks_see() -> None:
    text = (
        "class A:\n"
        "    def act(self, day):\n"
        "        self._now = day\n"
        "        self.ticks_ms, self.ms = day, 1\n"
        "        self._paused_until = day\n"
    )
    assert clocks(text) == ["A._now", "A.ticks_ms", "A.ms"]
    assert awaited(text) == {"A"}
    assert telling(text) == set()
    assert telling(text + "    def next_due(self): return self._paused_until") == {"A"}


def test_the_checks_let_pass() -> None:
    text = (
        "class A:\n"
        "    def act(self, day, now):\n"
        "        self.fill_day = day\n"
        "        self.left_ms = now - day\n"
        "        ms = self.part.ms\n"
    )
    assert clocks(text) == []
    assert awaited(text) == set()
