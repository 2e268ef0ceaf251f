"""Checklists of the monograph that a person has attested, item by item: at a refill, a first start,
a holiday, a test dose.

Nothing asks for them: an order that they belong to is carried out with them or without. Knows how
many items a list has. Does not know their words, which are a host's.
"""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.codec import Codec, Row
    from pump.core.control.event_log import EventLog

WORDS = "REFill|STARt|HOLiday|SCReening"
_LISTS = const(4)
_WIDTH = const(3)


class Attested:
    """What was said last of each list: items as bits, and when; None: nothing yet."""

    def __init__(self) -> None:
        self._said: list[Row | None] = [None] * _LISTS

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        for which in range(_LISTS):
            self._said[which] = codec.row(self._said[which], _WIDTH)

    def said(self, which: int) -> "Row | None":
        """(items, day, ms) of the list with that place in WORDS; None: nothing was said."""
        return self._said[which]

    def attest(self, which: int, items: int, day: int, ms: int, log: "EventLog") -> None:
        """A bit for each item that a person attests, the first one's the lowest; 0: none of them.
        Refused for a bit that no item has."""
        most = (1 << profile.CHECKLIST_ITEMS[which]) - 1
        if not 0 <= items <= most:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %d, a bit for each item" % most)
        self._said[which] = (items, day, ms)
        log.add(day, ms, events.ATTEST, which + 1, items)
