"""What goes wrong, and what is done about it: the actions of the alarm table (safety C.4).

Delivery stops only where flow is unknown-high or physically impossible. Every stop starts the
withdrawal clock.
"""

from micropython import const

from pump.core import alarms, events, profile
from pump.core import bolus as boluses
from pump.core.parts import FAULT, HALT, REST, RUN, STOPPED
from pump.core.units import MS_PER_DAY, moment
from pump.core.watch import FEEL_MS, Watch

_HALF_RING = const(0x1FFFFFFF)  # a rotor that seems to have turned further was pushed back


class Mishaps(Watch):
    """Stops, tries and their traces in ledger and log."""

    def _over_delivered(self, counted: int, moved: int) -> int:
        """More pulses than were authorised: flow is unknown-high, the one doubt that stops.

        The surplus is in the ledger and in the reservoir, not in the metering account: taking
        it back by a silent pause would be a second hazard, and the operator decides. The forecast
        takes only what the rotor turned: pulses at a disabled driver keep nobody from withdrawal.
        """
        new = not self.alarms.holds(alarms.OVER_DELIVERY)
        if new:
            self._event(events.OVER_DELIVERY, counted, self._authorised)
        surplus = counted - self._authorised
        turned = self._turned(moved)
        if self._flying:
            turned -= self._authorised
            self._flying = False
            self._accrue()
            self.metering.give(self._authorised)
            self.ledger.settle(self._authorised)
            self._take(self._authorised)
        self._authorised = counted
        self.ledger.exceed(surplus)
        self._follow_rotor(moved)
        reservoir = self.reservoir
        if turned > 0:
            acted = turned if turned < surplus else surplus
            self._drug += self.line.push(acted, reservoir.concentration_ng_per_ml)
        if reservoir.take(surplus):
            self._judge_reservoir()
        self._outcome()
        self._abort_bolus(0)
        if new:
            self._tell_ledger()
        self.alarms.set(alarms.OVER_DELIVERY, alarms.HIGH, self.day, self.ms)
        if self.state != STOPPED:  # there its own alarm and its clock run on
            self._enter(FAULT)
        return HALT

    def _stalled(self, counted: int, moved: int) -> int:
        """The rotor does not follow: stopped; at most three tries, each while the doubt allows."""
        self._flying = False
        self._halt = False
        if counted:
            self._authorised = counted  # the rest of the order may not come any more
        self._accrue()
        self.metering.give(counted)
        doubt = self.ledger.doubt()
        self.ledger.settle(counted)
        self._follow_rotor(moved)
        self._outcome()
        self._take(counted)
        self._abort_bolus(self.ledger.doubt() - doubt)
        self._behind = 0
        self.tries += 1
        self._event(events.STALL, counted, self.tries)
        self._tell_ledger()
        self.alarms.set(alarms.MOTOR_STALL, alarms.HIGH, self.day, self.ms)
        if self.state != RUN:
            return REST  # stopped in the meantime: nothing starts again by itself
        self._enter(FAULT)
        room = self.max_steps - self.ledger.doubt_since_fill()
        if self.tries <= len(profile.STALL_RETRY_MS) and room > profile.STALL_LAG_STEPS * 2:
            self._wake = moment(self.day, self.ms + profile.STALL_RETRY_MS[self.tries - 1])
        return REST

    def _follow_rotor(self, moved: int) -> None:
        self.ledger.follow(self._turned(moved))
        self._moved = moved

    def _turned(self, moved: int) -> int:
        """Steps that the encoder saw since it was asked last; below 0 where the line's pressure
        has pushed a rotor back whose coils rest."""
        turned = moved - self._moved & profile.ENCODER_RING
        return turned - profile.ENCODER_RING - 1 if turned > _HALF_RING else turned

    def _recovered(self) -> None:
        """The rotor turned with a whole quantum again: the encoder lives and is right."""
        self._resolve()
        if self.tries:
            self.tries = 0
            self.alarms.set(alarms.MOTOR_STALL, alarms.NONE, self.day, self.ms)

    def _resolve(self) -> None:
        """The ledger's upper bound follows the encoder, and so does what the reservoir holds."""
        before = self.ledger.most
        self.ledger.resolve()
        lost_steps = before - self.ledger.most
        if lost_steps > 0:
            self._event(events.LOST, lost_steps, self.ledger.most)
            self.reservoir.take(-lost_steps)
            self._judge_reservoir()

    def _tell_ledger(self) -> None:
        """The log gets the bounds whenever flow has ended: who recomputes it needs an end."""
        self._event(events.LEDGER, self.ledger.least, self.ledger.most)

    def _outcome(self) -> bool:
        """Journal what came of quanta that no other follows, or that only bounds are known of.

        True when the journal turns out to be lost, and what was planned is void.
        """
        ledger = self.ledger
        least, most = ledger.untold()
        while least or most:
            if not self.log.outcome(ledger.sequence, self.day, self.ms, least, most):
                return self._ledger_lost()
            ledger.told(least, most)
            least, most = ledger.untold()
        return False

    def _empty(self) -> int:
        self._event(events.EMPTY, self.reservoir.steps, self.ledger.most)
        self._abort_bolus(0)
        self._enter(FAULT)
        self._judge_reservoir()
        return REST

    def _ledger_lost(self) -> bool:
        """No bounds without a journal: therapy goes on flat, boluses are refused.

        True when that is new, and what was planned is void.
        """
        new = self.alarms.state[alarms.LEDGER_WRITE] == alarms.INACTIVE
        if new:
            self._abort_bolus(0)
            self.program = self.program.flat()
            self._rate_is_stale()
        self.alarms.set(alarms.LEDGER_WRITE, alarms.HIGH, self.day, self.ms)
        return new

    def kept(self, durable: bool) -> None:
        """The image of the pump was written, or could not be: then no bolus can be remembered."""
        self.unsaved = not durable
        self.unsafe = not durable
        if not durable:
            self._ledger_lost()

    def _take(self, counted: int) -> None:
        """The steps have left the reservoir; what they pushed out at the tip acts."""
        reservoir = self.reservoir
        low = reservoir.take(counted)
        self._drug += self.line.push(counted, reservoir.concentration_ng_per_ml)
        if low:
            self._judge_reservoir()
        if (self.day - self.felt_day) * MS_PER_DAY + self.ms - self.felt_ms >= FEEL_MS:
            self._feel()

    def _accrue(self) -> None:
        """Book the time since the last booking, at the rates that held in it."""
        ms = (self.day - self._mark_day) * MS_PER_DAY + self.ms - self._mark_ms
        self._mark_day = self.day
        self._mark_ms = self.ms
        late_ms = ms - self._planned_ms
        if late_ms > profile.LATE_MAX_MS:
            # nothing flowed meanwhile; giving it now would be a bolus that nobody ordered
            self._event(events.LATE, late_ms, self.ledger.most)
            ms = self._planned_ms
            self._rate_is_stale()
        self.metering.accrue(ms)
        if self.bolus.state == boluses.RUNNING:
            self._accrue_bolus(ms)

    def _accrue_bolus(self, ms: int) -> None:
        bolus = self.bolus
        late_ms = ms - bolus.left_ms
        if late_ms > 0:
            self.metering.owe(-late_ms * bolus.per_ms)
            ms -= late_ms
        self.metering.owe(bolus.accrue(ms))
        if bolus.state == boluses.DONE:
            self._bolus_ended()

    def _bolus_ended(self) -> None:
        self._bolus_stop = False
        self.metering.set_rate(self.rate_pl_per_day)
        self._event(events.BOLUS_END, self.bolus.state, self.bolus.delivered_steps(0)[1])
        self._rate_is_stale()

    def _abort_bolus(self, lost_steps: int) -> None:
        if self.bolus.active():
            self.bolus.abort(lost_steps)
            self._bolus_ended()

    def _enter(self, state: int) -> None:
        if state == RUN or self.state == RUN:
            self.since = (self.day, self.ms)
        self.state = state
        self._wake = None
        self._due_in(0)
        self._judge_stop()
