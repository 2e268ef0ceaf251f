"""What is written before an answer and what after it, and room for a line's work between steps."""

import pytest

from pump.core.therapy.states import RUN, STOPPED
from tests.core.bench import HOUR, MIN, MS, S, World


class Line:
    """A host's end of the line, and the session behind it: one order to be carried out."""

    dropped = 0

    def __init__(self, world, order, orders=True, stops=False):
        self._world = world
        self._order = order
        self._orders, self._stops = orders, stops
        self._data = b"AN ORDER\n"
        self.happened = []
        world.hal.link = world.turn.session = self
        self._note(world.hal.states, "save", "image")
        self._note(world.hal.states, "mirror", "second copy")
        self._note(world.hal.journal, "append", "record")
        self._note(world.hal.events, "append_all", "lines")
        self._note(world.motor, "stop", "halt")
        self._note(world.motor, "start", "start")

    def _note(self, thing, name, word):
        call = getattr(thing, name)

        def noted(*arguments):
            self.happened.append(word)
            return call(*arguments)

        setattr(thing, name, noted)

    def read(self):
        data, self._data = self._data, b""
        return data

    def write(self, data):
        self.happened.append("answer")

    def lost(self):
        return False

    def feed(self, data):
        self.happened.append("order")
        self._order()
        return b"1\n"

    def orders(self, data):
        return self._orders

    def stops(self, data):
        return self._stops

    def waiting(self):
        return False


def running(bolus=False):
    world = World()
    world.begin()
    world.wait(HOUR)
    if bolus:
        world.order(world.pump.give_bolus, 50_000, 300_000, True)
        world.wait(30 * S)
    return world


def happened(world, order, **kinds):
    line = Line(world, order, **kinds)
    world.turn.turn()
    return line.happened


@pytest.mark.parametrize("bolus", [False, True])
def test_a_stop_is_halted_journaled_and_answered_before_anything_else_is_written(bolus):
    world = running(bolus)

    def stop():
        world.motor.stop()
        world.pump.hurry()
        world.pump.stop("OVERDOSE")

    found = happened(world, stop, stops=True)
    assert found[:4] == ["order", "halt", "record", "answer"]
    assert [word for word in found[4:] if word != "halt"] == [
        "record",  # what was given of the quantum
        "lines",
        "image",
        "second copy",
    ]
    assert world.pump.state == STOPPED


def test_a_stop_that_no_record_keeps_is_in_an_image_before_its_answer():
    world = running()
    world.hal.journal.failing = -1
    found = happened(world, lambda: world.pump.stop("OTHER"))
    assert found.index("image") < found.index("answer")


def test_a_stop_beside_another_order_is_in_an_image_before_its_answer():
    world = running()

    def orders():
        world.pump.reconcile(world.pump.reservoir.volume_nl())
        world.pump.stop("OTHER")

    found = happened(world, orders)
    assert found.index("image") < found.index("answer")


def test_a_question_is_answered_at_once():
    world = running()
    assert happened(world, lambda: None, orders=False) == ["order", "answer"]


def test_another_plan_is_durable_while_the_old_one_runs_on():
    world = running(bolus=True)
    found = happened(world, lambda: world.set_wall(9_500, 5 * 60_000))
    halt = found.index("halt", found.index("order"))
    assert "image" in found[:halt]
    between = found[halt : found.index("start", halt)]
    assert set(between) <= {"halt", "record"}
    assert found.index("answer") > halt
    assert world.pump.state == RUN


def near_an_end(world, left_ms):
    """So long before a quantum of the fast bolus ends."""
    world.until(lambda: world.motor.state() == 1 and world.turn.quiet_ms() > 2_500, MIN, 100 * MS)
    world.wait((world.turn.quiet_ms() - left_ms) * MS)
    assert 0 < world.turn.quiet_ms() <= left_ms


@pytest.mark.parametrize(
    ("left_ms", "kinds", "renewed"),
    [
        (1_500, {"orders": True}, True),
        (1_500, {"orders": False}, False),
        (60, {"orders": False}, False),
        (60, {"orders": True, "stops": True}, False),
        (2_400, {"orders": True}, False),
    ],
)
def test_a_line_that_might_last_into_the_next_quantum_begins_that_first(left_ms, kinds, renewed):
    world = running(bolus=True)
    near_an_end(world, left_ms)
    found = happened(world, lambda: None, **kinds)
    assert ("start" in found[: found.index("order")]) == renewed


def test_a_quantum_that_is_cut_for_lines_gives_what_was_ordered():
    lines, silent = running(bolus=True), running(bolus=True)
    for _ in range(40):
        Line(lines, lambda: None)
        lines.turn.turn()
        lines.wait(5 * S)
    silent.wait(200 * S)
    lines.wait(HOUR - lines.us % HOUR)
    silent.wait(HOUR - silent.us % HOUR)
    assert abs(lines.motor.rotor - silent.motor.rotor) <= 1
    assert lines.pump.ledger.bounds() == silent.pump.ledger.bounds()


# A cut after the answer to a stop: its record is all there is -----------------------------------


@pytest.mark.parametrize(
    ("reason", "planned", "holiday"),
    [("HOLIDAY", True, True), ("OTHER", True, False), ("HOLIDAY", False, False)],
)
def test_a_stop_that_only_its_record_tells_of_is_whole(reason, planned, holiday):
    world = running()
    world.turn.deliver()
    world.pump.stop(reason, planned)
    world.power_cycle(S)
    assert world.pump.state == STOPPED
    assert world.pump.titration.holiday == holiday
    told = world.said(" STOP reason=")
    assert len(told) == 1
    assert world.log().index("STOP reason=") < world.log().rindex(" BOOT ")
    assert len(world.said("ALARM STOPPED LOW ACTIVE")) == 1
    world.power_cycle(S)
    assert len(world.said(" STOP reason=")) == 1


def test_a_stop_of_an_older_version_has_no_reason():
    world = running()
    world.turn.deliver()
    sequence = world.pump.ledger.sequence
    world.pump.events.log.stop(sequence, world.pump.day, world.pump.ms, -1, False)
    world.power_cycle(S)
    assert world.pump.state == STOPPED
    assert "reason=3" in world.said(" STOP reason=")[0]
