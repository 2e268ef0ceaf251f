"""One clinician bolus on top of the basal rate, and the day's limit on all of them.

A bolus ends in basal, however it ends (FI-15), and is never resumed (FI-20, FI-21). Basal and
bolus steps come from one account, so the bolus's own delivered volume is an interval of one step.
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY, MS_PER_MIN, SCALE, decimal, elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.codec import Codec, Row

NONE = 0
RUNNING = 1
DONE = 2
ABORTED = 3
ARMED = 4  # accepted; runs from the next quantum on, within the same turn
STATES = ("NONE", "RUN", "DONE", "ABORTED", "RUN")
_MOST_A_DAY = 24  # ours: one an hour; the image holds no more


def time_ms(volume_nl: int, duration_ms: int) -> int:
    """How long a bolus of that volume takes; 0 ms asks for the shortest time.

    At least 60 s (S25) and what the motor can do. Refused when it shall be faster, or take longer
    than a day.
    """
    least_ms = -(-volume_nl * MS_PER_MIN // profile.BOLUS_FLOW_MAX_NL_PER_MIN)
    if least_ms < profile.BOLUS_MIN_MS:
        least_ms = profile.BOLUS_MIN_MS
    if duration_ms == 0:
        return least_ms
    if not least_ms <= duration_ms <= MS_PER_DAY:
        text = "%s s to 24 h for this dose" % decimal(least_ms, 3)
        raise Refused(reasons.DATA_OUT_OF_RANGE, text)
    return duration_ms


class Bolus:
    """The present or the last bolus."""

    def __init__(self) -> None:
        self.state = NONE
        self.dose_ng = 0
        self.volume_nl = 0
        self.left_ms = 0
        self.per_ms = 0  # share of the metering account, 1/SCALE step per ms
        self._total = 0
        self._booked = 0
        self._lost_steps = 0
        self._open = 0  # account units that may have flowed: when the power went, or unrecorded
        self.ends = False  # asked for; happens when the quantum under way is counted

    def arm(self, dose_ng: int, volume_nl: int, amount: int, duration_ms: int) -> None:
        """Accept: `amount` of the metering account, to be spread evenly over the duration."""
        self.state = ARMED
        self.dose_ng = dose_ng
        self.volume_nl = volume_nl
        self.left_ms = duration_ms
        self.per_ms = 0
        self._total = amount
        self._booked = 0
        self._lost_steps = 0
        self._open = 0

    def need_none(self) -> None:
        """Refused while one is running."""
        if self.active():
            raise Refused(reasons.WRONG_STATE, "a bolus is running; DEL:BOL:ABOR")

    def need_one(self) -> None:
        """Refused while none is running."""
        if not self.active():
            raise Refused(reasons.WRONG_STATE, "no bolus is running")

    def begin(self) -> None:
        """Flow from now on."""
        self.state = RUNNING
        self.per_ms = self._total // self.left_ms

    def active(self) -> bool:
        """Whether it is accepted and not over."""
        return self.state == RUNNING or self.state == ARMED

    def accrue(self, ms: int) -> int:
        """Time passed at its rate. What is still to be booked when it has ended, or 0.

        The even share is cut to a whole account unit a ms; the difference comes with the end, and
        what was booked for time beyond the end goes: the answer is below 0 then.
        """
        self.left_ms -= ms
        self._booked += self.per_ms * ms
        if self.left_ms > 0:
            return 0
        rest = self._total - self._booked
        self._booked = self._total
        self._end(DONE)
        return rest

    def abort(self, lost_steps: int) -> None:
        """End early; `lost_steps` pulses may have moved nothing."""
        self._lost_steps = lost_steps
        self._end(ABORTED)

    def cut(self, ahead_ms: int) -> None:
        """The power went while `ahead_ms` of it may have been under way: over, never resumed."""
        self._open += self.per_ms * (ahead_ms if ahead_ms < self.left_ms else self.left_ms)
        self._end(ABORTED)

    def missed(self, steps: int) -> None:
        """Records of so many steps are lost: each may have been one of its own."""
        if self.active():
            self._open += steps * SCALE

    def ask_end(self) -> None:
        """It is over as soon as the quantum under way is counted."""
        self.ends = self.active()

    def recalibrate(self, before: int, steps_per_ml: int) -> None:
        """The head has another figure than `before`: the last bolus was the volume that it was."""
        self._total = -(-self._total * steps_per_ml // before)
        self._booked = self._booked * steps_per_ml // before
        self._open = -(-self._open * steps_per_ml // before)
        self._lost_steps = -(-self._lost_steps * steps_per_ml // before)

    def _end(self, state: int) -> None:
        self.state = state
        self.ends = False
        self.left_ms = 0
        self.per_ms = 0

    def delivered_steps(self, ahead_ms: int) -> tuple[int, int]:
        """Steps given for this bolus, (least, most), where `ahead_ms` of it may be under way."""
        if ahead_ms > self.left_ms:
            ahead_ms = self.left_ms
        least = self._booked // SCALE - self._lost_steps
        most = self._booked + self._open + self.per_ms * ahead_ms
        if most > self._total:
            most = self._total
        return (least if least > 0 else 0), -(-most // SCALE)

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.ends = codec.flag(self.ends)
        self.state = codec.index(self.state, len(STATES))
        self.dose_ng = codec.whole(self.dose_ng)
        self.volume_nl = codec.whole(self.volume_nl)
        self.left_ms = codec.whole(self.left_ms)
        self.per_ms = codec.whole(self.per_ms)
        self._total = codec.whole(self._total)
        self._booked = codec.whole(self._booked)
        self._lost_steps = codec.whole(self._lost_steps)
        self._open = codec.whole(self._open)


class BolusDay:
    """What still counts against the day's limit (C.3): boluses, and basal that was higher.

    A bolus counts in full until 24 h after its END: aged by its start, part of a long bolus
    would fall inside a window that its start has left. Basal counts by the day: the bound holds for
    any window of one programme; where two schedules of different phase follow each other, the
    24 hours around the change may hold more than either day.
    """

    def __init__(self) -> None:
        self._ends: list[Row] = []  # day, ms, ng
        self._basals: list[Row] = []  # counts until day, ms; ng a day
        self._unknown: Row | None = None  # nobody knows what was given before this moment

    def counted_ng(self, day: int, ms: int) -> int:
        """Drug in boluses whose end is less than 24 h ago or still to come, upper bounds."""
        return sum([dose_ng for _, _, dose_ng in self._counting(day, ms)])

    def need_room(self, day: int, ms: int, basal_ng: int, dose_ng: int, limit_ng: int) -> None:
        """Refused where basal, the boluses of 24 hours and this one pass the day's limit, where
        nobody knows what was given in them, and where no further one could be remembered until the
        oldest has left them."""
        unknown = self._unknown
        if unknown is not None:
            left_ms = MS_PER_DAY - elapsed_ms(unknown[0], unknown[1], day, ms)
            if left_ms > 0:
                text = "what was given in 24 h is unknown; a bolus in %d min"
                raise Refused(reasons.LOCKOUT, text % -(-left_ms // MS_PER_MIN))
        day_ng = basal_ng + self.counted_ng(day, ms) + dose_ng
        if day_ng > limit_ng:
            text = "%s ug in 24 h with basal; PRES:LIM:DAY is %s ug"
            words = (decimal(day_ng, 3), decimal(limit_ng, 3))
            raise Refused(reasons.DAILY_LIMIT, text % words)
        counting = self._counting(day, ms)
        if len(counting) >= _MOST_A_DAY:
            left = [MS_PER_DAY - elapsed_ms(row[0], row[1], day, ms) for row in counting]
            text = "%d boluses in 24 h; the next one in %d min"
            words = (_MOST_A_DAY, -(-min(left) // MS_PER_MIN))
            raise Refused(reasons.LOCKOUT, text % words)

    def add(self, day: int, ms: int, end: tuple[int, int], dose_ng: int) -> None:
        """Remember a bolus that ends then. An aborted one keeps its whole dose: the upper bound."""
        self._ends = self._counting(day, ms) + [(end[0], end[1], dose_ng)]

    def past_unknown(self, day: int, ms: int) -> None:
        """What was given until now is lost: no bolus for 24 h, it may have been the day's whole."""
        self._unknown = (day, ms)

    def lowered(self, day: int, ms: int, basal_ng: int) -> None:
        """Another prescription takes over now; windows of the next 24 hours hold this basal."""
        held = [entry for entry in self._basals if (entry[0], entry[1]) > (day, ms)]
        self._basals = held + [(day + 1, ms, basal_ng)]

    def basal_ng(self, day: int, ms: int, now_ng: int) -> int:
        """The highest daily basal of the last 24 hours, the present one included."""
        held = [entry[2] for entry in self._basals if (entry[0], entry[1]) > (day, ms)]
        return max(held + [now_ng])

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self._ends = codec.rows(self._ends, 3)
        self._basals = codec.rows(self._basals, 3)
        if codec.version > 1:
            self._unknown = codec.row(self._unknown, 2)

    def _counting(self, day: int, ms: int) -> "list[Row]":
        return [
            entry for entry in self._ends if elapsed_ms(entry[0], entry[1], day, ms) < MS_PER_DAY
        ]
