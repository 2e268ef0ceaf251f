"""What waits for a person and ends by itself: staging, a pause of the tones, a test of the signals.

Nothing here moves a motor. `attend_day`, `attend_ms` say when the next of them ends.
"""

from micropython import const

from pump.core import alarms, events, profile, reasons
from pump.core.delivery import Quantum
from pump.core.prescription import Prescription
from pump.core.profile import PumpModel
from pump.core.reasons import Refused
from pump.core.restart import Restart
from pump.core.units import MS_PER_S, elapsed_ms, moment

TYPE_CHECKING = const(False)
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.parts import Log

_NEVER = const(0x1FFFFFFF)  # a day that does not come; differences from it are small integers too
_TEST_MS = const(3_000)  # a priority's turn in a test: HIGH's burst lasts 2.5 s


class Attention(Restart):
    """`testing` is the priority whose signals are being shown, NONE for no test."""

    def __init__(
        self, model: PumpModel, log: "Log", sha256: "Callable[[bytes], bytes]", quantum: Quantum
    ) -> None:
        super().__init__(model, log, sha256, quantum)
        self.attend_day = _NEVER
        self.attend_ms = 0
        self.testing = alarms.NONE
        self._test_until: tuple[int, int] | None = None
        self._paused_until: tuple[int, int] | None = None

    def restaged(self) -> None:
        """The staged prescription was changed, dropped or committed."""
        super().restaged()
        self._set_attend()

    def pause_audio(self, for_ms: int) -> None:
        """No tones for 1 s .. 10 min; lamps go on. A new or a higher alarm ends it (C.6).

        A pause under way may be shortened, not prolonged: none is longer than ten minutes.
        """
        if not 0 < for_ms <= profile.AUDIO_PAUSE_MAX_MS:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "1 s to 10 min")
        left_ms = self.audio_paused_ms()
        if left_ms and for_ms > left_ms:
            words = "tones pause already, for %d s; they may pause again when they have sounded"
            raise Refused(reasons.SETTINGS_CONFLICT, words % (left_ms // MS_PER_S))
        self._paused_until = moment(self.day, self.ms + for_ms)
        self._event(events.AUDIO_PAUSE, for_ms, self.alarms.active)
        self._set_attend()

    def audio_paused_ms(self) -> int:
        """How long tones still pause; 0 when they do not."""
        until = self._paused_until
        left_ms = 0 if until is None else elapsed_ms(self.day, self.ms, until[0], until[1])
        return left_ms if left_ms > 0 else 0

    def test_signals(self) -> None:
        """Show every priority's lamp and tone for 3 s, HIGH first.

        Refused while an alarm sounds: no test hides it. One that comes meanwhile ends the test.
        """
        for alarm in self.alarms.listed():
            if self.alarms.state[alarm] in (alarms.ACTIVE, alarms.LATCHED):
                raise Refused(reasons.SETTINGS_CONFLICT, "an alarm sounds; ALAR:ACKN it first")
        self._test(alarms.HIGH)
        self._event(events.SIGNAL_TEST, _TEST_MS, self.alarms.active)  # may raise an alarm: it ends

    def attend(self, day: int, ms: int) -> None:
        """It is that moment: end what has waited long enough."""
        if self.staged_until is not None and (day, ms) >= self.staged_until:
            self.staged = Prescription()
            super().restaged()
            self.alarms.tell(alarms.UNFINISHED, alarms.MEDIUM, day, ms)
        if self._paused_until is not None and (day, ms) >= self._paused_until:
            self._paused_until = None
            self.changes += 1
        if self._test_until is not None and (day, ms) >= self._test_until:
            self._test(self.testing - 1)
        self._set_attend()

    def _test(self, priority: int) -> None:
        self.testing = priority
        self.changes += 1
        self._test_until = None
        if priority != alarms.NONE:
            self._test_until = moment(self.day, self.ms + _TEST_MS)
        self._set_attend()

    def _alarm_changed(self, alarm: int, priority: int, state: int) -> None:
        super()._alarm_changed(alarm, priority, state)
        if state == alarms.ACTIVE:  # new, or it has climbed
            self._paused_until = self._test_until = None
            self.testing = alarms.NONE
            self._set_attend()

    def _set_attend(self) -> None:
        # one by one: in a frozen tuple such a number is a long one, and each sum with it takes heap
        self.attend_day = _NEVER
        self.attend_ms = 0
        for until in (self.staged_until, self._paused_until, self._test_until):
            if until is not None and until < (self.attend_day, self.attend_ms):
                self.attend_day, self.attend_ms = until
