"""The alarms that are present: the state of every condition, and the last changes.

Knows states and moments; lamps and tones are `annunciation`'s.
"""

from micropython import const

from pump.core.alarms.table import (
    ACTIVE,
    ACTIVE_ACKED,
    INACTIVE,
    LATCHED,
    LATCHED_ACKED,
    LOW,
    NONE,
    PRIORITIES,
    STATES,
    TABLE,
)

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.protocols import Codec

_HOLDING = (ACTIVE, ACTIVE_ACKED)
_HISTORY = 64  # entries kept; the event log has them all
_HISTORY_KEPT = 16  # of these, through a power cut


class Alarms:
    """The state of every condition, and the last changes.

    `note(alarm, priority, state, raised, day, ms)` is called at each change; `raised`: it is a new
    one, or has climbed.
    """

    def __init__(self, note: "Callable[[int, int, int, bool, int, int], None]") -> None:
        self._note = note
        self.priority = [NONE] * len(TABLE)
        self.state = [INACTIVE] * len(TABLE)
        self.since = [(0, 0)] * len(TABLE)
        self.active = 0  # how many are not INACTIVE
        self.unknown = NONE  # highest priority that the image has present and this table has not
        self.history: list[tuple[int, int, int, int, int]] = []  # day, ms, alarm, priority, state

    def set(self, alarm: int, priority: int, day: int, ms: int) -> None:
        """The condition holds at that priority (LOW .. HIGH), or no longer (NONE).

        A higher priority than before wakes an acknowledged alarm. A latching one keeps its
        highest priority until reset.
        """
        state = self.state[alarm]
        if priority == NONE and state == INACTIVE:  # nearly always
            return
        holds = self.holds(alarm)
        if priority == NONE:
            if holds:
                self._ended(alarm, day, ms)
            return
        if holds and priority == self.priority[alarm]:
            return
        latches = TABLE[alarm][1]
        if state != INACTIVE and latches and priority < self.priority[alarm]:
            priority = self.priority[alarm]
            if holds:
                return
        climbs = priority > self.priority[alarm]
        acknowledged = state == ACTIVE_ACKED and not climbs
        if state == INACTIVE:
            self.since[alarm] = (day, ms)
        self.priority[alarm] = priority
        self._change(alarm, ACTIVE_ACKED if acknowledged else ACTIVE, day, ms, climbs or not holds)

    def tell(self, alarm: int, priority: int, day: int, ms: int) -> None:
        """Something happened and is over: a latching alarm stays until the operator resets it."""
        self.set(alarm, priority, day, ms)
        self.set(alarm, NONE, day, ms)

    def tell_again(self, alarm: int, day: int, ms: int) -> None:
        """Its last change may be in no log: it was at that moment. Nothing where it is inactive."""
        if self.state[alarm] != INACTIVE:
            self._note(alarm, self.priority[alarm], self.state[alarm], False, day, ms)

    def _ended(self, alarm: int, day: int, ms: int) -> None:
        if TABLE[alarm][1]:
            acknowledged = self.state[alarm] == ACTIVE_ACKED
            self._change(alarm, LATCHED_ACKED if acknowledged else LATCHED, day, ms)
        else:
            self.priority[alarm] = NONE
            self._change(alarm, INACTIVE, day, ms)

    def acknowledge(self, alarm: int, day: int, ms: int) -> bool:
        """Silence this instance. False when there is nothing to acknowledge."""
        state = self.state[alarm]
        if state == ACTIVE:
            self._change(alarm, ACTIVE_ACKED, day, ms)
        elif state == LATCHED:
            self._change(alarm, LATCHED_ACKED, day, ms)
        else:
            return False
        return True

    def reset(self, alarm: int, day: int, ms: int) -> bool:
        """Operator reset of a latched alarm. False when its condition holds, or none is latched."""
        state = self.state[alarm]
        if state != LATCHED and state != LATCHED_ACKED:
            return False
        self.priority[alarm] = NONE
        self._change(alarm, INACTIVE, day, ms)
        return True

    def holds(self, alarm: int) -> bool:
        """Whether the condition is present now (latched ones are past)."""
        return self.state[alarm] in _HOLDING

    def listed(self) -> list[int]:
        """Alarms that are not INACTIVE, highest priority first, then the order they came in."""
        present = [alarm for alarm in range(len(TABLE)) if self.state[alarm] != INACTIVE]
        present.sort(key=self._rank)
        return present

    def _rank(self, alarm: int) -> tuple[int, int, int, int]:
        # the number at the end: MicroPython's sort does not keep the order of equals
        day, ms = self.since[alarm]
        return -self.priority[alarm], day, ms, alarm

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back.

        An image of an older table knows fewer conditions; of one of a later table those that this
        one does not know are left out, and `unknown` tells the highest priority of those present.
        """
        rows: list[tuple[int, ...]] = []
        for alarm in range(len(TABLE)):
            day, ms = self.since[alarm]
            rows.append((self.state[alarm], self.priority[alarm], day, ms))
        limits = (len(STATES), len(PRIORITIES))
        rows = codec.rows(rows, 4, 0, limits)
        newest: list[tuple[int, ...]] = list(self.history[-_HISTORY_KEPT:])
        newest = codec.rows(newest, 5)
        if not codec.reads:
            return
        self.unknown = NONE
        for state, priority, _, _ in rows[len(TABLE) :]:
            if state != INACTIVE:
                self.unknown = max(self.unknown, priority, LOW)
        for alarm, row in enumerate(rows[: len(TABLE)]):
            self.state[alarm], self.priority[alarm] = row[0], row[1]
            self.since[alarm] = (row[2], row[3])
        self.active = len(self.listed())
        known = [row for row in newest if _known(row)]
        self.history = [(row[0], row[1], row[2], row[3], row[4]) for row in known]

    def _change(self, alarm: int, state: int, day: int, ms: int, raised: bool = False) -> None:
        before = self.state[alarm]
        self.active += (state != INACTIVE) - (before != INACTIVE)
        self.state[alarm] = state
        self.history.append((day, ms, alarm, self.priority[alarm], state))
        if len(self.history) > _HISTORY:
            self.history.pop(0)
        self._note(alarm, self.priority[alarm], state, raised, day, ms)


def _known(row: "tuple[int, ...]") -> bool:
    """Whether this table has that change's alarm, priority and state."""
    _, _, alarm, priority, state = row
    known = 0 <= alarm < len(TABLE) and 0 <= priority < len(PRIORITIES)
    return known and 0 <= state < len(STATES)
