"""Rows that the build wrote down as constants: they take no heap until one is asked for.

A board's rows are the same as those declared beside the handlers (table.Rows): tools/board/rows.py
makes the constants of them, and a test compares both, row for row. Knows no command itself.
"""

from micropython import const

from pump.wire.kinds import Amount, Bound, Choice, ClockTime, Digest, Flag, Text, Whole
from pump.wire.table import Row

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from typing import Any

    from pump.wire.table import Kind

# The number that a frozen kind begins with is its class's place in here.
KINDS: "tuple[Any, ...]" = (Whole, Choice, Text, Flag, ClockTime, Digest, Amount, Bound)
_AMOUNT = const(6)
_BOUND = const(7)


class FrozenRows:
    """One subsystem: `flat` has pattern, terms, kinds and handler of each, by name in `module`."""

    def __init__(self, module: object, initials: str, flat: "tuple[Any, ...]") -> None:
        self.initials = initials
        self.flat = flat
        self._module = module

    def made(self, at: int) -> Row:
        """The row whose pattern stands at that place of `flat`."""
        flat = self.flat
        kinds = tuple([kind_of(each) for each in flat[at + 2]])
        return Row(flat[at], flat[at + 1], kinds, getattr(self._module, flat[at + 3]))


def kind_of(frozen: "tuple[Any, ...]") -> "Kind":
    """What a parameter may be, from its number in KINDS and what its class is made with."""
    number = frozen[0]
    if number == _AMOUNT:
        return _amount(frozen)
    if number == _BOUND:
        return Bound(_amount(frozen[1]))
    return KINDS[number](*frozen[1])  # pyright: ignore[reportUnknownVariableType]


def _amount(frozen: "tuple[Any, ...]") -> Amount:
    return Amount(*frozen[1], default=frozen[2], words=frozen[3], bare=frozen[4])
