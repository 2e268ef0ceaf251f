"""Any order, any time and any fault, as rules that hypothesis strings together."""

from contextlib import suppress
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from pump.core.alarms import table as alarms
from pump.core.motion.ledger import Ledger
from pump.core.motion.metering import SCALE
from pump.core.reasons import SETTINGS_CONFLICT, Refused
from pump.core.therapy.states import IDLE, RUN, STOPPED, STOPS_MAX
from pump.core.units import steps_floor
from tests.core.bench import DAY, HOUR, MIN, MS, S, World
from tests.core.dose_oracle import Day, DoseOracle, pl_per_day
from tests.core.therapies import Therapies
from tests.core.tip_windows import TipWindows

CONCENTRATIONS = st.sampled_from([50_000, 500_000, 700_001, 2_000_000])
DOSES = st.integers(100_000, 1_000_000)
SCHEDULES = DOSES | st.lists(
    st.tuples(st.integers(0, 1439), DOSES), min_size=1, max_size=5, unique_by=lambda s: s[0]
)
ALARMS = st.sampled_from(range(len(alarms.TABLE)))


class Orders(Therapies, TipWindows):
    """Every order at any time; a refused one must leave everything as it was."""

    @initialize(concentration=CONCENTRATIONS, dose=DOSES, wall=st.booleans())
    def power_on(self, concentration, dose, wall):
        self.world = World("CISTERNA-40", wall=(9_000, 5_000_000) if wall else None)
        self.pump = self.world.pump
        self.motor = self.world.motor
        self.concentration = concentration
        self.sync(None)
        self.filled_steps = 0
        self.replayed = Ledger()
        self.stamps = []  # (rotor, strays) when each record became durable
        self.world.hal.journal.on_append = self.stamp
        self.begin_pace()
        self.begin_therapies()
        self.begin_windows(concentration)
        if dose % 4:
            self.fill(40, concentration)
            if dose % 4 != 2:  # else a screening comes first, perhaps
                self.commit(dose)
                self.start(False)

    def stamp(self):
        self.stamps.append((self.motor.rotor, self.motor.strays))

    # Orders ------------------------------------------------------------------------------

    @rule(schedule=SCHEDULES)
    def commit(self, schedule):
        self.world.stage(self.concentration, schedule)
        self.oracle_to_now()
        if self.commit_staged(True) and self.oracle:
            self.oracle.day = self.day_of(schedule)

    @precondition(lambda self: self.pace.flows)
    @rule(percent=st.integers(90, 131), night=st.integers(0, 40), wait=st.booleans())
    def titrate(self, percent, night, wait):
        """A little more or less than what ran last, when an increase is possible or at once."""
        if wait:
            unlocked = self.pace.unlocked(len(self.pace.flows))
            self.world.wait(max(0, unlocked - self.now_ms()) * MS)
        dose = self.pace.flows[-1].dose * percent // 100
        more = dose * night // 100
        self.commit([(0, dose + more), (720, dose - more)] if night else dose)

    def day_of(self, schedule):
        segments = [(0, schedule)] if isinstance(schedule, int) else schedule
        day = Day([(start, pl_per_day(dose, self.concentration)) for start, dose in segments])
        lost = self.pump.alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE
        return day.flat() if lost and len(segments) > 1 else day

    @rule(dose=st.integers(1, 2_000_000))
    def commit_anything(self, dose):
        """Mostly refused."""
        self.world.stage(self.concentration, dose)
        if self.commit_staged(False):
            self.oracle = None

    @rule(confirmed=st.booleans())
    def start(self, confirmed):
        self.oracle_to_now()
        rx = self.pump.active
        held = self.pump.reservoir.concentration_ng_per_ml
        if rx and held == rx.concentration_ng_per_ml and not self.tests:
            self.world.attest()  # nothing else is in the way of a first start
        if self.flow_again(self.pump.start, confirmed) and self.oracle:
            self.oracle.running = True

    @rule(reason=st.sampled_from(["OVERDOSE", "OTHER", "", "HOLIDAY"]))
    def stop(self, reason):
        self.oracle_to_now()
        number = self.number(self.pump.stop, reason)
        if number:  # nothing flows, and as many reasons were told as the log takes
            assert number == SETTINGS_CONFLICT and self.reasons_told >= STOPS_MAX
            assert self.pump.state in (IDLE, STOPPED)
            return
        self.reasons_told += 1
        self.pace.stop(self.now_ms(), reason == "HOLIDAY")
        self.overdose = self.overdose or reason == "OVERDOSE"
        if self.oracle:
            self.oracle.stop()

    @rule(for_ms=st.integers(0, 90_000_000))
    def suspend(self, for_ms):
        self.oracle_to_now()
        if self.give(self.pump.suspend, for_ms):
            self.oracle = None

    @rule(confirmed=st.booleans())
    def resume(self, confirmed):
        self.flow_again(self.pump.resume, confirmed)

    @rule(
        dose=st.integers(-1, 120_000), ms=st.sampled_from([0, 59_999]) | st.integers(1, 9_000_000)
    )
    def bolus(self, dose, ms):
        self.oracle_to_now()
        if self.give(self.pump.give_bolus, dose, ms, True) and self.oracle:
            self.oracle.give_bolus(dose, self.concentration, self.pump.bolus.left_ms * MS)

    @rule()
    def abort(self):
        self.oracle_to_now()
        if self.give(self.pump.abort_bolus) and self.oracle:
            self.oracle.bolus = None

    @rule(ml=st.sampled_from([1, 2, 2.02, 2.5, 5, 40, 40.001]), concentration=CONCENTRATIONS)
    def fill(self, ml, concentration):
        volume_nl = round(ml * 1_000_000)
        if self.give(self.pump.fill, volume_nl, concentration, 30 * DAY // MS):
            primed = False
            with suppress(Refused):  # hands prime the line with it, where nothing flows
                self.world.order(self.world.prime, concentration)
                primed = True
            self.line_filled(concentration, primed)
            self.concentration = concentration
            self.filled_steps = steps_floor(volume_nl, 64_000)

    @rule(off_nl=st.integers(-3_000_000, 3_000_000))
    def reconcile(self, off_nl):
        expected = self.pump.reservoir.volume_nl()
        found = max(0, expected + off_nl)
        if self.give(self.pump.reconcile, found) and found < expected:
            self.filled_steps = self.pump.reservoir.given_steps + steps_floor(found, 64_000)

    @rule(volume_nl=st.integers(-1, 2_000_001))
    def set_line(self, volume_nl):
        if self.give(self.pump.set_catheter, volume_nl):
            self.tip = None

    @rule(ms=st.integers(0, 86_399_999))
    def set_wall(self, ms):
        self.oracle_to_now()
        self.give(self.world.set_wall, 9_100, ms)
        if self.oracle:
            self.oracle.wall_us = ms * MS - self.world.us

    @rule(alarm=ALARMS)
    def acknowledge(self, alarm):
        self.give(self.pump.acknowledge, alarm)

    @rule(alarm=ALARMS)
    def reset_alarm(self, alarm):
        if self.give(self.pump.reset_alarm, alarm) and alarm == alarms.LEDGER_WRITE:
            self.oracle = None

    # Time and faults ------------------------------------------------------------------------

    @rule(us=st.sampled_from([MS, 70 * S, 7 * MIN, 55 * MIN, 5 * HOUR]), times=st.integers(1, 5))
    def wait(self, us, times):
        self.world.wait(us * times)

    @precondition(lambda self: self.pump.state != RUN)
    @rule(days=st.integers(1, 4))
    def days_pass_without_flow(self, days):
        self.world.wait(days * DAY)

    @rule(ms=st.integers(1, 3_600_000))
    def wait_any_time(self, ms):
        self.world.wait(ms * MS)

    @precondition(lambda self: self.pump.state != RUN)
    @rule(dose=DOSES)
    def bring_it_to_run(self, dose):
        self.motor.stand(False)
        self.fill(20, self.concentration)
        self.commit(min(dose, self.most_ng() or dose))
        self.start(True)

    @rule(standing=st.booleans())
    def stand(self, standing):
        self.oracle = None
        self.motor.stand(standing)

    @rule(pulses=st.integers(1, 2_000), interval_us=st.integers(200, 5_000), guarded=st.booleans())
    def run_away(self, pulses, interval_us, guarded):
        self.oracle = self.tip = None
        self.motor.guarded = guarded
        self.motor.run_away(pulses, interval_us)

    @rule(times=st.sampled_from([-1, 0, 1, 2, 3, 7]))
    def journal_fails(self, times):
        self.oracle = None
        self.world.hal.journal.failing = times

    @rule(times=st.sampled_from([-1, 0, 1]))
    def events_fail(self, times):
        self.world.hal.events.failing = times

    @rule(late_ms=st.sampled_from([0, 0, 3, 900]))
    def turns_come_late(self, late_ms):
        self.oracle = None
        self.world.late_us = (lambda: late_ms * MS) if late_ms else None

    @rule(ms=st.sampled_from([-86_400_000, -300_000, -2_000, 2_000, 300_000, 3_600_000]))
    def the_board_s_clock_slips(self, ms):
        self.oracle = None
        if self.world.hal.wall_us is not None:
            self.world.hal.wall_us += ms * MS

    @rule(deaf=st.booleans())
    def the_board_s_clock_is_deaf(self, deaf):
        self.oracle = None
        self.world.hal.wall_deaf = deaf

    @precondition(lambda self: self.oracle is None and self.pump.state == STOPPED)
    @rule()
    def all_is_well_again(self):
        """Faults end; from here on every step is accounted for."""
        self.motor.stand(False)
        self.motor.stop()
        self.world.hal.journal.failing = 0
        self.world.hal.wall_deaf = False
        self.world.late_us = None
        with suppress(Refused):
            self.pump.reset_alarm(alarms.LEDGER_WRITE)
        self.world.wait(20 * MIN)
        if self.pump.state == STOPPED and self.pump.active is not None:
            self.sync(self.pump.active)

    def sync(self, active):
        """A new oracle from here on: what is owed now is its beginning."""
        pump, world = self.pump, self.world
        self.oracle = DoseOracle()
        self.oracle.pass_to(world.us)
        self.owed_then = Fraction(pump.metering.owed, SCALE)
        self.pulses_then = self.motor.pulses
        if not -1 < self.owed_then < 1 or pump.weaning.active():
            self.oracle = None  # strays were counted as part of an order: basal waits for them
            return
        wall = pump.schedule.wall(pump.day, pump.ms)
        if wall is not None:
            self.oracle.wall_us = (wall[1] - world.us // MS) * MS
        if active is not None:
            self.oracle.day = self.day_of(schedule_of(active))


def schedule_of(rx):
    if rx.mode == 1:
        return rx.segment(1).value
    return [(segment.start_min, segment.value) for segment in rx.in_order()]
