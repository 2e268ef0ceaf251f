"""The battery's voltage by an ADC behind a divider.

Knows counts and millivolts. Does not know how much charge that means.
"""

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Adc(Protocol):
        """An input of machine.ADC."""

        def read_u16(self) -> int:
            """0..65535: nothing .. full scale."""
            ...


_SAMPLES = const(9)  # odd: the median is one of them
_FULL_COUNTS = const(65_535)
_MAX_MV = const(10_000)  # what the contract can say
FULL_SCALE_MV = const(3_300)  # the supply of the board is the ADC's reference


class Battery:
    """The median of nine samples: a spike from the motor's driver moves it by nothing."""

    def __init__(self, adc: "Adc", times: int, full_mv: int = FULL_SCALE_MV) -> None:
        """`times`: how much higher the battery is than the pin: 3 behind 200 kOhm over 100 kOhm.

        `full_mv`: at the pin when the ADC shows full scale, 1..16_000 (16_000 x 65_535 < 2^30).
        """
        self._adc = adc
        self._times = times
        self._full_mv = full_mv
        self._samples = [0] * _SAMPLES

    def mv(self) -> int:
        """Battery voltage in mV, 0..10_000, as measured now."""
        samples = self._samples
        for i in range(_SAMPLES):
            samples[i] = self.pin_mv()
        samples.sort()
        mv = samples[_SAMPLES // 2] * self._times
        return mv if mv < _MAX_MV else _MAX_MV

    def pin_mv(self) -> int:
        """One sample, in mV at the pin, rounded to the nearest."""
        return (self._adc.read_u16() * self._full_mv + _FULL_COUNTS // 2) // _FULL_COUNTS
