"""A halt behind which another plan goes on: right after a pulse, so that no step comes late."""

from pump.core.motion.order import MOTOR_BUSY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.hal import Motor

_CLOSE_US = 250_000  # pulses further apart seldom meet the 25 ms that a board needs to plan anew
_LOOKS = 1_000  # at the pulse counter, 0.3 ms each on a board


def await_pulse(motor: "Motor", interval_us: int) -> None:
    """Wait for the next pulse, where they come close: a plan takes less time than two leave."""
    left = _LOOKS if interval_us <= _CLOSE_US else 0
    counted = motor.counted()
    while left and motor.counted() == counted and motor.state() == MOTOR_BUSY:
        left -= 1
