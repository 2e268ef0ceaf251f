"""What a plan begins with: what the options say, and for the rest the pump is asked, once."""

from dataclasses import dataclass
from datetime import date, datetime

from ..client.programme import Programme
from ..client.pump import Pump
from ..client.quantities import CONCENTRATION, DOSE_RATE, Amount
from ..client.times import day_of
from ..client.trouble import Mistake
from ..context import CallContext
from ..planning.course import Setting


@dataclass
class _Asked:
    """What the pump said, where one was asked."""

    active: Programme | None
    capacity_nl: int
    today: date | None
    instead: str
    """What flows instead of the active programme; "" where nothing does."""


class Said:
    """What the options say; the pump is asked, once, for what they leave out."""

    def __init__(
        self, context: CallContext, running: str | None, concentration: str | None, on: str | None
    ) -> None:
        self._context = context
        self._from = None if running is None else Amount.read(running, DOSE_RATE).base
        self._strength = (
            None if concentration is None else Amount.read(concentration, CONCENTRATION).base
        )
        self._on = None if on is None else day_of(on, "--on 2030-01-31")
        self._asked: _Asked | None = None

    def setting(self, need_strength: bool = False) -> Setting:
        """Dose, concentration and first day."""
        dose, strength = self._from, self._strength
        if dose is None or (strength is None and (need_strength or self._context.port)):
            active = self._active()
            dose = self._programmed(active) if dose is None else dose
            strength = active.concentration.base if strength is None else strength
        if dose < 1:
            raise Mistake("a dose above nothing is needed", '--from "100 UG/D"')
        at_risk = self.needs("withdrawal_risk_high")
        return Setting(dose, strength or 0, self._today(), at_risk)

    def running(self) -> Programme | None:
        """The active programme, where the pump was asked."""
        return self._asked.active if self._asked else None

    def needs(self, care: str) -> bool:
        """Whether the active prescription says that the patient needs that care, where it was
        asked."""
        active = self.running()
        return active is not None and care in active.care

    def capacity_nl(self) -> int:
        """Of the pump's reservoir."""
        return self._pump().capacity_nl

    def boluses_ng(self) -> int:
        """The most drug in a day's patient boluses, as prescribed; 0 where no pump is asked."""
        if self._asked is None or self._asked.active is None:
            return 0
        limit = self._asked.active.patient_bolus.get("limit")
        return 0 if limit is None else limit.base

    def _active(self) -> Programme:
        active = self._pump().active
        if active is None:
            raise Mistake("no programme is active", '--from "100 UG/D" --concentration "500 UG/ML"')
        return active

    def _programmed(self, active: Programme) -> int:
        """ng a day by the programme. Mistake while less than that flows."""
        instead = self._pump().instead
        if instead:
            text = f"the programme does not run as it stands: {instead}"
            raise Mistake(text, 'say what to begin with: --from "100 UG/D"')
        return int(active.day_ng())

    def _today(self) -> date:
        if self._on is not None:
            return self._on
        asked = self._asked.today if self._asked else None
        return asked or datetime.now().astimezone().date()

    def _pump(self) -> _Asked:
        if self._asked is None:
            with self._context.pump() as pump:
                self._asked = _ask(pump)
        return self._asked


def _ask(pump: Pump) -> _Asked:
    clock = pump.clock.read()
    status, weaning = pump.status(), pump.phases.weaning()
    instead = status.lower_dose
    if weaning is not None:
        instead = f"a weaning is under way, {weaning.ug_per_day:f} ug/d in its step {weaning.step}"
    today = clock.date() if clock else None
    return _Asked(pump.prescription.active(), status.reservoir.capacity_nl, today, instead)
