"""A pump on an emulated Pico: image, plant on its pins, and a tester's end of the USB line.

What `bench` is for the simulated board, with the real firmware image instead of the firmware's
files. Time is the emulator's and moves only here. Figures are emulated ones, not silicon's.
"""

from collections.abc import Callable

from host_sim.pico.pico import Pico
from host_sim.pico.rotor import PinnedPlant, Wiring
from host_sim.plant.plant import Plant

_NS_PER_MS = 1_000_000
_ADC_PINS = 26  # the pin of channel 0
BOOT_MS = 3_000  # within which the pump answers
ANSWER_MS = 2_000


class PicoBench:
    """One pump and its world. `pico` and `pins` are of the present power-on, `plant` stays."""

    def __init__(
        self, flash: bytes, wiring: Wiring, plant: Plant | None = None, first_ms: int = 0
    ) -> None:
        """`first_ms`: what the chip's timer shows at power-on."""
        self.first_ms = first_ms
        self.plant = plant or Plant()
        self._wiring = wiring
        self._since_us = 0
        self._power_on(Pico(flash))

    def _power_on(self, pico: Pico) -> None:
        self.pico = pico
        _timer_begins_at(pico, self.first_ms)
        self.pins = PinnedPlant(
            self.plant, pico.pins, self._wiring, lambda: pico.ns, self._adc, self._since_us
        )

    def _adc(self, pin: int, millivolts: int) -> None:
        self.pico.adc(pin - _ADC_PINS, millivolts)

    def power_cycle(self, off_ms: int = 0) -> None:
        """The power goes now and is back that much later; flash and plant stay as they are."""
        self.pins.settle()
        self._since_us = self.pins.now_us() + off_ms * 1_000
        self.plant.stepper.power_on()
        self._power_on(self.pico.power_cycle())

    def run_ms(self, ms: float) -> None:
        """Let time pass."""
        self.pico.run_for(ms)

    def run_until_ms(self, ms: int) -> None:
        """Up to that moment since power-on."""
        self.pico.run_until(ms * _NS_PER_MS)

    # The line ------------------------------------------------------------------------------

    def boot(self) -> str:
        """Run until the pump answers; what it says of itself."""
        self.pico.boot()
        return self.ask("*IDN?", BOOT_MS)

    def exchange(self, data: bytes, limit_ms: float = ANSWER_MS) -> bytes:
        """Bytes to the pump, and all that it answers until it has fallen silent."""
        usb = self.pico.usb
        usb.read()
        usb.write(data)
        quiet_ms, silent_ms, answered = 40, 0, b""
        while silent_ms < quiet_ms and limit_ms > 0:
            self.pico.run_for(5)
            limit_ms -= 5
            more = usb.read()
            answered += more
            silent_ms = 0 if more or usb.unsent else silent_ms + 5
        return answered

    def ask(self, line: str, limit_ms: float = ANSWER_MS) -> str:
        """A line with a query in it; its reply, without the line's end."""
        reply = self._answer(line, lambda answered: answered.endswith(b"\n"), limit_ms)
        return reply.decode().rstrip("\n")

    def block(self, line: str, limit_ms: float = ANSWER_MS) -> bytes:
        """A query that answers with a definite-length block; its content."""
        reply = self._answer(line, lambda answered: len(answered) >= _block_end(answered), limit_ms)
        return reply[2 + int(reply[1:2]) : _block_end(reply) - 1]

    def _answer(self, line: str, whole: Callable[[bytes], bool], limit_ms: float) -> bytes:
        usb = self.pico.usb
        usb.read()
        usb.write(line.encode() + b"\n")
        answered = bytearray()

        def there() -> bool:
            answered.extend(usb.read())
            return whole(bytes(answered))

        self.pico.wait(there, limit_ms, "a reply to " + line)
        return bytes(answered)

    def order(self, line: str) -> None:
        """A line that must not be refused. RuntimeError with the pump's own words."""
        error = self.ask(line + ";:SYST:ERR?")
        if not error.startswith("0,"):
            raise RuntimeError("%s: %s" % (line, error))


def _block_end(reply: bytes) -> int:
    """Where a block and the line's end behind it end; beyond the reply while too little is here."""
    if len(reply) < 2 or len(reply) < 2 + int(reply[1:2]):
        return len(reply) + 1
    digits = int(reply[1:2])
    return 3 + digits + int(reply[2 : 2 + digits])


def _timer_begins_at(pico: Pico, ms: int) -> None:
    """The chip's microsecond timer shows that whenever it is reset, which its boot does too."""
    timer = pico._mcu.timer
    from_nothing = timer.reset

    def reset() -> None:
        from_nothing()
        timer._epoch_nanos -= ms * _NS_PER_MS

    timer.reset = reset
    reset()
