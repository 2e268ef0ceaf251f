"""An ESP32 DevKit as the pump's board: pins and drivers become the Hal. Decides nothing."""

from os import urandom
from time import sleep_ms

import esp32
import machine
import wiring
from esp32 import Partition
from machine import ADC, I2C, RTC, Encoder, Pin, Timer
from micropython import const

from pump.drivers import esp32_repl_access
from pump.drivers.ds3231 import Ds3231
from pump.drivers.esp32_battery import CalibratedBattery
from pump.drivers.esp32_guard import OFF, Guard
from pump.drivers.esp32_line import Cable, CableLink
from pump.drivers.esp32_motor import Motor
from pump.drivers.esp32_nor import Nor
from pump.drivers.esp32_pulses import Pulses
from pump.drivers.esp32_time import Ticks
from pump.drivers.esp32_wall import RtcWall
from pump.drivers.files import Files
from pump.drivers.signals import Signals
from pump.drivers.tracing import traceback

_WATCHDOG_MS = const(8_000)
_SLEEP_MAX_MS = const(5_000)  # ours: well within it
_SLEEP_MS = const(50)  # a light sleep that is shorter saves nothing
_LONGEST_MS = const(0x1FFFFFFF)
_LOG_BYTES = const(65_536)


class DevKit:
    """The Hal contract (pump/hal.py) on an ESP32. The watchdog runs from the first feed on."""

    model = "CISTERNA-20"

    def __init__(self) -> None:
        self.serial = "BENCH" + machine.unique_id().hex()[-8:].upper()
        self.reset_cause = esp32_repl_access.reset_cause()
        enable = Pin(wiring.ENABLE, Pin.OUT, value=OFF)
        self._ticks = Ticks()
        self.motor = Motor(
            Pulses(Pin(wiring.STEP, Pin.OUT, value=0)),
            Guard(wiring.COUNT_UNIT, Pin(wiring.COUNT, Pin.IN), enable, Timer(wiring.LEASE_TIMER)),
            Encoder(
                wiring.ENCODER_UNIT,
                Pin(wiring.ENCODER_A, Pin.IN, Pin.PULL_UP),
                Pin(wiring.ENCODER_B, Pin.IN, Pin.PULL_UP),
                phases=4,
            ),
            Pin(wiring.DIR, Pin.OUT, value=1),
            Timer(wiring.MOTOR_TIMER),
            self._ticks,
        )
        plug = Pin(wiring.CABLE, Pin.IN)
        esp32.wake_on_ext0(plug, True)
        self.link = CableLink(Cable(plug), self.motor)
        self.flash = Nor(_partitions(wiring.RING_LABEL))  # pyright: ignore[reportArgumentType]
        self.files = Files(_LOG_BYTES)
        self._battery = CalibratedBattery(
            ADC(Pin(wiring.BATTERY), atten=ADC.ATTN_11DB), wiring.BATTERY_THIRDS
        )
        self._signals = _signals()
        self.show = self._signals.show
        self.signals_sound = self._signals.sound
        clock = _clock()
        self.wall = clock.wall
        self.set_wall = clock.set_wall
        self.ticks_ms = self._ticks.ms
        self._button = Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP)
        self._watchdog: machine.WDT | None = None

    def idle(self, ms: int) -> None:
        """Sleep until `ms` after the moment read last, at most; less when the watchdog asks.

        In light sleep neither trains, timers nor counters run: only while no order does, the
        driver has no current, no lamp blinks, no tone is due and nobody is at the line. A cable
        that comes ends it.
        """
        if not 0 <= ms <= _LONGEST_MS:
            raise ValueError("idle: 0..2^29-1 ms")
        left_ms = self._ticks.left_ms(ms)
        if left_ms > _SLEEP_MAX_MS:
            left_ms = _SLEEP_MAX_MS
        if left_ms >= _SLEEP_MS and self._may_sleep():
            machine.lightsleep(left_ms)
        else:
            self.link.wait(left_ms)

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

    def program_part(self, number: int) -> None:  # noqa: ARG002 - the contract names it
        """Not read here: the boot loader checks the image's own digest."""
        return

    def program_crc(self) -> None:
        """None is known."""
        return

    def memory_sound(self) -> None:
        """Not tested here."""
        return

    def restart(self, after_ms: int) -> None:
        """Start again, that much later at the latest. Does not return."""
        self.motor.stop()
        while after_ms > 0:
            self.feed()
            part_ms = min(after_ms, _SLEEP_MAX_MS)
            sleep_ms(part_ms)
            after_ms -= part_ms
        esp32_repl_access.restart()

    def traceback(self, fault: Exception) -> str:
        """Where an exception came from: a line a frame, the innermost last."""
        return traceback(fault)

    def restart_to_repl(self) -> None:
        """Start again with the line left to the REPL. Does not return."""
        esp32_repl_access.restart_to_repl()

    def _may_sleep(self) -> bool:
        motor = self.motor
        if self._signals.timed():
            return False
        return motor.resting() and not motor.halted and self.link.host_absent()


def _partitions(label: str) -> "list[Partition]":
    # the stubs do not say what is in the list
    return Partition.find(Partition.TYPE_DATA, label=label)  # pyright: ignore


def _signals() -> Signals:
    pins = [
        Pin(number, Pin.OUT, value=0)
        for number in (wiring.LED_RED, wiring.LED_YELLOW, wiring.LED_CYAN, wiring.BUZZER)
    ]
    lamps = (pins[0], pins[1], pins[2])
    return Signals(lamps, pins[3], Timer(wiring.LIGHT_TIMER), Timer(wiring.TONE_TIMER))


def _clock() -> "Ds3231 | RtcWall":
    """The DS3231 when one answers, else the chip's own RTC."""
    clock = Ds3231(I2C(0, sda=Pin(wiring.SDA), scl=Pin(wiring.SCL), freq=400_000))
    return clock if clock.there() else RtcWall(RTC())  # pyright: ignore[reportArgumentType] - overloads


def repl_requested() -> bool:
    """Whether this start leaves the line to the REPL: BUTTON is held, or it was asked for."""
    return esp32_repl_access.repl_requested(Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP))


def make_hal() -> DevKit:
    """The board. What it raises leaves no program: red lamp and buzzer then, and the watchdog's
    restart."""
    try:
        return DevKit()
    except Exception:
        machine.WDT(timeout=_WATCHDOG_MS)
        Pin(wiring.LED_RED, Pin.OUT, value=1)
        Pin(wiring.BUZZER, Pin.OUT, value=1)
        raise
