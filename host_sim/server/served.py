"""Opens what is to serve a pump, and serves it until a signal ends it."""

import signal
import sys
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import Scenario
from host_sim.scenario.player import perform
from host_sim.scenario.story import Story
from host_sim.server import greeting, opening
from host_sim.server.announce import announced
from host_sim.server.pages import Pages
from host_sim.server.ports import PtyPort, TcpPort
from host_sim.server.serve import Server
from host_sim.server.statefile import StateFile

BEGAN_BEFORE = (
    "This pump began before it was served here, and its state file %s does not tell what was done "
    "to it then: no scenario of it would replay. Serve a new pump, without STATE or with a STATE "
    "that is not there yet, and do it there. What was done to this one stands in its event log: "
    "pumpctl log download"
)
# What was done so far: its "text" as a scenario file, or why it is "refused".
Told = dict[str, str]


class Listening(Protocol):
    """A web server of the bench page. `address`: what a browser is to open."""

    address: str

    def close(self) -> None: ...


@dataclass(frozen=True)
class Asked:
    """What is to be served.

    speed     simulated seconds a second, a whole number; 0: only SIM:TIME:ADV moves time
    scenario  played first; the pump it leaves is served. `told` is its text
    state     the state file of the pump: restored from it as after a power cut, and saved to it;
              not below build/, which `make clean` empties
    plant     the plant's own file, which is only added to: it does not go back with the pump
    plain     role of a plain line (wire.rights); None: OBSERVE, or what AUTH:PLAin has said
    faults    the faults that SIM:FAUL knows
    web       opens the bench page's server, on these pages, with what was done so far;
              None: no page. `opens`: in a browser, too
    """

    pty: Path | None = None
    tcp: str | None = None
    speed: float = 1
    scenario: Scenario | None = None
    told: str = ""
    state: Path | None = None
    plain: int | None = None
    faults: SwitchTable = SHIPPED
    plant: Path | None = None
    web: Callable[[Pages, Callable[[], Told]], Listening] | None = None
    opens: bool = False


class Served:
    """What serves one pump, opened: ports, a web server for pages, the state file.

    `address`: of the bench page; "" where none was asked for.
    """

    def __init__(self, asked: Asked) -> None:
        """OSError for a busy path or port and ValueError for another mistake: nothing is served."""
        self.ports: list[PtyPort | TcpPort] = []
        self._listener: Listening | None = None
        try:
            if asked.tcp is not None:
                self.ports.append(opening.listen(asked.tcp))
            if asked.pty is not None:
                self.ports.append(opening.publish(asked.pty))
            state = asked.state
            self.kept = None if state is None else StateFile(state, asked.faults, asked.plant)
            began_before = self.kept is not None and self.kept.bench is not None
            bench = _bench(asked.scenario, self.kept, asked.faults)
            story = None if began_before else Story(asked.told, bench.time_ms())
            pages = None if asked.web is None else Pages()
            self.server = Server(bench, self.ports, self.kept, asked.plain, pages, story)
            if asked.web is not None and pages is not None:
                self._listener = asked.web(pages, partial(_told, bench, story, state))
        except BaseException:
            for port in self.ports:
                port.close()
            raise
        bench.speed = int(asked.speed)

    @property
    def address(self) -> str:
        return "" if self._listener is None else self._listener.address

    def close(self) -> None:
        """Pages find their sockets closed."""
        if self._listener is not None:
            self._listener.close()


def serve(asked: Asked) -> None:
    """Serve a pump until SIGTERM or SIGINT. Prints `ready` once its ends accept.

    What a person wants to know goes to stderr before it. OSError for a busy path or port and
    ValueError for another mistake, before anything is served.
    """
    if asked.speed != int(asked.speed):
        raise ValueError("--speed takes whole seconds a second, 0 or more")
    if asked.state is not None:
        opening.outside_build(asked.state)
    served = Served(asked)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, served.server.end)
    with announced(served.ports):
        greeting.say(
            greeting.lines(
                served.ports,
                greeting.pace(int(asked.speed)),
                greeting.kept(asked.state),
                served.address,
            )
        )
        if served.kept is not None and served.kept.exposed:
            greeting.say([greeting.EXPOSED])
        print("ready", flush=True)
        if asked.opens and served.address:
            webbrowser.open(served.address)
        served.server.run()
    served.close()
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


def _told(bench: Bench, story: Story | None, state: Path | None) -> Told:
    if story is None:
        return {"refused": BEGAN_BEFORE % state}
    return {"text": story.text(bench.time_ms())}


def _unsampled(_now_ms: int) -> None:
    """The scenario is over: no sample is taken any more."""
