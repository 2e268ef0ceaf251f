"""The battery by the ESP32's ADC: its counts are bent, so the chip's own calibration is asked.

Knows microvolts at the pin. The rest is battery.py's.
"""

from micropython import const

from pump.drivers.battery import Battery

TYPE_CHECKING = False
if TYPE_CHECKING:
    from machine import ADC

_UV_PER_MV = const(1_000)


class CalibratedBattery(Battery):
    """`mv` as Battery has it."""

    def __init__(self, adc: "ADC", times: int) -> None:
        super().__init__(adc, times)
        self._calibrated = adc

    def pin_mv(self) -> int:
        """One sample, in mV at the pin."""
        return self._calibrated.read_uv() // _UV_PER_MV
