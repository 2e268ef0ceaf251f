"""An ESP32 DevKit as the pump's board: pins and drivers become the Hal. Decides nothing."""

from os import urandom

import esp32
import machine
import wiring
from esp32 import Partition
from machine import ADC, I2C, RTC, Encoder, Pin, Timer
from micropython import const

from pump.drivers import esp32_repl_access
from pump.drivers.button import Button
from pump.drivers.ds3231 import Ds3231
from pump.drivers.esp32_battery import CalibratedBattery
from pump.drivers.esp32_guard import OFF, Guard
from pump.drivers.esp32_line import Cable, CableLink
from pump.drivers.esp32_motor import Motor
from pump.drivers.esp32_nor import Nor
from pump.drivers.esp32_pulses import Pulses
from pump.drivers.esp32_repl_watch import ReplWatch
from pump.drivers.esp32_time import Ticks, ticks_us
from pump.drivers.esp32_wall import RtcWall
from pump.drivers.files import Files
from pump.drivers.patient_button import PatientButton
from pump.drivers.signals import Signals
from pump.drivers.tracing import traceback

_WATCHDOG_MS = const(8_000)
_SLEEP_MAX_MS = const(5_000)  # ours: well within it
_PRESS_MS = const(200)  # ours: a press is served so soon after it ended
_SLEEP_MS = const(50)  # a light sleep that is shorter saves nothing
_LONGEST_MS = const(0x1FFFFFFF)
_LOG_BYTES = const(65_536)


class Bare:
    """What a board has that did not come up: lamps, buzzer, button, files, and the restart.

    Enough for firmware_fault.restart_told. The driver has no current. The watchdog runs from the
    first feed on.
    """

    def __init__(self) -> None:
        Pin(wiring.ENABLE, Pin.OUT, value=OFF)
        self._button = Button(Pin(wiring.BUTTON, Pin.IN, Pin.PULL_UP))
        self.button = self._button.held
        self.button_held_long = self._button.held_long
        self.files = Files(_LOG_BYTES)
        self._signals = _signals()
        self.show = self._signals.show
        self.signals_sound = self._signals.sound
        self.traceback = traceback
        self._watchdog: machine.WDT | None = None

    def feed(self) -> None:
        """Feed the watchdog, which starts with the first feed."""
        if self._watchdog is None:
            self._watchdog = machine.WDT(timeout=_WATCHDOG_MS)
        self._watchdog.feed()

    def restart(self, after_ms: int) -> None:
        """Start again, that much later at the latest; with the line left to the REPL when the
        button is let go and then held for 2 s meanwhile. Does not return."""
        if self._button.pressed_within(after_ms, self.feed):
            self.restart_to_repl()
        esp32_repl_access.restart()

    def restart_to_repl(self) -> None:
        """Start again with the line left to the REPL. Does not return."""
        esp32_repl_access.restart_to_repl()


class DevKit(Bare):
    """The Hal contract (pump/hal.py) on an ESP32."""

    model = "CISTERNA-20"
    in_set = False

    def __init__(self) -> None:
        super().__init__()
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
        patient = Pin(wiring.PATIENT, Pin.IN, Pin.PULL_UP)
        esp32.wake_on_ext1((patient,), esp32.WAKEUP_ALL_LOW)
        self._patient = PatientButton(patient, Pin.IRQ_FALLING | Pin.IRQ_RISING)
        self.patient_pressed = self._patient.pressed
        plug = Pin(wiring.CABLE, Pin.IN)
        esp32.wake_on_ext0(plug, True)
        self.link = CableLink(Cable(plug), self.motor)
        self.flash = Nor(_partitions(wiring.RING_LABEL))  # pyright: ignore[reportArgumentType]
        self._battery = CalibratedBattery(
            ADC(Pin(wiring.BATTERY), atten=ADC.ATTN_11DB), wiring.BATTERY_THIRDS
        )
        clock = _clock()
        self.wall = clock.wall
        self.set_wall = clock.set_wall
        self.forget_wall = clock.forget_wall
        self.ticks_ms = self._ticks.ms
        self.ticks_us = ticks_us

    def idle(self, ms: int) -> None:
        """Sleep until `ms` after the moment read last, at most; less when the watchdog asks.

        In light sleep neither trains, timers nor counters run: only while no order does, the
        driver has no current, no lamp blinks, no tone is due and nobody is at the line. A cable
        that comes ends it, and so does the patient's button.
        """
        if not 0 <= ms <= _LONGEST_MS:
            raise ValueError("idle: 0..2^29-1 ms")
        left_ms = self._ticks.left_ms(ms)
        if left_ms > _SLEEP_MAX_MS:
            left_ms = _SLEEP_MAX_MS
        if self._patient.down() and left_ms > _PRESS_MS:
            left_ms = _PRESS_MS
        if left_ms >= _SLEEP_MS and self._may_sleep():
            machine.lightsleep(left_ms)
        else:
            self.link.wait(left_ms)

    def entropy(self, count: int) -> bytes:
        """Bytes from the chip's source of chance."""
        return urandom(count)

    def battery_mv(self) -> int:
        """Battery voltage as measured now."""
        return self._battery.mv()

    def driver_c(self) -> int | None:
        """Nothing measures it: the chip's own sensor shows raw counts, tens of degrees apart from
        chip to chip."""

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
        """Start again, that much later at the latest. Does not return, and no pulse comes."""
        self.motor.stop()
        super().restart(after_ms)

    def _may_sleep(self) -> bool:
        motor = self.motor
        if self._signals.timed():
            return False
        if self._patient.down():
            return False  # it would end at once, again and again, under a thing that lies on it
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
    """The DS3231 when one answers, else the chip's own RTC: no bus keeps a pump from starting."""
    try:
        clock = Ds3231(I2C(0, sda=Pin(wiring.SDA), scl=Pin(wiring.SCL), freq=400_000))
        if clock.there():
            return clock
    except Exception:
        pass  # as lost as one that does not answer, and told as that: CLOCK_LOST
    return RtcWall(RTC())  # pyright: ignore[reportArgumentType] - overloads


def repl_requested() -> bool:
    """Whether this start leaves the line to the REPL: the program before it asked for that. Then
    the watch on the REPL begins."""
    requested = esp32_repl_access.repl_requested()
    if requested:
        lamps = (Pin(wiring.LED_YELLOW, Pin.OUT, value=0), Pin(wiring.LED_CYAN, Pin.OUT, value=0))
        ReplWatch(lamps, Pin(wiring.CABLE, Pin.IN), Timer(wiring.LIGHT_TIMER)).begin()
    return requested


def make_hal() -> DevKit:
    """The board."""
    return DevKit()


def make_bare() -> Bare:
    """What is left of a board whose make_hal() has raised. What this raises in turn leaves no
    program: red lamp and buzzer then, and the watchdog's restart."""
    try:
        return Bare()
    except Exception:
        machine.WDT(timeout=_WATCHDOG_MS)
        Pin(wiring.LED_RED, Pin.OUT, value=1)
        Pin(wiring.BUZZER, Pin.OUT, value=1)
        raise
