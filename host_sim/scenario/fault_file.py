"""Faults of one's own: a Python file of classes that derive from Fault becomes a table of switches.

Every mistake is told with file, line and caret before anything runs: each fault is tried on a
plant of its own at its ends and back. Knows no scenario. How to write one: docs/faults.md.
"""

import ast
import re
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from host_sim.plant.faults import SHIPPED, Fault, Switch, SwitchTable
from host_sim.plant.plant import Plant
from host_sim.scenario.words.cursor import nearest
from host_sim.scenario.words.place import Place, ScenarioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from host_sim.plant.faults import Plant as PlantToTurn

    Turn = Callable[[PlantToTurn, int], None]

_FIELDS = ("name", "off", "on", "low", "high", "about", "words", "turn")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST = 1_000_000_000  # what SIM:FAUL:INJ takes
_SAID = ("on", "off")


def table_of(path: Path, table: SwitchTable = SHIPPED) -> SwitchTable:
    """The table, and behind it the faults of the file in their order.

    OSError when it cannot be read, ScenarioError for a mistake in it.
    """
    source = _Source(path)
    kinds = source.classes()
    if not kinds:
        raise source.error(1, "expected a class that derives from Fault; there is none")
    for kind in kinds:
        switch = source.switch(kind, table)
        table = table.plus((switch,))
        _try(source, switch, table)
    return table


class _Source:
    """The file: its lines, and where each class and each of its fields stands."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
            self.lines = text.split("\n")
            self._tree = ast.parse(text, self._path)
        except UnicodeDecodeError as error:
            self.lines = [""]
            raise self.error(data[: error.start].count(b"\n") + 1, "not UTF-8 text") from None
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None) or 1
            words = getattr(error, "msg", None) or str(error)
            raise self.error(line, "not Python: " + words, getattr(error, "offset", 0)) from None
        self._module = ModuleType("faults_of_" + re.sub(r"\W", "_", path.stem))
        self._module.__file__ = self._path

    def error(self, line: int, words: str, column: int | None = 0) -> ScenarioError:
        """A mistake there; without a column the whole line is underlined."""
        text = self.lines[line - 1].rstrip() if line <= len(self.lines) else ""
        bare = text.lstrip()
        if column:
            return ScenarioError(Place(self._path, line, column, text), words)
        start = len(text) - len(bare) + 1
        return ScenarioError(Place(self._path, line, start, text, max(1, len(bare))), words)

    def classes(self) -> list[type[Fault]]:
        """What derives from Fault in the file, in its order."""
        try:
            with redirect_stdout(sys.stderr):
                exec(compile(self._tree, self._path, "exec"), self._module.__dict__)
        except (Exception, SystemExit) as error:
            line, words = self.raised(error)
            raise self.error(line, words) from None
        return [
            kind
            for kind in vars(self._module).values()
            if isinstance(kind, type)
            and issubclass(kind, Fault)
            and kind.__module__ == self._module.__name__
        ]

    def raised(self, error: BaseException) -> tuple[int, str]:
        """Line of the file that an exception came from, and what it says."""
        words = traceback.format_exception_only(error)[-1].strip()
        here = [each for each in traceback.extract_tb(error.__traceback__) if self._own(each)]
        return (here[-1].lineno or 1) if here else 1, words

    def _own(self, frame: traceback.FrameSummary) -> bool:
        return frame.filename == self._path

    def line_of(self, kind: type[Fault], field: str = "") -> int:
        """Where the class gives the field, or else where it begins."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
                given = [each.lineno for each in node.body if field in _given(each)]
                return given[-1] if given else node.lineno
        return 1

    def switch(self, kind: type[Fault], table: SwitchTable) -> Switch:
        """The class as a switch. ScenarioError for what is wrong in it."""
        wrong = _mistake(kind, table)
        if wrong is not None:
            field, words = wrong
            raise self.error(self.line_of(kind, field), words)
        try:
            with redirect_stdout(sys.stderr):
                turn = kind().turn
        except (Exception, SystemExit) as error:
            raise self.error(self.line_of(kind), self.raised(error)[1]) from None
        return Switch(
            kind.name, kind.off, kind.on, kind.low, kind.high, kind.about,
            self._told(turn), {word.lower(): kind.words[word] for word in kind.words},
        )  # fmt: skip

    def _told(self, turn: "Turn") -> "Turn":
        """The same turn; what it raises becomes a ValueError with file and line.

        Standard output is the result's: what the turn prints goes to standard error.
        """

        def told(plant: "PlantToTurn", value: int) -> None:
            try:
                with redirect_stdout(sys.stderr):
                    turn(plant, value)
            except (Exception, SystemExit) as error:
                line, words = self.raised(error)
                raise ValueError("%s:%d: in turn: %s" % (self._path, line, words)) from error

        return told


def _given(node: ast.stmt) -> set[str]:
    """Names that one statement of a class body gives a value."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    return {
        each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
    }


def _mistake(kind: type[Fault], table: SwitchTable) -> tuple[str, str] | None:
    """The field and what is wrong with it; None for a class that is right."""
    for field in vars(kind):
        near = "" if field in _FIELDS or field.startswith("_") else nearest(field, _FIELDS)
        if near:
            return field, "a fault has no field `%s`, perhaps `%s`" % (field, near)
    if not isinstance(kind.name, str) or not _NAME.fullmatch(kind.name):
        words = "expected a name of small letters, digits and _ such as `kinked_tube`; found %r"
        return "name", words % kind.name
    if kind.name in table.names:
        return "name", "there is a fault `%s` already: give this one another name" % kind.name
    if not isinstance(kind.about, str) or not kind.about.isprintable() or not kind.about.strip():
        return "about", "expected `about`: one line on the fault, the unit of its value first"
    if kind.turn is Fault.turn:
        return "turn", "expected a method `turn(self, plant, value)` that lays the value there"
    return _wrong_figure(kind) or _wrong_word(kind)


def _wrong_figure(kind: type[Fault]) -> tuple[str, str] | None:
    for field in ("off", "on", "low", "high"):
        value = getattr(kind, field)
        if type(value) is not int or abs(value) > _MOST:
            return field, "expected a whole number up to 10^9 for `%s`; found %r" % (field, value)
    for field in ("off", "on"):
        if not kind.low <= getattr(kind, field) <= kind.high:
            words = "expected `%s` within the range %d to %d; found %d"
            return field, words % (field, kind.low, kind.high, getattr(kind, field))
    return None


def _wrong_word(kind: type[Fault]) -> tuple[str, str] | None:
    if not isinstance(kind.words, dict):
        return "words", 'expected `words` as {"half": 50}; found %r' % (kind.words,)
    for word, value in kind.words.items():
        if not isinstance(word, str) or not _NAME.fullmatch(word.lower()) or word in _SAID:
            words = "expected a word of letters, digits and _, but on and off; found %r"
            return "words", words % (word,)
        if type(value) is not int or not kind.low <= value <= kind.high:
            words = "expected a value from %d to %d for `%s`; found %r"
            return "words", words % (kind.low, kind.high, word, value)
    return None


def _try(source: _Source, switch: Switch, table: SwitchTable) -> None:
    """Every value that is named, on a plant that nobody sees, and back to rest."""
    faults = Plant(faults=table).faults
    for value in (switch.low, switch.high, switch.on, *switch.words.values(), switch.off):
        try:
            faults.set(switch.name, value)
        except ValueError as error:
            cause = error.__cause__
            if cause is None:
                raise
            line, words = source.raised(cause)
            words = "`%s` cannot be turned to %d: %s" % (switch.name, value, words)
            raise source.error(line, words) from None
