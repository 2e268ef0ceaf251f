"""The clinic: the first fill and start, planned refills with their mistakes, alarms answered.

At a visit somebody reads what is left, fills afresh, mends what the pump alarms for, and starts a
pump that stands. Knows the pump's line and the plant's septum. Does not look at the truth.
"""

from contextlib import suppress

from host_sim.campaign.leads import high_since
from host_sim.campaign.life import Life
from host_sim.campaign.line import order, prescribe, running
from host_sim.scenario.context import Refusal
from host_sim.units import MS_PER_DAY, MS_PER_HOUR

RESIDUAL_ML = 2.0  # what the pump does not count on (C.5)
NL_PER_ML = 1_000_000
NG_PER_UG = 1_000
# What a clinic mends the pump for: with the head that gives too much, or a motor that stands.
MENDED = ("MOTOR_STALL", "OVER_DELIVERY", "OVER_TREND", "UNDER_DELIVERY", "FLOW_MISMATCH")
AMPOULES = (50.0, 500.0, 2000.0)  # ug/mL, as they come (A.4)
STABLE = ",180 D"  # what is said of a dilution: as long as an ampoule's drug, and not the question
_READ_NL = 100_000  # marks of the syringe: 0.1 mL


class Visits:
    """Of one pump. `first_h`, `reconciled_h`: the first visit, the first reconciliation."""

    def __init__(self, life: Life) -> None:
        self._life = life
        self._context = life.context
        self.count = 0
        self.first_h: float | None = None
        self.reconciled_h: float | None = None
        self._alarms = 0  # rows of the book that somebody knows of
        self._answers = 0
        self._called = False
        self._planned = 0  # number of the visit that is on the agenda
        life.watch = self._look

    def begin(self) -> None:
        """An implanted pump: line primed, filled, a therapy that ran elsewhere goes on here."""
        drawn, context = self._life.drawn.pump, self._context
        strength = drawn["concentration_ug_per_ml"]
        context.prime_catheter(int(strength * NG_PER_UG))
        self.fill()
        prescribe(context, drawn["dose_ug_per_day"], strength)
        order(context, "PRES:HIST CONT,%.1f UG/D" % drawn["dose_ug_per_day"])
        order(context, "CATH:CONT %d UG/ML,CONFIRM" % strength)
        order(context, "DEL:STAR")
        self._life.prescribed(drawn["dose_ug_per_day"] * NG_PER_UG)
        self.plan_next()

    def plan_next(self) -> None:
        """The next refill: so many days before the reservoir is empty, by what the pump calculates
        and the prescription; the patient comes later, or before. One planned earlier is dropped."""
        life, drawn = self._life, self._life.drawn
        left_ml = life.bench.pump.reservoir.volume_nl() / NL_PER_ML - RESIDUAL_ML
        ug = left_ml * drawn.pump["concentration_ug_per_ml"]
        lasts = ug / (life.dose_ng_per_day / NG_PER_UG) - life.campaign.refill_margin_days
        late = drawn.of("refill_late_days", self.count)
        self._planned += 1
        number = self._planned
        at_ms = self._context.now_ms() + max(1.0, lasts + late) * MS_PER_DAY
        life.plan(at_ms, lambda: self._visit(number))

    def drop(self) -> None:
        """No visit that was planned takes place."""
        self._planned += 1

    def _look(self) -> None:
        """Each hour: a new HIGH alarm may bring somebody, once until the next visit."""
        rows = self._context.book.rows
        if len(rows) == self._alarms:
            return
        calls = high_since(self._context.book, self._alarms) and not self._called
        self._alarms = len(rows)
        if not calls:
            return
        self._called = True
        drawn, number = self._life.drawn, self._answers
        self._answers += 1
        if drawn.answered(number):
            wait_ms = drawn.of("answer_hours", number) * MS_PER_HOUR
            planned = self._planned
            self._life.plan(self._context.now_ms() + wait_ms, lambda: self._visit(planned))

    def _visit(self, number: int) -> None:
        """The visit of that number, unless an alarm has brought it before."""
        if number != self._planned:
            return
        now_h = self._life.now_h()
        self.count += 1
        self.first_h = now_h if self.first_h is None else self.first_h
        self._called = False
        if self._life.campaign.reconcile:
            self._reconcile(now_h)
        alarmed = self._alarmed()
        if alarmed and self._life.campaign.visit_mends:
            self._life.bench.clear(None)
            self._life.bench.plant.head.set_errors(gain_percent=0.0)
        for name in alarmed:
            self._reset(name)
        self.fill()
        if not running(self._context):
            order(self._context, "DEL:STAR")
        self.plan_next()

    def _alarmed(self) -> list[str]:
        """What the pump alarms for that a clinic mends it for."""
        book = self._context.book
        latched = [row.name for row in book.rows if row.latched_ms and not row.reset_ms]
        return [name for name in MENDED if book.priority_of(name) or name in latched]

    def _reset(self, name: str) -> None:
        """So that it tells anew; an alarm whose cause stands refuses, and stays."""
        with suppress(Refusal):
            self._context.send("ALAR:RES " + name)

    def _reconcile(self, now_h: float) -> None:
        came_nl = self._context.empty_reservoir()
        error = self._life.drawn.of("reading_error_ml", self.count)
        tenths = max(0, round((came_nl + error * NL_PER_ML) / _READ_NL))
        self.reconciled_h = now_h if self.reconciled_h is None else self.reconciled_h
        order(self._context, "RES:RECO %d.%d ML" % (tenths // 10, tenths % 10))

    def fill(self) -> None:
        """What is said goes onto the line; what truly goes in may be another."""
        drawn, plant = self._life.drawn, self._life.bench.plant
        volume_ml = drawn.pump["fill_ml"]
        strength = drawn.pump["concentration_ug_per_ml"]
        volume = volume_ml * drawn.of("refill_volume_percent", self.count) / 100.0
        true = strength * drawn.of("refill_strength_percent", self.count) / 100.0
        plant.withdraw()
        plant.fill(int(volume * NL_PER_ML), int(true * NG_PER_UG))
        self._context.watcher.refilled(self._context.now_ms())
        line = "RES:FILL %.1f ML,%d UG/ML" % (volume_ml, strength)
        order(self._context, line if strength in AMPOULES else line + STABLE)
