"""Header patterns, and the search for a row by the header typed. Knows no command itself.

A pattern is written as SCPI prints it: `SYSTem:ERRor[:NEXT]?`. Capitals are the short form,
the whole word is the long form, brackets stand round a last node that may be left out, `<n>`
takes a number, and `?` ends a query.
"""

from micropython import const

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.lexer import MNEMONIC_MAX

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Protocol, TypeVar

    from pump.wire.lexer import Datum

    class Kind(Protocol):
        """What one parameter may be."""

        def take(self, datum: Datum) -> object:
            """The value of a datum, or a refusal; the datum is noted if it had to be rounded."""
            ...

    Handler = Callable[..., Any]
    AnyHandler = TypeVar("AnyHandler", bound=Handler)

    class Group(Protocol):
        """The rows of one subsystem; `Rows` declares them, `frozen.FrozenRows` has them at hand."""

        @property
        def text(self) -> bytes:
            """A line break, a pattern and a space for each, and a line break in the end. In a str a
            board counts its way to each place from the beginning on."""
            ...

        @property
        def initials(self) -> str:
            """Of its patterns: a subsystem that cannot be meant is not searched."""
            ...

        def made(self, at: int) -> "Row":
            """The row of the line that begins behind that place of `text`, a line break."""
            ...

    # in which group, behind which line break the first row with a beginning stands, and that
    # beginning of its pattern
    Place = tuple[Group, int, str]

_DIGITS = "0123456789"
_SHORTEST = const(2)  # letters, or `*` and one: no short form has less
# terms: from the lowest bit role (2), optional (2), free (1), numbers (5), kept (1), and 1 + fixed
# above
_OPTIONAL = const(2)
_FREE = const(4)
_NUMBERS = const(5)
_NUMBERS_MAX = const(31)
_KEPT = const(10)
_FIXED = const(11)


def is_word(word: str, name: str) -> bool:
    """Whether a name in capitals is the short or the long form of a mnemonic as printed.

    "STARt" is STAR or START: the capitals come first.
    """
    if word.startswith(name) and word != name:
        return word[len(name)].islower()
    return word.upper() == name


class Row:
    """One command or one query: its declaration and what carries it out.

    numbers   bounds of the `<n>` of the pattern: 1 .. numbers; 0 when it has none
    kinds     what its parameters may be, in order; the last `optional` of them may be left out
    free      whatever follows the header is one text that is never refused, perhaps empty
    kept      an order that needs no right: durable before it is answered, as those that need one
    fixed     what tells rows of one handler apart, 0 or more; -1 where it has one row
    handler   called with the context, `fixed` or the number of `<n>` if there is one, and the
              values; a query returns its reply as int, str or bytes. Its docstring is the help.
    """

    def __init__(
        self, pattern: str, terms: int, kinds: "tuple[Kind, ...]", handler: "Handler"
    ) -> None:
        self.pattern = pattern
        self.role = terms & 3
        self.optional = terms >> _OPTIONAL & 3
        self.free = terms >> _FREE & 1
        self.numbers = terms >> _NUMBERS & _NUMBERS_MAX
        self.kept = terms >> _KEPT & 1
        self.fixed = (terms >> _FIXED) - 1
        self.kinds = kinds
        self.handler = handler

    def leading(self, number: int) -> list[object]:
        """What comes ahead of the parameters; `number`: that of `<n>`, 0 for none."""
        if self.fixed >= 0:
            return [self.fixed]
        return [number or 1] if self.numbers else []

    def values(self, data: "list[Datum]") -> list[object]:
        """The parameters as values, or a refusal when one is wrong, missing or too many."""
        if len(data) > len(self.kinds):
            raise Refused(reasons.PARAMETER_NOT_ALLOWED, "takes at most %d" % len(self.kinds))
        if len(data) < len(self.kinds) - self.optional:
            needed = len(self.kinds) - self.optional
            raise Refused(reasons.MISSING_PARAMETER, "needs %d" % needed)
        return [self.kinds[index].take(data[index]) for index in range(len(data))]


class Rows:
    """The rows of one subsystem, each declared by a decorator on its handler.

    Their patterns are one text, and a row becomes a Row when it is asked for: an object each, and a
    tree of dicts to find them, would take 20 KB of a board's heap. A board has them frozen
    (frozen.py).
    """

    def __init__(self) -> None:
        self.text = b"\n"
        self.initials = ""
        self.declared: list[tuple[str, int, tuple[Kind, ...], Any]] = []  # handler last

    def row(
        self,
        pattern: str,
        role: int,
        *kinds: "Kind",
        optional: int = 0,
        numbers: int = 0,
        free: bool = False,
        kept: bool = False,
        fixed: int = -1,
    ) -> "Callable[[AnyHandler], AnyHandler]":
        """Declare the handler that follows; `numbers` up to 31."""
        terms = role | optional << _OPTIONAL | free << _FREE | numbers << _NUMBERS | kept << _KEPT
        self.text += (pattern + " \n").encode()
        self.declared.append((pattern, terms | fixed + 1 << _FIXED, kinds, None))
        if pattern[0] not in self.initials:
            self.initials += pattern[0]
        return self._handler

    def _handler(self, handler: "AnyHandler") -> "AnyHandler":
        at = len(self.declared) - 1
        while self.declared[at][3] is not None:  # of several rows on one handler the last is first
            at -= 1
        pattern, terms, kinds, _ = self.declared[at]
        self.declared[at] = pattern, terms, kinds, handler
        return handler

    def made(self, at: int) -> Row:
        """The row whose line begins behind that place of `text`."""
        pattern, terms, kinds, handler = self.declared[self.text.count(b"\n", 0, at)]
        return Row(pattern, terms, kinds, handler)


class Table:
    """Every row that a session answers, found by header."""

    def __init__(self, *groups: "Group") -> None:
        self._groups = groups

    @property
    def rows(self) -> "Iterator[Row]":
        """All of them, one after the other."""
        for group in self._groups:
            at = 0
            while at < len(group.text) - 1:
                yield group.made(at)
                at = group.text.find(b"\n", at + 1)

    @property
    def patterns(self) -> list[str]:
        """Of all of them, in the same order."""
        found: list[str] = []
        for group in self._groups:
            at = 0
            while at < len(group.text) - 1:
                found.append(_pattern(group, at))
                at = group.text.find(b"\n", at + 1)
        return found

    def find(self, header: str) -> tuple[Row, list[object]]:
        """The row of a full header, without leading colon, and what comes ahead of its parameters.

        Takes exact short and exact long forms in any case. Refuses with -102, -112, -113, -114.
        """
        query = header.endswith("?")
        initial = header[:1].upper()
        places = [(group, 0, "") for group in self._groups if initial in group.initials]
        number = 0
        for name in (header[:-1] if query else header).upper().split(":"):
            stem = name.rstrip(_DIGITS)
            places = _further(places, stem)
            if not places or (name != stem and not _numbered(places)):
                raise _undefined(name)
            if name != stem:
                number = int(name[len(stem) :])
                if number == 0:
                    raise Refused(reasons.HEADER_SUFFIX_OUT_OF_RANGE, "counts from 1")
        for group, at, start in places:
            pattern = _pattern(group, at)
            if pattern.endswith("?") == query and (start == pattern or start.endswith("[:")):
                row = group.made(at)
                if number > row.numbers:
                    raise Refused(reasons.HEADER_SUFFIX_OUT_OF_RANGE, "")
                return row, row.leading(number)
        raise Refused(reasons.UNDEFINED_HEADER, "")


def _pattern(group: "Group", at: int) -> str:
    """The pattern of the line that begins behind that place."""
    return group.text[at + 1 : group.text.find(b" ", at)].decode()


def _further(places: "list[Place]", stem: str) -> "list[Place]":
    """The places one node on, where that node is what a name without its number stands for.

    Searches the text and cuts out only what may fit: a piece more for each row would take a board
    tens of ms.
    """
    further: list[Place] = []
    if not stem:
        return further
    for group, first, start in places:
        length = len(start)
        begins = ("\n" + start + stem[:_SHORTEST]).encode()
        seen = " "
        at = group.text.find(begins, first)
        while at >= 0:
            pattern = _pattern(group, at)
            if not pattern.startswith(seen):  # else the same node as in a row before
                end = pattern.find(":", length) + 1
                beginning = pattern[:end] if end else pattern
                if is_word(beginning[length:].rstrip(":[]?").replace("<n>", ""), stem):
                    further.append((group, at, beginning))
                    if end and not beginning.endswith("[:"):
                        seen = beginning
            at = group.text.find(begins, at + 1)
    return further


def _numbered(places: "list[Place]") -> bool:
    return any(place[2].rstrip(":?").endswith("<n>") for place in places)


def _undefined(name: str) -> Refused:
    name = name.lstrip("*")
    if not name or name[0] in _DIGITS or name[0] == "_":
        return Refused(reasons.SYNTAX_ERROR, "a header node begins with a letter")
    if len(name) > MNEMONIC_MAX:
        return Refused(reasons.MNEMONIC_TOO_LONG, "at most 12 characters")
    return Refused(reasons.UNDEFINED_HEADER, "")
