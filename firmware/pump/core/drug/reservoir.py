"""Calculated volume, low thresholds, drug age. Calculated: no sensor looks into the reservoir.

Counts in steps below a fill, so that the comparison a quantum makes is between small integers.
An over-infusing head empties it earlier than calculated; only `reconcile` at a refill sees that,
and what each refill alone would hide the memory of the last ones does (D-15).
"""

from pump.core import profile, reasons
from pump.core.reasons import Refused
from pump.core.units import (
    HOURS_PER_DAY,
    MS_PER_DAY,
    MS_PER_HOUR,
    PL_PER_ML,
    PL_PER_NL,
    decimal,
    moment,
    nl_floor,
    steps_floor,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.drug.shapes import Head
    from pump.core.protocols import Codec


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
        self.fill_day = 0
        self.fill_ms = 0
        self.stable_hours = 0  # from the fill on
        # of the last fills: number, nL expected less found, nL given
        self.reconciled: list[tuple[int, ...]] = []
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
            text = "emptied: RES:FILL" if self.fills else "never filled: RES:FILL"
            raise Refused(reasons.RESERVOIR_EMPTY, text)
        if held != concentration_ng_per_ml:
            text = "the reservoir holds %s mg/mL, the prescription says %s"
            words = (decimal(held, 6), decimal(concentration_ng_per_ml, 6))
            raise Refused(reasons.SETTINGS_CONFLICT, text % words)
        if self.spare_steps() == 0:
            raise Refused(reasons.RESERVOIR_EMPTY, "calculated empty: RES:FILL")

    def stability_hours(self, concentration_ng_per_ml: int, stable_ms: int) -> int:
        """How long a preparation is stable for which `stable_ms` is said; 0: nothing is.

        An ampoule's concentration is by default for 180 days. A dilution is used immediately
        (L 1057): refused until somebody says how long it keeps; and what is no whole hour, or
        longer than any is known to keep.
        """
        if not stable_ms:
            if concentration_ng_per_ml in profile.PRESETS_NG_PER_ML:
                return profile.STABILITY_HOURS
            text = "a dilution is used immediately: say how long this one is stable, as 24 HR, "
            raise Refused(reasons.MISSING_PARAMETER, text + "behind its concentration")
        hours = stable_ms // MS_PER_HOUR
        if stable_ms % MS_PER_HOUR or not (
            profile.STABILITY_MIN_HOURS <= hours <= profile.STABILITY_HOURS
        ):
            raise Refused(reasons.DATA_OUT_OF_RANGE, "whole hours, 1 h to 180 days")
        return hours

    def fill(
        self, volume_nl: int, concentration_ng_per_ml: int, stable_hours: int, day: int, ms: int
    ) -> None:
        """Now holds exactly that volume; its age starts again. `need_fill` and `stability_hours`
        know the ranges."""
        self.steps = steps_floor(volume_nl, self._head.steps_per_ml)
        self.given_steps = 0
        self.fills += 1
        self.concentration_ng_per_ml = concentration_ng_per_ml
        self.stable_hours = stable_hours
        self.fill_day = day
        self.fill_ms = ms
        self.judge()

    def empty(self) -> None:
        """Nothing is in it any more, and nobody knows what will be: as before a fill."""
        self.steps = 0
        self.concentration_ng_per_ml = 0

    def set_daily(self, volume_pl_ms: int, at_risk: bool = False) -> None:
        """Set the days' thresholds from a programme's exact day (pL/day x ms); twice as many of a
        patient `at_risk` of withdrawal.

        A programme repeats every 24 h, so any window of whole days takes the same volume: the
        thresholds are volumes, not times, and stay true through every pause.
        """
        per_ml = self._head.steps_per_ml
        low = [steps_floor(profile.LOW_NL, per_ml)]
        times = profile.RISK_DAYS_TIMES if at_risk else 1
        for days in (profile.LOW_DAYS, profile.MEDIUM_DAYS, profile.HIGH_DAYS):
            day_steps = -(-volume_pl_ms * times * days * per_ml // (PL_PER_ML * MS_PER_DAY))
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
        self.reconciled = []  # what they have told was by the figure before
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
        return level

    def filled(self) -> bool:
        """Whether it was filled, and not emptied since."""
        return self.concentration_ng_per_ml > 0

    def age_hours(self, day: int, ms: int) -> int:
        """Whole hours since the last fill; 0 while nothing is in it."""
        if not self.filled():
            return 0
        return ((day - self.fill_day) * MS_PER_DAY + ms - self.fill_ms) // MS_PER_HOUR

    def stable_left_hours(self, day: int, ms: int) -> int:
        """For how many hours more the preparation is stable, rounded up; below zero when over."""
        return self.stable_hours - self.age_hours(day, ms)

    def fresh(self, day: int) -> bool:
        """Whether on all of that day its age is no matter yet: no notice is longer."""
        begun = day - self.fill_day + 1  # days since the fill
        return begun * HOURS_PER_DAY <= self.stable_hours - profile.STABILITY_NOTICE_HOURS

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
        if codec.version > 1:
            self.stable_hours = codec.whole(self.stable_hours)
            self.reconciled = codec.rows(self.reconciled, 3)
        elif codec.reads and self.filled():  # nobody was asked for a dilution's
            ampoule = self.concentration_ng_per_ml in profile.PRESETS_NG_PER_ML
            hours = profile.STABILITY_HOURS if ampoule else profile.STABILITY_MIN_HOURS
            self.stable_hours = hours
        if codec.reads:
            self.residual_steps = steps_floor(profile.RESIDUAL_NL, self._head.steps_per_ml)
            self.judge()

    def reconcile(self, found_nl: int) -> tuple[int, int]:
        """Compare what was withdrawn with what should be there: (expected nL, verdict).

        OVER: the head gave more than it was told (found less). The tolerance is 14.5 % of what
        was given since the fill, and a reading's +-0.2 mL at least; or what the last refills come
        to tells it, see `trend`. Afterwards the lower of the two counts as being in there. Said
        again after the same fill it mends what was said before.
        Refused before the first fill, and for more than the reservoir can hold.
        """
        if not self.filled():
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if not 0 <= found_nl <= self.capacity_nl:
            words = decimal(self.capacity_nl, 6)
            raise Refused(reasons.DATA_OUT_OF_RANGE, "0 to %s mL" % words)
        error_nl = self.volume_nl() - found_nl
        if error_nl > 0:
            self.steps = steps_floor(found_nl, self._head.steps_per_ml)
        rows = self.reconciled
        if rows and rows[-1][0] == self.fills:
            before_nl = rows[-1][1]
            error_nl += before_nl if before_nl > 0 else 0  # so much was taken off then
            rows = rows[:-1]
        given_nl = nl_floor(self.given_steps, self._head.steps_per_ml)
        rows = rows + [(self.fills, error_nl, given_nl)]
        self.reconciled = rows[-profile.RECONCILE_REFILLS :]
        verdict = _judged(error_nl, given_nl, profile.RECONCILE_PERMILLE, profile.READING_NL)
        self.judge()
        return found_nl + error_nl, verdict or self.trend()[2]

    def trend(self) -> tuple[int, int, int]:
        """What the last refills come to: (nL expected less found, nL given, verdict).

        A verdict needs three of one sign: the head's error stays the same and adds up, those of
        reading do not. The sum then tells what a half of one refill's tolerance would.
        """
        rows = self.reconciled
        error_nl = sum([row[1] for row in rows])
        given_nl = sum([row[2] for row in rows])
        verdict = OK
        signs = [row[1] > 0 for row in rows if row[1]]
        if len(signs) == profile.RECONCILE_REFILLS and min(signs) == max(signs):
            floor_nl = profile.READING_NL * len(rows)
            verdict = _judged(error_nl, given_nl, profile.RECONCILE_TREND_PERMILLE, floor_nl)
        return error_nl, given_nl, verdict


def _judged(error_nl: int, given_nl: int, permille: int, floor_nl: int) -> int:
    """OK within so much of what was given, and within what readings may be off."""
    if abs(error_nl) <= floor_nl or abs(error_nl) * 1000 <= given_nl * permille:
        return OK
    return OVER if error_nl > 0 else UNDER
