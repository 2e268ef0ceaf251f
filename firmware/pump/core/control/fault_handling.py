"""What goes wrong, and what is done about it: the actions of the alarm table (safety C.4).

Delivery stops only where flow is unknown-high or physically impossible. Every stop starts the
withdrawal clock.
"""

from micropython import const

from pump.core import events, profile
from pump.core.alarms import table as alarms
from pump.core.motion.order import HALT, MOTOR_CUT, REST
from pump.core.profile import OVER_TURN_LAG
from pump.core.therapy import states
from pump.core.units import moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.booking import Booking
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.control.trend_watch import TrendWatch
    from pump.core.drug.drug import Drug
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.order import Order
    from pump.core.protocols import Codec
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState


class FaultHandling:
    """Stops, tries and their traces in ledger and log."""

    # fmt: off
    def __init__(
        self, order: "Order", ledger: "Ledger", booking: "Booking", flow: "Flow",
        therapy: "TherapyState", drug: "Drug", assessment: "Assessment", trends: "TrendWatch",
        schedule: "Schedule", bolus: "Bolus", active: "Alarms", events_to: "EventLog",
    ) -> None:
    # fmt: on
        self._order = order
        self._ledger = ledger
        self._booking = booking
        self._flow = flow
        self._therapy = therapy
        self._drug = drug
        self._assessment = assessment
        self._trends = trends
        self._schedule = schedule
        self._bolus = bolus
        self._alarms = active
        self._events = events_to
        self.tries = 0  # after a stall, in a row

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.tries = codec.whole(self.tries)

    def turned_by_test(self, day: int, ms: int, pulses: int, moved: int) -> None:
        """The board's test gave pulses without current and the rotor turned: so many steps may
        have flowed. `moved`: where the encoder stands now."""
        turned = self._order.turned(moved)
        self._order.follow(moved)
        self._exceeded(day, ms, pulses, turned, False)
        self._flow.log_ledger(day, ms)

    # The motor --------------------------------------------------------------------------------

    def over_delivered(self, day: int, ms: int, motor: int, counted: int, moved: int) -> int:
        """More pulses than were authorised: flow is unknown-high, the one uncertainty that stops

        The surplus is in the ledger and in the reservoir, not in the metering account: taking
        it back by a silent pause would be a second hazard, and the operator decides. The forecast
        takes only what the rotor turned: pulses at a disabled driver keep nobody from withdrawal.
        Where the `motor` says that its driver has no current, ledger and reservoir do so too.
        """
        order, authorised = self._order, self._order.authorised
        new = not self._alarms.holds(alarms.OVER_DELIVERY)
        if new:
            self._events.add(day, ms, events.OVER_DELIVERY, counted, authorised)
        surplus = counted - authorised
        turned = order.turned(moved)
        if order.in_progress:
            turned -= authorised
            self._booking.close(day, ms, authorised, authorised, authorised, moved)
            order.caught_up()  # flow was too high, whatever the rotor lagged
            self._trends.begin()
            self._assessment.took(day, ms, authorised)
        else:
            order.follow(moved)
            self._trends.begin()
        order.allow(counted)
        cut = motor == MOTOR_CUT
        if cut and new and turned < 1:
            turned = 1  # the pulse that cuts the driver has had current
        lost_steps = surplus - self._exceeded(day, ms, surplus, turned, cut)
        if new and lost_steps:
            self._events.add(day, ms, events.LOST, lost_steps, self._ledger.most)
        self._booking.abort_bolus(day, ms, 0)
        if new:
            self._flow.log_ledger(day, ms)
        self._alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, day, ms)
        if states.possible(self._therapy.now, states.OVER_DELIVERY):
            self._flow.enter(states.OVER_DELIVERY, day, ms)
        return HALT

    def _exceeded(self, day: int, ms: int, surplus: int, turned: int, cut: bool) -> int:
        """The surplus is in ledger, reservoir and journal: the steps of it that may have flowed."""
        flowed = surplus
        if cut:
            flowed = self._ledger.exceed_cut(surplus, turned)
        else:
            self._ledger.exceed(surplus)
        if turned > 0:
            self._drug.acted(turned if turned < surplus else surplus)
        if self._drug.reservoir.take(flowed):
            self._assessment.judge_reservoir(day, ms)
        self.journal_outcome(day, ms)
        return flowed

    def stalled(self, day: int, ms: int, counted: int, moved: int) -> int:
        """The motor has halted, or never ended: certain is what the encoder saw of the order."""
        least = max(0, min(counted, self._order.turned(moved) - profile.ENCODER_STEPS + 1))
        lost_steps = self._booking.close(day, ms, counted, least, counted, moved) + counted - least
        if self._order.lag < OVER_TURN_LAG:
            self._over_turned(day, ms, counted)
        elif self._slips():
            self._slipped(day, ms, counted, lost_steps)
            self._assessment.took(day, ms, counted)
            self._order.set_due(day, ms)
        else:
            self._uncounted(day, ms, counted)
            self._not_followed(day, ms, counted, lost_steps)
        return REST

    def astray(self, day: int, ms: int, counted: int, lost_steps: int) -> bool:
        """A closed order's pulses and its rotor differ. False where that ends it here."""
        order = self._order
        none = not counted and self._trends.watching()
        if order.lag < OVER_TURN_LAG or (none and self._ledger.lag() < OVER_TURN_LAG):
            self._over_turned(day, ms, counted)
            return False
        if none and order.authorised:  # it ended by itself: the source is dead, or the counter
            self._exceeded(day, ms, order.authorised, 0, False)
            order.allow(0)
            self._not_followed(day, ms, 0, 0)
            return False
        self._uncounted(day, ms, counted)
        if self._slips():
            self._slipped(day, ms, counted, lost_steps)
        elif order.lag > profile.STALL_LAG_STEPS:
            self._not_followed(day, ms, counted, lost_steps)
            return False
        return True

    def _slips(self) -> bool:
        """Whether a patient's dose has lost steps: a service order is not what was asked for."""
        return self._therapy.now == states.RUN and self._order.slips()

    def _slipped(self, day: int, ms: int, counted: int, lost_steps: int) -> None:
        """The rotor has lost steps and turns: therapy goes on. The encoder lived in this order, so
        the bounds follow it; what this one lags stays uncertain: it may have died within."""
        order = self._order
        doubt = order.lag
        order.allow(counted)  # the rest of the order may not come any more
        order.caught_up()
        order.forgo()
        self._bolus.lose(lost_steps)
        self.journal_outcome(day, ms)
        self.resolve(day, ms, doubt)
        self._trends.slipped(day, ms)

    def _uncounted(self, day: int, ms: int, counted: int) -> None:
        """What the rotor turned of a plan and nobody counted has flowed: pulses may be missed."""
        steps = self._order.uncounted(counted)
        if steps > 0:
            self._exceeded(day, ms, steps, 0, False)

    def _over_turned(self, day: int, ms: int, counted: int) -> None:
        """The rotor turned far beyond what was counted, of one order or of short ones in a row."""
        surplus = profile.ENCODER_STEPS - 1 - min(self._order.lag, self._ledger.lag())
        self._order.allow(counted)
        self._order.caught_up()
        self._order.forgo()  # what was not counted has been given
        self._trends.begin()
        self._assessment.took(day, ms, counted)
        self._drug.acted(surplus)
        self._trends.over(day, ms, surplus, counted)

    def _not_followed(self, day: int, ms: int, counted: int, lost_steps: int) -> None:
        """The rotor stands: stopped, and tried again by itself, less often from try to try."""
        order = self._order
        if counted:
            order.allow(counted)  # the rest of the order may not come any more
        self.journal_outcome(day, ms)
        self._assessment.took(day, ms, counted)
        self._booking.abort_bolus(day, ms, lost_steps)
        order.caught_up()
        order.forgo()  # no try's time is made up for
        self._trends.stalled()
        self.tries += 1
        self._events.add(day, ms, events.STALL, counted, self.tries)
        self._flow.log_ledger(day, ms)
        self._alarms.set(alarms.MOTOR_STALL, alarms.HIGH, day, ms)
        if not states.possible(self._therapy.now, states.STALL):
            return  # stopped in the meantime: nothing starts again by itself
        self._flow.enter(states.STALL, day, ms)
        room = order.max_steps - self._ledger.uncertainty_since_fill()
        self._therapy.resume_on(moment(day, ms + states.retry_ms(self.tries, room)))

    def recovered(self, day: int, ms: int) -> None:
        """The rotor turned with a whole quantum again: the encoder lives and is right."""
        self.resolve(day, ms)
        if self.tries:
            self.tries = 0
            self._alarms.set(alarms.MOTOR_STALL, alarms.NONE, day, ms)
            self._trends.recovered(day, ms)

    def looked_at(self, day: int, ms: int) -> None:
        """An operator starts again: the cause was looked at, and this is a new first try."""
        for alarm in (alarms.OVER_DELIVERY, alarms.OVER_TREND, alarms.MOTOR_STALL):
            self._alarms.set(alarm, alarms.NONE, day, ms)
        self.tries = 0
        self.resolve(day, ms)

    def resolve(self, day: int, ms: int, doubt: int = 0) -> None:
        """Upper bound and reservoir follow the encoder, but for `doubt` steps."""
        lost_steps = self._ledger.resolve(doubt)
        if lost_steps > 0:
            self._events.add(day, ms, events.LOST, lost_steps, self._ledger.most)
            self._drug.reservoir.take(-lost_steps)
            self._assessment.judge_reservoir(day, ms)

    # The reservoir and the journal ------------------------------------------------------------

    def empty(self, day: int, ms: int) -> int:
        """Nothing is left above the residual volume: the last stroke is finished."""
        steps = self._drug.reservoir.steps
        self._events.add(day, ms, events.EMPTY, steps, self._ledger.most)
        self._booking.abort_bolus(day, ms, 0)
        self._flow.enter(states.EMPTY, day, ms)
        self._assessment.judge_reservoir(day, ms)
        return REST

    def spent(self, day: int, ms: int) -> int:
        """The battery is at its end and the last quantum is counted: journaled, then stopped."""
        self.journal_outcome(day, ms)
        self._booking.abort_bolus(day, ms, 0)
        self._flow.give_up(day, ms)
        self._flow.log_ledger(day, ms)
        return REST

    def journal_outcome(self, day: int, ms: int) -> bool:
        """Journal what came of quanta that no other follows, or that only bounds are known of.

        True when the journal turns out to be lost, and what was planned is void.
        """
        ledger, log = self._ledger, self._events.log
        least, most = ledger.unjournaled()
        while least or most:
            if not log.outcome(ledger.sequence, day, ms, least, most):
                return self.journal_lost(day, ms)
            ledger.journal(least, most)
            least, most = ledger.unjournaled()
        return False

    def journal_lost(self, day: int, ms: int) -> bool:
        """No bounds without a journal: therapy goes on flat, boluses are refused.

        A quantum under way is halted and counted first: a bolus ends as an aborted one does, and
        the log tells the flat rate from when it flows. True when that is new, and plans are void.
        """
        new = self._alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE
        if new:
            if self._order.in_progress:
                self._flow.interrupt(day, ms)
            self._flow.end_bolus(day, ms)
            self._schedule.follow_flat()
            self._schedule.look_up_at(day, ms)
        self._alarms.set(alarms.LEDGER_WRITE, alarms.HIGH, day, ms)
        return new

    def journal_time(self, day: int, ms: int) -> None:
        """While nothing flows no other record tells the time, or shows that the journal takes one
        again: one of what none tells yet, nearly always of nothing."""
        ledger = self._ledger
        least, most = ledger.unjournaled()
        if not self._events.log.outcome(ledger.sequence, day, ms, least, most):
            self.journal_lost(day, ms)
        else:
            ledger.journal(least, most)
            if not self.journal_outcome(day, ms):
                self.journal_written(day, ms)

    def journal_written(self, day: int, ms: int) -> None:
        """A record is durable again; the alarm's condition is over unless images still fail."""
        if not self._events.save_failed:
            self._alarms.set(alarms.LEDGER_WRITE, alarms.NONE, day, ms)
