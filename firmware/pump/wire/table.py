"""Header patterns and the tree that finds a row by the header typed. Knows no command itself.

A pattern is written as SCPI prints it: `SYSTem:ERRor[:NEXT]?`. Capitals are the short form,
the whole word is the long form, brackets stand round a node that may be left out, `<n>` takes
a number, and `?` ends a query.
"""

from pump.core import reasons
from pump.core.reasons import Refused
from pump.wire.lexer import MNEMONIC_MAX

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol, TypeVar

    from pump.wire.lexer import Datum

    class Kind(Protocol):
        """What one parameter may be."""

        def take(self, datum: Datum) -> object:
            """The value of a datum, or a refusal; the datum is noted if it had to be rounded."""
            ...

    Handler = Callable[..., Any]
    AnyHandler = TypeVar("AnyHandler", bound=Handler)
    Node = dict[str | int, Any]

# Keys of a node beside its mnemonics: numbers, so that nothing typed can name them.
_COMMAND = 0  # the row of the command that ends here
_QUERY = 1  # the row of the query that ends here
_NUMBERED = 2  # there when the mnemonic takes a number
_DIGITS = "0123456789"


def forms(word: str) -> tuple[str, str]:
    """(short, long) of a mnemonic as printed: "STARt" gives ("STAR", "START")."""
    return "".join([letter for letter in word if not "a" <= letter <= "z"]), word.upper()


class Row:
    """One command or one query: its declaration and what carries it out.

    numbers   bounds of the `<n>` of the pattern: 1 .. numbers; 0 when it has none
    kinds     what its parameters may be, in order; the last `optional` of them may be left out
    free      whatever follows the header is one text that is never refused, perhaps empty
    handler   called with the context, the number of `<n>` if there is one, and the values; a
              query returns its reply as int, str or bytes. Its docstring is the help.
    """

    __slots__ = ("free", "handler", "kinds", "numbers", "optional", "pattern", "role")

    def __init__(
        self,
        pattern: str,
        role: int,
        kinds: "tuple[Kind, ...]",
        optional: int,
        numbers: int,
        free: bool,
        handler: "Handler",
    ) -> None:
        self.pattern = pattern
        self.role = role
        self.kinds = kinds
        self.optional = optional
        self.numbers = numbers
        self.free = free
        self.handler = handler

    def values(self, data: "list[Datum]") -> list[object]:
        """The parameters as values, or a refusal when one is wrong, missing or too many."""
        if len(data) > len(self.kinds):
            raise Refused(reasons.PARAMETER_NOT_ALLOWED, "takes at most %d" % len(self.kinds))
        if len(data) < len(self.kinds) - self.optional:
            needed = len(self.kinds) - self.optional
            raise Refused(reasons.MISSING_PARAMETER, "needs %d" % needed)
        return [self.kinds[index].take(data[index]) for index in range(len(data))]


class Rows:
    """The rows of one subsystem, each declared by a decorator on its handler."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def row(
        self,
        pattern: str,
        role: int,
        *kinds: "Kind",
        optional: int = 0,
        numbers: int = 0,
        free: bool = False,
    ) -> "Callable[[AnyHandler], AnyHandler]":
        """Declare the handler that follows."""

        def declare(handler: "AnyHandler") -> "AnyHandler":
            self.rows.append(Row(pattern, role, kinds, optional, numbers, free, handler))
            return handler

        return declare


class Table:
    """Every row that a session answers, found by header."""

    def __init__(self, *groups: Rows) -> None:
        self.rows: list[Row] = []
        self._root: Node = {}
        for group in groups:
            for row in group.rows:
                self.rows.append(row)
                self._plant(self._root, _nodes(row.pattern), row)

    def _plant(self, node: "Node", nodes: list[str], row: Row) -> None:
        if not nodes:
            key = _QUERY if row.pattern.endswith("?") else _COMMAND
            if key in node:
                raise ValueError("two rows for " + row.pattern)
            node[key] = row
            return
        word = nodes[0]
        if word.startswith("["):
            self._plant(node, nodes[1:], row)
        short, long = forms(word.strip("[]").replace("<n>", ""))
        child: Node = node.get(short) or node.get(long) or {}
        if (short in node) != (long in node):
            raise ValueError("one short form for two words: " + row.pattern)
        node[short] = node[long] = child
        if "<n>" in word:
            child[_NUMBERED] = True
        self._plant(child, nodes[1:], row)

    def find(self, header: str) -> tuple[Row, list[int]]:
        """The row of a full header, without leading colon, and the number of its `<n>`, if any.

        Takes exact short and exact long forms in any case. Refuses with -102, -112, -113, -114.
        """
        node = self._root
        number = 0
        query = header.endswith("?")
        for name in (header[:-1] if query else header).upper().split(":"):
            child = node.get(name)
            if child is None:
                stem = name.rstrip(_DIGITS)
                child = node.get(stem) if stem != name else None
                if child is None or _NUMBERED not in child:
                    raise _undefined(name)
                number = int(name[len(stem) :])
                if number == 0:
                    raise Refused(reasons.HEADER_SUFFIX_OUT_OF_RANGE, "counts from 1")
            node = child
        row = node.get(_QUERY if query else _COMMAND)
        if row is None:
            raise Refused(reasons.UNDEFINED_HEADER, "")
        if number > row.numbers:
            raise Refused(reasons.HEADER_SUFFIX_OUT_OF_RANGE, "")
        return row, ([number or 1] if row.numbers else [])


def _nodes(pattern: str) -> list[str]:
    """The nodes of a pattern; one in brackets keeps its opening bracket."""
    return pattern.replace("?", "").replace("[:", ":[").split(":")


def _undefined(name: str) -> Refused:
    if not name.strip("*") or name[0] in _DIGITS:
        return Refused(reasons.SYNTAX_ERROR, "a header node is empty or begins with a digit")
    if len(name) > MNEMONIC_MAX:
        return Refused(reasons.MNEMONIC_TOO_LONG, "at most 12 characters")
    return Refused(reasons.UNDEFINED_HEADER, "")
