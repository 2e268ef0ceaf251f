"""A bench for the pump that is exact: time in whole us, a motor that is counted step by step.

Offers the Hal contract without plant, floats or tolerance, so that a test may ask for equality.
`World` puts the pump on it and turns it as a board does. Knows no drug beyond what it orders.
Plain Python: the tests that use it run on the VMs too.
"""

import hashlib

from pump.app import wall as wall_clock
from pump.app.restore import restore
from pump.app.turn import Turn
from pump.commands.context import Context
from pump.commands.system import set_wall
from pump.core import reasons
from pump.core.motion.quantum import Quantum
from pump.core.prescription import prescription
from pump.core.profile import PumpModel, model_named
from pump.core.pump import Pump
from pump.core.reasons import Refused
from pump.core.therapy.history import CONTINUED, UNSAID
from pump.store.journal import Log
from tests.core.idle import Link, Session, Untested
from tests.core.media import Kept, Lines, Store
from tests.core.motor import RING, Motor

MS = 1000  # us
S = 1000 * MS
MIN = 60 * S
HOUR = 60 * MIN
DAY = 24 * HOUR
MS_PER_DAY = DAY // MS
STABLE_MS = 180 * MS_PER_DAY  # what is filled, unless it is said: dilutions too


def sha256(data):
    return hashlib.sha256(data).digest()


def long_quanta():
    """The simulator's: as long as an hour, for months and years."""
    return Quantum(max_ng=10**9, max_nl=10**9, max_ms=3_600_000)


class Hal:
    """The board: the motor above, stores in memory, a wall clock that may be missing.

    wall_us      what the wall clock showed when the bench was at 0 us; None: it is not set
    wall_ppm     how much faster than the bench it runs
    wall_deaf    it cannot be read
    mv           the battery's voltage; 0: a bench without one
    celsius      the driver's temperature; None: no sensor
    """

    serial = "BENCH001"

    def __init__(self, world, model, ticks_ms, wall):
        self._world = world
        self._ticks_ms = ticks_ms
        self.wall_us = None if wall is None else (wall[0] * MS_PER_DAY + wall[1]) * MS
        self.wall_ppm = 0
        self.wall_deaf = False
        self.model = model
        self.motor = Motor(world)
        self.journal = Store()
        self.events = Lines()
        self.faults = Lines()
        self.states = Kept()
        self.prescriptions = Kept()
        self.link = Link()
        self.fed = 0
        self.shown = (0, (), ())
        self.reset_cause = 0
        self.mv = 0
        self.celsius = None

    def battery_mv(self):
        return self.mv

    def driver_c(self):
        return self.celsius

    def ticks_ms(self):
        self._world.us += self._world.busy_us
        return self._ticks_ms + self._world.us // MS & RING

    def wall(self):
        if self.wall_deaf:
            raise OSError(5)
        if self.wall_us is None:
            return None
        us = self._world.us
        ms = (self.wall_us + us + us * self.wall_ppm // 1_000_000) // MS
        return ms // MS_PER_DAY, ms % MS_PER_DAY

    def set_wall(self, day, ms):
        us = self._world.us
        self.wall_us = (day * MS_PER_DAY + ms) * MS - us - us * self.wall_ppm // 1_000_000

    def forget_wall(self):
        self.wall_us = None

    def feed(self):
        self.fed += 1

    def patient_pressed(self):
        return False

    def show(self, lamp, light, tone):
        self.shown = (lamp, light, tone)


class World:
    """A pump on its bench.

    late_us()   how much later than asked for each turn comes
    busy_us     how long a look at the clock takes
    primes      a first fill comes with a primed line
    attests     a first start comes with its history: the dose in force has run before
    """

    primes = True
    attests = True

    def __init__(self, model="CISTERNA-20", ticks_ms=0, wall=(9497, 0), quantum=None, head=64_000):
        self.us = 0
        self.busy_us = 0
        self.hal = Hal(self, model, ticks_ms, wall)
        self.motor = self.hal.motor
        self.late_us = None
        self.after_turn = None
        self.boot(quantum or Quantum(), head)

    def boot(self, quantum, head):
        """Power on, with what the stores hold."""
        self.boot_with = (quantum, head)
        hal = self.hal
        named = model_named(hal.model)
        model = PumpModel(named.name, named.capacity_nl, head)
        log = self.make_log()
        self.pump = Pump(model, log, sha256, quantum)
        clock = restore(hal, self.pump, log)
        self.context = Context(self.pump, hal)
        self.turn = Turn(hal, self.pump, log, Session(), self.context, clock, Untested())

    def make_log(self):
        """Stores in memory that are always sound; tests/cuts has the real ones."""
        hal = self.hal
        return Log(hal.journal, hal.states, hal.prescriptions, hal.events, hal.faults)

    def power_cycle(self, off_us):
        """The power goes now and is back that much later; the wall clock runs on."""
        self.motor.cut()
        self.us += off_us
        self.boot(*self.boot_with)

    # Time ------------------------------------------------------------------------------------

    def wait(self, us):
        """Turn as often as is due for that long."""
        end = self.us + us
        still = 0
        while True:
            self.turn.turn()
            if self.after_turn:
                self.after_turn()
            if self.us >= end:
                return
            nap = self.turn.idle_ms() * MS
            still = 0 if nap else still + 1
            if still > 100:
                raise AssertionError("a hundred turns at one moment")
            if self.late_us:
                nap += self.late_us()
            stall = self.motor.stalls_at()
            if stall is not None and self.us < stall < self.us + nap:
                nap = stall - self.us
            self.pass_to(min(self.us + nap, end))

    def pass_to(self, us):
        """Nothing is due until then."""
        self.us = us

    def order(self, call, *arguments):
        """An order as a session gives it, refused where it is not durable, done or not: the pump is
        brought here before and after. Who fills a bench's new pump has primed its line with that,
        and what it starts with is attested to have run.
        """
        if call == self.pump.fill and len(arguments) < 3:
            arguments = (arguments[0], arguments[1], STABLE_MS)
        if call == self.pump.fill and self.primes and not self.pump.reservoir.filled():
            self.happen(self.kept, self.prime, arguments[1])
        if call == self.pump.start and self.attests:
            self.attest()
        return self.happen(self.kept, call, *arguments)

    def prime(self, concentration):
        """The whole line holds that."""
        pump = self.pump
        pump.control.line_orders().attest(concentration, pump.day, pump.ms)

    def attest(self, kind=CONTINUED, ran_ng=None):
        """The history of a pump that has neither one nor therapy: the dose in force ran before."""
        pump = self.pump
        if pump.titration.history.kind == UNSAID and not pump.titration.reference_ng:
            ran_ng = pump.in_force.daily_ng if ran_ng is None else ran_ng
            orders = pump.control.history_orders()
            self.happen(self.kept, orders.attest, kind, ran_ng, pump.day, pump.ms)

    def happen(self, call, *arguments):
        """What nobody has ordered comes to the pump: it is brought here before and after."""
        self.turn.deliver()
        try:
            return call(*arguments)
        finally:
            self.turn.deliver()

    def kept(self, call, *arguments):
        """The order alone, and its answer."""
        keeping = self.context.keeping
        keeping.begin(False)
        try:
            answer = call(*arguments)
        finally:
            refusal = keeping.keep()
        if refusal:
            raise Refused(reasons.STORAGE_FAULT, refusal)
        return answer

    def set_wall(self, day, ms):
        """What SYST:DATE and SYST:TIME do: the board's clock and the pump's."""
        set_wall(self.context, day, ms)

    def look(self):
        """The pump is shown the board's clock, as it is every 16 minutes."""
        self.happen(self.see_wall)

    def see_wall(self):
        pump = self.pump
        pump.control.clock_orders.see_wall(wall_clock.read_wall(self.hal), pump.day, pump.ms)

    def until(self, condition, within_us, every_us=MIN):
        """Wait until `condition()`; how long that took, in us."""
        start = self.us
        while not condition():
            if self.us - start > within_us:
                raise AssertionError(f"not within {within_us // S} s")
            self.wait(every_us)
        return self.us - start

    # Common orders ---------------------------------------------------------------------------

    def stage(self, concentration, segments, limit_day_ng=None):
        """Stage doses in ng/day: [(start minute, ng)], or a bare number for a constant rate."""
        pump = self.pump
        rx = prescription.Prescription()
        pump.stage(rx)
        rx.drug = "baclofen"
        rx.concentration_ng_per_ml = concentration
        rx.mode = prescription.FLEX
        if isinstance(segments, int):
            rx.mode = prescription.CONSTANT
            segments = [(-1, segments)]
        for number, (start, dose) in enumerate(segments, 1):
            segment = rx.segment(number)
            segment.start_min = start
            segment.kind = prescription.DOSE
            segment.value = dose
        if limit_day_ng is not None:
            rx.limit_day_ng = limit_day_ng
        return rx

    def commit(self, concentration, segments, limit_day_ng=None):
        self.stage(concentration, segments, limit_day_ng)
        self.order(self.pump.commit, self.pump.staged_digest(), True)

    def begin(self, dose_ng=100_000, concentration=500_000, fill_nl=18_000_000):
        """The usual beginning: prescribe, fill, start."""
        self.commit(concentration, dose_ng)
        self.order(self.pump.fill, fill_nl, concentration)
        self.order(self.pump.start)

    # What can be seen ------------------------------------------------------------------------

    def log(self):
        return b"".join(self.hal.events.kept).decode()

    def said(self, word):
        """The lines of the event log that hold the word."""
        return [line for line in self.log().split("\n") if word in line]
