"""esp32.RMT for sending, as the classic ESP32 has it: no breaking off, no finite loops.

A train that does not fit the channel's memory with its end mark would need refilling by an
interrupt, and a level of length 0 is the end mark: both are mistakes here, not features.
"""

from tests.drivers.esp32_model.world import World

PULSE_MAX = 32_767
BLOCK_SYMBOLS = 64


class Rmt:
    """One channel. No active(False): it masks all interrupts until the train ends."""

    world: World
    PULSE_MAX = PULSE_MAX

    def __init__(self, *, pin, resolution_hz: int, num_symbols: int) -> None:
        assert 80_000_000 % resolution_hz == 0
        assert 80_000_000 // resolution_hz <= 255
        assert num_symbols % BLOCK_SYMBOLS == 0
        self._pin = pin.number
        self._us_per_tick = 1_000_000 // resolution_hz
        self._symbols = num_symbols
        self._end_us = 0
        self.world.drive(self._pin, 0)

    def write_pulses(self, duration: list[int], data: list[bool]) -> None:
        world = self.world
        assert len(duration) == len(data) > 0
        assert (len(duration) + 1) // 2 + 1 <= self._symbols
        world.to(self._end_us)  # blocks
        us = world.us
        for i in range(len(duration)):
            ticks, level = duration[i], data[i]
            assert 1 <= ticks <= PULSE_MAX
            self._level_at(us, level)
            us += ticks * self._us_per_tick
        self._level_at(us, False)
        self._end_us = us
        world.to(world.us)  # a first level is given at once

    def wait_done(self, *, timeout: int = 0) -> bool:
        world = self.world
        world.to(min(self._end_us, world.us + timeout * 1_000))
        return world.us >= self._end_us

    def _level_at(self, us: int, level: bool) -> None:
        def change() -> None:
            assert not self.world.asleep, "a train does not go on in light sleep"
            self.world.drive(self._pin, int(level))

        self.world.at(us, change)
