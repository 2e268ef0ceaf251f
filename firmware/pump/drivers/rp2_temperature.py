"""The chip's own temperature, by the sensor at the last input of its ADC.

It stands for the driver, which has none: what makes the driver hot warms the chip beside it less.
Uncalibrated: its maker gives 27 degrees C at 0.706 V and -1.721 mV a degree, and a reference that
is 1 % off is 4 degrees. Knows counts and degrees C.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.drivers.battery import Adc

_SAMPLES = const(9)  # odd: the median is one of them
_UV_PER_100_COUNTS = const(5_035)  # 3.3 V at 65,535; x 65,535 < 2^30
_AT_UV = const(706_000)
_AT_C = const(27)
_UV_PER_C = const(1_721)
_COLDEST_C = const(-40)  # what the chip bears: beyond it the sensor is none
_WARMEST_C = const(125)


class ChipTemperature:
    """The median of nine samples, as Battery takes them."""

    def __init__(self, adc: "Adc") -> None:
        self._adc = adc

    def celsius(self) -> int | None:
        """Degrees C, rounded down; None where the sensor shows what no chip bears."""
        counts = [self._adc.read_u16() for _ in range(_SAMPLES)]
        counts.sort()
        uv = counts[_SAMPLES // 2] * _UV_PER_100_COUNTS // 100
        celsius = _AT_C + (_AT_UV - uv) // _UV_PER_C
        return celsius if _COLDEST_C <= celsius <= _WARMEST_C else None
