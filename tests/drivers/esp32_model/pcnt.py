"""esp32.PCNT and what machine.py makes of it: a counter of 16 bits at a pin, and an encoder's.

As ports/esp32/esp32_pcnt.c has it: at its limits the count goes to 0; setting a threshold clears
it; an event is remembered until irq().flags() is asked, and value() has the handler called first.
"""

from tests.drivers.esp32_model.world import World


class Irq:
    def __init__(self) -> None:
        self.handler = None
        self.trigger = 0
        self.pending = 0

    def flags(self) -> int:
        pending, self.pending = self.pending, 0
        return pending


class Pcnt:
    """A unit that counts rising edges at one pin."""

    world: World
    IGNORE, INCREMENT, DECREMENT = 0, 1, 2
    IRQ_ZERO, IRQ_THRESHOLD0, IRQ_THRESHOLD1, IRQ_MIN, IRQ_MAX = 1, 2, 4, 8, 16

    def __init__(self, unit: int, **settings) -> None:
        assert 0 <= unit < 8
        self._irq = Irq()
        self._count = 0
        self._min, self._max = -32_768, 32_767
        self._threshold0: int | None = None
        self._running = False
        self.init(**settings)

    def init(self, *, channel=0, pin=None, rising=None, threshold0=None, **whole):
        assert channel == 0
        assert 0 <= whole.pop("filter", 0) < 1024
        self._min, self._max = whole.pop("min", self._min), whole.pop("max", self._max)
        assert -32_768 <= self._min < 0 < self._max <= 32_767
        assert not whole
        if pin is not None:
            assert rising == self.INCREMENT
            self.world.watch(pin.number, self._edge)
        if threshold0 is not None:
            assert self._min < threshold0 < self._max
            assert not self._irq.trigger, "the old threshold would stay armed"
            self._threshold0 = threshold0
            self._count = 0

    def irq(self, *handler_and_trigger) -> Irq:
        if handler_and_trigger:
            handler, *trigger = handler_and_trigger
            self._irq.handler, self._irq.trigger = handler, trigger[0] if handler else 0
        return self._irq

    def start(self) -> None:
        self._running = True

    def value(self) -> int:
        while self._irq.pending and self._irq.handler:
            self._irq.handler(self)
        return self._count

    def _edge(self, level: int) -> None:
        if not level or not self._running or self.world.asleep:
            return
        self._count += 1
        event = 0
        if self._count == self._threshold0:
            event |= self.IRQ_THRESHOLD0
        if self._count == self._max:
            self._count = 0
            event |= self.IRQ_MAX
        event &= self._irq.trigger
        if event:
            self._irq.pending |= event
            self.world.call(lambda: self._irq.pending and self._irq.handler(self))


class Encoder:
    """machine.Encoder with all four edges. It counts up while A leads B.

    `counts_before`: what it shows at power-on, for a rotor that has turned for years.
    """

    world: World
    counts_before = 0

    def __init__(self, _unit: int, phase_a, phase_b, *, phases: int) -> None:
        assert phases == 4
        levels = self.world.levels
        self._a, self._b = levels.get(phase_a.number, 1), levels.get(phase_b.number, 1)
        self._counts = self.counts_before
        self.world.watch(phase_a.number, self._a_edge)
        self.world.watch(phase_b.number, self._b_edge)

    def value(self) -> int:
        return self._counts

    def _a_edge(self, level: int) -> None:
        self._a = level
        self._counts += 1 if level != self._b else -1

    def _b_edge(self, level: int) -> None:
        self._b = level
        self._counts += 1 if level == self._a else -1
