"""Prescriptions: staged, reviewed as a whole, committed by digest, followed.

Staging touches no therapy. A commit happens wholly or raises `Refused`, and then nothing has
changed.
"""

from micropython import const

from pump.core import events, profile, reasons
from pump.core.alarms import table as alarms
from pump.core.control.looking_ahead import bounds_for
from pump.core.prescription import review, rules
from pump.core.prescription.prescription import CAUTIOUS, Prescription, digest, parse
from pump.core.reasons import Refused
from pump.core.therapy import phases
from pump.core.therapy.states import RUN
from pump.core.units import decimal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.alarms.active import Alarms
    from pump.core.control.assessment import Assessment
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.control.looking_ahead import LookingAhead
    from pump.core.control.program_choice import ProgramChoice
    from pump.core.drug.drug import Drug
    from pump.core.motion.calibration import Calibration
    from pump.core.motion.dispense import Dispense
    from pump.core.prescription.in_force import InForce
    from pump.core.prescription.program import Program
    from pump.core.prescription.staging import Staging
    from pump.core.therapy.states import TherapyState
    from pump.core.therapy.titration import Titration
    from pump.core.therapy.weaning import Weaning


class Commitment:
    """Between the staged prescription and the one in force."""

    def __init__(
        self,
        staging: "Staging",
        in_force: "InForce",
        calibration: "Calibration",
        dispense: "Dispense",
        titration: "Titration",
        weaning: "Weaning",
        looking_ahead: "LookingAhead",
        therapy: "TherapyState",
        drug: "Drug",
        choice: "ProgramChoice",
        flow: "Flow",
        assessment: "Assessment",
        active: "Alarms",
        events_to: "EventLog",
        sha256: "Callable[[bytes], bytes]",
    ) -> None:
        self._staging = staging
        self._in_force = in_force
        self._calibration = calibration
        self._dispense = dispense
        self._titration = titration
        self._weaning = weaning
        self._looking_ahead = looking_ahead
        self._therapy = therapy
        self._reservoir = drug.reservoir
        self._catheter = drug.catheter
        self._exposure = drug.exposure
        self._choice = choice
        self._flow = flow
        self._assessment = assessment
        self._alarms = active
        self._events = events_to
        self._sha256 = sha256

    def digest(self, text: str) -> str:
        """The digest of a canonical text, 16 hex digits."""
        return digest(text, self._sha256)

    def review(self, day: int, ms: int) -> "list[rules.Verdict]":
        """Every verdict on the staged prescription, refusals first, this pump's own included."""
        rx = self._staging.rx
        found, program, dose_ng = rules.judged(rx)
        if program is None or review.refused(found):
            return found
        # asked here: it goes deep, and a board's stack has no room for `_reviewed` beside it
        windows = self._looking_ahead.refusal(rx, program, dose_ng, day, ms)
        return self._reviewed(rx, found, program, dose_ng, windows, day, ms)

    def _reviewed(
        self,
        rx: Prescription,
        found: "list[rules.Verdict]",
        program: "Program",
        dose_ng: int,
        windows: "Refused | None",
        day: int,
        ms: int,
    ) -> "list[rules.Verdict]":
        in_force, titration = self._in_force, self._titration
        flows = self._therapy.committed_to_flow()
        decides, pause_ms = self._decides(), self.pause_ms(day, ms)
        judge = titration.resumption_refusals if decides else titration.increase_refusals
        facts = review.Facts(
            program,
            in_force.rx,
            judge(dose_ng, pause_ms, day, ms) + self._over_exposed(dose_ng),
            self._reservoir.concentration_ng_per_ml if flows else -1,
            windows,
            titration.escalates(dose_ng, day, ms),
            [
                titration.reduction_question(dose_ng, pause_ms),
                self._step_question(rx, dose_ng),
                self._schedule_question(program, day, ms),
            ],
            self._calibration.question(),
        )
        found = review.reviewed(rx, found, facts)
        if decides:
            text = titration.cause(pause_ms) + "; this dose ends the lower one"
            ask = rules.Verdict(rules.CONFIRM, reasons.CONFIRMATION_NEEDED, text)
            found.insert(len([each for each in found if each.level == rules.REFUSE]), ask)
        return found

    def _step_question(self, rx: Prescription, dose_ng: int) -> str:
        """What a step up asks where that prescription, or the one in force, wants a very cautious
        dosage (S70); "": nothing."""
        ran = self._in_force.rx
        care = rx.care | (0 if ran is None else ran.care)
        if not care & CAUTIOUS:
            return ""
        before_ng = self._titration.ran_ng()
        if not before_ng or dose_ng * 100 <= before_ng * profile.CAUTIOUS_INCREASE_PERCENT:
            return ""
        words = (decimal(dose_ng, 3), decimal(before_ng, 3))
        return "%s ug/d is more than 10 %% above %s: a cautious dosage" % words

    def _schedule_question(self, program: "Program", day: int, ms: int) -> str:
        """What segments ask that follow one rate in a first day (S46); "": nothing."""
        before = self._in_force.program
        if before is None or program.constant() or not before.constant():
            return ""
        return phases.schedule_question(phases.phase_of(self._titration, self._weaning, day, ms))

    def _decides(self) -> bool:
        """Whether a commit is a person's decision on the lower dose that flows (D-5)."""
        return self._therapy.now == RUN and self._titration.interruption.reduced is not None

    def pause_ms(self, day: int, ms: int) -> int:
        """How long therapy is interrupted; 0 while the programme's dose flows."""
        therapy = self._therapy
        ended = None if therapy.now == RUN else therapy.since
        return self._titration.pause_ms(ended, day, ms)

    def need_resumption(self, order: str, day: int, ms: int) -> None:
        """Refused unless the dose in force may flow again, at this figure of the head. `order` asks
        for it; "": confirmed."""
        self._dispense.need_none()
        self._calibration.need_confirmed(order)
        self._catheter.need_known()
        self._looking_ahead.need_bridge()
        dose_ng, pause_ms = self._choice.daily_ng(), self.pause_ms(day, ms)
        self._titration.need_resumption(dose_ng, pause_ms, day, ms, order)
        if order:
            self._looking_ahead.need_room(order, day, ms)
        for refused in self._over_exposed(dose_ng):
            raise refused

    def _over_exposed(self, daily_ng: int) -> "list[Refused]":
        """D-12: no dose above the one that ran last while the effect is more than it is used to."""
        if daily_ng <= self._titration.reference_ng:
            return []
        if not self._alarms.holds(alarms.OVER_EXPOSURE):
            return []
        text = "no increase during OVER_EXPOSURE; when ALAR:LIST? has it no more, PRES:COMM"
        return [Refused(reasons.TOO_SOON, text)]

    def commit(self, of_digest: str, confirmed: bool, day: int, ms: int) -> None:
        """Make the staged prescription the one in force, named by its digest.

        A running pump goes over to it at once, the remainder of a step carried.
        """
        text = self._staging.text()
        if of_digest.upper() != self.digest(text):
            raise Refused(reasons.DIGEST_MISMATCH, "read PRES:DATA? and PRES:DIG? again")
        for verdict in self.review(day, ms):
            if verdict.level == rules.REFUSE:
                raise Refused(verdict.number, verdict.text)
            if verdict.level == rules.CONFIRM and not confirmed:
                raise Refused(verdict.number, verdict.text + "; PRES:COMM <digest>,CONFIRM")
        copies = self._events.log.prescribe(text)
        if not copies:
            detail = "nothing was written; the prescription before stays in force"
            raise Refused(reasons.STORAGE_FAULT, detail)
        self._events.must_happen()  # a power-on follows what stands there, image or not
        self._adopt(parse(text), text, of_digest.upper(), day, ms)
        if self._decides():
            self._flow.decide(day, ms)
        if copies == 1:
            self._alarms.tell(alarms.STORED_DATA, alarms.LOW, day, ms)

    def _adopt(self, rx: Prescription, text: str, of_digest: str, day: int, ms: int) -> None:
        """That prescription is in force from now on; it is durable already."""
        in_force = self._in_force
        program = in_force.commit(rx, text, of_digest, day, ms)
        self._weaning.end()  # a dose that was ordered since decides
        self._calibration.confirm()
        segments = len(rx.segments)
        self._events.add(day, ms, events.COMMIT, segments, rx.concentration_ng_per_ml)
        self._follow(program, day, ms)
        if self._therapy.now == RUN and not self._decides():
            escalates = self._titration.change(in_force.daily_ng, day, ms)
            self._flow.escalated(escalates, day, ms)

    def _follow(self, program: "Program", day: int, ms: int) -> None:
        self._reckon(program, day, ms)
        self._choice.choose(day, ms)
        if self._reservoir.filled():
            self._assessment.judge_reservoir(day, ms)
        self._flow.plan_anew(day, ms)

    def _reckon(self, program: "Program", day: int, ms: int) -> None:
        """What goes by the prescription in force: thresholds, bounds, what its effect comes to."""
        rx = self._in_force.rx
        at_risk = self._in_force.at_risk()
        self._reservoir.set_daily(program.volume_pl_ms(), at_risk)
        if rx is not None:
            bounds = bounds_for(rx, program, self._in_force.daily_ng)
            self._exposure.bound(bounds, day, ms)
            self._assessment.ordered(self._in_force.daily_ng, rx.limit_day_ng, at_risk)

    # What was found in the stores ---------------------------------------------------------------

    def hold(self, rx: Prescription, text: str, day: int, ms: int) -> None:
        """The prescription in force, as it was stored: no news, so nothing of it is written."""
        self._reckon(self._in_force.hold(rx, text), day, ms)
        self._choice.choose(day, ms)

    def pending(self) -> bool:
        """Whether the prescription in force is newer than the image: the power went between."""
        in_force = self._in_force
        return in_force.rx is not None and in_force.digest != self.digest(in_force.text)

    def apply_pending(self, day: int, ms: int) -> None:
        """It counts as committed now."""
        rx, text = self._in_force.rx, self._in_force.text
        if rx is not None:
            self._in_force.discard()
            self._adopt(rx, text, self.digest(text), day, ms)
