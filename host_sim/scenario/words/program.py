"""What the board's program suffers: an exception, a hold-up, a file that rots."""

from host_sim.board.failing import DEFECT, HEAP
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.words import quantities as q
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.place import Place
from host_sim.scenario.words.statement import Statement

_KINDS = ("heap", "defect")
_FILES = (
    "state.a",
    "state.b",
    "prescription.a",
    "prescription.b",
    "keys.a",
    "keys.b",
)


class FailWrite(Statement):
    """`fail write 3 by heap`: instead of the third write from now on the program runs out of
    memory there; `by defect`: another exception."""

    marks = True

    def __init__(self, place: Place, writes: int, kind: int) -> None:
        super().__init__(place)
        self.writes = writes
        self.kind = kind

    def play(self, context: ScenarioContext) -> None:
        context.fail(self.writes, self.kind)


class Rot(Statement):
    """`rot file prescription.a`: one bit of it is wrong. Nothing where there is no such file."""

    marks = True

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place)
        self.name = name

    def play(self, context: ScenarioContext) -> None:
        context.rot(self.name)


class HoldUp(Statement):
    """`hold up for 4 s`: from the next moment at which something is due the program does nothing
    for so long."""

    marks = True

    def __init__(self, place: Place, span_ms: int) -> None:
        super().__init__(place)
        self.longest_ms = span_ms

    def play(self, context: ScenarioContext) -> None:
        context.hold_up(self.longest_ms)


def _fail(cursor: Cursor, place: Place) -> Statement:
    cursor.need("write")
    writes = q.whole_number(cursor, "how many writes from now on, such as 3")
    cursor.need("by")
    kind = cursor.choice(_KINDS, "heap or defect")
    return FailWrite(place, writes, HEAP if kind == "heap" else DEFECT)


def _rot(cursor: Cursor, place: Place) -> Statement:
    cursor.need("file")
    return Rot(place, cursor.choice(_FILES, "a file of the pump, in two copies"))


def _hold(cursor: Cursor, place: Place) -> Statement:
    cursor.need("up")
    cursor.need("for")
    return HoldUp(place, q.duration_ms(cursor))


WORDS = {
    "fail": _fail,
    "hold": _hold,
    "rot": _rot,
}
