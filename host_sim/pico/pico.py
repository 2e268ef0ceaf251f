"""The board: chip, flash, USB cable and pads, and time that moves only when its caller says so.

Single-threaded and repeatable: two runs of the same calls are the same to the nanosecond. Knows no
wall clock. A microsecond here is an emulated one: the CPU runs from its flash without waiting.
"""

from collections.abc import Callable

from host_sim.pico import repl
from host_sim.pico.emulator import BOOT_ROM, HAD_RUN, Chip, new_chip, run
from host_sim.pico.flash import FlashChip
from host_sim.pico.pins import Pins
from host_sim.pico.rosc import RingOscillator
from host_sim.pico.uart import Uart
from host_sim.pico.usb import UsbHost

_NS_PER_MS = 1_000_000
_REASON_TIMER = 1
_ADC_FULL_SCALE_MV = 3300
_ADC_MAX = 4095
_COMPLAINTS_KEPT = 100


class Complaints:
    """What rp2040py warns of, kept instead of printed. Its `Logger`, by shape."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def debug(self, component: str, text: str) -> None:
        """Not kept."""

    info = debug

    def warning(self, component: str, text: str) -> None:
        """Keep a hundred, each once."""
        line = "%s: %s" % (component, text)
        if len(self.lines) < _COMPLAINTS_KEPT and line not in self.lines:
            self.lines.append(line)

    error = warning


class Alarm:
    """A call that is to come; cancel() takes it back."""

    def __init__(self, alarm: Chip) -> None:
        self._alarm = alarm

    def cancel(self) -> None:
        """No harm when it has been made already."""
        self._alarm.cancel()


class Pico:
    """Powered on at 0 ns with that flash image (2 MB at most); nothing has run yet.

    usb, pins, flash, uart(n), adc()    what is connected
    resets       (ns, cause) of each: "watchdog", "software" or "pin"
    complaints   what the emulator warned of, as text
    """

    def __init__(self, flash: bytes) -> None:
        self._mcu = mcu = new_chip()
        complaints = Complaints()
        self.complaints = complaints.lines
        mcu.load_bootrom(BOOT_ROM)
        mcu.logger = complaints
        mcu.simulator = self  # somebody steps it: no event loop of rp2040py's own
        self._clock = mcu.clock
        self.resets: list[tuple[int, str]] = []
        self.flash = FlashChip(mcu, flash)
        self.usb = UsbHost(mcu)
        self.pins = Pins(mcu)
        RingOscillator(mcu)
        self._uarts = (Uart(mcu, 0), Uart(mcu, 1))
        self._watchdog = self._clock.create_alarm(self._bitten)
        mcu.watchdog.on_watchdog_trigger = lambda: self._watchdog.schedule(0)
        mcu.leave_reset()

    @property
    def ns(self) -> int:
        """Emulated time since power-on."""
        return int(self._clock.nanos)

    @property
    def instructions(self) -> int:
        """What the CPU has executed so far: the cost of a run, whatever the machine."""
        return self._clock.instructions

    @property
    def events(self) -> int:
        """Alarms and PIO moments so far: the other half of the cost."""
        return self._clock.events

    def run_until(self, ns: int) -> int:
        """Until that moment, or stop(). A PowerCut out of a flash hook comes out here. -> ns."""
        run(self._mcu, float(ns))
        return self.ns

    def run_for(self, ms: float) -> int:
        """As run_until, from now on."""
        return self.run_until(self.ns + int(ms * _NS_PER_MS))

    def stop(self) -> None:
        """From a callback: the run returns at once, at this moment."""
        self._clock.stopped = True

    def at(self, ns: int, call: Callable[[], None]) -> Alarm:
        """Call in the run when that moment has come; what is past is called at once in the run."""
        alarm = self._clock.create_alarm(call)
        alarm.schedule(max(0.0, ns - self._clock.nanos))
        return Alarm(alarm)

    def wait(
        self, what: Callable[[], bool], limit_ms: float, says: str = "", look_ms: float = 1
    ) -> None:
        """Run until `what` holds, asked with every packet from USB and every so often besides.

        TimeoutError past the limit.
        """
        end_ns = self.ns + int(limit_ms * _NS_PER_MS)
        before = self.usb.on_data

        def look(data: bytes) -> None:
            if before is not None:
                before(data)
            if what():
                self.stop()

        self.usb.on_data = look
        try:
            while not what():
                if self.ns >= end_ns:
                    raise TimeoutError("pico: %s not in %d ms" % (says or "not", limit_ms))
                self.run_until(min(end_ns, self.ns + int(look_ms * _NS_PER_MS)))
        finally:
            self.usb.on_data = before

    def boot(self, limit_ms: float = 5000) -> "Pico":
        """Run until the host has enumerated it; -> itself."""
        self.wait(lambda: self.usb.connected, limit_ms, "USB enumeration")
        return self

    def repl(self, source: str, limit_ms: float = 10_000) -> tuple[str, str]:
        """Interrupt what runs, execute in the raw REPL; -> what it printed, its traceback."""
        self.boot()
        return repl.execute(self, source, limit_ms)

    def uart(self, number: int) -> Uart:
        """The other end of one of the two."""
        return self._uarts[number]

    def adc(self, channel: int, millivolts: int) -> None:
        """The voltage at an ADC channel: 0..3 are pins 26..29, 4 the temperature sensor."""
        counts = (millivolts * _ADC_MAX + _ADC_FULL_SCALE_MV // 2) // _ADC_FULL_SCALE_MV
        self._mcu.adc.channel_values[channel] = min(max(counts, 0), _ADC_MAX)

    def flash_image(self) -> bytes:
        """The 2 MB as they are now."""
        return bytes(self.flash.image)

    def power_cycle(self) -> "Pico":
        """Another one on the same flash, at its own 0 ns; nothing is connected to it yet."""
        return Pico(self.flash_image())

    def reset_pin(self) -> None:
        """RUN is pulled low and let go: SRAM stays, the watchdog's scratch registers do not."""
        self._mcu.vreg_and_chip_reset.record_reset_cause(HAD_RUN)
        self._mcu.watchdog.reset()
        self._reset("pin", from_watchdog=False)

    def _bitten(self) -> None:
        """Between two instructions: a chip is not reset in the midst of one."""
        watchdog = self._mcu.watchdog
        timed_out = watchdog.read_uint32(0x08) & _REASON_TIMER
        self._reset("watchdog" if timed_out else "software", from_watchdog=True)

    def _reset(self, cause: str, from_watchdog: bool) -> None:
        self.resets.append((self.ns, cause))
        self._mcu.watchdog.write_uint32(0x00, 0)  # a reset one does not bite again by itself
        self._mcu.enter_reset(from_watchdog=from_watchdog)
        self.pins.refresh()
        self._mcu.leave_reset()
