"""A live pump: a bench whose clock follows the wall's, and testers on a pty and on TCP.

One loop, one thread. At speed 0 time stands still but for SIM:TIME:ADVance. Whoever drives the
pump over a line cannot touch the bench, so the plant follows what is said: RES:FILL also fills its
reservoir, unless a fault lets the drug go elsewhere, RES:EMPTy empties it, CATH:CONTents fills the
catheter.
"""

import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import Scenario
from host_sim.scenario.player import perform
from host_sim.server import greeting, opening
from host_sim.server.announce import announced
from host_sim.server.ports import ROOM, PtyPort, TcpPort
from host_sim.server.statefile import StateFile
from pump.wire.session import Session

_LOOK_S = 0.02  # how often a client of the pty is looked for, and time brought up to date
_LONE_CR_S = 0.005


class PortSession:
    """One port and its session: bytes to the pump and back, with the link's own faults.

    on_line  called after each line: the bench follows what was said
    plain  role of a plain line; None: what the pump itself grants
    state  the file that has to hold what is answered
    """

    def __init__(
        self,
        bench: Bench,
        port: PtyPort | TcpPort,
        on_line: Callable[[], None],
        plain: int | None = None,
        state: StateFile | None = None,
    ) -> None:
        self.port = port
        self._state = state
        self._bench = bench
        self._on_line = on_line
        self._plain = plain
        self._instrument = bench.instrument
        self._session = self._new_session()
        self._late: list[tuple[float, bytes]] = []
        self._told = 0  # bytes that the port has dropped, as far as the pump counts them

    @property
    def session(self) -> Session:
        """The session with the pump that is there now: a power cut ends the one before."""
        if self._instrument is not self._bench.instrument:
            self._instrument = self._bench.instrument
            self._session = self._new_session()
        return self._session

    def _new_session(self) -> Session:
        instrument = self._instrument
        if self._plain is not None:
            return instrument.new_session(self._plain)
        session = instrument.new_session()
        session.granted = instrument.plain  # not what the bench itself may
        instrument.context.sessions.append(session)
        return session

    def turn(self) -> None:
        """Take what has arrived, answer it, send what is due."""
        bench, port = self._bench, self.port
        data = port.read()
        if port.replaced():
            self._lost()
        reply = self._converse(bench.corrupted(data))
        if port.lost():
            # what was read was the client's last; its half line and its replies go with it
            self._lost()
            reply = b""
        waiting = sum(len(text) for _, text in self._late)
        if reply and bench.reply_delay_ms and waiting + len(reply) > ROOM:
            port.dropped += len(reply)
        elif reply and bench.reply_delay_ms:
            self._late.append((time.monotonic() + bench.reply_delay_ms / 1000, reply))
        elif reply:
            port.send(reply)
        while self._late and self._late[0][0] <= time.monotonic():
            port.send(self._late.pop(0)[1])
        port.flush()
        bench.hal.link.lose(port.dropped - self._told)
        self._told = port.dropped
        if bench.drop_wanted():
            port.drop()
            port.lost()
            self._lost()

    def _converse(self, data: bytes) -> bytes:
        """Line by line: the power may go after any of them, and the next is for another pump."""
        bench, reply = self._bench, b""
        for line in data.splitlines(keepends=True) or [b""]:
            if self._state is not None and line:
                self._state.line_begins()
            answer = bench.converse(self.session, line)
            self._on_line()
            if self._state is not None and line and not self._state.line_ends():
                self.port.drop()  # no answer is none; an answer would not be true
                return reply
            reply += answer
            off_ms = bench.cut_wanted()
            if off_ms:
                bench.power_cycle(off_ms)
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
        bench: Bench,
        ports: list[PtyPort | TcpPort],
        state: StateFile | None = None,
        plain: int | None = None,
    ) -> None:
        self.bench = bench
        self.sessions = [PortSession(bench, port, self.mirror_fill, plain, state) for port in ports]
        self._state = state
        self._ended = False
        self._pump = bench.pump
        self._fills = bench.pump.reservoir.fills
        self._filled = bench.pump.reservoir.filled()
        self._attests = bench.pump.drug.catheter.attests
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
            self._state.end()

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Let the loop come to its end."""
        self._ended = True

    def _pass_time(self) -> None:
        now_s = time.monotonic()
        self._owed_ms += (now_s - self._real_s) * 1000 * self.bench.speed
        self._real_s = now_s
        whole = int(self._owed_ms)
        if whole > 0:
            self._owed_ms -= whole
            self.bench.run_to(self.bench.time_ms() + whole)

    def mirror_fill(self) -> None:
        """A fill that the pump was told of happens on the bench."""
        pump = self.bench.pump
        reservoir = pump.reservoir
        if pump is not self._pump:  # another one after a power cut: what it knows is no news
            self._pump = pump
            self._fills = reservoir.fills
            self._filled = reservoir.filled()
            self._attests = pump.drug.catheter.attests
        plant = self.bench.plant
        if reservoir.fills != self._fills:
            self._fills = reservoir.fills
            plant.withdraw()
            plant.fill(reservoir.volume_nl(), reservoir.concentration_ng_per_ml)
        if self._filled and not reservoir.filled():
            plant.withdraw()
        self._filled = reservoir.filled()
        if pump.drug.catheter.attests != self._attests:
            self._attests = pump.drug.catheter.attests
            plant.prime_catheter(pump.drug.catheter.tip_ng_per_ml())

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
    faults: SwitchTable = SHIPPED,
    plant: Path | None = None,
) -> None:
    """Serve a pump until SIGTERM or SIGINT. Prints `ready` once both ends accept.

    What a person wants to know goes to stderr before it.

    speed     simulated seconds a second, a whole number; 0: only SIM:TIME:ADV moves time
    scenario  played first; the pump it leaves is served
    state     the state file of the pump: restored from it as after a power cut, and saved to it;
              not below build/, which `make clean` empties
    plant     the plant's own file, which is only added to: it does not go back with the pump
    plain     role of a plain line (wire.rights); None: OBSERVE, or what AUTH:PLAin has said
    faults    the faults that SIM:FAUL knows

    OSError for a busy path or port and ValueError for another mistake, before anything is served.
    """
    if speed != int(speed):
        raise ValueError("--speed takes whole seconds a second, 0 or more")
    if state is not None:
        opening.outside_build(state)
    ports: list[PtyPort | TcpPort] = []
    try:
        if tcp is not None:
            ports.append(opening.listen(tcp))
        if pty is not None:
            ports.append(opening.publish(pty))
        kept = None if state is None else StateFile(state, faults, plant)
        bench = _bench(scenario, kept, faults)
    except BaseException:
        for port in ports:
            port.close()
        raise
    bench.speed = int(speed)
    server = Server(bench, ports, kept, plain)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.end)
    with announced(ports):
        greeting.say(greeting.lines(ports, greeting.pace(bench.speed), greeting.kept(state)))
        if kept is not None and kept.exposed:
            greeting.say([greeting.EXPOSED])
        print("ready", flush=True)
        server.run()
    sys.stdout.flush()


def _bench(scenario: Scenario | None, kept: StateFile | None, faults: SwitchTable) -> Bench:
    if kept is not None and kept.bench is not None:
        if scenario is not None:
            raise ValueError("--state holds a pump already, --scenario makes one: give one of them")
        return kept.bench
    bench = Bench(Setup(faults) if scenario is None else scenario.setup)
    if scenario is not None:
        failure = perform(scenario, ScenarioContext(bench, scenario.setup.sample_ms))
        if failure is not None:
            raise ValueError(str(failure))
        bench.on_turn = bench.on_power = _unsampled
    if kept is not None:
        kept.keep(bench)
    return bench


def _unsampled(_now_ms: int) -> None:
    """The scenario is over: no sample is taken any more."""
