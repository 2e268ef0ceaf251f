"""A pump and its oracle in fractions, given the same orders at the same moments."""

from contextlib import suppress
from fractions import Fraction

from pump.core.motion.metering import SCALE
from pump.core.reasons import Refused
from pump.core.therapy.states import RUN
from tests.core.bench import MS, MS_PER_DAY, World
from tests.core.dose_oracle import Day, DoseOracle, dose_of_day_ng, pl_per_day

BOLUS_CUT = Fraction(1, 10**6)  # a bolus's even share is cut to 1/SCALE step a ms
WALL = (9_000, 33_000_000)


class Twin:
    """What either has done the other knows: `check` compares them pulse by pulse."""

    def __init__(self, concentration, schedule, quantum=None, wall=WALL):
        self.world = World("CISTERNA-40", wall=wall, quantum=quantum)
        self.oracle = DoseOracle()
        self.oracle.wall_us = self.wall_us(wall)
        self.concentration = concentration
        self.world.order(self.world.pump.fill, 40_000_000, concentration)
        self.commit(schedule)
        self.start()

    def act(self, what, *arguments):
        """Give the order to both, or to neither when the pump refuses it."""
        self.settle()
        with suppress(Refused):
            getattr(self, what)(*arguments)

    def settle(self):
        """The oracle goes to this moment with what the pump has done by itself meanwhile."""
        self.oracle.pass_to(self.world.us)

    def commit(self, schedule):
        schedule = self.fitted(schedule)
        self.world.commit(self.concentration, schedule)
        segments = [(0, schedule)] if isinstance(schedule, int) else schedule
        rates = [(start, pl_per_day(dose, self.concentration)) for start, dose in segments]
        self.oracle.day = Day(rates)

    def fitted(self, schedule):
        """The same shape with no more drug a day than ran last: increases have tests of their own.

        So rates rise and fall from commit to commit, and none is refused for its increase.
        """
        most_ng = self.world.pump.titration.reference_ng
        day_ng = dose_of_day_ng(schedule)
        if not most_ng or day_ng <= most_ng:
            return schedule
        if isinstance(schedule, int):
            return most_ng
        return [(start, dose * most_ng // day_ng) for start, dose in schedule]

    def start(self):
        self.world.order(self.world.pump.start)
        self.oracle.running = True

    def stop(self):
        self.world.order(self.world.pump.stop, "OTHER")
        self.oracle.stop()

    def suspend(self, for_ms):
        """Waits until the pump has resumed by itself."""
        self.world.order(self.world.pump.suspend, for_ms)
        self.oracle.stop()
        self.world.wait(for_ms * MS)
        self.oracle.pass_to(self.world.us)
        self.oracle.running = True

    def bolus(self, dose_ng, duration_ms):
        self.world.order(self.world.pump.give_bolus, dose_ng, duration_ms, True)
        left_us = self.world.pump.bolus.left_ms * MS
        self.oracle.give_bolus(dose_ng, self.concentration, left_us)

    def abort(self):
        self.world.order(self.world.pump.abort_bolus)
        self.oracle.bolus = None

    def clock(self, ms, day=9_100):
        self.world.turn.deliver()
        self.oracle.wall_us = self.wall_us((day, ms))  # before the pump looks at it again
        self.world.order(self.world.set_wall, day, ms)

    def wall_us(self, wall):
        """What a clock that shows this wall moment now showed when the bench was at 0 us."""
        now_us = self.world.us // MS * MS
        return None if wall is None else (wall[0] * MS_PER_DAY + wall[1]) * MS - now_us

    def fill(self, concentration):
        """Another concentration needs a stop and a prescription of its own."""
        if self.world.pump.state == RUN:
            self.stop()
        self.world.order(self.world.pump.fill, 40_000_000, concentration)
        self.world.happen(self.world.kept, self.world.prime, concentration)
        self.concentration = concentration
        self.commit(250_000 * max(1, concentration // 500_000))
        self.start()

    def check(self, tolerance=Fraction(0)):
        """Every pulse so far, and the remainder now.

        Between two corners of the oracle's line its distance from an order's even pulses is a
        straight line too: it is greatest at the first or the last of them.
        """
        self.settle()
        given = 0
        for first, interval, pulses in self.world.motor.orders:
            for k in self.oracle.corners(first, interval, pulses):
                exact = self.oracle.at(first + k * interval)
                assert given + k - BOLUS_CUT < exact <= given + k + 1 + BOLUS_CUT + tolerance
            given += pulses
        assert given == self.world.motor.pulses == self.world.pump.ledger.bounds()[0]
        assert -1 < self.oracle.at(self.world.us) - given < 1 + tolerance

    def remainder(self):
        """Owed by the pump less owed by the oracle, in steps, when no order is under way."""
        owed = Fraction(self.world.pump.metering.owed, SCALE)
        return owed - (self.oracle.at(self.world.us) - self.world.motor.pulses)
