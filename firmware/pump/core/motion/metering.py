"""Rate x time -> whole steps, exact. docs/design/exactness.md has the proof.

The account is one integer: what is owed, in units of 1/SCALE step: pL/day x steps/mL x ms is in
these. SCALE is the same for every rate, concentration and calibration, so a change of any of them
carries the remainder by leaving it alone. Knows volume and steps; does not know drug, clocks or
motors.
"""

from pump.core.units import MS_PER_DAY, SCALE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.core.motion.calibration import Calibration
    from pump.core.protocols import Codec

_US_PER_MS = 1000


class Metering:
    """The account of one motor. `plan` looks ahead, changing nothing; `accrue`, `book` book."""

    def __init__(self, calibration: "Calibration") -> None:
        self._calibration = calibration
        self.owed = 0  # in 1/SCALE step; -SCALE < owed < SCALE whenever the motor keeps up
        self._per_ms = 0  # what one ms adds
        self._step_us = 0  # how long one step lasts
        # The plan, in place: the planner runs every few minutes for years.
        self.steps = 0
        self.first_us = 0
        self.interval_us = 0
        self.lasts_ms = 0

    @property
    def steps_per_ml(self) -> int:
        """Of the head, as it is calibrated now."""
        return self._calibration.steps_per_ml

    def set_rate(self, rate_pl_per_day: int, bolus_per_ms: int = 0) -> None:
        """Flow from now on in pL/day, 0 or more, and a bolus's share on top. Owed stays owed."""
        per_ms = rate_pl_per_day * self.steps_per_ml + bolus_per_ms
        self._per_ms = per_ms
        self._step_us = SCALE * _US_PER_MS // per_ms if per_ms else 0

    def recalibrate(self, before: int) -> None:
        """The head has another figure; `before` held until now. The rate stays, in other steps."""
        self.set_rate(0, self._per_ms * self._calibration.steps_per_ml // before)

    def account(self, volume_pl: int) -> int:
        """A volume in the account's unit, 1/SCALE step. Exact."""
        return volume_pl * self.steps_per_ml * MS_PER_DAY

    def owe(self, amount: int) -> None:
        """Book an amount in 1/SCALE step that no rate has brought."""
        self.owed += amount

    def accrue(self, ms: int) -> None:
        """Time passed at the present rate."""
        self.owed += self._per_ms * ms

    def book(self, ms: int, steps: int) -> None:
        """Time passed at the present rate and steps that the motor counted in it."""
        self.owed += self._per_ms * ms - steps * SCALE

    def forgive(self) -> None:
        """Nothing is owed any more: what was, was planned by what does not hold now."""
        self.owed = 0

    def forgo(self) -> None:
        """Whole steps that are owed were lost, and are not made up; a part of one stays owed."""
        if self.owed >= SCALE:
            self.owed %= SCALE

    def began(self, steps: int) -> int:
        """So many steps were begun, by a plan that is not known: nothing but them is owed. How long
        they last at the present rate, in ms."""
        per_ms = self._per_ms
        self.owed = 0 if per_ms else steps * SCALE
        return steps * SCALE // per_ms if per_ms else 0

    def put_back(self, owed: int) -> None:
        """So much is owed, as before an order that no rate has asked for."""
        self.owed = owed

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back; `set_rate` then brings the rate."""
        self.owed = codec.whole(self.owed)

    def plan_evenly(self, steps: int, interval_us: int) -> None:
        """Plan that many steps at that pace, whatever is owed: as `plan` leaves them."""
        self.steps = steps
        self.first_us = self.interval_us = interval_us
        self.lasts_ms = -(-steps * interval_us // _US_PER_MS)

    def plan(self, within_ms: int, at_most: int) -> None:
        """Plan the steps that fall due in the next `within_ms`, `at_most` so many, at least none.

        Afterwards: `steps`; `first_us` from now to the first; `interval_us` between them;
        `lasts_ms` until the last has been given (or `within_ms` where none falls due).
        """
        per_ms = self._per_ms
        owed = self.owed
        steps = (owed + per_ms * within_ms) // SCALE
        if steps > at_most:
            steps = at_most
        if steps <= 0:
            self.steps = 0
            self.lasts_ms = within_ms
            return
        # Times are cut to whole us, so step k comes up to k us early; fewer steps in an order than
        # one step lasts us keep that under one step.
        step_us = self._step_us
        if steps > step_us:
            if not per_ms:  # what is owed waits until anything flows
                self.steps = 0
                self.lasts_ms = within_ms
                return
            steps = step_us if step_us > 1 else 1
        first_us = (SCALE - owed) * _US_PER_MS // per_ms
        if first_us < 0:
            first_us = 0
        if steps > 1:
            last_us = (steps * SCALE - owed) * _US_PER_MS // per_ms
            interval_us = (last_us - first_us) // (steps - 1)
            if interval_us * 2 < step_us:
                # a late turn owes several steps: they come at twice the pace, not at once
                interval_us = (step_us + 1) // 2
                last_us = first_us + interval_us * (steps - 1)
            self.interval_us = interval_us
        else:
            last_us = first_us
            self.interval_us = 0
        self.steps = steps
        self.first_us = first_us
        self.lasts_ms = -(-last_us // _US_PER_MS)
