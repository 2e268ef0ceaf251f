"""Checklists of the monograph that a person has attested, item by item: at a refill, a first start,
a holiday, a test dose. And whether the patient was watched after a change (S17, S44).

Nothing asks for them: an order that they belong to is carried out with them or without. Knows how
many items a list has. Does not know their words, which are a host's.
"""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_MIN, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.event_log import EventLog
    from pump.core.protocols import Codec, Row

WORDS = "REFill|STARt|HOLiday|SCReening"
_LISTS = const(4)
_WIDTH = const(3)


class Attested:
    """What was said last of each list: items as bits, and when; None: nothing yet.

    observe  (the last change's event, day, ms) until a person says that it was observed; else None
    """

    def __init__(self) -> None:
        self._said: list[Row | None] = [None] * _LISTS
        self.observe: Row | None = None

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        for which in range(_LISTS):
            self._said[which] = codec.row(self._said[which], _WIDTH)
        if codec.version > 1:
            self.observe = codec.row(self.observe, _WIDTH)

    def changed(self, code: int, day: int, ms: int) -> None:
        """Dose or drug is another one from now on, by that event: a time of observation begins."""
        self.observe = (code, day, ms)

    def observe_left_min(self, cautious: bool, day: int, ms: int) -> int:
        """Minutes that it still lasts, rounded up; 0: it is over, or nothing is to be observed. A
        `cautious` profile doubles it (S70)."""
        if self.observe is None:
            return 0
        length_ms = profile.OBSERVE_MS * (2 if cautious else 1)
        left_ms = length_ms - elapsed_ms(self.observe[1], self.observe[2], day, ms)
        return -(-left_ms // MS_PER_MIN) if left_ms > 0 else 0

    def observed(self, day: int, ms: int, log: "EventLog") -> None:
        """A person says that the patient was observed, however long. Refused where nothing is."""
        if self.observe is None:
            raise Refused(reasons.WRONG_STATE, "nothing to observe: THER:OBS?")
        code, from_day, from_ms = self.observe
        self.observe = None
        log.add(day, ms, events.OBSERVED, code, elapsed_ms(from_day, from_ms, day, ms))

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
