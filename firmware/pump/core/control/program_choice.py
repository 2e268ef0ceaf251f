"""Which programme is followed: the one that was prescribed, or its flat average (C.4).

Flat while the wall clock or the ledger is lost: the same volume a day, at an hour that nobody has
to know. Flat at a lower dose while an interruption waits for a person (D-5), and in a weaning.
"""

from micropython import const

from pump.core.alarms import table as alarms
from pump.core.prescription.program import Program
from pump.core.units import PL_PER_ML

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.prescription.in_force import InForce
    from pump.core.therapy.interruption import Interruption
    from pump.core.therapy.schedule import Schedule
    from pump.core.therapy.weaning import Weaning


class ProgramChoice:
    """Tells the schedule what to follow, and the clock's alarm when a lost clock matters."""

    def __init__(
        self,
        in_force: "InForce",
        interruption: "Interruption",
        weaning: "Weaning",
        schedule: "Schedule",
        active: "Alarms",
    ) -> None:
        self._in_force = in_force
        self._interruption = interruption
        self._weaning = weaning
        self._schedule = schedule
        self._alarms = active

    def choose(self, day: int, ms: int) -> None:
        """Choose anew: prescription, clock, ledger, interruption or the day's drug have changed."""
        program = self._in_force.program
        if program is None:
            return
        if not program.constant():
            unset = self._schedule.wall_offset is None
            lost = self._alarms.state[alarms.LEDGER_WRITE] != alarms.INACTIVE
            if unset:
                self._alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, day, ms)
            if lost or unset:
                program = program.flat()
        if self._weaning.active():
            program = self._at_most(program.flat(), self._weaning.dose_ng())
        if self._interruption.reduced is not None:
            program = self._at_most(program.flat(), self._interruption.reduced[0])
        self._schedule.follow(program)

    def weans(self) -> bool:
        """Whether the dose is a weaning's."""
        return self._weaning.active()

    def daily_ng(self) -> int:
        """What a person has ordered for a day: the prescription's dose, or a weaning's by now."""
        ordered_ng = self._in_force.daily_ng
        if self._weaning.active():
            dose_ng = self._weaning.dose_ng()
            return dose_ng if dose_ng < ordered_ng else ordered_ng
        return ordered_ng

    def _at_most(self, flat: Program, dose_ng: int) -> Program:
        """So many ng a day, and no more than the prescription says."""
        rx, rate = self._in_force.rx, flat.rate_at(0)
        if rx is None:
            return flat
        lower = dose_ng * PL_PER_ML // rx.concentration_ng_per_ml
        return Program((0,), (lower,)) if lower < rate else flat
