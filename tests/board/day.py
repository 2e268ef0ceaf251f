"""One day of therapy twice: on the emulated Pico with the real image, and on the simulator.

The board goes first, because its lines take time to arrive; what its log says of the moment at
which each order acted is when the simulator is given the same order. Knows lines and stamps.
"""

import re
from dataclasses import dataclass

from host_sim.board.hal import SimHal
from host_sim.board.motor import SimMotor
from host_sim.pico.bench import PicoBench
from pump.app.compose import Instrument
from pump.wire.rights import SERVICE
from tests.board.granting import grant

_BLOCK = 20  # log lines in one reply
# While an order is written down, steps that fall due wait: littlefs erases sectors of 45 ms.
LATE_US = 450_000
CAUGHT_UP_US = 120_000_000  # so long after the order at most, the steps are on time again
_NS_PER_US = 1_000
_US_PER_MS = 1_000
MS_PER_DAY = 86_400_000


@dataclass
class DayRecord:
    """What came of a day: when each step was, in us of its own clock, its event log, what the pump
    says that it gave, and when it was asked for that."""

    steps_us: list[int]
    log: list[str]
    total: str
    ended_us: int


@dataclass(frozen=True)
class Script:
    """`lines`: (ms since the first answer, a line). `until_ms`: when the day ends."""

    lines: tuple[tuple[int, str], ...]
    until_ms: int


def on_the_board(bench: PicoBench, script: Script, disturb=None) -> DayRecord:
    """Play it on the emulated board. `disturb(bench, ms)`: runs the time up to then instead."""
    bench.boot()
    grant(bench)
    start_ms = bench.pico.ns // 1_000_000
    for at_ms, line in script.lines:
        _run(bench, start_ms + at_ms, disturb)
        bench.order(with_digest(bench, line))
    _run(bench, start_ms + script.until_ms, disturb)
    log, total = event_log(bench), bench.ask("DEL:VOL:TOT?")
    steps_us = [ns // _NS_PER_US for ns in bench.pins.steps]
    return DayRecord(steps_us, log, total, bench.pico.ns // _NS_PER_US)


def _run(bench: PicoBench, ms: int, disturb) -> None:
    if disturb is None:
        bench.run_until_ms(ms)
    else:
        disturb(bench, ms)


def with_digest(bench: PicoBench, line: str) -> str:
    """The line, its {digest} filled in by the pump's own answer."""
    return line.replace("{digest}", bench.ask("PRES:DIG?")) if "{digest}" in line else line


def event_log(bench: PicoBench) -> list[str]:
    """The whole event log as text lines, as LOG:DATA? hands it out."""
    count = int(bench.ask("LOG:COUN?"))
    lines: list[str] = []
    while len(lines) < count:  # a reply may hold fewer than were asked for
        lines += bench.block(f"LOG:DATA? {len(lines) + 1},{_BLOCK}").decode().splitlines()
    return lines


def block(reply: bytes) -> bytes:
    """The content of a definite-length block."""
    digits = int(reply[1:2])
    length = int(reply[2 : 2 + digits])
    return reply[2 + digits : 2 + digits + length]


# The same on the simulator ------------------------------------------------------------------


class TracedMotor(SimMotor):
    """The simulator's motor; `orders` keeps (us, first, interval) of each order, and what came."""

    __slots__ = ("orders",)

    def __init__(self, plant, clock) -> None:
        super().__init__(plant, clock)
        self.orders: list[list[int]] = []

    def start(self, steps: int, first_us: int, interval_us: int, max_lag: int) -> None:
        self._close()
        super().start(steps, first_us, interval_us, max_lag)
        self.orders.append([self._clock.us + first_us, interval_us, -1])

    def stop(self) -> None:
        super().stop()
        self._close()

    def _close(self) -> None:
        if self.orders and self.orders[-1][2] < 0:
            self.orders[-1][2] = self.counted()

    def steps_us(self) -> list[int]:
        """When each step was."""
        self._close()
        return [
            first + k * interval for first, interval, count in self.orders for k in range(count)
        ]


_STAMP = re.compile(r"D(\d+) (\d+):(\d+):(\d+)\.(\d+) (.*)")
# What each line leaves in the log, at the moment at which it acted.
_MARKS = (
    ("PRES:COMM", "COMMIT"),
    ("PRES:HIST", "HISTORY"),
    ("RES:FILL", "FILL"),
    ("CATH:CONT", "CONTENTS"),
    ("DEL:STAR", "START"),
    ("DEL:BOL:ABOR", "BOLUS_END state=3"),
    ("DEL:BOL", "BOLUS"),
    ("DEL:SUSP", "SUSPEND"),
    ("DEL:RES", "RESUME"),
    ("DEL:STOP", "STOP"),
    ("SYST:TIME", "WALL_SET"),
)


def stamps(log: list[str], word: str) -> list[int]:
    """Moments (ms of pump time) of the lines that begin with that word, in order."""
    found = []
    for line in log:
        match = _STAMP.search(line)
        if match and (match[6] + " ").startswith(word + " "):
            day, hour, minute, second, ms = (int(match[i]) for i in range(1, 6))
            found.append((((day * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + ms)
    return found


def moments(script: Script, log: list[str]) -> list[tuple[int, str]]:
    """(ms of pump time, line): when each acted, by the log that it left; else with the next."""
    left = {word: stamps(log, word) for _, word in _MARKS if word}
    timed: list[tuple[int | None, str]] = []
    for _, line in script.lines:
        word = next((word for start, word in _MARKS if line.startswith(start)), None)
        timed.append((left[word].pop(0) if word else None, line))
    following = 0
    for index in range(len(timed) - 1, -1, -1):
        at_ms, line = timed[index]
        following = following if at_ms is None else at_ms
        timed[index] = (following, line)
    return [(at_ms or 0, line) for at_ms, line in timed]


def on_the_simulator(script: Script, board: DayRecord) -> DayRecord:
    """The same lines at the moments at which the board's log says that they acted, up to when the
    board was asked: its clock began as much earlier than the pump's as its first step is later."""
    hal = SimHal(serial="BENCH0001")
    hal.motor = motor = TracedMotor(hal.plant, hal.clock)
    turn = Instrument(hal, granted=SERVICE).turn
    digest = ""

    def run_to(ms: int) -> None:
        while True:
            turn.turn()
            if hal.clock.us >= ms * _US_PER_MS:
                return
            idle_ms = min(turn.idle_ms(), ms - hal.clock.us // _US_PER_MS)
            hal.idle(idle_ms)

    def ask(line: str) -> str:
        hal.link.offer(line.encode() + b"\n")
        turn.turn()
        return hal.link.take().decode().rstrip("\n")

    for at_ms, line in moments(script, board.log):
        run_to(at_ms)
        digest = ask("PRES:DIG?") if "{digest}" in line else digest
        error = ask(line.replace("{digest}", digest) + ";:SYST:ERR?")
        assert error.startswith("0,"), (line, error)
    run_to((board.ended_us - board.steps_us[0] + motor.orders[0][0]) // _US_PER_MS)
    count = int(ask("LOG:COUN?"))
    log = []
    while len(log) < count:
        hal.link.offer(b"LOG:DATA? %d,%d\n" % (len(log) + 1, _BLOCK))
        turn.turn()
        log += block(hal.link.take()).decode().splitlines()
    return DayRecord(motor.steps_us(), log, ask("DEL:VOL:TOT?"), hal.clock.us)


def on_time(script: Script, board: DayRecord, simulated: DayRecord) -> None:
    """Every step to the microsecond, from the first on; but for those that fall due while an order
    is written down: they come late, by what that takes, and none comes early."""
    first = board.steps_us[0] - simulated.steps_us[0]
    assert first % _US_PER_MS == 0  # the pump's clock begins with a tick of the board's
    late = [
        (theirs, ours - theirs - first)
        for ours, theirs in zip(board.steps_us, simulated.steps_us, strict=True)
        if ours - theirs != first
    ]
    orders_us = [
        at_ms * _US_PER_MS for at_ms, line in moments(script, board.log) if line.startswith("DEL:")
    ]
    for at_us, by_us in late:
        assert 0 < by_us <= LATE_US, (at_us, by_us)
        assert any(0 <= at_us - order <= CAUGHT_UP_US for order in orders_us), (at_us, by_us)
