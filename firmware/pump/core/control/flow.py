"""Whether drug flows: one state follows another, and what has to happen to flow in between.

An order under way is halted and counted before a plan is made anew. Knows the states and the order
in progress. Does not know why therapy stops or starts.
"""

from micropython import const

from pump.core import events
from pump.core.alarms import conditions
from pump.core.alarms import table as alarms
from pump.core.therapy.states import (
    BY_HAND,
    OVERDOSE,
    RESUME,
    RUN,
    SPENT,
    START,
    STOPPED,
    SUSPENDED,
)
from pump.core.units import MS_PER_HOUR, elapsed_ms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.booking import Booking
    from pump.core.control.event_log import EventLog
    from pump.core.control.program_choice import ProgramChoice
    from pump.core.drug.effect import Effect
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.order import Order
    from pump.core.prescription.in_force import InForce
    from pump.core.protocols import Row
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration


class Flow:
    """Enters states, and tells the clock of a stop how far it has come."""

    def __init__(
        self,
        therapy: "TherapyState",
        order: "Order",
        booking: "Booking",
        schedule: "Schedule",
        bolus: "Bolus",
        ledger: "Ledger",
        effect: "Effect",
        in_force: "InForce",
        titration: "Titration",
        choice: "ProgramChoice",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._therapy = therapy
        self._order = order
        self._booking = booking
        self._schedule = schedule
        self._bolus = bolus
        self._ledger = ledger
        self._effect = effect
        self._in_force = in_force
        self._titration = titration
        self._choice = choice
        self._alarms = active
        self._events = events_to

    def enter(self, order: int, day: int, ms: int) -> None:
        """That order is carried out: its state is entered. Refused where the table has none."""
        self._therapy.enter(order, day, ms)
        self._order.set_due(day, ms)
        self.judge_stop(day, ms)

    def interrupt(self, day: int, ms: int) -> None:
        """Plan afresh from now: an order under way is halted and counted first."""
        if self._order.in_progress:
            self._order.ask_halt()
        elif self._therapy.now == RUN:
            self._booking.accrue(day, ms)
        self._schedule.look_up_at(day, ms)
        self._order.set_due(day, ms)

    def plan_anew(self, day: int, ms: int) -> None:
        """The programme is another one from now: a service order or a test dose, which goes by
        none, is not halted for it."""
        if self._therapy.now == RUN or not self._order.in_progress:
            self.interrupt(day, ms)

    def run(self, order: int, day: int, ms: int) -> None:
        """That order lets drug flow from now on: the programme's dose where a person gives it, or
        where none would be asked; else the lower one (D-5)."""
        if self._in_force.rx is not None:
            dose_ng, since = self._choice.daily_ng(), self._therapy.since
            by_person = order in (START, RESUME)
            if not by_person and self._titration.holds_down(dose_ng, since, day, ms):
                self._reduce(dose_ng, since, day, ms)
            else:
                self._begin(dose_ng, since, day, ms)
        self.enter(order, day, ms)
        if self._alarms.active:
            self._alarms.set(alarms.STORED_DATA, alarms.NONE, day, ms)
        if not self._order.in_progress:  # else the one before a stop in this turn is still to book
            self._order.mark(day, ms)
        self._schedule.begin(day, ms)
        self._order.set_due(day, ms)

    def least(self, dose_ng: int, day: int, ms: int) -> None:
        """A person wants the pump's least flow, so many ng a day, until a person ends it."""
        lasts_ms = self._titration.interruption.lasts_ms((day, ms), day, ms)
        self._titration.interruption.reduce(dose_ng, lasts_ms, day, ms, True)
        self.interrupt(day, ms)
        self.end_bolus(day, ms)
        self._choice.choose(day, ms)
        self._alarms.set(alarms.INTERRUPTED, alarms.LOW, day, ms)

    def decide(self, day: int, ms: int) -> None:
        """A person ends the lower dose while it flows: the programme's does from now on."""
        self._begin(self._choice.daily_ng(), None, day, ms)
        self.interrupt(day, ms)

    def dose_fell(self, daily_ng: int, day: int, ms: int) -> None:
        """A weaning has come to that dose of a day: it flows from now on, or when flow begins."""
        if self._therapy.now == RUN:
            self._titration.change(daily_ng, day, ms, True)
        self._choice.choose(day, ms)
        self.plan_anew(day, ms)

    def restored(self, day: int, ms: int) -> None:
        """An interruption turns out to have been short enough: the programme's dose flows, or will
        when flow begins."""
        self._titration.interruption.restore()
        self._alarms.set(alarms.INTERRUPTED, alarms.NONE, day, ms)
        if self._therapy.now == RUN:
            self.decide(day, ms)
        else:
            self._choice.choose(day, ms)

    def _begin(self, dose_ng: int, ended: "Row | None", day: int, ms: int) -> None:
        weans = self._choice.weans()
        self.escalated(self._titration.begin(dose_ng, ended, day, ms, weans), day, ms)
        self._choice.choose(day, ms)
        if self._alarms.active:
            self._alarms.set(alarms.INTERRUPTED, alarms.NONE, day, ms)

    def _reduce(self, dose_ng: int, ended: "Row", day: int, ms: int) -> None:
        """The lower dose flows, flat, until a person decides."""
        titration = self._titration
        interruption = titration.interruption
        lasts_ms, unknown = interruption.lasts_ms(ended, day, ms), interruption.unknown()
        interruption.begins(ended, day, ms)
        if interruption.reduced is None:
            lower_ng = min(dose_ng, titration.lower_ng())
            interruption.reduce(lower_ng, lasts_ms, day, ms)
            self._events.add(day, ms, events.REDUCED, lower_ng, -1 if unknown else lasts_ms)
        self._choice.choose(day, ms)
        priority = alarms.LOW if interruption.asked else alarms.MEDIUM
        self._alarms.set(alarms.INTERRUPTED, priority, day, ms)

    def escalated(self, escalates: bool, day: int, ms: int) -> None:
        """The pattern of S38: an event, so its alarm is latched until it is reviewed."""
        if escalates:
            self._alarms.tell(alarms.ESCALATION, alarms.LOW, day, ms)

    def leave(self, order: int, day: int, ms: int) -> None:
        """No flow from now on: a running motor is halted within this turn, a bolus is over."""
        self.interrupt(day, ms)
        try:
            self.end_bolus(day, ms)
            if self._therapy.now == RUN and not self._order.in_progress:
                self.log_ledger(day, ms)
        finally:
            self.enter(order, day, ms)  # whatever becomes of what is written

    def end_bolus(self, day: int, ms: int) -> None:
        """A bolus is over, as soon as the quantum under way is counted."""
        if self._order.in_progress:
            self._bolus.ask_end()
        else:
            self._booking.abort_bolus(day, ms, 0)

    def give_up(self, day: int, ms: int) -> None:
        """The battery is at its end, and nothing flows: no suspension, no try ends by itself."""
        uncertainty = self._ledger.uncertainty()
        self._events.add(day, ms, events.SPENT, uncertainty, self._ledger.most)
        self.enter(SPENT, day, ms)

    def log_ledger(self, day: int, ms: int) -> None:
        """The log gets the bounds whenever flow has ended: who recomputes it needs an end."""
        self._events.add(day, ms, events.LEDGER, self._ledger.least, self._ledger.most)

    def log_front(self, ng_per_ml: int, day: int, ms: int) -> None:
        """Another concentration stands at the tip: boluses are other volumes from now on, and one
        that flows is over. It was not to meet a front; a clock that was set since, or a commit,
        has made the flow faster than was reckoned."""
        self.end_bolus(day, ms)
        self._events.add(day, ms, events.FRONT, ng_per_ml, self._ledger.most)

    def cause(self) -> str:
        """What somebody has to have looked at before therapy starts (D-9); "" for nothing."""
        found: list[str] = []
        causes = self._therapy.causes
        if causes & OVERDOSE:
            found.append("stopped for OVERDOSE")
        if self._alarms.holds(alarms.OVER_DELIVERY):
            found.append("more was delivered than ordered")
        if self._alarms.holds(alarms.OVER_TREND):
            found.append("the rotor turned more than was ordered")
        if causes & BY_HAND:
            found.append("the reservoir was emptied")
        if self._alarms.holds(alarms.BATTERY_EOS):
            found.append("the battery is at its end")
        return ", ".join(found)

    def judge_stop(self, day: int, ms: int) -> None:
        """Stopped by command: how grave that is by now."""
        therapy = self._therapy
        ended = therapy.now == SUSPENDED or therapy.now == STOPPED
        if not ended and not self._alarms.active:
            return  # nearly always
        at_risk = self._in_force.at_risk()
        hours = elapsed_ms(therapy.since[0], therapy.since[1], day, ms) // MS_PER_HOUR
        priority = conditions.stopped(ended, hours, self._effect.level(), at_risk)
        self._alarms.set(alarms.STOPPED, priority, day, ms)
