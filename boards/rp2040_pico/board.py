"""A Raspberry Pi Pico as the pump's board: pins and drivers become the Hal. Decides nothing."""

from os import urandom
from time import sleep_ms

import machine
import wiring
from machine import ADC, I2C, Pin, Timer
from micropython import const

from pump.drivers import rp2_memory, rp2_program, rp2_repl_access
from pump.drivers.battery import Battery
from pump.drivers.ds3231 import Ds3231
from pump.drivers.files import Files
from pump.drivers.rp2_encoder import Encoder
from pump.drivers.rp2_guard import Guard
from pump.drivers.rp2_motor import Motor
from pump.drivers.rp2_nor import SECTOR_BYTES, Nor
from pump.drivers.rp2_pulses import Pulses
from pump.drivers.rp2_time import Ticks
from pump.drivers.rp2_usb import UsbLine
from pump.drivers.rp2_wall import RunningWall
from pump.drivers.signals import Signals
from pump.drivers.stdio import StdioLink
from pump.drivers.tracing import traceback

_WATCHDOG_MS = const(8_388)  # the longest that the chip's watchdog waits
_SLEEP_MAX_MS = const(5_000)  # ours: well within it
_LONGEST_MS = const(0x1FFFFFFF)
_LOG_BYTES = const(65_536)


class Pico:
    """The Hal contract (pump/hal.py) on an RP2040. The watchdog runs from the first feed on."""

    model = "CISTERNA-20"

    def __init__(self) -> None:
        self.serial = "BENCH" + machine.unique_id().hex()[-8:].upper()
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
        self.files = Files(_LOG_BYTES)
        self._battery = Battery(ADC(wiring.BATTERY), wiring.BATTERY_THIRDS)
        signals = _signals()
        self.show = signals.show
        self.signals_sound = signals.sound
        self.memory_sound = rp2_memory.sound
        self.program_part = rp2_program.part
        self.program_crc = rp2_program.crc
        clock = _rtc(self._ticks)
        self.wall = clock.wall
        self.set_wall = clock.set_wall
        self.ticks_ms = self._ticks.ms
        self._button = Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP)
        self._watchdog: machine.WDT | None = None

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

    def feed(self) -> None:
        """Feed the watchdog, which starts with the first feed."""
        if self._watchdog is None:
            self._watchdog = machine.WDT(timeout=_WATCHDOG_MS)
        self._watchdog.feed()

    def button(self) -> bool:
        """Whether BUTTON is held down now."""
        return not self._button.value()

    def entropy(self, count: int) -> bytes:
        """Bytes from the chip's source of chance."""
        return urandom(count)

    def battery_mv(self) -> int:
        """Battery voltage as measured now."""
        return self._battery.mv()

    def restart(self, after_ms: int) -> None:
        """Start again, that much later at the latest. Does not return."""
        self.motor.stop()
        while after_ms > 0:
            self.feed()
            part_ms = min(after_ms, _SLEEP_MAX_MS)
            sleep_ms(part_ms)
            after_ms -= part_ms
        rp2_repl_access.restart()

    def traceback(self, fault: Exception) -> str:
        """Where an exception came from: a line a frame, the innermost last."""
        return traceback(fault)

    def restart_to_repl(self) -> None:
        """Start again with the line left to the REPL. Does not return."""
        rp2_repl_access.restart_to_repl()


def _signals() -> Signals:
    pins = [
        Pin(number, Pin.OUT, value=0)
        for number in (wiring.LED_RED, wiring.LED_YELLOW, wiring.LED_CYAN, wiring.BUZZER)
    ]
    return Signals((pins[0], pins[1], pins[2]), pins[3], Timer(-1), Timer(-1))


def _rtc(ticks: Ticks) -> "Ds3231 | RunningWall":
    """The DS3231 when one answers, else the chip's own timer."""
    clock = Ds3231(I2C(0, sda=Pin(wiring.SDA), scl=Pin(wiring.SCL), freq=400_000))
    return clock if clock.there() else RunningWall(ticks)


def repl_requested() -> bool:
    """Whether this start leaves the line to the REPL: BUTTON is held, or it was asked for."""
    return rp2_repl_access.repl_requested(Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP))


def make_hal() -> Pico:
    """The board. What it raises leaves no program: red lamp and buzzer then, and the watchdog's
    restart."""
    try:
        return Pico()
    except Exception:
        machine.WDT(timeout=_WATCHDOG_MS)
        Pin(wiring.LED_RED, Pin.OUT, value=1)
        Pin(wiring.BUZZER, Pin.OUT, value=1)
        raise
