"""What therapy is doing: ONE table (state, order) -> state. What is absent is refused.

Orders are those that people give and those that the pump gives itself: an end of a pause, a stall,
power that is back. A refusal names the next step; nothing has changed then. docs/states.md is made
from the table.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.codec import pair
from pump.core.reasons import Refused
from pump.core.units import elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.protocols import Codec

IDLE = const(0)
RUN = const(1)
SUSPENDED = const(2)
STOPPED = const(3)
FAULT = const(4)
STATES = ("IDLE", "RUN", "SUSP", "STOP", "FAULT")

# Orders of people
START = const(0)
SUSPEND = const(1)
RESUME = const(2)
STOP = const(3)
BOLUS = const(4)
FILL = const(5)
REPLACE_DRUG = const(6)  # a fill or a prescription of another concentration
SET_CATHETER = const(7)
CALIBRATE = const(8)  # another figure of the head, or a service order
FULL_DOSE = const(9)  # a person ends the lower dose that flows after an interruption
EMPTIED = const(10)  # the reservoir was emptied by hand
MINRATE = const(11)  # a person wants the least flow
# Orders of the pump itself
RESUME_DUE = const(12)  # a suspension is over
RETRY = const(13)  # the next try after a stall is due
STALL = const(14)
EMPTY = const(15)
OVER_DELIVERY = const(16)
POWER_RESTORED = const(17)  # and therapy goes on by itself
DATA_LOST = const(18)  # nobody knows what to deliver
REFILLED = const(19)  # a fill ends an empty reservoir
SPENT = const(20)  # the battery is at its end
ORDERS: "tuple[str, ...]" = (
    "START",
    "SUSPEND",
    "RESUME",
    "STOP",
    "BOLUS",
    "FILL",
    "REPLACE_DRUG",
    "SET_CATHETER",
    "CALIBRATE",
    "FULL_DOSE",
    "EMPTIED",
    "MINRATE",
    "RESUME_DUE",
    "RETRY",
    "STALL",
    "EMPTY",
    "OVER_DELIVERY",
    "POWER_RESTORED",
    "DATA_LOST",
    "REFILLED",
    "SPENT",
)

_NO = const(-1)  # refused
# Causes: why a start asks
OVERDOSE = const(1)  # a stop was given for one
BY_HAND = const(2)  # the reservoir was emptied
STOPS_MAX = const(8)  # ours: a reason told wrongly can be mended, and mended again

# each order: the state after it from IDLE, RUN, SUSPENDED, STOPPED, FAULT, and the next step
# fmt: off
TABLE: "tuple[tuple[int | str, ...], ...]" = (
    (RUN, _NO, RUN, RUN, RUN, "already running; DEL:SUSP pauses, DEL:STOP stops"),
    (_NO, SUSPENDED, _NO, _NO, _NO, "not running; DEL:STAR"),
    (_NO, _NO, RUN, _NO, _NO, "not suspended; DEL:STAR starts"),
    (IDLE, STOPPED, STOPPED, STOPPED, STOPPED, ""),
    (_NO, RUN, _NO, _NO, _NO, "not running; DEL:STAR"),
    (IDLE, RUN, SUSPENDED, STOPPED, FAULT, ""),
    (IDLE, _NO, _NO, STOPPED, _NO, "DEL:STOP first"),
    (IDLE, _NO, SUSPENDED, STOPPED, FAULT, "suspend first: DEL:SUSP"),
    (IDLE, _NO, _NO, STOPPED, _NO, "DEL:STOP first, then this again"),
    (_NO, RUN, _NO, _NO, _NO, "not running; DEL:STAR"),
    (IDLE, _NO, _NO, STOPPED, STOPPED, "DEL:STOP first"),  # and nothing tries again by itself
    (_NO, RUN, _NO, _NO, _NO, "not running; DEL:STAR"),
    (_NO, _NO, RUN, _NO, _NO, ""),
    (_NO, _NO, _NO, _NO, RUN, ""),
    (_NO, FAULT, _NO, _NO, _NO, ""),  # a stop stands, whatever its last quantum did
    (_NO, FAULT, _NO, _NO, _NO, ""),
    (FAULT, FAULT, FAULT, _NO, FAULT, ""),  # after a stop its own alarm and clock run on
    (_NO, RUN, _NO, _NO, _NO, ""),
    (STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, ""),
    (_NO, _NO, _NO, _NO, STOPPED, ""),  # until DEL:STAR
    (_NO, FAULT, FAULT, _NO, FAULT, ""),  # and nothing resumes or tries by itself
)
# fmt: on


def after(state: int, order: int) -> int:
    """The state in which that order leaves one. Refused where the table has none."""
    row = TABLE[order]
    to = int(row[state])
    if to < 0:
        raise Refused(reasons.WRONG_STATE, str(row[len(STATES)]))
    return to


def possible(state: int, order: int) -> bool:
    """Whether the table has that order in that state."""
    return int(TABLE[order][state]) >= 0


def retry_ms(tries: int, room_steps: int) -> int:
    """From a stall, the so manyeth in a row, until the next try: quick ones while the ledger's
    bounds have room for what each makes uncertain, then slow ones for as long as it takes."""
    quick, slow = profile.STALL_RETRY_MS, profile.STALL_SLOW_MS
    if tries <= len(quick) and room_steps > profile.STALL_LAG_STEPS * 2:
        return quick[tries - 1]
    return slow[max(0, min(tries - len(quick), len(slow)) - 1)]


class TherapyState:
    """The state, since when, and what ends it by itself.

    since        when flow began or ended last
    resume_at    the automatic resume, or the next try after a stall; None for neither
    stopped_for  reason of the last stop since power-on that is written down; -1 for none
    told         reason of the last stop since then, written down or not
    stops        how often a stop was told since flow began last, or the power came
    causes       bits of what somebody has to have looked at before flow begins: OVERDOSE, BY_HAND
    ends         flow ends with the quantum under way: the battery does not last
    """

    def __init__(self) -> None:
        self.now = IDLE
        self.since = (0, 0)
        self.resume_at: tuple[int, int] | None = None
        self.stopped_for = self.told = -1
        self.stops = 0
        self.causes = 0
        self.ends = False

    def need(self, order: int) -> None:
        """Refused unless that order is possible now."""
        after(self.now, order)

    def enter(self, order: int, day: int, ms: int) -> None:
        """That order was carried out. Refused where the table has none: nothing changes."""
        to = after(self.now, order)
        if to == RUN or self.now == RUN:
            self.since = (day, ms)
        if to == RUN:
            self.stopped_for = self.told = -1
            self.stops = 0
            self.causes = 0
        if order != POWER_RESTORED:  # a cut within that quantum changes nothing about it
            self.ends = False
        self.now = to
        self.resume_at = None

    def end_next(self) -> None:
        """Flow ends as soon as the quantum under way is over."""
        self.ends = True

    def ending(self) -> bool:
        """Whether flow ends instead of another quantum."""
        return self.ends

    def stop_comes(self, planned: bool, reason: int) -> None:
        """A stop is given for that reason, of which nothing is written down yet.

        One that a person has `planned` is refused where nothing flows and many were told: whoever
        tells another reason again and again needs no right, wears flash and pushes lines out of
        the log.
        """
        if planned and self.now in (IDLE, STOPPED) and self.stops >= STOPS_MAX:
            text = "stopped; a reason was told %d times and the last one stays; DEL:STAR first"
            raise Refused(reasons.SETTINGS_CONFLICT, text % STOPS_MAX)
        self.stops += 1
        self.stopped_for = -1
        self.told = reason

    def note(self, cause: int) -> None:
        """A start has to be confirmed for that cause: OVERDOSE or BY_HAND."""
        self.causes |= cause

    def stopped(self, reason: int) -> None:
        """A stop for that reason is in the journal."""
        self.stopped_for = reason

    def kept(self) -> None:
        """An image is durable, and with it the stop that was told last."""
        self.stopped_for = self.told

    def stopped_so(self, reason: int) -> bool:
        """Whether nothing flows, and a stop for that very reason is written down."""
        return self.now in (IDLE, STOPPED) and reason == self.stopped_for

    def resume_on(self, moment: tuple[int, int]) -> None:
        """Flow again by itself at that moment."""
        self.resume_at = moment

    def resume_taken(self) -> None:
        """It is that moment."""
        self.resume_at = None

    def ended_at(self, since: tuple[int, int]) -> None:
        """Flow ended then: the state is entered later than it was so."""
        self.since = since

    def committed_to_flow(self) -> bool:
        """Whether drug flows or would without an order: running, suspended, in a fault."""
        return not possible(self.now, REPLACE_DRUG)

    def runs(self) -> bool:
        """Whether drug flows."""
        return self.now == RUN

    def in_fault(self) -> bool:
        """Whether a fault has stopped flow."""
        return self.now == FAULT

    def next_due(self) -> "tuple[int, int] | None":
        """When it ends by itself; None: it does not."""
        return self.resume_at

    def resumes_in_ms(self, day: int, ms: int) -> int:
        """How long a suspension still lasts; 0 while there is none."""
        due = self.resume_at
        if self.now != SUSPENDED or due is None:
            return 0
        return elapsed_ms(day, ms, due[0], due[1])

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.now = codec.index(self.now, len(STATES))
        self.since = pair(codec.row(self.since, 2)) or (0, 0)
        self.resume_at = pair(codec.row(self.resume_at, 2))
        if codec.version > 1:
            self.causes = codec.whole(self.causes)
        if codec.version > 2:
            self.ends = codec.flag(self.ends)
