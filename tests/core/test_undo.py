"""An order that is taken back has not happened: whatever it was, down to the last field."""

import ast
import inspect
import textwrap
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.reasons import Refused
from pump.core.undo import Undo
from tests.core.example_share import percent
from tests.core.fields import GIVEN, fields, under
from tests.core.histories import ACTS, DO, HISTORIES, play, world
from tests.core.snapshot import snapshot
from tests.core.used_pumps import PUMPS

NO_ORDERS = ("wait", "stand", "stray")
ORDERS = st.lists(ACTS.filter(lambda act: act[0] not in NO_ORDERS), min_size=1, max_size=3)
MUTABLE = (list, bytearray, dict, set)
# What orders never change in place, with the reason.
VALUES = {
    "Prescription": "in force it is replaced as a whole; staging is no order",
    "Segment": "of a prescription",
    "Program": "a value; what it has summed up of itself stays true",
}


def everything(pump):
    return {path: snapshot(held) for path, held in fields(pump) if not under(path, GIVEN)}


@percent(100)
@given(HISTORIES, ORDERS)
def test_orders_that_are_taken_back_have_not_happened(history, orders):
    """Several of one line too, refused ones among them."""
    there = world()
    play(there, history)
    there.turn.deliver()
    before = everything(there.pump)
    image = there.pump.image()
    undo = Undo(there.pump)
    there.order = lambda call, *figures: call(*figures)
    for what, *figures in orders:
        with suppress(Refused):
            DO[what](there, *figures)
    undo.back()
    assert everything(there.pump) == before
    assert there.pump.image() == image


@pytest.mark.parametrize("pump_of", PUMPS)
def test_whatever_a_pump_holds_and_may_change_is_put_back(pump_of):
    """Every object that can be reached from it: a new part, or a list within one, fails here."""
    pump = pump_of().pump
    undo = Undo(pump)
    parts = {id(part) for part, _ in undo._fields}
    boxes = {id(box) for box, _ in undo._lists} | {id(box) for box, _ in undo._bytes}
    left = []
    for path, thing in reachable(pump):
        if isinstance(thing, MUTABLE):
            if id(thing) not in boxes:
                left.append(path)
        elif id(thing) not in parts and type(thing).__name__ not in VALUES:
            left += [f"{path}.{name}" for name in sorted(rewritten(type(thing)))]
    assert left == []


def test_the_walk_finds_what_is_left_out():
    class Part:
        __module__ = "pump.core.later"

        def __init__(self):
            self.count = 0
            self.box = [[1]]

        def add(self):
            self.count += 1

    there = world()
    there.pump.later = Part()
    found = dict(reachable(there.pump))
    assert found["pump.later"] is there.pump.later
    assert found["pump.later.box"] == [[1]]
    assert found["pump.later.box.0"] == [1]
    assert rewritten(Part) == {"count"}


def reachable(pump):
    """(path, object) of every object of the core, and of every container that can be changed."""
    seen, todo = set(), [("pump", pump)]
    while todo:
        path, thing = todo.pop()
        ours = type(thing).__module__.startswith("pump.core") and hasattr(thing, "__dict__")
        if id(thing) in seen or not (ours or isinstance(thing, (*MUTABLE, tuple))):
            continue
        seen.add(id(thing))
        if ours and type(thing).__name__ in VALUES:
            continue
        if not isinstance(thing, tuple):
            yield path, thing
        if ours:
            inner = thing.__dict__.items()
        elif isinstance(thing, dict):
            inner = thing.items()
        else:
            inner = enumerate(thing)
        todo += [(f"{path}.{name}", each) for name, each in inner]


def rewritten(kind):
    """Fields that a class gives another value after its making."""
    names = set()
    for method in vars(kind).values():
        if not inspect.isfunction(method) or method.__name__ == "__init__":
            continue
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(method)))):
            stores = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
            if stores and isinstance(node.value, ast.Name) and node.value.id == "self":
                names.add(node.attr)
    return names
