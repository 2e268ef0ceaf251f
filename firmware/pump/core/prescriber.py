"""Prescriptions: staged, judged as a whole, committed by digest, followed.

Staging touches no therapy. A commit happens wholly or raises `Refused`, and then nothing has
changed.
"""

from micropython import const

from pump.core import alarms, events, profile, reasons, rules
from pump.core.delivery import Quantum
from pump.core.line import DOSE_UNITS
from pump.core.parts import FAULT, RUN, SUSPENDED
from pump.core.prescription import Prescription, canonical, digest, to_program
from pump.core.profile import PumpModel
from pump.core.reasons import Refused
from pump.core.slips import slip
from pump.core.therapy import Therapy
from pump.core.units import decimal, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.parts import Log


_PERCENT = const(100)


class Prescriber(Therapy):
    """Holds the staged and the active prescription."""

    def __init__(
        self,
        model: PumpModel,
        log: "Log",
        sha256: "Callable[[bytes], bytes]",
        quantum: Quantum,
    ) -> None:
        super().__init__(model, log, quantum)
        self._sha256 = sha256
        self.staged = Prescription()
        self.active: Prescription | None = None
        self.active_text = ""
        self.active_digest = ""
        self.committed = (0, 0)
        self.staged_differs = False
        self.staged_until: tuple[int, int] | None = None

    def judge_staged(self) -> list[rules.Verdict]:
        """Every verdict on the staged prescription, refusals first, this pump's own included."""
        found = rules.judge(self.staged)
        if not found or found[0].level != rules.REFUSE:
            found = self._judge_pace() + found
            self._judge_reservoir_drug(found)
            self._judge_day(found)
            self._judge_slip(found)
            self._judge_trend(found)
        return found

    def restaged(self) -> None:
        """The staged prescription was changed, dropped or committed.

        While it says something else than the active one it is unfinished, and dropped when nobody
        touches it for three minutes. Compared as canonical text, once a change.
        """
        text = canonical(self.staged, self.model.capacity_nl)
        blank = canonical(Prescription(), self.model.capacity_nl)
        self.staged_differs = text != blank and text != self.active_text
        self.staged_until = None
        if self.staged_differs:
            self.staged_until = moment(self.day, self.ms + profile.STAGING_MS)

    def _judge_pace(self) -> list[rules.Verdict]:
        """How far and how soon the dose may rise (S31-S33), and after a pause (A.9 no. 12)."""
        dose_ng = daily_ng(self.staged)
        against = self.titration.against(dose_ng, self._pause_ms(), self.day, self.ms)
        return [rules.Verdict(rules.REFUSE, each.number, each.detail) for each in against]

    def _judge_trend(self, found: list[rules.Verdict]) -> None:
        if self.titration.escalates(daily_ng(self.staged), self.day, self.ms):
            text = "frequent or large increases: catheter kinked, dislodged, a mass at its tip, "
            found.append(rules.Verdict(rules.INFORM, 0, text + "or the pump at fault?"))

    def _feel(self, flowed: bool = True) -> None:
        super()._feel(flowed)
        if self.active is not None:
            self._judge_day_dose(self.active)

    def _judge_day_dose(self, rx: Prescription) -> None:
        """What left the tip in 24 hours, against the day's limit.

        Orders are held to the programme's day; a clock that is set again and again makes it longer.
        """
        # a day that has begun under a higher programme may end as it was allowed to
        ordered_ng = self.basal_ng(rx) + self.bolus_day.counted_ng(self.day, self.ms)
        limit_ng = rx.limit_day_ng if rx.limit_day_ng > ordered_ng else ordered_ng
        holds = self.alarms.holds(alarms.DAY_DOSE)
        percent = profile.DAY_DOSE_OVER_PERCENT if holds else profile.DAY_DOSE_PERCENT
        over = self.intake.day() * _PERCENT > limit_ng * DOSE_UNITS * percent
        if over != holds:
            priority = alarms.MEDIUM if over else alarms.NONE
            self.alarms.set(alarms.DAY_DOSE, priority, self.day, self.ms)
            self._use_program(to_program(rx))
            self._rate_is_stale()

    def _judge_slip(self, found: list[rules.Verdict]) -> None:
        """A digit too many, a dose of an hour for a day's: ask, before it is meant."""
        text = "" if self.active is None else slip(self.staged, self.active)
        if text:
            refusals = [verdict for verdict in found if verdict.level == rules.REFUSE]
            ask = rules.Verdict(rules.CONFIRM, reasons.CONFIRMATION_NEEDED, text)
            found.insert(len(refusals), ask)

    def _judge_reservoir_drug(self, found: list[rules.Verdict]) -> None:
        """Therapy that runs, or will resume by itself, must find the drug that it reckons with."""
        held = self.reservoir.concentration_ng_per_ml
        if self.committed_to_flow() and held != self.staged.concentration_ng_per_ml:
            text = "the reservoir holds %s mg/mL; DEL:STOP, then RES:FILL" % decimal(held, 6)
            found.insert(0, rules.Verdict(rules.REFUSE, reasons.SETTINGS_CONFLICT, text))

    def _judge_day(self, found: list[rules.Verdict]) -> None:
        """The day's limit once more, with the boluses that a raised basal would come on top of."""
        if self.active is not None and daily_ng(self.staged) <= daily_ng(self.active):
            return  # a dose can always be lowered
        boluses_ng = self.bolus_day.counted_ng(self.day, self.ms)
        if boluses_ng and self.basal_ng(self.staged) + boluses_ng > self.staged.limit_day_ng:
            text = "with %s ug of boluses in 24 h above PRES:LIM:DAY" % decimal(boluses_ng, 3)
            found.insert(0, rules.Verdict(rules.REFUSE, reasons.DAILY_LIMIT, text))

    def committed_to_flow(self) -> bool:
        """Whether therapy runs or would resume without an order: running, suspended, in a fault."""
        return self.state in (RUN, SUSPENDED, FAULT)

    def basal_ng(self, rx: Prescription) -> int:
        """Basal drug of any 24 hours that reach up to now, rounded up: a higher rate than this
        prescription's counts for a day after it was lowered (C.3: windows, not averages)."""
        return self.bolus_day.basal_ng(self.day, self.ms, daily_ng(rx))

    def staged_text(self) -> str:
        """Canonical text of the staged prescription. Refused while it is incomplete."""
        found = rules.judge(self.staged)
        if found and found[0].number == reasons.PRESCRIPTION_INCOMPLETE:
            raise Refused(found[0].number, found[0].text)
        return canonical(self.staged, self.model.capacity_nl)

    def staged_digest(self) -> str:
        """Digest of the staged prescription, 16 hex digits. Refused while it is incomplete."""
        return digest(self.staged_text(), self._sha256)

    def commit(self, of_digest: str, confirmed: bool) -> None:
        """Make the staged prescription the active one, named by its digest.

        A running pump goes over to it at once, the remainder of a step carried.
        """
        text = self.staged_text()
        if of_digest.upper() != digest(text, self._sha256):
            raise Refused(reasons.DIGEST_MISMATCH, "read PRES:DATA? and PRES:DIG? again")
        for verdict in self.judge_staged():
            if verdict.level == rules.REFUSE:
                raise Refused(verdict.number, verdict.text)
            if verdict.level == rules.CONFIRM and not confirmed:
                raise Refused(verdict.number, verdict.text + "; PRES:COMM <digest>,CONFIRM")
        copies = self.log.prescribe(text)
        if not copies:
            detail = "nothing was written; the prescription before stays in force"
            raise Refused(reasons.STORAGE_FAULT, detail)
        self._adopt(self.staged.copy(), text, of_digest.upper())
        if copies == 1:
            self.alarms.tell(alarms.STORED_DATA, alarms.LOW, self.day, self.ms)

    def _adopt(self, rx: Prescription, text: str, of_digest: str) -> None:
        """That prescription is in force from now on; it is durable already."""
        if self.active is not None:
            self.bolus_day.lowered(self.day, self.ms, daily_ng(self.active))
        self.active = rx
        self.active_text = text
        self.active_digest = of_digest
        self.committed = (self.day, self.ms)
        self._event(events.COMMIT, len(rx.segments), rx.concentration_ng_per_ml)
        self._follow(rx)
        if self.state == RUN:
            self._escalated(self.titration.change(daily_ng(rx), self.day, self.ms))

    def _follow(self, rx: Prescription) -> None:
        program = to_program(rx)
        self.reservoir.set_daily(program.volume_pl_ms())
        self._use_program(program)
        if self.reservoir.filled():
            self._judge_reservoir()
        self._interrupt()

    def _pause_ms(self) -> int:
        return 0 if self.state == RUN else self.titration.pause_ms(self.since, self.day, self.ms)

    def _need_way_back(self, rx: Prescription, order: str) -> None:
        pause_ms = self._pause_ms()
        self.titration.need_way_back(daily_ng(rx), pause_ms, self.day, self.ms, order)

    def _run(self) -> None:
        if self.active is not None:
            dose_ng = daily_ng(self.active)
            self._escalated(self.titration.begin(dose_ng, self.since, self.day, self.ms))
        super()._run()

    def _escalated(self, escalates: bool) -> None:
        """The pattern of S38: an event, so its alarm is latched until it is reviewed."""
        if escalates:
            self.alarms.tell(alarms.ESCALATION, alarms.LOW, self.day, self.ms)

    def _need_drug(self, rx: Prescription) -> None:
        held = self.reservoir.concentration_ng_per_ml
        if not held:
            raise Refused(reasons.RESERVOIR_EMPTY, "never filled: RES:FILL")
        if held != rx.concentration_ng_per_ml:
            text = "the reservoir holds %s mg/mL, the prescription says %s"
            words = (decimal(held, 6), decimal(rx.concentration_ng_per_ml, 6))
            raise Refused(reasons.SETTINGS_CONFLICT, text % words)
        if self.reservoir.spare_steps() == 0:
            raise Refused(reasons.RESERVOIR_EMPTY, "calculated empty: RES:FILL")


def daily_ng(rx: Prescription) -> int:
    """Basal drug of a day, rounded up."""
    return -(-rules.daily_dose_scaled(rx, to_program(rx)) // rules.DAY_SCALE)
