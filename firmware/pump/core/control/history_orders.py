"""The order that says what therapy was before this pump."""

from micropython import const

from pump.core import events

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.control.event_log import EventLog
    from pump.core.therapy.titration import Titration


class HistoryOrders:
    """Carried out at the moment that is handed in."""

    def __init__(self, titration: "Titration", events_to: "EventLog") -> None:
        self._titration = titration
        self._events = events_to

    def attest(self, kind: int, ran_ng: int, day: int, ms: int) -> None:
        """NEW, or CONTINUED with the dose of a day that ran. Refused once therapy has begun."""
        self._titration.attest(kind, ran_ng)
        self._events.add(day, ms, events.HISTORY, kind, ran_ng)
