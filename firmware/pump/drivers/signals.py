"""Three lamps and a buzzer that go on by themselves, however late the pump's turn is.

Patterns as pump/hal.py has them. A soft timer calls at the end of each part; a program that is busy
then makes that part longer. Nothing here takes from the heap once it is built.

Knows pins and milliseconds. Does not know alarms.
"""

from machine import Timer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

    Pattern = tuple[int, ...]


class Player:
    """Plays one pattern, on one pin at a time."""

    def __init__(self, pin: "Pin", timer: Timer) -> None:
        """`pin`: an output that is low."""
        self._pin = pin
        self._timer = timer
        self._pattern: Pattern = ()
        self._at = 0  # the part at hand: even ones are on
        self._due = self._end_part  # bound once: each time it is named would be a new object

    def play(self, pin: "Pin", pattern: "Pattern") -> None:
        """From its beginning; what already plays there goes on undisturbed."""
        if pin is self._pin and pattern == self._pattern:
            return
        self._timer.deinit()
        self._pattern = ()  # for a call that is due already, between any two of these lines
        self._pin.value(0)
        self._pin = pin
        self._at = 0
        self._pattern = pattern
        if len(pattern) > 1:
            self._begin_part()
        elif pattern:
            pin.value(1)

    def timed(self) -> bool:
        """Whether it needs its timer."""
        return len(self._pattern) > 1

    def _begin_part(self) -> None:
        if not self._pattern[self._at]:
            self._at += 1  # of no length: the one in front of a silence
        self._pin.value(~self._at & 1)
        # one shot: a periodic timer would fill the port's few places for calls while the flash is
        # written, and the motor needs one of them
        self._timer.init(mode=Timer.ONE_SHOT, period=self._pattern[self._at], callback=self._due)

    def _end_part(self, _timer: Timer) -> None:
        if not self.timed():
            return  # it was due when play() stopped the timer
        self._at += 1
        if self._at == len(self._pattern):
            self._at = 0
        self._begin_part()


class Signals:
    """`show` as pump/hal.py has it."""

    def __init__(
        self, lamps: "tuple[Pin, Pin, Pin]", buzzer: "Pin", blink: Timer, beep: Timer
    ) -> None:
        """`lamps`: red, yellow, cyan. Outputs that are low; high is light and sound."""
        self._lamps = lamps
        self._buzzer = buzzer
        self._light = Player(lamps[0], blink)
        self._tone = Player(buzzer, beep)

    def show(self, lamp: int, light: "Pattern", tone: "Pattern") -> None:
        """One lamp with its pattern, the others dark; the buzzer with its own."""
        self._light.play(self._lamps[lamp], light)
        self._tone.play(self._buzzer, tone)

    def timed(self) -> bool:
        """Whether a timer has to run for what is shown."""
        return self._light.timed() or self._tone.timed()

    def sound(self) -> tuple[bool, bool]:
        """Whether each lamp's pin, and the buzzer's, follows what is written to it: high, then low.

        Before anything is shown; some microseconds each. A short shows, a lamp that is dark or a
        buzzer that is dumb does not.
        """
        lamps = True
        for pin in self._lamps:
            lamps = _follows(pin) and lamps
        return lamps, _follows(self._buzzer)


def _follows(pin: "Pin") -> bool:
    pin.value(1)
    high = pin.value()
    pin.value(0)
    return bool(high) and not pin.value()
