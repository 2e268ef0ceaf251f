"""What left the tip in any window, for the machine: C-25's oracle beside every order and fault.

Plugs and rotor steps alone. Is void once hands or a broken source move fluid that nobody ordered,
or the line's volume is another: then `tip` is None.
"""

from hypothesis.stateful import RuleBasedStateMachine, invariant

from tests.core.bench import HOUR
from tests.core.tip_search import STEP_NG, Tip

PEAK_NG = 100_000  # in 1 h and in 4 h, beside 2 and 8 average hours (D-3)


class TipWindows(RuleBasedStateMachine):
    """A subclass gives `world` and `pump`, and tells what is filled and committed."""

    tip = None

    def begin_windows(self, concentration):
        self.tip = Tip(self.world, concentration)
        # us, limit of a day, average of an hour, as they came into force; the first: a screening's
        self.limits = [(0, 200_000, 0)]
        self.judged = 0  # samples
        self.first = [0, 0, 0]

    def line_filled(self, concentration, primed):
        """Fluid of that concentration follows; `primed`: hands have filled the line with it."""
        if self.tip is None:
            return
        self.tip.filled(concentration)
        if primed:
            steps = sum(plug[0] for plug in self.tip.plugs)
            self.tip.plugs.clear()
            self.tip.plugs.append([steps, concentration])

    def limits_changed(self):
        rx = self.pump.active
        if self.tip is not None and rx is not None:
            hourly = self.pump.in_force.daily_ng // 24
            self.limits.append((self.world.us, rx.limit_day_ng, hourly))

    @invariant()
    def no_window_passes_its_bound(self):
        tip = self.tip
        if tip is None or not self.limits:
            return
        tip.look()
        for us, drug in tip.samples[self.judged :]:
            for at, hours in enumerate((1, 4, 24)):
                while us - tip.samples[self.first[at]][0] > hours * HOUR:
                    self.first[at] += 1
                since_us, before = tip.samples[self.first[at]]
                held_ng = (drug - before) // 64_000
                assert held_ng <= self.bound_ng(hours, since_us, us) + STEP_NG, (hours, us)
        self.judged = len(tip.samples)

    def bound_ng(self, hours, since_us, us):
        """The highest of those that were in force in that time."""
        begun = [at for at, row in enumerate(self.limits) if row[0] <= since_us]
        rows = [row for row in self.limits[max(begun, default=0) :] if row[0] <= us]
        if hours == 24:
            return max((row[1] for row in rows), default=0) * 102 // 100
        return PEAK_NG + hours * 2 * max((row[2] for row in rows), default=0)
