"""A live pump: a runner whose clock follows the wall's, and testers on a pty and on TCP.

One loop, one thread. At speed 0 time stands still but for SIM:TIME:ADVance. Whoever drives the
pump over a line has no hands on the bench, so these follow what is said: RES:FILL also fills the
plant's reservoir, the line with it the first time, unless a fault lets the drug go elsewhere.
"""

import select
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from host_sim.player import Stage, perform
from host_sim.ports import PtyPort, TcpPort
from host_sim.runner import Runner
from host_sim.scenario import Scenario
from host_sim.words.setup import Setup
from pump.wire.session import Session

_LOOK_S = 0.02  # how often a client of the pty is looked for, and time brought up to date
_LONE_CR_S = 0.005


class Outlet:
    """One port and its session: bytes to the pump and back, with the link's own faults."""

    def __init__(self, runner: Runner, port: PtyPort | TcpPort) -> None:
        self.port = port
        self.session: Session = runner.instrument.new_session()
        self._runner = runner
        self._late: list[tuple[float, bytes]] = []

    def turn(self) -> None:
        """Take what has arrived, answer it, send what is due."""
        runner, port = self._runner, self.port
        data = port.read()
        if port.replaced():
            self._lost()
        reply = runner.turn.converse(self.session, runner.corrupted(data))
        if port.lost():
            # what was read was the client's last; its half line and its replies go with it
            self._lost()
            reply = b""
        if reply and runner.reply_delay_ms:
            self._late.append((time.monotonic() + runner.reply_delay_ms / 1000, reply))
        elif reply:
            port.send(reply)
        while self._late and self._late[0][0] <= time.monotonic():
            port.send(self._late.pop(0)[1])
        port.flush()
        if runner.drop_wanted():
            port.drop()
            port.lost()
            self._lost()

    def _lost(self) -> None:
        self.session.lost()
        self._late = []

    def close(self) -> None:
        """End it."""
        self.port.close()


class Server:
    """The loop."""

    def __init__(self, runner: Runner, ports: list[PtyPort | TcpPort]) -> None:
        self.runner = runner
        self.outlets = [Outlet(runner, port) for port in ports]
        self._ended = False
        self._fills = runner.pump.reservoir.fills
        self._real_s = time.monotonic()
        self._owed_ms = 0.0

    def run(self) -> None:
        """Serve until `end`."""
        while not self._ended:
            self._pass_time()
            for outlet in self.outlets:
                outlet.turn()
                self._hands()
            self._wait()
        for outlet in self.outlets:
            outlet.close()

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Let the loop come to its end."""
        self._ended = True

    def _pass_time(self) -> None:
        now_s = time.monotonic()
        self._owed_ms += (now_s - self._real_s) * 1000 * self.runner.speed
        self._real_s = now_s
        whole = int(self._owed_ms)
        if whole > 0:
            self._owed_ms -= whole
            self.runner.run_to(self.runner.time_ms() + whole)

    def _hands(self) -> None:
        """A fill that the pump was told of happens on the bench."""
        reservoir = self.runner.pump.reservoir
        if reservoir.fills == self._fills:
            return
        first = self._fills == 0
        self._fills = reservoir.fills
        plant = self.runner.plant
        plant.withdraw()
        plant.fill(reservoir.volume_nl(), reservoir.concentration_ng_per_ml)
        if first:
            plant.prime_line(reservoir.concentration_ng_per_ml)

    def _wait(self) -> None:
        reading = [end for outlet in self.outlets for end in outlet.port.waits_on()]
        writing = [end for outlet in self.outlets for end in outlet.port.writes_on()]
        waiting = any(outlet.session.waiting() for outlet in self.outlets)
        select.select(reading, writing, [], _LONE_CR_S if waiting else _LOOK_S)


def serve(pty: Path | None, tcp: str | None, speed: float, scenario: Scenario | None) -> None:
    """Serve a pump until SIGTERM or SIGINT. Prints `ready` once both ends accept.

    speed     simulated seconds a second, a whole number; 0: only SIM:TIME:ADV moves time
    scenario  played first; the pump it leaves is served

    OSError for a busy path or port and ValueError for another mistake, before anything is served.
    """
    if speed != int(speed):
        raise ValueError("--speed takes whole seconds a second, 0 or more")
    ports: list[PtyPort | TcpPort] = []
    try:
        if tcp is not None:
            ports.append(_listen(tcp))
        if pty is not None:
            ports.append(PtyPort(pty))
        runner = _runner(scenario)
    except BaseException:
        for port in ports:
            port.close()
        raise
    runner.speed = int(speed)
    server = Server(runner, ports)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.end)
    print("ready", flush=True)
    server.run()
    sys.stdout.flush()


def _listen(tcp: str) -> TcpPort:
    try:
        return TcpPort(tcp)
    except OSError as error:
        words = error.strerror or str(error)
        raise OSError("cannot listen on %s: %s; give another --tcp" % (tcp, words)) from None


def _runner(scenario: Scenario | None) -> Runner:
    if scenario is None:
        return Runner(Setup())
    runner = Runner(scenario.setup)
    failure = perform(scenario, Stage(runner, scenario.setup.sample_ms))
    if failure is not None:
        raise ValueError(str(failure))
    return runner
