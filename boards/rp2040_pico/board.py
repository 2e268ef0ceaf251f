"""A Raspberry Pi Pico as the pump's board: pins and drivers become the Hal. Decides nothing."""

from os import urandom
from sys import modules

import machine
import wiring
from machine import ADC, I2C, Pin, Timer
from micropython import const

from pump.drivers import rp2_memory, rp2_repl_access
from pump.drivers.battery import Battery
from pump.drivers.button import Button
from pump.drivers.ds3231 import Ds3231
from pump.drivers.files import Files
from pump.drivers.patient_button import PatientButton
from pump.drivers.rp2_encoder import Encoder
from pump.drivers.rp2_guard import Guard
from pump.drivers.rp2_motor import Motor
from pump.drivers.rp2_nor import SECTOR_BYTES, Nor
from pump.drivers.rp2_pulses import Pulses
from pump.drivers.rp2_temperature import ChipTemperature
from pump.drivers.rp2_time import Ticks, ticks_us
from pump.drivers.rp2_usb import UsbLine
from pump.drivers.rp2_wall import RunningWall
from pump.drivers.signals import Signals
from pump.drivers.stdio import StdioLink
from pump.drivers.tracing import traceback

try:
    import _area as rp2_program  # of plain.uf2: its own image, and the set that runs
except ImportError:
    from pump.drivers import rp2_program

_WATCHDOG_MS = const(8_388)  # the longest that the chip's watchdog waits
_SLEEP_MAX_MS = const(2_000)  # ours: well within it; a part of the program is summed so often
_LONGEST_MS = const(0x1FFFFFFF)
_LOG_BYTES = const(65_536)


class Bare:
    """What a board has that did not come up: lamps, buzzer, button, files, and the restart.

    Enough for firmware_fault.restart_told. The driver has no current.
    """

    def __init__(self) -> None:
        Pin(wiring.ENABLE, Pin.IN, Pin.PULL_UP)
        self._button = Button(Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP))
        self.button = self._button.held
        self.button_held_long = self._button.held_long
        self.files = Files(_LOG_BYTES)
        signals = _signals()
        self.show = signals.show
        self.signals_sound = signals.sound
        self.traceback = traceback
        self._watchdog: machine.WDT | None = None

    def feed(self) -> None:
        """Feed the watchdog, which runs since before the files were mounted (modules/_boot.py)."""
        if self._watchdog is None:
            self._watchdog = machine.WDT(timeout=_WATCHDOG_MS)
        self._watchdog.feed()

    def restart(self, after_ms: int) -> None:
        """Start again, that much later at the latest; with the line left to the REPL when the
        button is let go and then held for 2 s meanwhile. Does not return."""
        if self._button.pressed_within(after_ms, self.feed):
            self.restart_to_repl()
        rp2_repl_access.restart()

    def restart_to_repl(self) -> None:
        """Start again with the line left to the REPL. Does not return."""
        rp2_repl_access.restart_to_repl()


class Pico(Bare):
    """The Hal contract (pump/hal.py) on an RP2040."""

    model = "CISTERNA-20"
    in_set = "_area" in modules

    def __init__(self) -> None:
        super().__init__()
        self.serial = serial_number()
        self.reset_cause = rp2_repl_access.reset_cause()
        step = Pin(wiring.STEP, Pin.OUT, value=0)
        coils = Pin(wiring.COILS, Pin.OUT, value=0)
        enable = Pin(wiring.ENABLE, Pin.IN, Pin.PULL_UP)
        a = Pin(wiring.ENCODER_A, Pin.IN, Pin.PULL_UP)
        b = Pin(wiring.ENCODER_B, Pin.IN, Pin.PULL_UP)
        self._ticks = Ticks()
        self.motor = Motor(
            Pulses(step, coils),
            Guard(step, coils, enable),
            Encoder(1, a, b),
            Pin(wiring.DIR, Pin.OUT, value=1),
            self._ticks,
        )
        self.link = StdioLink(UsbLine(), self.motor)
        self.flash = Nor(
            wiring.STORAGE_BYTES - wiring.RING_BYTES, wiring.RING_BYTES // SECTOR_BYTES
        )
        self._battery = Battery(ADC(wiring.BATTERY), wiring.BATTERY_THIRDS)
        self.driver_c = ChipTemperature(ADC(ADC.CORE_TEMP)).celsius
        patient = PatientButton(
            Pin(wiring.PATIENT, Pin.IN, Pin.PULL_UP), Pin.IRQ_FALLING | Pin.IRQ_RISING
        )
        self.patient_pressed = patient.pressed
        self.memory_sound = rp2_memory.sound
        self.program_part = rp2_program.part
        self.program_crc = rp2_program.crc
        clock = _rtc(self._ticks)
        self.wall = clock.wall
        self.set_wall = clock.set_wall
        self.forget_wall = clock.forget_wall
        self.ticks_ms = self._ticks.ms
        self.ticks_us = ticks_us

    def idle(self, ms: int) -> None:
        """Sleep until `ms` after the moment read last, at most; less when the watchdog asks."""
        if not 0 <= ms <= _LONGEST_MS:
            raise ValueError("idle: 0..2^29-1 ms")
        ticks = self._ticks
        left_ms = ticks.left_ms(ms)
        if left_ms > _SLEEP_MAX_MS:
            self.link.wait(_SLEEP_MAX_MS)
            return
        if left_ms > 1:
            self.link.wait(left_ms - 1)
        # A sleep ends anywhere within its last millisecond: that one is watched, so that what is
        # due comes in its own.
        while ticks.left_ms(ms) == 1:
            pass

    def entropy(self, count: int) -> bytes:
        """Bytes from the ring oscillator: no cryptographic source (docs/limits.md)."""
        return urandom(count)

    def battery_mv(self) -> int:
        """Battery voltage as measured now."""
        return self._battery.mv()

    def restart(self, after_ms: int) -> None:
        """Start again, that much later at the latest. Does not return, and no pulse comes."""
        self.motor.stop()
        super().restart(after_ms)


def serial_number() -> str:
    """The pump's, of the chip's own: what it is signed for."""
    return "BENCH" + machine.unique_id().hex()[-8:].upper()


def _signals() -> Signals:
    pins = [
        Pin(number, Pin.OUT, value=0)
        for number in (wiring.LED_RED, wiring.LED_YELLOW, wiring.LED_CYAN, wiring.BUZZER)
    ]
    return Signals((pins[0], pins[1], pins[2]), pins[3], Timer(-1), Timer(-1))


def _rtc(ticks: Ticks) -> "Ds3231 | RunningWall":
    """The DS3231 when one answers, else the chip's own timer: no bus keeps a pump from starting."""
    try:
        clock = Ds3231(I2C(0, sda=Pin(wiring.SDA), scl=Pin(wiring.SCL), freq=400_000))
        if clock.there():
            return clock
    except Exception:
        pass  # as lost as one that does not answer, and told as that: CLOCK_LOST
    return RunningWall(ticks)


repl_requested = rp2_repl_access.repl_requested


def make_hal() -> Pico:
    """The board; the watch on the REPL ends, from here on the program feeds the watchdog."""
    import _repl_watch

    _repl_watch.end()
    # half a kilobyte: what is only deleted keeps its value, out of sight
    modules["_repl_watch"] = machine
    del modules["_repl_watch"]
    return Pico()


def make_bare() -> Bare:
    """What is left of a board whose make_hal() has raised. What this raises in turn leaves no
    program: red lamp and buzzer then, and the watchdog's restart."""
    try:
        return Bare()
    except Exception:
        Pin(wiring.LED_RED, Pin.OUT, value=1)
        Pin(wiring.BUZZER, Pin.OUT, value=1)
        raise
