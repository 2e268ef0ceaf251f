"""What ends or is due by itself: a pause of the tones, a test of them, staging, a weaning's step.

Nothing here moves a motor.
"""

from micropython import const

from pump.core import profile, reasons
from pump.core.alarms.table import HIGH, NONE
from pump.core.reasons import Refused
from pump.core.units import MS_PER_S, elapsed_ms, moment

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    Moment = tuple[int, int]

NEVER = const(0x1FFFFFFF)  # a day that does not come; differences from it are small integers too
TEST_MS = const(3_000)  # a priority's turn in a test: HIGH's burst lasts 2.5 s


class Attention:
    """`testing` is the priority whose signals are being shown, NONE for no test.

    due_day, due_ms  when the next of them ends
    """

    def __init__(self) -> None:
        self.testing = NONE
        self.due_day = NEVER
        self.due_ms = 0
        self._test_until: Moment | None = None
        self._paused_until: Moment | None = None
        self._staged_until: Moment | None = None
        self._weans_at: Moment | None = None

    def staged(self, until: "Moment | None") -> None:
        """What is staged is dropped then; None: it is as it should be."""
        self._staged_until = until
        self._set_due()

    def weans(self, at: "Moment | None") -> None:
        """The next step of a weaning is due then; None: no weaning is under way."""
        self._weans_at = at
        self._set_due()

    def pause(self, for_ms: int, day: int, ms: int) -> None:
        """No tones for 1 s .. 10 min; lamps go on. A new or a higher alarm ends it (C.6).

        A pause under way may be shortened, not prolonged: none is longer than ten minutes.
        """
        if not 0 < for_ms <= profile.AUDIO_PAUSE_MAX_MS:
            raise Refused(reasons.DATA_OUT_OF_RANGE, "1 s to 10 min")
        left_ms = self.paused_ms(day, ms)
        if left_ms and for_ms > left_ms:
            words = "tones pause already, for %d s; they may pause again when they have sounded"
            raise Refused(reasons.SETTINGS_CONFLICT, words % (left_ms // MS_PER_S))
        self._paused_until = moment(day, ms + for_ms)
        self._set_due()

    def paused_ms(self, day: int, ms: int) -> int:
        """How long tones still pause; 0 when they do not."""
        until = self._paused_until
        left_ms = 0 if until is None else elapsed_ms(day, ms, until[0], until[1])
        return left_ms if left_ms > 0 else 0

    def test(self, day: int, ms: int) -> None:
        """Show every priority's lamp and tone for 3 s, HIGH first."""
        self._test(HIGH, day, ms)

    def attend(self, day: int, ms: int) -> bool:
        """It is that moment: end what has waited long enough. Whether anything was."""
        ended = False
        if self._paused_until is not None and (day, ms) >= self._paused_until:
            self._paused_until = None
            ended = True
        if self._test_until is not None and (day, ms) >= self._test_until:
            self._test(self.testing - 1, day, ms)
            ended = True
        if self._weans_at is not None and (day, ms) >= self._weans_at:
            self._weans_at = None  # another dose was ordered since
        self._set_due()
        return ended

    def raised(self) -> None:
        """An alarm is new, or has climbed: nothing hides it."""
        self._paused_until = self._test_until = None
        self.testing = NONE
        self._set_due()

    def next_due(self) -> "Moment":
        """When the next of them ends; day `NEVER` where none does."""
        return self.due_day, self.due_ms

    def _test(self, priority: int, day: int, ms: int) -> None:
        self.testing = priority
        self._test_until = None if priority == NONE else moment(day, ms + TEST_MS)
        self._set_due()

    def _set_due(self) -> None:
        # one by one: in a frozen tuple such a number is a long one, and each sum with it takes heap
        self.due_day = NEVER
        self.due_ms = 0
        for until in (self._staged_until, self._paused_until, self._test_until, self._weans_at):
            if until is not None and until < (self.due_day, self.due_ms):
                self.due_day, self.due_ms = until
