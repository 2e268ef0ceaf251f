"""A scenario: a short text of what happens on the bench, read into statements.

The first comment of the file is its title, the comment lines below it say what it is about.
Then come setup lines, then orders, waits, faults and expectations, one a line. Runs on CPython
and on the MicroPython VM. Does not run the scenario: see player.py.
"""

from host_sim.board.setup import Setup
from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.scenario.words import expect, orders, phases, program, setup, times
from host_sim.scenario.words.cursor import Chunk, Cursor
from host_sim.scenario.words.place import Place, ScenarioError
from host_sim.scenario.words.quantities import all_digits, whole_number
from host_sim.scenario.words.statement import Repeat, Statement
from pump.core.reasons import TEXT

_MOST_ROUNDS = 10_000
_OWN = ("repeat", "end", "expect", "fault", ">")  # read here: they need more than their line
_SAID = dict(orders.WORDS)  # verb -> its grammar
_SAID.update(phases.WORDS)
_SAID.update(times.WORDS)
_SAID.update(program.WORDS)
# sorted: a dict keeps its order on CPython, not on MicroPython
VERBS = tuple(sorted(list(setup.WORDS) + list(_SAID) + list(_OWN)))


class Scenario:
    """What a file says: `title`, `about` (lines), `setup`, `statements`, `longest_ms` at most."""

    def __init__(self, name: str, faults: SwitchTable = SHIPPED) -> None:
        self.name = name
        self.title = ""
        self.about: list[str] = []
        self.setup = Setup(faults)
        self.statements: list[Statement] = []
        self.longest_ms = 0


def load(path: str, faults: SwitchTable = SHIPPED) -> Scenario:
    """Read and parse a file in UTF-8, with the faults that may be said in it.

    OSError when it cannot be read, UnicodeDecodeError when it is no text, ScenarioError for a
    mistake in it.
    """
    with open(path, encoding="utf-8") as file:
        return parse(file.read(), path, faults)


def parse(text: str, name: str, faults: SwitchTable = SHIPPED) -> Scenario:
    """Parse a scenario's text; `name` is what errors call the file."""
    reader = _Reader(Scenario(name, faults))
    lines = text.split("\n")
    if lines[0].startswith("\ufeff"):  # Windows editors begin a file with it
        lines[0] = lines[0][1:]
    for index, line in enumerate(lines):
        reader.line(index + 1, line.rstrip("\r"))
    return reader.finish(len(lines))


class _Reader:
    """One file being read: where statements go, and which blocks are still open."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._open: list[Repeat] = []
        self._heading = True  # the title's comment block has not ended
        self._began = False  # an order or a wait was read: no more setup

    def line(self, number: int, text: str) -> None:
        self._printable(number, text)
        if self._heading and self._heading_line(text.strip()):
            return
        cursor = Cursor(self._scenario.name, number, text)
        if cursor.ended():
            return
        place = cursor.place()
        verb = cursor.choice(VERBS, "a statement")
        if verb in setup.WORDS:
            if self._began:
                cursor.back()
                raise cursor.error("`%s` before the first order" % verb)
            setup.WORDS[verb](cursor, self._scenario.setup)
        else:
            self._began = True
            self._statement(verb, cursor, place)
        cursor.done()

    def _printable(self, number: int, text: str) -> None:
        """Refuse what would steer the terminal, the report or JUnit that shows the line."""
        for at, char in enumerate(text):
            if (char < " " and char != "\t") or "\x7f" <= char <= "\x9f":
                shown = "".join(
                    [" " if each < " " or "\x7f" <= each <= "\x9f" else each for each in text]
                )
                place = Place(self._scenario.name, number, at + 1, shown)
                raise ScenarioError(place, "a control character, 0x%02x: take it out" % ord(char))

    def finish(self, lines: int) -> Scenario:
        scenario = self._scenario
        if self._open:
            raise ScenarioError(self._open[-1].place, "this `repeat` has no `end`")
        if not scenario.statements:
            place = Place(scenario.name, lines, 1, "")
            raise ScenarioError(place, "expected at least one order; the file ends")
        for statement in scenario.statements:
            scenario.longest_ms = statement.end_ms(scenario.longest_ms)
        return scenario

    def _heading_line(self, text: str) -> bool:
        """Take a line of the opening comment. False for the first line that is none."""
        if not text.startswith("#"):
            self._heading = text == "" and self._scenario.title == ""
            return False
        words = text.lstrip("#").strip()
        if not self._scenario.title:
            self._scenario.title = words
        elif words:
            self._scenario.about.append(words)
        return True

    def _statement(self, verb: str, cursor: Cursor, place: Place) -> None:
        if verb == "repeat":
            self._repeat(cursor, place)
        elif verb == "end":
            self._end(cursor)
        elif verb == "expect" and cursor.accept("error"):
            self._expect_error(cursor)
        elif verb == "expect":
            expected = expect.expectation(cursor, place)
            expected.expects = True
            self._add(expected)
        elif verb == "fault":
            self._add(times.fault(cursor, place, self._scenario.setup.faults))
        elif verb == ">":
            self._add(orders.raw(cursor, place))
        else:
            self._add(_SAID[verb](cursor, place))

    def _add(self, statement: Statement) -> None:
        where = self._open[-1].body if self._open else self._scenario.statements
        where.append(statement)

    def _repeat(self, cursor: Cursor, place: Place) -> None:
        wrong = cursor.error("a number of rounds from 1 to %d" % _MOST_ROUNDS)
        rounds = whole_number(cursor, "a number of rounds such as 30")
        if not 1 <= rounds <= _MOST_ROUNDS:
            raise wrong
        cursor.need("times")
        self._open.append(Repeat(place, rounds))

    def _end(self, cursor: Cursor) -> None:
        if not self._open:
            cursor.back()
            raise cursor.error("`repeat` before `end`")
        block = self._open.pop()
        self._add(block)

    def _expect_error(self, cursor: Cursor) -> None:
        """`expect error 201` belongs to the order in the line above."""
        place = cursor.error("one of the pump's error numbers, such as 201")
        chunk: Chunk = cursor.take("an error number such as 201")
        try:
            if not all_digits(chunk.text.lstrip("-")):
                raise ValueError
            number = int(chunk.text)
        except ValueError:
            raise place
        if number == 0 or number not in TEXT:
            raise place
        body = self._open[-1].body if self._open else self._scenario.statements
        if not body or not body[-1].refusable:
            raise ScenarioError(place.place, "`expect error` must follow the order that is refused")
        body[-1].refused_with = number
