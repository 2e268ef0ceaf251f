"""The operator's answer to alarms, and what is shown of them."""

from micropython import const

from pump.core import events, reasons
from pump.core.alarms import table as alarms
from pump.core.alarms.attention import TEST_MS
from pump.core.reasons import Refused

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.alarms.active import Alarms
    from pump.core.alarms.attention import Attention
    from pump.core.control.clock_orders import ClockOrders
    from pump.core.control.event_log import EventLog


class AlarmOrders:
    """Acknowledge, reset, pause the tones, test the signals."""

    def __init__(
        self,
        active: "Alarms",
        attention: "Attention",
        clock: "ClockOrders",
        events_to: "EventLog",
    ) -> None:
        self._alarms = active
        self._attention = attention
        self._clock = clock
        self._events = events_to

    def acknowledge(self, alarm: int, day: int, ms: int) -> None:
        """Silence this instance of an alarm. Forgotten, it sounds again: so it need not be stored,
        and a storage that fails can be acknowledged too."""
        if not self._alarms.acknowledge(alarm, day, ms):
            raise Refused(reasons.SETTINGS_CONFLICT, "nothing to acknowledge")
        self._events.must_happen()

    def reset(self, alarm: int, day: int, ms: int) -> None:
        """Clear a latched alarm whose condition is over."""
        if not self._alarms.reset(alarm, day, ms):
            text = "not latched: nothing to reset"
            if self._alarms.holds(alarm):
                text = (
                    "its cause holds; DEL:STAR tries a stopped motor, RES:FILL ends empty and "
                    "aged, SYST:TIME sets a lost clock"
                )
            raise Refused(reasons.SETTINGS_CONFLICT, text)
        if alarm == alarms.LEDGER_WRITE:
            self._clock.follow_anew(day, ms)

    def pause_audio(self, for_ms: int, day: int, ms: int) -> None:
        """No tones for 1 s .. 10 min; lamps go on. A new or a higher alarm ends it (C.6)."""
        self._attention.pause(for_ms, day, ms)
        self._events.add(day, ms, events.AUDIO_PAUSE, for_ms, self._alarms.active)

    def test_signals(self, day: int, ms: int) -> None:
        """Show every priority's lamp and tone for 3 s, HIGH first.

        Refused while an alarm sounds: no test hides it. One that comes meanwhile ends the test.
        """
        for alarm in self._alarms.listed():
            if self._alarms.state[alarm] in (alarms.ACTIVE, alarms.LATCHED):
                raise Refused(reasons.SETTINGS_CONFLICT, "an alarm sounds; ALAR:ACKN it first")
        self._attention.test(day, ms)
        # may raise an alarm: it ends the test
        self._events.add(day, ms, events.SIGNAL_TEST, TEST_MS, self._alarms.active)
