"""Rows that the build wrote down as text: they take no heap until one is asked for.

A board's rows are the same as those declared beside the handlers (table.Rows): tools/board/rows.py
writes a line for each, and a test compares both, row for row. A line is its pattern, its terms, the
name of its handler and its parameters' kinds, a space between any two. Knows no command itself.
"""

from micropython import const

from pump.wire.kinds import Amount, Bound, Choice, ClockTime, Digest, Flag, Text, Whole
from pump.wire.table import Row

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from typing import Any

    from pump.wire.table import Kind

# The number that a frozen kind begins with is its class's place in here.
KINDS: "tuple[Any, ...]" = (Whole, Text, Flag, ClockTime, Digest, Choice, Amount, Bound)
_CHOICE = const(5)
_AMOUNT = const(6)
_BOUND = const(7)
_RANGES = const(4)  # of an Amount, behind its number, default, words and bare
_RANGE = const(3)  # dimension, least, most


class FrozenRows:
    """One subsystem, as table.Group has it; its handlers stand in `module`."""

    def __init__(self, module: object, initials: str, text: bytes) -> None:
        self.initials = initials
        self.text = text
        self._module = module

    def made(self, at: int) -> Row:
        """The row whose line begins behind that place of `text`."""
        end = self.text.find(b"\n", at + 1)
        words = self.text[at + 1 : end].decode().split(" ")
        kinds = tuple([kind_of(each) for each in words[3:]])
        return Row(words[0], int(words[1]), kinds, getattr(self._module, words[2]))


def kind_of(frozen: str) -> "Kind":
    """What a parameter may be: the number of its class in KINDS and what it is made with."""
    words = frozen.split(",")
    number = int(words[0])
    if number == _CHOICE:
        return Choice(words[1], words[2] == "1")
    if number == _AMOUNT:
        return _amount(words)
    if number == _BOUND:
        return Bound(_amount(words))
    return KINDS[number](*[int(each) for each in words[1:]])


def _amount(words: list[str]) -> Amount:
    values = [int(each) for each in words[_RANGES:]]
    places = range(0, len(values), _RANGE)
    ranges = [(values[at], values[at + 1], values[at + 2]) for at in places]
    default = int(words[1]) if words[1] else None
    return Amount(*ranges, default=default, words=words[2] == "1", bare=int(words[3]))
