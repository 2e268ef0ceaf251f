"""What the wall clock is told and what it shows: it chooses rates only."""

from micropython import const

from pump.core import events
from pump.core.alarms import table as alarms
from pump.core.therapy.schedule import AGREES, LOST

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.control.program_choice import ProgramChoice
    from pump.core.therapy.schedule import Schedule


class ClockOrders:
    """The operator's word, and the board's."""

    def __init__(
        self,
        schedule: "Schedule",
        choice: "ProgramChoice",
        flow: "Flow",
        active: "Alarms",
        events_to: "EventLog",
    ) -> None:
        self._schedule = schedule
        self._choice = choice
        self._flow = flow
        self._alarms = active
        self._events = events_to

    def set_wall(self, wall_day: int, wall_ms: int, day: int, ms: int) -> None:
        """At (day, ms) it is that wall moment, by an operator or by the board at power-on."""
        self._schedule.set_wall(day, ms, wall_day, wall_ms)
        self._events.add(day, ms, events.WALL_SET, wall_day, wall_ms)
        self._alarms.set(alarms.CLOCK_LOST, alarms.NONE, day, ms)
        self.follow_anew(day, ms)

    def see_wall(self, wall: "tuple[int, int] | None", day: int, ms: int) -> None:
        """At (day, ms) the board's wall clock shows that, or nothing."""
        came = self._schedule.compare_wall(day, ms, wall)
        if came == AGREES:
            return
        self._events.needs_saving()  # a drift that is followed has no event of its own
        if came == LOST:
            self._alarms.set(alarms.CLOCK_LOST, alarms.MEDIUM, day, ms)
        if not self._schedule.program.constant():  # a rate that no hour chooses goes on untouched
            self.follow_anew(day, ms)

    def follow_anew(self, day: int, ms: int) -> None:
        """The schedule is followed from this moment on by the clock and the ledger as they are."""
        self._choice.choose(day, ms)
        self._flow.interrupt(day, ms)
