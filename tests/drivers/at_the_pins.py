"""What a test of the ESP32's motor sees at the pins."""

from tests.contract.esp32_bench import Esp32Bench
from tests.drivers.esp32_model.modules import wiring

PINS = wiring()
IDLE, BUSY, STALLED, CUT = 0, 1, 2, 3
SETTLE_US, HOLD_US, PULSE_US = 1_000, 2_000, 10
LEASE_US = 200_000
MOST_TRAIN_US = 10_000


def edges(b: Esp32Bench, pin: int, level: int, since_us: int = 0) -> list[int]:
    """When a pin went to that level, in us since then."""
    return [us - since_us for us, which, to in b.world.log if (which, to) == (pin, level)]


def steps_us(b: Esp32Bench, since_us: int = 0) -> list[int]:
    return edges(b, PINS.STEP, 1, since_us)


def moment(b: Esp32Bench) -> int:
    """Ask for it, a bit after its beginning; when it began, in us."""
    b.world.to(b.world.us + 337)
    b.hal.ticks_ms()
    return b.world.us // 1_000 * 1_000
