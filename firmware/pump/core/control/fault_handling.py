"""What goes wrong, and what is done about it: the actions of the alarm table (safety C.4).

Delivery stops only where flow is unknown-high or physically impossible. Every stop starts the
withdrawal clock.
"""

from micropython import const

from pump.core import events, profile
from pump.core.alarms import self_test
from pump.core.alarms import table as alarms
from pump.core.motion.order import HALT, MOTOR_CUT, REST
from pump.core.therapy import states
from pump.core.units import moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.codec import Codec
    from pump.core.control.assessment import Assessment
    from pump.core.control.booking import Booking
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.drug.drug import Drug
    from pump.core.motion.ledger import Ledger
    from pump.core.motion.order import Order
    from pump.core.therapy.bolus import Bolus
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.states import TherapyState


class FaultHandling:
    """Stops, tries and their traces in ledger and log.

    tries  after a stall, in a row
    """

    def __init__(
        self,
        order: "Order",
        ledger: "Ledger",
        booking: "Booking",
        flow: "Flow",
        therapy: "TherapyState",
        drug: "Drug",
        assessment: "Assessment",
        schedule: "Schedule",
        bolus: "Bolus",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._order = order
        self._ledger = ledger
        self._booking = booking
        self._flow = flow
        self._therapy = therapy
        self._drug = drug
        self._assessment = assessment
        self._schedule = schedule
        self._bolus = bolus
        self._alarms = active
        self._events = events_to
        self.tries = 0

    def persist(self, codec: "Codec") -> None:
        """Write it down, or read it back."""
        self.tries = codec.whole(self.tries)

    def self_tested(self, day: int, ms: int, failed: int, done: int) -> None:
        """The board has tested itself: which tests failed, and which were done, a bit each.

        An operator who starts again after a failure has seen it: what fails anew stops anew.
        """
        if failed:
            self._events.add(day, ms, events.SELF_TEST, failed, done)
        self._alarms.set(alarms.SELF_TEST, self_test.priority(failed), day, ms)
        stops = failed & self_test.STOPS
        if stops and states.possible(self._therapy.now, states.OVER_DELIVERY):
            self._flow.enter(states.OVER_DELIVERY, day, ms)

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
            self._assessment.took(day, ms, authorised)
        else:
            order.follow(moved)
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
        """The rotor does not follow: stopped; at most three tries, each while the ledger's bounds
        leave room for it."""
        lost_steps = self._booking.close(day, ms, counted, counted, counted, moved)
        return self.not_followed(day, ms, counted, lost_steps)

    def not_followed(self, day: int, ms: int, counted: int, lost_steps: int) -> int:
        """The order that the rotor did not follow is closed: the same from there on."""
        order, ledger = self._order, self._ledger
        if counted:
            order.allow(counted)  # the rest of the order may not come any more
        self.journal_outcome(day, ms)
        self._assessment.took(day, ms, counted)
        self._booking.abort_bolus(day, ms, lost_steps)
        order.caught_up()
        self.tries += 1
        self._events.add(day, ms, events.STALL, counted, self.tries)
        self._flow.log_ledger(day, ms)
        self._alarms.set(alarms.MOTOR_STALL, alarms.HIGH, day, ms)
        if not states.possible(self._therapy.now, states.STALL):
            return REST  # stopped in the meantime: nothing starts again by itself
        self._flow.enter(states.STALL, day, ms)
        room = order.max_steps - ledger.uncertainty_since_fill()
        if self.tries <= len(profile.STALL_RETRY_MS) and room > profile.STALL_LAG_STEPS * 2:
            self._therapy.resume_on(moment(day, ms + profile.STALL_RETRY_MS[self.tries - 1]))
        return REST

    def unwatched(self, day: int, ms: int) -> None:
        """The motor gave pulses at which nobody compared the rotor with them. Flow is as ordered as
        far as anybody can tell, and a stop would be a hazard of its own: MEDIUM, and it goes on."""
        self._alarms.set(alarms.WATCH_LOST, alarms.MEDIUM, day, ms)

    def watched(self, day: int, ms: int) -> None:
        """Each pulse of a whole order was looked at."""
        self._alarms.set(alarms.WATCH_LOST, alarms.NONE, day, ms)

    def recovered(self, day: int, ms: int) -> None:
        """The rotor turned with a whole quantum again: the encoder lives and is right."""
        self.resolve(day, ms)
        if self.tries:
            self.tries = 0
            self._alarms.set(alarms.MOTOR_STALL, alarms.NONE, day, ms)

    def cause(self) -> str:
        """What somebody has to have looked at before therapy starts (D-9); "" for nothing."""
        found: list[str] = []
        causes = self._therapy.causes
        if causes & states.OVERDOSE:
            found.append("stopped for OVERDOSE")
        if self._alarms.holds(alarms.OVER_DELIVERY):
            found.append("more was delivered than ordered")
        if causes & states.BY_HAND:
            found.append("the reservoir was emptied")
        if self._alarms.holds(alarms.BATTERY_EOS):
            found.append("the battery is at its end")
        return ", ".join(found)

    def looked_at(self, day: int, ms: int) -> None:
        """An operator starts again: the cause was looked at, and this is a new first try."""
        for alarm in (alarms.OVER_DELIVERY, alarms.MOTOR_STALL):
            self._alarms.set(alarm, alarms.NONE, day, ms)
        self.tries = 0
        self.resolve(day, ms)

    def resolve(self, day: int, ms: int) -> None:
        """The ledger's upper bound follows the encoder, and so does what the reservoir holds."""
        ledger = self._ledger
        before = ledger.most
        ledger.resolve()
        lost_steps = before - ledger.most
        if lost_steps > 0:
            self._events.add(day, ms, events.LOST, lost_steps, ledger.most)
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
        self.give_up(day, ms)
        self._flow.log_ledger(day, ms)
        return REST

    def give_up(self, day: int, ms: int) -> None:
        """The same where nothing flows: no suspension and no try ends by itself."""
        uncertainty = self._ledger.uncertainty()
        self._events.add(day, ms, events.SPENT, uncertainty, self._ledger.most)
        self._flow.enter(states.SPENT, day, ms)

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

        A quantum under way is halted and counted first: by that a bolus ends as an aborted one
        does, and the log tells the flat rate from when it flows.
        True when that is new, and what was planned is void.
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

    def try_journal(self, day: int, ms: int) -> None:
        """While nothing flows no record shows that the journal takes one again: one of what no
        record tells yet does, nearly always of nothing."""
        if self._order.in_progress or not self._alarms.holds(alarms.LEDGER_WRITE):
            return
        ledger = self._ledger
        least, most = ledger.unjournaled()
        if self._events.log.outcome(ledger.sequence, day, ms, least, most):
            ledger.journal(least, most)
            self.journal_outcome(day, ms)
            self.journal_written(day, ms)

    def journal_written(self, day: int, ms: int) -> None:
        """A record is durable again; the alarm's condition is over unless images still fail."""
        if not self._events.save_failed:
            self._alarms.set(alarms.LEDGER_WRITE, alarms.NONE, day, ms)
