"""Which programme is followed: the one that was prescribed, or its flat average (C.4).

Flat while the wall clock or the ledger is lost: the same volume a day, at an hour that nobody has
to know.
"""

from micropython import const

from pump.core.alarms import table as alarms

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.prescription.in_force import InForce
    from pump.core.therapy.schedule import Schedule


class ProgramChoice:
    """Tells the schedule what to follow, and the clock's alarm when a lost clock matters."""

    def __init__(self, in_force: "InForce", schedule: "Schedule", active: "Alarms") -> None:
        self._in_force = in_force
        self._schedule = schedule
        self._alarms = active

    def choose(self, day: int, ms: int) -> None:
        """Choose anew: prescription, clock, ledger or the day's drug have changed."""
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
        self._schedule.follow(program)
