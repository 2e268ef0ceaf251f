"""Every step between two power cuts is accounted for in fractions, whatever the stores do.

The oracle of tests/core/dose_oracle.py, begun anew wherever the pump plans anew: what is owed then
is less than a step, after a cut too, so nothing is made up and nothing is given twice.
"""

from fractions import Fraction

from pump.core.motion.metering import SCALE
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from tests.core.bench import MS
from tests.core.dose_oracle import Day, DoseOracle, pl_per_day
from tests.core.truths import Truths

DRUG = 500_000  # ng/mL: what `seen` reckons with


class Counted(Truths):
    """`world` is Powered. `oracle` is None while nobody counts: see `sync`.

    disturbed  somebody but the pump has moved the rotor, or held it
    slipped    the board's clock has jumped
    """

    def begin_count(self, world):
        self.world = world
        self.motor = world.motor
        self.oracle = None
        self.disturbed = self.slipped = False
        self.bolus_us = 0  # when the last one began
        self.planned_before = None  # a quantum of another rate, by the moment of its plan

    @property
    def pump(self):
        """Another one after each cut."""
        return self.world.pump

    @property
    def filled_steps(self):
        """By the pump: whether it counts every pulse, `seen` compares at each cut."""
        return self.pump.reservoir.steps + self.pump.reservoir.given_steps

    def healthy(self):
        running = self.pump.state == RUN
        return running == self.oracle.running and not self.pump.faults.tries

    def sync(self):
        """A new account begins where the pump plans anew."""
        pump, world = self.pump, self.world
        planned = pump.order.mark_day, pump.order.mark_ms
        if planned != (pump.day, pump.ms) or planned == self.planned_before:
            return
        if self.disturbed or self.slipped or pump.bolus.active():
            return
        self.owed_then = Fraction(pump.metering.owed, SCALE)
        if not -1 < self.owed_then < 1:
            # the rest of a quantum is put right to the new rate in the plan that follows it
            assert self.planned_before, float(self.owed_then)
            return
        self.pulses_then = self.motor.pulses
        self.oracle = DoseOracle(world.us)
        wall = pump.schedule.wall(pump.day, pump.ms)
        if wall is not None:
            self.oracle.wall_us = (wall[1] - world.us // MS) * MS
        if pump.active is not None:
            self.oracle.day = self.day_in_force()
            self.oracle.running = pump.state == RUN

    def lose_count(self):
        """Another rate, by itself: what is under way was planned by the one before."""
        order = self.pump.order
        self.oracle = None
        self.planned_before = (order.mark_day, order.mark_ms) if order.in_progress else None

    def count_anew(self):
        """The power was away: what is under way is over."""
        self.oracle = self.planned_before = None

    def day_in_force(self):
        """As the pump follows it: the prescription in force, or its flat average."""
        rows = self.pump.active.in_order()
        day = Day([(max(0, each.start_min), pl_per_day(each.value, DRUG)) for each in rows])
        return day.flat() if self.pump.program.constant() and len(rows) > 1 else day

    def disturb(self):
        """The rotor does something of its own from now on."""
        self.disturbed = True
        self.oracle = None

    def slip(self, ms):
        """The board's clock jumps, if it runs."""
        if self.world.hal.wall_us is not None:
            self.slipped = True
            self.oracle = None
            self.world.hal.wall_us += ms * MS

    # A bolus ---------------------------------------------------------------------------------

    def count_bolus(self, dose_ng):
        """One was accepted, and runs unless it has ended at once."""
        if self.oracle and self.pump.bolus.active():
            self.bolus_us = self.world.us
            self.oracle.give_bolus(dose_ng, DRUG, self.pump.bolus.left_ms * MS)

    def bolus_share(self):
        """Steps that one under way has given by now; None where nobody counts."""
        if self.oracle is None or self.oracle.bolus is None or not self.pump.bolus.active():
            return None
        return self.oracle.bolus[1] * (self.world.us - self.bolus_us)

    def bolus_tells(self, share):
        """Cut, it is over; its interval holds what it gave, a step of the basal remainder apart."""
        if share is not None:
            least, most = self.pump.bolus.delivered_steps(0)
            assert self.pump.bolus.state == bolus.ABORTED
            assert least - 1 <= share <= most + 1, (least, float(share), most)
