"""What the board tests of itself: everything before the first step, the program every minute.

Knows the Hal and what was found in the stores. Does not know what a failure is answered with
(`core.alarms.self_test` names the tests, `FaultHandling.self_tested` acts).
"""

from pump.core.alarms.active import INACTIVE
from pump.core.alarms.self_test import (
    ALL,
    BATTERY,
    BUZZER,
    ENABLE,
    ENCODER,
    FILES,
    LAMPS,
    MEMORY,
    PROGRAM,
    RING,
    STEP,
    TURNS,
    WATCH,
)
from pump.core.alarms.table import SELF_TEST
from pump.core.profile import BATTERY_ABSENT_MV, BATTERY_LOW_MV
from pump.store.hashing import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.app.clock import Clock
    from pump.core.pump import Pump
    from pump.hal import Hal
    from pump.store.journal import Log

_FILE = "self_test"
_PROBE_BYTES = 64
_PART_EVERY_MS = 2_000  # a Pico's program has 26 to 29 parts: about once a minute


class SelfTest:
    """The last result of every test.

    failed, done  a bit for each test; what is not done cannot be tested on this board
    """

    def __init__(self, hal: "Hal", pump: "Pump", log: "Log") -> None:
        self._hal = hal
        self._pump = pump
        self._log = log
        self.failed = 0
        self.done = 0
        self._told = 0  # of the failed ones, what the pump knows
        self._part = 0  # of the program, the next to be summed
        self._crc = 0
        self._part_ms = 0  # when the last one was

    def at_power_on(self) -> None:
        """Every test once, with the driver off; tells the pump. Before the first step."""
        part = self._hal.program_part(self._part)
        while part is not None:
            self._crc = crc32(part, self._crc)
            self._part += 1
            part = self._hal.program_part(self._part)
        self._judge_program()
        hal = self._hal
        self._judge(MEMORY, hal.memory_sound())
        self._judge(RING, self._ring_sound())
        turns = self._before() & TURNS
        if self._pump.alarms.state[SELF_TEST] == INACTIVE or not turns:
            self._try_motor()
            turns = self.failed & TURNS
        battery_mv = hal.battery_mv()
        if battery_mv >= BATTERY_ABSENT_MV:
            self._judge(BATTERY, battery_mv >= BATTERY_LOW_MV)
        lamps, buzzer = hal.signals_sound()
        self._judge(LAMPS, lamps)
        self._judge(BUZZER, buzzer)
        self._judge(FILES, self._files_sound(turns))
        self._tell()

    def _try_motor(self) -> None:
        """Pulses without current. Where the rotor turns with them, what flowed is booked."""
        motor, pump = self._hal.motor, self._pump
        given, counted, compared, turned, off = motor.loop_back()
        tried = given > 0
        by_pulses = turned != 0 and counted > 0
        self._judge(STEP, counted == given if tried else None)
        self._judge(WATCH, compared == given if tried else None)
        self._judge(ENABLE, off and not by_pulses)
        self._judge(ENCODER, None if by_pulses else turned == 0)
        if by_pulses:
            pump.faults.turned_by_test(pump.day, pump.ms, counted, motor.moved())

    def _before(self) -> int:
        """What the last start has written down of the motor; 0 where no file tells."""
        try:
            words = (self._hal.files.read(_FILE) or b"").split()
            return int(words[1])
        except (OSError, ValueError, IndexError):
            return 0

    def go_on(self, clock: "Clock") -> None:
        """One part of the program, when the last is long enough ago. A few ms at most."""
        if _PART_EVERY_MS > clock.ms - self._part_ms >= 0:
            return
        self._part_ms = clock.ms
        part = self._hal.program_part(self._part)
        if part is not None:
            self._crc = crc32(part, self._crc)
            self._part += 1
            return
        if self._judge_program():
            self._tell()

    def _tell(self) -> None:
        self._told = self.failed
        pump = self._pump
        pump.control.board_watch.self_tested(pump.day, pump.ms, self.failed, self.done)

    def _judge_program(self) -> bool:
        """All parts are summed; whether that is news for the pump."""
        expected, crc = self._hal.program_crc(), self._crc
        self._part = self._crc = 0
        # what is sound as before need not be said again; `done` is of this, which comes first
        if expected is None or (crc == expected and not self.failed and self.done):
            return False
        self._judge(PROGRAM, crc == expected)
        return self.failed != self._told

    def _judge(self, test: int, passed: "bool | None") -> None:
        """`passed`: None where this board cannot tell."""
        bit = 1 << test
        if passed is None:
            return
        self.done |= bit
        self.failed = self.failed & (ALL - bit) | (0 if passed else bit)

    def _ring_sound(self) -> bool:
        """Whether the journal's flash reads the same twice, where the newest records stand."""
        first, again = bytearray(_PROBE_BYTES), bytearray(_PROBE_BYTES)
        at = self._log.ring.newest_at()
        try:
            self._hal.flash.read(at, first)
            self._hal.flash.read(at, again)
        except OSError:
            return False
        return first == again

    def _files_sound(self, turns: int) -> bool:
        """Whether a file takes a new content and keeps it, and no copy of the stores is damaged."""
        log, files = self._log, self._hal.files
        if log.states.damaged or log.prescriptions.damaged:
            return False
        content = b"%d %d" % (self._pump.restarts.boots, turns)
        try:
            files.write(_FILE, content)
            return files.read(_FILE) == content
        except OSError:
            return False
