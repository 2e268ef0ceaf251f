"""One clinician bolus on top of the basal rate, and the time between two of them.

A bolus ends in basal, however it ends (FI-15), and is never resumed (FI-20, FI-21). Basal and
bolus steps come from one account, so the bolus's own delivered volume is an interval of one step.
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import MS_PER_DAY, MS_PER_MIN, SCALE, decimal, elapsed_ms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.protocols import Codec, Row

NONE = 0
RUNNING = 1
DONE = 2
ABORTED = 3
ARMED = 4  # accepted; runs from the next quantum on, within the same turn
STATES = ("NONE", "RUN", "DONE", "ABORTED", "RUN")


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
        self.lose(lost_steps)
        self._end(ABORTED)

    def lose(self, steps: int) -> None:
        """So many pulses may have moved nothing, and it goes on."""
        if self.active():
            self._lost_steps += steps

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

    def left_amount(self) -> int:
        """What is not booked of a running one, in 1/SCALE step."""
        return self._total - self._booked if self.active() else 0

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


class Lockout:
    """The time between two boluses, by whomever they are (D-4): from the end of the last one on.

    On the pump's own clock, which no clock setting moves and a power cut only makes longer.
    """

    def __init__(self) -> None:
        self._ended: Row | None = None  # the last bolus ends, or has ended, then
        self._patients: list[Row] = []  # of 24 hours: the end's day, ms; ng
        self._unknown: Row | None = None  # nobody knows what was given before this moment

    def left_ms(self, lockout_ms: int, day: int, ms: int) -> int:
        """How long no bolus is possible; 0: it is. A day, where nobody knows what was given."""
        left_ms = 0
        if self._ended is not None:
            left_ms = lockout_ms - elapsed_ms(self._ended[0], self._ended[1], day, ms)
        if self._unknown is not None:
            unknown_ms = MS_PER_DAY - elapsed_ms(self._unknown[0], self._unknown[1], day, ms)
            left_ms = max(left_ms, unknown_ms)
        return left_ms if left_ms > 0 else 0

    def unknown(self, day: int, ms: int) -> bool:
        """Whether it is so because nobody knows what was given in 24 hours."""
        if self._unknown is None:
            return False
        return elapsed_ms(self._unknown[0], self._unknown[1], day, ms) < MS_PER_DAY

    def patient_ng(self, day: int, ms: int) -> int:
        """Drug in the patient's boluses whose end is less than 24 h ago or still to come, whole."""
        return sum([row[2] for row in self._of_a_day(day, ms)])

    def patient_free_ms(self, room_ng: int, day: int, ms: int) -> int:
        """How long until those that count are at most so much."""
        left_ms, counting = 0, self._of_a_day(day, ms)
        total_ng = sum([row[2] for row in counting])
        for row in counting:
            if total_ng <= room_ng:
                break
            total_ng -= row[2]
            left_ms = MS_PER_DAY - elapsed_ms(row[0], row[1], day, ms)
        return left_ms

    def by_patient(self, end: "Row", dose_ng: int, day: int, ms: int) -> None:
        """The patient's bolus that was accepted ends then."""
        self._patients = self._of_a_day(day, ms) + [(end[0], end[1], dose_ng)]

    def _of_a_day(self, day: int, ms: int) -> "list[Row]":
        return [row for row in self._patients if elapsed_ms(row[0], row[1], day, ms) < MS_PER_DAY]

    def ends(self, end: "Row") -> None:
        """The last bolus ends at that moment."""
        self._ended = end

    def past_unknown(self, day: int, ms: int) -> None:
        """What was given until now is lost: it may have been the day's whole."""
        self._unknown = (day, ms)

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back; versions 1 and 2 list the ends of a day's boluses, and
        basal rates that the exposure has now."""
        if codec.version < 3:
            ends = codec.rows([], 3)
            codec.rows([], 3)
            if codec.reads:
                self._ended = max([row[:2] for row in ends]) if ends else None
        else:
            self._ended = codec.row(self._ended, 2)
            self._patients = codec.rows(self._patients, 3)
        if codec.version > 1:
            self._unknown = codec.row(self._unknown, 2)
