"""What a board finds of itself: its test at power-on, and pulses that nobody has watched."""

from micropython import const

from pump.core import events
from pump.core.alarms import self_test
from pump.core.alarms import table as alarms
from pump.core.therapy import states

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.control.event_log import EventLog
    from pump.core.control.flow import Flow
    from pump.core.therapy.states import TherapyState


class BoardWatch:
    """Tells it. Ends therapy only where no guard would count."""

    def __init__(
        self, therapy: "TherapyState", flow: "Flow", active: "Alarms", events_to: "EventLog"
    ) -> None:
        self._therapy = therapy
        self._flow = flow
        self._alarms = active
        self._events = events_to

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

    def unwatched(self, day: int, ms: int) -> None:
        """The motor gave pulses at which nobody compared the rotor with them. Flow is as ordered as
        far as anybody can tell, and a stop would be a hazard of its own: MEDIUM, and it goes on."""
        self._alarms.set(alarms.WATCH_LOST, alarms.MEDIUM, day, ms)

    def watched(self, day: int, ms: int) -> None:
        """Each pulse of a whole order was looked at."""
        self._alarms.set(alarms.WATCH_LOST, alarms.NONE, day, ms)
