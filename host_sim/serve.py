"""A live pump: a runner whose clock follows the wall's, and testers on a pty and on TCP.

One loop, one thread. At speed 0 time stands still but for SIM:TIME:ADVance. Whoever drives the
pump over a line cannot touch the bench, so the plant follows what is said: RES:FILL also fills its
reservoir, the catheter with it the first time, unless a fault lets the drug go elsewhere.
"""

import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from host_sim.player import ScenarioContext, perform
from host_sim.ports import ROOM, PtyPort, TcpPort
from host_sim.runner import Runner
from host_sim.scenario import Scenario
from host_sim.statefile import StateFile
from host_sim.words.setup import Setup
from pump.wire.session import Session

_LOOK_S = 0.02  # how often a client of the pty is looked for, and time brought up to date
_LONE_CR_S = 0.005


class PortSession:
    """One port and its session: bytes to the pump and back, with the link's own faults.

    on_line  called after each line: the bench follows what was said
    plain  role of a plain line; None: what the pump itself grants
    """

    def __init__(
        self,
        runner: Runner,
        port: PtyPort | TcpPort,
        on_line: Callable[[], None],
        plain: int | None = None,
    ) -> None:
        self.port = port
        self._runner = runner
        self._on_line = on_line
        self._plain = plain
        self._instrument = runner.instrument
        self._session = self._new_session()
        self._late: list[tuple[float, bytes]] = []

    @property
    def session(self) -> Session:
        """The session with the pump that is there now: a power cut ends the one before."""
        if self._instrument is not self._runner.instrument:
            self._instrument = self._runner.instrument
            self._session = self._new_session()
        return self._session

    def _new_session(self) -> Session:
        instrument = self._instrument
        if self._plain is not None:
            return instrument.new_session(self._plain)
        session = instrument.new_session()
        session.granted = instrument.plain  # not what the runner itself may
        instrument.context.sessions.append(session)
        return session

    def turn(self) -> None:
        """Take what has arrived, answer it, send what is due."""
        runner, port = self._runner, self.port
        data = port.read()
        if port.replaced():
            self._lost()
        reply = self._converse(runner.corrupted(data))
        if port.lost():
            # what was read was the client's last; its half line and its replies go with it
            self._lost()
            reply = b""
        waiting = sum(len(text) for _, text in self._late)
        if reply and runner.reply_delay_ms and waiting + len(reply) > ROOM:
            port.dropped += len(reply)
        elif reply and runner.reply_delay_ms:
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

    def _converse(self, data: bytes) -> bytes:
        """Line by line: the power may go after any of them, and the next is for another pump."""
        runner, reply = self._runner, b""
        for line in data.splitlines(keepends=True) or [b""]:
            reply += runner.converse(self.session, line)
            self._on_line()
            off_ms = runner.cut_wanted()
            if off_ms:
                runner.power_cycle(off_ms)
        return reply

    def _lost(self) -> None:
        self.session.lost()
        self._late = []

    def close(self) -> None:
        """End it."""
        self.port.close()


class Server:
    """The loop."""

    def __init__(
        self,
        runner: Runner,
        ports: list[PtyPort | TcpPort],
        state: StateFile | None = None,
        plain: int | None = None,
    ) -> None:
        self.runner = runner
        self.sessions = [PortSession(runner, port, self.mirror_fill, plain) for port in ports]
        self._state = state
        self._ended = False
        self._pump = runner.pump
        self._fills = runner.pump.reservoir.fills
        self._real_s = time.monotonic()
        self._owed_ms = 0.0

    def run(self) -> None:
        """Serve until `end`."""
        while not self._ended:
            self._pass_time()
            for session in self.sessions:
                session.turn()
            self._keep()
            self._wait()
        for session in self.sessions:
            session.close()
        if self._state is not None:
            self._state.save()
            self._state.close()

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

    def mirror_fill(self) -> None:
        """A fill that the pump was told of happens on the bench."""
        pump = self.runner.pump
        reservoir = pump.reservoir
        if pump is not self._pump:  # another one after a power cut: what it knows is no news
            self._pump = pump
            self._fills = reservoir.fills
        if reservoir.fills == self._fills:
            return
        first = self._fills == 0
        self._fills = reservoir.fills
        plant = self.runner.plant
        plant.withdraw()
        plant.fill(reservoir.volume_nl(), reservoir.concentration_ng_per_ml)
        if first:
            plant.prime_catheter(reservoir.concentration_ng_per_ml)

    def _keep(self) -> None:
        """What flash and files have taken goes to the state file."""
        trouble = "" if self._state is None else self._state.save_changes()
        if trouble:
            print(trouble, file=sys.stderr, flush=True)

    def _wait(self) -> None:
        reading = [end for session in self.sessions for end in session.port.waits_on()]
        writing = [end for session in self.sessions for end in session.port.writes_on()]
        waiting = any(each.session.waiting() for each in self.sessions)
        select.select(reading, writing, [], _LONE_CR_S if waiting else _LOOK_S)


def serve(
    pty: Path | None,
    tcp: str | None,
    speed: float,
    scenario: Scenario | None = None,
    state: Path | None = None,
    plain: int | None = None,
) -> None:
    """Serve a pump until SIGTERM or SIGINT. Prints `ready` once both ends accept.

    speed     simulated seconds a second, a whole number; 0: only SIM:TIME:ADV moves time
    scenario  played first; the pump it leaves is served
    state     the state file of the pump: restored from it as after a power cut, and saved to it
    plain     role of a plain line (wire.rights); None: OBSERVE, or what AUTH:PLAin has said

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
        kept = None if state is None else StateFile(state)
        runner = _runner(scenario, kept)
    except BaseException:
        for port in ports:
            port.close()
        raise
    runner.speed = int(speed)
    server = Server(runner, ports, kept, plain)
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


def _runner(scenario: Scenario | None, kept: StateFile | None) -> Runner:
    if kept is not None and kept.runner is not None:
        if scenario is not None:
            raise ValueError("--state holds a pump already, --scenario makes one: give one of them")
        return kept.runner
    runner = Runner(Setup() if scenario is None else scenario.setup)
    if scenario is not None:
        failure = perform(scenario, ScenarioContext(runner, scenario.setup.sample_ms))
        if failure is not None:
            raise ValueError(str(failure))
        runner.on_turn = runner.on_power = _unsampled
    if kept is not None:
        kept.keep(runner)
    return runner


def _unsampled(_now_ms: int) -> None:
    """The scenario is over: no sample is taken any more."""
