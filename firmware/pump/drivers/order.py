"""What every motor asks of an order before anything moves: its ranges, and the way that it goes.

Knows the contract's figures. Does not know how pulses are made.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import Pin

IDLE = const(0)
BUSY = const(1)
STALLED = const(2)
CUT = const(3)
COUNT_STEPS = const(4)  # 800 encoder counts on 3,200 steps a revolution
LEAST_INTERVAL_US = const(100)
# A driver counts STEP without current too: a whole electrical cycle at 16 microsteps leaves its
# phase where it was, and the rotor with it once the current is back.
LOOP_PULSES = const(64)
LOOP_INTERVAL_US = const(200)
TRIAL_LEASE_MS = const(5)  # ours: ten ticks of the slower lease
_LEAST_LAG = const(4)
_RING = const(0x3FFFFFFF)
_HALF_RING = const(0x20000000)
_FORWARD = const(1)
_EIO = const(5)


def check(steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
    """ValueError outside the ranges of pump/hal.py."""
    if not (
        0 < steps < _HALF_RING
        and 0 <= first_us <= _RING
        and LEAST_INTERVAL_US <= interval_us <= _RING
        and _LEAST_LAG <= max_lag < _HALF_RING
    ):
        raise ValueError("motor: steps, first_us, interval_us or max_lag outside its range")


def face_forward(direction: "Pin") -> None:
    """Set the direction pin, and read it back: OSError(5) when it does not obey."""
    direction.value(_FORWARD)
    if direction.value() != _FORWARD:
        raise OSError(_EIO)
