"""machine's smaller parts on an ESP32: pins, timers, watchdog, RTC, ADC, I2C, light sleep; NVS.

Each class gets its `world` from modules.py. Knows what the port does with each call that the
drivers make; another call is an AttributeError.
"""

from tests.drivers.esp32_model.world import World


class Reset(BaseException):
    """machine.reset(): the program ends here."""


class Pin:
    """An output drives its net; an input reads it, or its pull."""

    world: World
    IN, OUT = 1, 3
    PULL_DOWN, PULL_UP = 1, 2
    IRQ_RISING, IRQ_FALLING = 1, 2

    def __init__(self, number: int, mode: int = 1, pull: int = -1, value=None) -> None:
        assert mode == self.IN or number < 34, "an input only"
        assert pull == -1 or number < 34, "has no pulls"
        self.number = number
        self._out = mode == self.OUT
        self._pull = int(pull == self.PULL_UP)
        if value is not None:
            self.world.drive(number, value)

    def value(self, level: int | None = None) -> int | None:
        if level is None:
            return self.world.levels.get(self.number, self._pull)
        assert self._out
        self.world.drive(self.number, level)
        return None

    def irq(self, handler, trigger: int) -> None:
        """Edges call, softly; none while the chip sleeps."""
        world = self.world

        def edge(level: int) -> None:
            if not world.asleep and trigger & (self.IRQ_RISING if level else self.IRQ_FALLING):
                world.at(world.us, lambda: world.call(lambda: handler(self)))

        world.watch(self.number, edge)


class Timer:
    """A hardware timer. Its callback is a soft one."""

    world: World
    ONE_SHOT, PERIODIC = 0, 1

    def __init__(self, number: int) -> None:
        assert 0 <= number < 4
        self._prevent = None

    def init(self, *, mode: int, period: int, tick_hz: int = 1_000, callback) -> None:
        assert mode == self.ONE_SHOT
        assert 0 < period < 1 << 30
        self.deinit()
        world = self.world

        def due() -> None:
            assert not world.asleep, "a timer does not run in light sleep"
            self._prevent = None
            world.call(lambda: callback(self))

        self._prevent = world.at(world.us + period * 1_000_000 // tick_hz, due)

    def deinit(self) -> None:
        if self._prevent is not None:
            self._prevent()
            self._prevent = None


class Wdt:
    """Notes its meals; a test that starves it looks there."""

    world: World

    def __init__(self, *, timeout: int) -> None:
        assert timeout >= 1_000
        self.world.dog_ms = timeout

    def feed(self) -> None:
        self.world.meals_us.append(self.world.us)


class Rtc:
    """Its memory outlives a reset; its time is the world's."""

    world: World

    def memory(self, data: bytes | None = None) -> bytes | None:
        world = self.world
        if data is None:
            return world.rtc_memory if world.rtc_keeps else b""
        assert len(data) <= 2_048
        if world.rtc_keeps:
            world.rtc_memory = bytes(data)
        return None


class Adc:
    """The battery behind its divider."""

    world: World
    ATTN_11DB = 3

    def __init__(self, pin: Pin, *, atten: int) -> None:
        assert 32 <= pin.number <= 39, "ADC1"
        assert atten == self.ATTN_11DB

    def read_uv(self) -> int:
        plant = self.world.plant
        return plant.battery.mv(self.world.us, plant.stepper.pulses) * 1_000 // 3


class I2c:
    """A bus with a DS3231 on it, or nothing."""

    world: World

    def __init__(self, bus: int, *, sda: Pin, scl: Pin, freq: int) -> None:
        assert bus in (0, 1)

    def readfrom_mem_into(self, addr: int, memaddr: int, buf: bytearray) -> None:
        self._chip().readfrom_mem_into(addr, memaddr, buf)

    def writeto_mem(self, addr: int, memaddr: int, buf: bytes) -> None:
        self._chip().writeto_mem(addr, memaddr, buf)

    def _chip(self):
        if self.world.chip is None:
            raise OSError(19)
        return self.world.chip


class Nvs:
    """The chip's store of settings: kept once committed."""

    world: World

    def __init__(self, space: str) -> None:
        self._space = space
        self._new: dict[tuple[str, str], int] = {}

    def get_i32(self, key: str) -> int:
        if (self._space, key) not in self.world.settings:
            raise OSError(-4354, "ESP_ERR_NVS_NOT_FOUND")
        return self.world.settings[self._space, key]

    def set_i32(self, key: str, value: int) -> None:
        self._new[self._space, key] = value

    def commit(self) -> None:
        self.world.settings.update(self._new)


def lightsleep(world: World, ms: int, wakes: "list[tuple[int, int]]") -> None:
    """Until `ms` have passed, or a pin has its level. Nothing of the chip runs meanwhile."""
    world.asleep = True
    until_us = world.us + ms * 1_000
    while world.us < until_us and not any(
        world.levels.get(pin, 1 - level) == level for pin, level in wakes
    ):
        next_us = world.next_us()
        if next_us is None or next_us > until_us:
            world.us = until_us
        else:
            world.step()
    world.asleep = False
