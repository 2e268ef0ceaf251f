"""A pump on the bench: plant, Hal, the firmware's own instrument, and a tester's end of the line.

The composition is a board's; only the Hal is another. Time is virtual and jumps from one thing
that is due to the next, turn by turn. Runs on CPython and on the MicroPython VM.
"""

import sys

from host_sim.board import shown
from host_sim.board.clock import VirtualClock
from host_sim.board.hal import CAPACITY_NL, Restarting, SimHal
from host_sim.board.link import LineEnd, flipped
from host_sim.board.setup import Setup
from host_sim.plant import truth
from host_sim.plant.board import PLANTED
from host_sim.plant.patient import CLEARANCE_ML_PER_H, Patient
from host_sim.plant.plant import Plant
from host_sim.plant.stepper import RING
from pump.app.compose import Instrument
from pump.app.firmware_fault import escaped
from pump.core.motion.quantum import Quantum
from pump.wire.rights import SERVICE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.wire.session import Session

LONG_QUANTA = (10**9, 10**9, 3_600_000)  # ng, nL, ms: for years; the steps are the same
_EVERY_MS = 3_600_000  # how often `on_power` is called while the power is off


class Bench:
    """One pump and its world. Also the bench that SIMulate commands steer (commands.context).

    speed    simulated seconds a second, for whoever paces the clock; nothing here sleeps
    on_turn  called after every turn with the scenario's ms; None: nobody listens
    on_power called so as the power goes, while it is off, right before it is back, and then
    powered  whether it is there
    first_tick  what the board's ring of ticks shows at each power-on

    A power cycle makes a new board and a new instrument: who keeps `hal`, `pump` or `turn` keeps
    those of a pump that has lost its power. So does an exception that escapes a turn.
    """

    def __init__(self, setup: Setup, long_quanta: bool = False) -> None:
        """Power-on. `long_quanta`: motor orders of up to an hour instead of five minutes."""
        self.clearance_ml_per_h = float(setup.clearance_ml_per_h or CLEARANCE_ML_PER_H)
        csf_ml = float(setup.csf_volume_ml)
        patient = Patient(self.clearance_ml_per_h, float(setup.sensitivity), csf_ml)
        self.plant = Plant(CAPACITY_NL[setup.model], patient, faults=setup.faults)
        self.first_tick = setup.first_tick
        self._quantum = Quantum(*LONG_QUANTA) if long_quanta else Quantum()
        self.speed = 0
        self.reply_delay_ms = 0
        self.on_turn: Callable[[int], None] | None = None
        self.on_power: Callable[[int], None] = _no_listener
        self._drop = False
        self._corrupt = self._flipped = 0
        self._cut_ms = 0
        self._restart_us: int | None = None  # when the board, which is down, starts again
        self._reset_cause = 0  # what it finds then
        self._no_us = -(1 << 32) if long_quanta else -RING  # such an order may begin that late
        clock = VirtualClock(setup.first_tick)
        self._power_on(SimHal(setup.model, clock=clock, plant=self.plant, wall=setup.wall))

    # Time ------------------------------------------------------------------------------------

    def time_ms(self) -> int:
        """Simulated time since the first power-on."""
        return self.hal.clock.us // 1000

    def run_to(self, until_ms: int, done: "Callable[[], bool] | None" = None) -> bool:
        """Turn after turn up to that moment, its own turn included; whether `done` ended it.

        A board that restarts meanwhile goes on.
        """
        while self._up(until_ms * 1000):
            try:
                return self._turns_to(until_ms, done)
            except Restarting as restart:
                self._go_down(restart)
        return False

    def _turns_to(self, until_ms: int, done: "Callable[[], bool] | None" = None) -> bool:
        turn, hal, clock = self.turn, self.hal, self.hal.clock
        clock.horizon_us = until_ms * 1000
        while True:
            try:
                turn.turn()
            except Exception as fault:
                self._escaped(fault)
            now_ms = clock.us // 1000
            if self.on_turn is not None:
                self.on_turn(now_ms)
            if done is not None and done():
                return True
            if now_ms >= until_ms:
                return False
            hal.idle(turn.idle_ms())

    def advance(self, ms: int) -> None:
        """Let that much time pass from within a turn: SIM:TIME:ADV. The line rests meanwhile."""
        line, self.hal.link = self.hal.link, LineEnd()
        self._turns_to(self.time_ms() + ms)
        self.hal.link = line

    # Power -----------------------------------------------------------------------------------

    def power_cycle(self, off_ms: int, every_ms: int = _EVERY_MS) -> None:
        """The power goes now and is back that much later, with what flash and files hold.

        The motor ends with what it has given, also in mid order; patient, fluids, battery and
        wall clock go on. What was under way on the line is lost. Counters and ticks begin anew.
        Ends with the first turn after power-on. `every_ms`: how often `on_power` is called before.
        """
        self._restart_us = None
        self._power_lost()
        self._stay_off(self.hal.clock.us + off_ms * 1000, every_ms)
        self._boot(0)

    def _power_lost(self) -> None:
        self.hal.motor.cut()
        self.powered = False
        self.on_power(self.time_ms())

    def _stay_off(self, end_us: int, every_ms: int = _EVERY_MS) -> None:
        clock = self.hal.clock
        clock.horizon_us = end_us
        while True:
            clock.to(min(clock.us + every_ms * 1000, end_us))
            self.on_power(self.time_ms())
            if clock.us >= end_us:
                return

    def _boot(self, reset_cause: int) -> None:
        """A new board on the old one's media, up to its first turn; or it goes down again."""
        old, clock = self.hal, self.hal.clock
        self.plant.settle()
        clock.power_on(self.first_tick)
        self.plant.stepper.power_on()
        hal = SimHal(
            old.model,
            old.serial,
            clock=clock,
            plant=self.plant,
            wall=old.wall(),
            flash=old.flash,
            files=old.files,
            reset_cause=reset_cause,
        )
        self._try(self._power_on, hal)
        self.plant.unsettle()  # faults that need power act from here on
        if self.powered:
            self._try(self.turn.turn)
        if self.powered:
            self.on_power(self.time_ms())

    def _try(self, act: "Callable[..., bytes | None]", *arguments: object) -> "bytes | None":
        """Something of the board's program; None where the board has gone down in it."""
        try:
            try:
                return act(*arguments)
            except Exception as fault:
                self._escaped(fault)
        except Restarting as restart:
            self._go_down(restart)
        return None

    def _escaped(self, fault: Exception) -> None:
        """What main.py does on a board. Restarting comes out."""
        print(self.hal.traceback(fault), file=sys.stderr)
        self.plant.board.escaped(PLANTED in fault.args)
        escaped(self.hal, fault)

    def _go_down(self, restart: Restarting) -> None:
        """The board restarts, and nothing runs on it until then."""
        self._restart_us = self.hal.clock.us + restart.after_ms * 1000
        self._reset_cause = restart.reset_cause
        if self.powered:
            self._power_lost()

    def _up(self, until_us: int) -> bool:
        """Whether the board runs, having started again where that is due until then."""
        while self._restart_us is not None:
            self._stay_off(min(self._restart_us, until_us))
            if self._restart_us > until_us:
                return False
            self._restart_us = None
            self._boot(self._reset_cause)
        return True

    def _power_on(self, hal: SimHal) -> None:
        self.hal = hal
        hal.motor.no_us = self._no_us
        hal.feed()
        self.instrument = Instrument(hal, self._quantum, sim=self, granted=SERVICE)
        self.pump = self.instrument.pump
        self.turn = self.instrument.turn
        self.powered = True

    def cut_power(self, off_ms: int) -> None:
        """The power goes once this line has been answered, and is back that much later."""
        self._cut_ms = off_ms

    def cut_wanted(self) -> int:
        """For how long the power shall go now; 0 but for once after `cut_power`."""
        was, self._cut_ms = self._cut_ms, 0
        return was

    # The line --------------------------------------------------------------------------------

    def exchange(self, line: str) -> str:
        """Send a line through the link and return the reply, in no time at all."""
        if not self._up(self.hal.clock.us):
            return ""
        self.hal.link.offer(self.corrupted(line.encode() + b"\n"))
        self._try(self.turn.turn)
        reply = self.hal.link.take().decode()
        if self.drop_wanted():
            self.hal.link.drop()
        if self.on_turn is not None:
            self.on_turn(self.time_ms())
        off_ms = self.cut_wanted()
        if off_ms:
            self.power_cycle(off_ms)
        return reply.rstrip("\n")

    def converse(self, session: "Session", data: bytes) -> bytes:
        """What has arrived on another port, to its session; the replies, none of a dead board."""
        if not self._up(self.hal.clock.us):
            return b""
        return self._try(self.turn.converse, session, data) or b""

    def drop_link(self) -> None:
        """The line drops once this line has been answered."""
        self._drop = True

    def corrupt_link(self, count: int) -> None:
        """One bit of each of the next `count` lines flips on the way to the pump."""
        self._corrupt = count

    def drop_wanted(self) -> bool:
        """True once after `drop_link`."""
        was, self._drop = self._drop, False
        return was

    def corrupted(self, data: bytes) -> bytes:
        """What arrives of a line's bytes: with a flipped bit while `corrupt_link` says so."""
        if not data or not self._corrupt:
            return data
        self._corrupt -= 1
        self._flipped += 1
        return flipped(data, self._flipped)

    def delay_link(self, ms: int) -> None:
        """Replies come that much later, for whoever paces the line."""
        self.reply_delay_ms = ms

    def effect_ng_per_day(self) -> float:
        """The patient's effect as the steady dose that would hold it up. Truth."""
        effect = self.plant.truth("effect_ng_per_ml") or 0.0
        return effect * self.clearance_ml_per_h * 24.0

    # The plant -------------------------------------------------------------------------------

    def inject(self, name: str, value: int | None) -> None:
        """Turn a fault's switch, None to what its table calls "on"."""
        self.plant.faults.set(name, value)

    def clear(self, name: str | None) -> None:
        """Put one switch back, None for all of them."""
        self.plant.faults.clear(name)

    def faults(self) -> list[tuple[str, int]]:
        """(name, value) of every switch that is not as it should be."""
        return self.plant.faults.active()

    def rest(self, name: str) -> int:
        """The value of a switch that is as it should be."""
        return self.plant.faults.table.get(name).off

    def fault_names(self) -> tuple[str, ...]:
        return self.plant.faults.table.names

    def quantities(self) -> tuple[str, ...]:
        return truth.NAMES + shown.NAMES

    def truth(self, name: str) -> str:
        """A quantity of the plant as decimal text; NAN (9.91E37) where it has no value yet."""
        signal = name in shown.NAMES
        value = shown.told(name, self.hal.shown) if signal else self.plant.truth(name)
        if isinstance(value, float):
            return "%.3f" % value
        return "9.91E37" if value is None else str(value)


def _no_listener(_now_ms: int) -> None:
    """No power change is listened to."""
