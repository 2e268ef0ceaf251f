"""The 30 pads as wires: what drives each, what it shows, and everybody who watches it.

rp2040py does not show the firmware what its own outputs do to a wire; here the input sees the pad.
Knows levels, pulls and who drives. Does not know what is connected.
"""

from collections.abc import Callable

from host_sim.pico.emulator import Chip, PadState

COUNT = 30
Watcher = Callable[[int, int], None]


class Pins:
    """Pads 0..29. Of chip and outside the chip wins, but over a short; `fights` counts both."""

    def __init__(self, mcu: Chip) -> None:
        self.fights = 0
        self._clock = mcu.clock
        self._pads = mcu.gpio
        self._outside: list[int | None] = [None] * COUNT
        self._shorts: dict[int, int] = {}
        self._levels = [0] * COUNT
        self._driven = [False] * COUNT
        self._watchers: list[list[Watcher]] = [[] for _ in range(COUNT)]
        self._rise_ns = [0] * COUNT
        self._rising: dict[int, Chip] = {}
        for number, pad in enumerate(self._pads):
            pad._driven = True  # from now on the input shows the wire, pulls included
            pad._raw_input_value = False
            pad.add_listener(self._listener(number))

    def drive(self, pin: int, level: int) -> None:
        """Something outside drives the wire, until it is released."""
        self._outside[pin] = int(bool(level))
        self._look(pin)

    def release(self, pin: int) -> None:
        """Nothing outside drives the wire any more."""
        self._outside[pin] = None
        self._look(pin)

    def short(self, pin: int, level: int) -> None:
        """The wire lies on ground (0) or on the supply (1), whatever the chip drives."""
        self._shorts[pin] = level
        self._look(pin)

    def capacitor(self, pin: int, rise_ns: int) -> None:
        """One to ground hangs on the wire: a pull-up is seen as high only that much later.

        Nothing else is late: whoever drives the wire is taken to be stronger.
        """
        self._rise_ns[pin] = rise_ns

    def level(self, pin: int) -> int:
        """What a meter would show: a short, else the chip's output, the outside's, the pull, 0."""
        return self._levels[pin]

    def driven(self, pin: int) -> bool:
        """Whether the chip drives the pad."""
        return self._driven[pin]

    def watch(self, pin: int, edge: Watcher) -> Callable[[], None]:
        """Call edge(ns, level) with every edge, and when the chip begins or ends to drive.

        What is returned ends it.
        """
        self._watchers[pin].append(edge)
        return lambda: self._watchers[pin].remove(edge)

    def refresh(self) -> None:
        """The chip has been reset, which rp2040py tells no listener."""
        for number in range(COUNT):
            self._look(number)

    def _listener(self, number: int) -> Callable[..., None]:
        return lambda *_: self._look(number)

    def _look(self, number: int) -> None:
        pad, outside = self._pads[number], self._outside[number]
        state = pad.value
        driven = state in (PadState.LOW, PadState.HIGH)
        level = self._wire(number, state)
        if level and self._charges(number, driven):
            level = 0
        elif not level and number in self._rising:
            self._rising.pop(number).cancel()
        if driven and outside is not None and outside != level:
            self.fights += 1
        if (level, driven) == (self._levels[number], self._driven[number]):
            return
        self._driven[number] = driven
        if level != self._levels[number]:
            self._levels[number] = level
            pad.set_input_value(level)
        self._tell(number, level)

    def _tell(self, number: int, level: int) -> None:
        now_ns = int(self._clock.nanos)
        for watcher in tuple(self._watchers[number]):
            watcher(now_ns, level)

    def _charges(self, number: int, driven: bool) -> bool:
        """Whether a pull-up still fills the wire's capacitor; looked at again when it is full."""
        pulled = not driven and self._outside[number] is None
        if not pulled or not self._rise_ns[number] or self._levels[number]:
            return False
        if number not in self._rising:
            self._rising[number] = self._clock.create_alarm(lambda: self._charged(number))
            self._rising[number].schedule(float(self._rise_ns[number]))
        return True

    def _charged(self, number: int) -> None:
        del self._rising[number]
        if self._wire(number, self._pads[number].value):
            self._levels[number] = 1
            self._pads[number].set_input_value(1)
            self._tell(number, 1)

    def _wire(self, number: int, state: object) -> int:
        outside = self._outside[number]
        if number in self._shorts:
            return self._shorts[number]
        if state in (PadState.LOW, PadState.HIGH):
            return int(state == PadState.HIGH)
        if outside is not None:
            return outside
        if state == PadState.INPUT_BUS_KEEPER:
            return self._levels[number]
        return int(state == PadState.INPUT_PULL_UP)
