"""Pump: where the parts meet. `advance` moves it, orders steer it.

An order happens wholly or raises `Refused` with its cause and the next step, and then nothing
has changed. Orders act at the moment of the last `advance`: call that first.
"""

from micropython import const

from pump.core import events, image
from pump.core.alarms import table as alarms
from pump.core.motion.order import HALT, MOTOR_STALLED, REST
from pump.core.parts import Control, Facts
from pump.core.prescription.prescription import Prescription

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.drug.reservoir import Reservoir
    from pump.core.motion.quantum import Quantum
    from pump.core.prescription import rules
    from pump.core.prescription.program import Program
    from pump.core.profile import PumpModel
    from pump.core.protocols import Codec, Log


class Pump:
    """The controller. Whoever asks may read the parts; only their own methods change them."""

    def __init__(
        self,
        model: "PumpModel",
        log: "Log",
        sha256: "Callable[[bytes | bytearray], bytes]",
        quantum: "Quantum",
    ) -> None:
        self.model = model
        self.sha256 = sha256
        self.day = self.ms = 0
        facts = Facts(model, log, quantum, self._alarm_changed)
        self.alarms = facts.alarms
        self.attention = facts.attention
        self.events = facts.events
        self.missing = facts.missing
        self.restarts = facts.restarts
        self.calibration = facts.calibration
        self.dispense = facts.dispense
        self.metering = facts.metering
        self.ledger = facts.ledger
        self.order = facts.order
        self.trend = facts.trend
        self.drug = facts.drug
        self.battery = facts.battery
        self.staging = facts.staging
        self.in_force = facts.in_force
        self.therapy = facts.therapy
        self.schedule = facts.schedule
        self.bolus = facts.bolus
        self.lockout = facts.lockout
        self.titration = facts.titration
        self.weaning = facts.weaning
        self.control = control = Control(facts, sha256)
        self.faults, self.assessment = control.faults, control.assessment
        self._delivery = control.delivery

    # What is asked most -----------------------------------------------------------------------
    @property
    def state(self) -> int:
        """IDLE, RUN, SUSPENDED, STOPPED or FAULT of `therapy.states`."""
        return self.therapy.now

    @property
    def reservoir(self) -> "Reservoir":
        """What the last fill put in, less what may have gone."""
        return self.drug.reservoir

    @property
    def active(self) -> "Prescription | None":
        """The prescription in force."""
        return self.in_force.rx

    @property
    def active_text(self) -> str:
        """Its canonical text."""
        return self.in_force.text

    @property
    def staged(self) -> Prescription:
        """The prescription that is being written."""
        return self.staging.rx

    @property
    def program(self) -> "Program":
        """The programme that is followed."""
        return self.schedule.program

    # Time -------------------------------------------------------------------------------------

    def advance(self, day: int, ms: int, motor: int, counted: int, moved: int) -> int:
        """It is (day, ms); the motor's state, pulses of its order and rotor steps are these.

        Answers REST, START (what the metering account has planned is to be ordered now) or HALT
        (then call `halted`). Allocates nothing while nothing is due.
        """
        self.day = day
        self.ms = ms
        order = self.order
        if counted > order.authorised:
            return self.faults.over_delivered(day, ms, motor, counted, moved)
        if order.in_progress:
            if motor >= MOTOR_STALLED:
                return self.faults.stalled(day, ms, counted, moved)
            if order.halt:
                order.watch(counted, moved)
                return HALT
        if ms >= order.due_ms if day == order.due_day else day > order.due_day:
            return self._delivery.due(day, ms, motor, counted, moved)
        if order.in_progress:
            order.watch(counted, moved)
        return REST

    def halted(self, counted: int, moved: int) -> None:
        """The motor was stopped on HALT and has given that many steps of its order."""
        self._delivery.halted(self.day, self.ms, counted, moved)

    def not_started(self, counted: int, moved: int) -> None:
        """The motor would not take the order: nothing of it came; its counter is at `counted`."""
        self._delivery.not_started(self.day, self.ms, counted, moved)

    def next_due(self) -> tuple[int, int]:
        """The moment at which a part has something to do: call `advance`, then `attend`."""
        due, waits = self.order.next_due(), self.attention.next_due()
        return due if due < waits else waits

    def attend(self, day: int, ms: int) -> None:
        """It is that moment: end what has waited long enough for a person."""
        if self.staging.expired(day, ms):
            self.stage(Prescription())
            self.restaged()
            self.alarms.tell(alarms.UNFINISHED, alarms.MEDIUM, day, ms)
        ends = self.weaning.active() and self.control.weaning_orders().attend(day, ms)
        if ends and self.therapy.committed_to_flow():  # a person's stop stands, with its reason
            self.stop("HOLIDAY" if self.weaning.holiday else "OTHER")
        if self.attention.attend(day, ms):
            self.events.changed()

    def _alarm_changed(
        self, alarm: int, priority: int, state: int, raised: bool, day: int, ms: int
    ) -> None:
        self.events.add_alarm(alarm, priority, state, day, ms)
        if raised:
            self.attention.raised()

    # Image ------------------------------------------------------------------------------------

    def persist(self, codec: "Codec") -> None:
        """Write down its own clock, or read it back. ValueError for a head of another design."""
        codec.same(self.model.steps_per_ml)
        self.day = codec.whole(self.day)
        self.ms = codec.whole(self.ms)

    def set_clock(self, day: int, ms: int) -> None:
        """It is that moment, by a record or after a gap: nothing has been due since."""
        self.day = day
        self.ms = ms

    def image(self) -> bytearray:
        """The whole pump as it is now, in some hundred bytes."""
        return image.written(self)

    def saved(self, durable: bool) -> None:
        """The image was written, or could not be: then no bolus can be remembered."""
        self.events.saved(durable)
        if not durable:
            self.faults.journal_lost(self.day, self.ms)

    # Delivery: see `control.therapy_orders`, `control.bolus_orders` ---------------------------

    def start(self, confirmed: bool = False) -> None:
        """Run the prescription in force from now on."""
        self.control.therapy_orders.start(confirmed, self.day, self.ms)

    def stop(self, reason: str, planned: bool = True) -> None:
        """Stop at once, in every state; starts the withdrawal clock."""
        try:
            self.control.therapy_orders.stop(reason, planned, self.day, self.ms)
        finally:
            if self.dispense.active():
                self.control.dispensing().stop(self.day, self.ms)

    def hurry(self) -> None:
        """The motor was stopped, or may be: count and plan anew within this turn."""
        if self.order.in_progress:
            self.control.flow.interrupt(self.day, self.ms)

    def suspend(self, for_ms: int) -> None:
        """Pause therapy; it resumes by itself after 1 min .. 24 h."""
        self.control.therapy_orders.suspend(for_ms, self.day, self.ms)

    def resume(self, confirmed: bool = False) -> None:
        """End a suspension early."""
        self.control.therapy_orders.resume(confirmed, self.day, self.ms)

    def judge_bolus(self, dose_ng: int, duration_ms: int) -> tuple[int, int]:
        """What that bolus would be: (nL, ms). Changes nothing; 0 ms takes the shortest time."""
        return self.control.bolus_orders.judge(dose_ng, duration_ms, self.day, self.ms)

    def give_bolus(self, dose_ng: int, duration_ms: int, confirmed: bool) -> None:
        """One bolus on top of the basal rate. Refused as `judge_bolus` is, and in the first 24 h of
        a dose unless `confirmed`."""
        volume_nl, duration_ms = self.judge_bolus(dose_ng, duration_ms)
        self.control.bolus_orders.need_confirmed(confirmed, self.day, self.ms)
        self.control.bolus_orders.give(dose_ng, volume_nl, duration_ms, self.day, self.ms)
        self.control.flow.interrupt(self.day, self.ms)

    def abort_bolus(self) -> None:
        """End a running bolus; basal goes on."""
        self.bolus.need_one()
        self.events.must_happen()
        self.events.needs_saving()  # its event comes when the motor has been counted
        self.control.flow.interrupt(self.day, self.ms)
        self.control.flow.end_bolus(self.day, self.ms)

    # Prescription: see `control.commitment`; service -------------------------------------------

    def stage(self, rx: Prescription) -> None:
        """That is the staged prescription now; `restaged` is still to be told."""
        self.staging.stage(rx)

    def restaged(self) -> None:
        """The staged prescription was changed, dropped or committed."""
        self.staging.changed(self.in_force.text, self.day, self.ms)
        self.attention.staged(self.staging.until)

    def judge_staged(self) -> "list[rules.Verdict]":
        """Every verdict on the staged prescription, refusals first, this pump's own included."""
        return self.control.commitment.review(self.day, self.ms)

    def staged_digest(self) -> str:
        """Digest of the staged prescription, 16 hex digits. Refused while it is incomplete."""
        return self.control.commitment.digest(self.staging.text())

    def commit(self, of_digest: str, confirmed: bool) -> None:
        """Make the staged prescription the one in force, named by its digest."""
        self.control.commitment.commit(of_digest, confirmed, self.day, self.ms)

    def calibrate(self, steps_per_ml: int, uncertainty_ppm: int) -> None:
        """The head takes that many steps for a mL, +- so much (k = 2). Only while nothing runs."""
        orders = self.control.calibration_orders()
        orders.judge(steps_per_ml, uncertainty_ppm)
        orders.calibrate(steps_per_ml, uncertainty_ppm, self.day, self.ms)

    def give_steps(self, steps: int) -> None:
        """Exactly that many steps into a vessel, which are nobody's dose. While nothing runs."""
        self.dispense.need(steps)
        self.control.dispensing().judge(steps)
        self.control.dispensing().give(steps, self.day, self.ms)

    # Reservoir, catheter, clock, alarms -------------------------------------------------------

    def fill(self, volume_nl: int, concentration_ng_per_ml: int, stable_ms: int = 0) -> None:
        """The reservoir now holds exactly that. Its age starts again; 0: an ampoule's stability."""
        orders = self.control.reservoir_orders
        orders.fill(volume_nl, concentration_ng_per_ml, stable_ms, self.day, self.ms)

    def reconcile(self, found_nl: int) -> tuple[int, str]:
        """Compare the withdrawn volume with the calculated one: (expected nL, OK OVER or UNDER)."""
        return self.control.reservoir_orders.reconcile(found_nl, self.day, self.ms)

    def set_catheter(self, volume_nl: int) -> None:
        """Tubing and catheter hold that volume, 0 .. 2 mL. Only while nothing flows."""
        self.control.reservoir_orders.set_catheter(volume_nl, self.day, self.ms)

    def set_wall(self, day: int, ms: int) -> None:
        """It is that wall moment (days since 2000-01-01, ms of day): chooses rates only."""
        self.control.clock_orders.set_wall(day, ms, self.day, self.ms)

    def acknowledge(self, alarm: int) -> None:
        """Silence this instance of an alarm."""
        self.control.alarm_orders.acknowledge(alarm, self.day, self.ms)

    def reset_alarm(self, alarm: int) -> None:
        """Clear a latched alarm whose condition is over."""
        self.control.alarm_orders.reset(alarm, self.day, self.ms)

    def pause_audio(self, for_ms: int) -> None:
        """No tones for 1 s .. 10 min; lamps go on. A new or a higher alarm ends it."""
        self.control.alarm_orders.pause_audio(for_ms, self.day, self.ms)

    def test_signals(self) -> None:
        """Show every priority's lamp and tone for 3 s, HIGH first; while nothing sounds."""
        self.control.alarm_orders.test_signals(self.day, self.ms)

    def note_denied(self, failures: int, wait_s: int) -> None:
        """So many wrong signatures in a row: signed lines wait so long."""
        self.events.add(self.day, self.ms, events.DENIED, failures, wait_s)
