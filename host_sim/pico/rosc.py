"""The ring oscillator's random bit, from which MicroPython's os.urandom draws. Nothing else of it.

A shift register that begins at the same place at every power-on: two runs of the same calls are the
same, so what the board draws here is no secret.
"""

from host_sim.pico.emulator import Chip

_PLACE = 0x40060
_RANDOM_BIT = 0x1C
_TAPS = 0xA3000000  # x^32 + x^30 + x^26 + x^25 + 1: every state but 0 comes once
_UNKNOWN = 0xFFFF_FFFF  # as the emulator answers where nothing is


class RingOscillator:
    """A peripheral of rp2040py, by shape."""

    def __init__(self, mcu: Chip) -> None:
        self._state = 0x2F6E2B1
        mcu.peripherals[_PLACE] = self

    def read_uint32(self, offset: int) -> int:
        """The next bit, where the bit is."""
        if offset != _RANDOM_BIT:
            return _UNKNOWN
        bit = self._state & 1
        self._state = self._state >> 1 ^ (_TAPS if bit else 0)
        return bit

    def write_uint32(self, offset: int, value: int) -> None:
        """Nothing can be set."""

    def write_uint32_atomic(self, offset: int, value: int, atomic_type: int) -> None:
        """Nothing can be set."""

    def reset(self) -> None:
        """Oscillators go on through a reset."""
