"""The simulator's board: the Hal contract on a plant and a virtual clock.

The same contract as every board; firmware cannot tell. Runs on CPython and MicroPython.
"""

from binascii import crc32

from host_sim.board.clock import VirtualClock
from host_sim.board.entropy import source
from host_sim.board.files import MemoryFiles
from host_sim.board.link import LineEnd
from host_sim.board.motor import SimMotor
from host_sim.board.nor import NorFlash
from host_sim.board.tracing import traceback
from host_sim.plant.plant import Plant
from host_sim.units import MS_PER_DAY
from pump.core.calendar import LAST_DAY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.board.littlefiles import LittleFiles

CAPACITY_NL = {"CISTERNA-20": 20_000_000, "CISTERNA-40": 40_000_000}

_BEYOND_MS = -(1 << 29)  # bits that only times below 0 or from 2^29 ms on have
_RING = (1 << 30) - 1
_LONG_PRESS_US = 2_000_000
_EIO = 5
_PROGRAM = b"the program of a simulated board, which is not in flash"
_PROGRAM_CRC = crc32(_PROGRAM)
_ENODEV = 19


class Restarting(BaseException):
    """The board starts again: no program catches it. `after_ms`: so much later. `reset_cause`: 2
    where the program asked for it, 0 where the power was gone."""

    def __init__(self, after_ms: int, reset_cause: int = 2) -> None:
        super().__init__()
        self.after_ms = after_ms
        self.reset_cause = reset_cause


class SimHal:
    """A board made of a plant. `feeds` counts the watchdog's meals; `shown` is what plays now."""

    in_set = False

    def __init__(
        self,
        model: str = "CISTERNA-20",
        serial: str = "SIM00001",
        clock: VirtualClock | None = None,
        plant: Plant | None = None,
        wall: tuple[int, int] | None = None,
        flash: NorFlash | None = None,
        files: "MemoryFiles | LittleFiles | None" = None,
        reset_cause: int = 0,
    ) -> None:
        """`wall`: (days since 2000-01-01, ms of day) at power-on; None: the clock is not set.

        `flash`, `files`: the media of a board that had power before; None: new ones. They obey
        the switches of this board's plant from now on. KeyError for a model that does not exist.
        """
        capacity_nl = CAPACITY_NL[model]
        self.model = model
        self.serial = serial
        self.clock = clock or VirtualClock()
        self.plant = plant or Plant(capacity_nl)
        self.plant.board.presses = 0  # without power nobody saw them
        self.motor = SimMotor(self.plant, self.clock)
        self.link = LineEnd()
        self.flash = flash or NorFlash()
        self.files = files or MemoryFiles()
        self.flash.board = self.files.board = self.plant.board
        self.feeds = 0
        self.shown: tuple[int, tuple[int, ...], tuple[int, ...]] = (0, (), ())
        self.reset_cause = reset_cause
        self._entropy = source()
        self.ticks_ms = self.clock.ticks_ms
        self._wall_ms: int | None = None  # since 2000-01-01, when the clock was at 0 us
        self._wall_jump = self.plant.board.wall_jump
        self._wall_error_ms = 0
        self._motor_replans = self.plant.after
        self.plant.after = self._changed
        if wall is not None:
            self.set_wall(wall[0], wall[1])

    def ticks_ms(self) -> int:  # replaced in __init__: one call less a turn
        """Monotonic milliseconds, ring of 2^30."""
        return self.clock.ticks_ms()

    def ticks_us(self) -> int:
        """Microseconds of the virtual clock, ring of 2^30."""
        return self.clock.us & _RING

    def wall(self) -> tuple[int, int] | None:
        """(days since 2000-01-01, ms of day), None when not set."""
        if self._wall_ms is None:
            return None
        ms = self._wall_ms + self._wall_error_ms + self.clock.us // 1000
        if ms < 0:
            ms = 0  # it counts from 2000 on: no jump takes it further back
        return divmod(ms, MS_PER_DAY)

    def set_wall(self, day: int, ms: int) -> None:
        """Set the wall clock. ValueError outside 2000..2199, OSError while it keeps nothing."""
        if not (0 <= day <= LAST_DAY and 0 <= ms < MS_PER_DAY):
            raise ValueError("wall: day 0..%d since 2000-01-01, ms of the day" % LAST_DAY)
        if self.plant.board.wall_lost:
            raise OSError(_EIO)
        self._wall_ms = day * MS_PER_DAY + ms - self.clock.us // 1000
        self._wall_error_ms = 0  # until the switch wall_jump is turned again

    def forget_wall(self) -> None:
        """The wall clock is not set any more."""
        self._wall_ms = None

    def idle(self, ms: int) -> None:
        """Jump by at most `ms`; to a byte, a halt or a lost line at the latest."""
        if ms & _BEYOND_MS:
            raise ValueError("idle: 0..2^29-1 ms")
        if self.link.waiting:
            return
        until = self.clock.us + ms * 1000
        if self.motor.stall_us and self.motor.stall_us < until:
            until = self.motor.stall_us
        self.clock.to(until)

    def feed(self) -> None:
        """Feed the watchdog."""
        self.feeds += 1

    def restart(self, after_ms: int) -> None:
        """The driver is off, and the program ends here; who powers the board starts it again."""
        self.motor.cut()
        raise Restarting(after_ms)

    def traceback(self, fault: Exception) -> str:
        """Where an exception came from: a line a frame, the innermost last."""
        return traceback(fault)

    def show(self, lamp: int, light: tuple[int, ...], tone: tuple[int, ...]) -> None:
        """Lamp, its pattern, the buzzer's."""
        self.shown = (lamp, light, tone)

    def restart_to_repl(self) -> None:
        """There is no programmer's console behind a simulated board."""
        raise OSError(_ENODEV)

    def entropy(self, count: int) -> bytes:
        """Bytes from the machine's source of chance, or from the bench's."""
        chance = self.plant.board.chance
        return chance(count) if chance is not None else self._entropy(count)

    def button(self) -> bool:
        """Whether the plant's switch holds it."""
        return bool(self.plant.board.button)

    def patient_pressed(self) -> bool:
        """Whether a press ended, by the plant's switch; presses while it had no power are none."""
        board = self.plant.board
        if not board.presses:
            return False
        board.presses = 0
        return True

    def program_part(self, number: int) -> bytes | None:
        """One part, which the switch `program_rot` changes."""
        if number:
            return None
        return _PROGRAM[:-1] if self.plant.board.program_rot else _PROGRAM

    def program_crc(self) -> int:
        """Of the part as it should be."""
        return _PROGRAM_CRC

    def memory_sound(self) -> bool:
        """Whether the plant's switch leaves it so."""
        return not self.plant.board.memory_rot

    def signals_sound(self) -> tuple[bool, bool]:
        """Whether the pins follow, by the plant's switches."""
        board = self.plant.board
        return not board.lamp_short, not board.buzzer_short

    def button_held_long(self) -> bool:
        """Whether it stays held for 2 s: a switch does not turn by itself meanwhile."""
        held = self.button()
        if held:
            self.clock.to(self.clock.us + _LONG_PRESS_US)
        return held

    def battery_mv(self) -> int:
        """Battery voltage now."""
        return self.plant.battery.mv(self.clock.us, self.motor.pulses())

    def driver_c(self) -> int:
        """Temperature of the driver by the plant's switch."""
        return self.plant.board.driver_c

    def _changed(self) -> None:
        """A switch was turned: the motor plans anew, a clock jumps, a lost one forgets."""
        self._motor_replans()
        board = self.plant.board
        if board.wall_jump != self._wall_jump:
            self._wall_jump = board.wall_jump
            self._wall_error_ms = board.wall_jump * 1000
        if board.wall_lost:
            self._wall_ms = None
