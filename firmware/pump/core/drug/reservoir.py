"""Calculated volume, low thresholds, drug age. Calculated: no sensor looks into the reservoir.

Counts in steps below a fill, so that the comparison a quantum makes is between small integers.
An over-infusing head empties it earlier than calculated; only `reconcile` at a refill sees that.
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import (
    MS_PER_DAY,
    PL_PER_ML,
    PL_PER_NL,
    decimal,
    moment,
    nl_floor,
    steps_floor,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from pump.core.codec import Codec

    class Head(Protocol):
        """Who owns the head's figure."""

        steps_per_ml: int


NOT_LOW = 0
LOW = 1
MEDIUM = 2
HIGH = 3
EMPTY = 4

OK = 0
OVER = 1
UNDER = 2
VERDICTS = ("OK", "OVER", "UNDER")


class Reservoir:
    """What the last fill put in, less what may have gone: always the lower bound."""

    def __init__(self, capacity_nl: int, head: "Head") -> None:
        self.capacity_nl = capacity_nl
        self.concentration_ng_per_ml = 0  # 0: never filled
        self.steps = 0  # left, the residual included
        self.given_steps = 0  # since the fill
        self.fills = 0  # so far
        self.residual_steps = steps_floor(profile.RESIDUAL_NL, head.steps_per_ml)
        self.low_steps = (0, 0, 0)  # below these: LOW, MEDIUM, HIGH
        self.next_steps = 0  # the highest threshold not yet passed: one compare a quantum
        self.level = NOT_LOW
        self.fill_day = 0
        self.fill_ms = 0
        self._head = head
        self.set_daily(0)

    def need_fill(self, volume_nl: int, concentration_ng_per_ml: int) -> None:
        """Refused when no fill can be of that volume and concentration."""
        least, most = profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML
        if not least <= concentration_ng_per_ml <= most:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0.05 to 2 mg/mL")
        if not profile.RESIDUAL_NL < volume_nl <= self.capacity_nl:
            words = (decimal(profile.RESIDUAL_NL, 6), decimal(self.capacity_nl, 6))
            raise Refused(reasons.DATA_OUT_OF_RANGE, "above %s to %s mL" % words)

    def need_drug(self, concentration_ng_per_ml: int) -> None:
        """Refused unless there is drug left, and of that concentration."""
        held = self.concentration_ng_per_ml
        if not held:
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if held != concentration_ng_per_ml:
            text = "the reservoir holds %s mg/mL, the prescription says %s"
            words = (decimal(held, 6), decimal(concentration_ng_per_ml, 6))
            raise Refused(reasons.SETTINGS_CONFLICT, text % words)
        if self.spare_steps() == 0:
            raise Refused(reasons.RESERVOIR_EMPTY, "calculated empty: RES:FILL")

    def fill(self, volume_nl: int, concentration_ng_per_ml: int, day: int, ms: int) -> None:
        """Now holds exactly that volume; drug age starts again. `need_fill` knows the ranges."""
        self.steps = steps_floor(volume_nl, self._head.steps_per_ml)
        self.given_steps = 0
        self.fills += 1
        self.concentration_ng_per_ml = concentration_ng_per_ml
        self.fill_day = day
        self.fill_ms = ms
        self.judge()

    def set_daily(self, volume_pl_ms: int) -> None:
        """Set the days' thresholds from a programme's exact day (pL/day x ms).

        A programme repeats every 24 h, so any window of whole days takes the same volume: the
        thresholds are volumes, not times, and stay true through every pause.
        """
        per_ml = self._head.steps_per_ml
        low = [steps_floor(profile.LOW_NL, per_ml)]
        for days in (profile.LOW_DAYS, profile.MEDIUM_DAYS, profile.HIGH_DAYS):
            day_steps = -(-volume_pl_ms * days * per_ml // (PL_PER_ML * MS_PER_DAY))
            low.append(self.residual_steps + day_steps)
        self.low_steps = (max(low[0], low[1]), low[2], low[3])
        self.judge()

    def recalibrate(self, before: int) -> None:
        """The head has another figure; `before` held until now. `set_daily` is still to be told.

        What is left is what is left by either figure, the lower of the two: that the head has
        given more since the fill than was counted may be what the new figure has found.
        """
        per_ml = self._head.steps_per_ml
        if per_ml < before:
            self.steps = (self.steps + self.given_steps) * per_ml // before - self.given_steps
        else:
            self.steps = self.steps * per_ml // before
            self.given_steps = self.given_steps * per_ml // before
        self.residual_steps = steps_floor(profile.RESIDUAL_NL, per_ml)

    def take(self, steps: int) -> bool:
        """Steps have gone. Whether a threshold was passed, so that alarms must be judged."""
        self.steps -= steps
        self.given_steps += steps
        return self.steps <= self.next_steps

    def spare_steps(self) -> int:
        """Steps that may still go before the residual is reached; 0 when empty."""
        spare = self.steps - self.residual_steps
        return spare if spare > 0 else 0

    def judge(self) -> int:
        """The level now: NOT_LOW, LOW, MEDIUM, HIGH or EMPTY."""
        if not self.filled():
            return NOT_LOW
        thresholds = self.low_steps + (self.residual_steps,)
        level = NOT_LOW
        self.next_steps = -1
        for rank, steps in enumerate(thresholds):
            if self.steps <= steps:
                level = rank + 1
            elif steps > self.next_steps:
                self.next_steps = steps
        self.level = level
        return level

    def filled(self) -> bool:
        """Whether there was a first fill."""
        return self.concentration_ng_per_ml > 0

    def age_days(self, day: int, ms: int) -> int:
        """Whole days since the last fill; 0 before the first."""
        if not self.filled():
            return 0
        return day - self.fill_day - (ms < self.fill_ms)

    def older_by(self, gap_ms: int) -> None:
        """The fill was that much longer ago than was known of."""
        self.fill_day, self.fill_ms = moment(self.fill_day, self.fill_ms - gap_ms)

    def volume_nl(self) -> int:
        """Calculated volume left, rounded down; never below zero."""
        return nl_floor(self.steps, self._head.steps_per_ml) if self.steps > 0 else 0

    def volume_to_pl(self, floor_steps: int) -> int:
        """Volume in pL above a threshold; 0 when it is passed."""
        above = self.steps - floor_steps
        return nl_floor(above, self._head.steps_per_ml) * PL_PER_NL if above > 0 else 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back; `set_daily` then makes the days' thresholds."""
        self.concentration_ng_per_ml = codec.whole(self.concentration_ng_per_ml)
        self.steps = codec.whole(self.steps)
        self.given_steps = codec.whole(self.given_steps)
        self.fills = codec.whole(self.fills)
        self.fill_day = codec.whole(self.fill_day)
        self.fill_ms = codec.whole(self.fill_ms)
        if codec.reads:
            self.residual_steps = steps_floor(profile.RESIDUAL_NL, self._head.steps_per_ml)
            self.judge()

    def reconcile(self, found_nl: int) -> tuple[int, int]:
        """Compare what was withdrawn with what should be there: (expected nL, verdict).

        OVER: the head gave more than it was told (found less). The tolerance is 14.5 % of what
        was given since the fill. Afterwards the lower of the two counts as being in there.
        Refused before the first fill, and for more than the reservoir can hold.
        """
        if not self.filled():
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if not 0 <= found_nl <= self.capacity_nl:
            words = decimal(self.capacity_nl, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        expected_nl = self.volume_nl()
        given_nl = nl_floor(self.given_steps, self._head.steps_per_ml)
        verdict = OK
        if abs(expected_nl - found_nl) * 1000 > given_nl * profile.RECONCILE_PERMILLE:
            verdict = OVER if found_nl < expected_nl else UNDER
        if found_nl < expected_nl:
            self.steps = steps_floor(found_nl, self._head.steps_per_ml)
        self.judge()
        return expected_nl, verdict
