"""A live pump: a bench whose clock follows the wall's, and testers on a pty, on TCP and on pages.

One loop, one thread. At speed 0 time stands still but for SIM:TIME:ADVance. Whoever drives the
pump over a line cannot touch the bench, so the plant follows what is said: RES:FILL also fills its
reservoir, unless a fault lets the drug go elsewhere, RES:EMPTy empties it, CATH:CONTents fills the
catheter.
"""

import select
import sys
import time
from types import FrameType

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.scenario.story import Story
from host_sim.server.page_port import PagePort
from host_sim.server.pages import Pages
from host_sim.server.port_session import PortSession
from host_sim.server.ports import Port, PtyPort, TcpPort
from host_sim.server.statefile import StateFile

_LOOK_S = 0.02  # how often a client of the pty is looked for, and time brought up to date
_LONE_CR_S = 0.005


class Server:
    """The loop."""

    def __init__(
        self,
        bench: Bench,
        ports: list[PtyPort | TcpPort],
        state: StateFile | None = None,
        plain: int | None = None,
        pages: Pages | None = None,
        story: Story | None = None,
    ) -> None:
        self.bench = bench
        self._state = state
        self._plain = plain
        self._pages = pages
        self._story = story
        self.hands = Hands(bench)
        self.sessions = [self._session(port) for port in ports]
        self._ended = False
        self._real_s = time.monotonic()
        self._owed_ms = 0.0

    def run(self) -> None:
        """Serve until `end`."""
        while not self._ended:
            self._pass_time()
            self.see_pages()
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

    def _session(self, port: Port) -> PortSession:
        return PortSession(self.bench, port, self.hands, self._plain, self._state, self._story)

    def see_pages(self) -> None:
        """Pages come and go while the other ports stay."""
        if self._pages is None:
            return
        for session in list(self.sessions):
            if isinstance(session.port, PagePort) and session.port.closed:
                session.close()
                self.sessions.remove(session)
        self.sessions += [self._session(port) for port in self._pages.came()]

    def _pass_time(self) -> None:
        now_s = time.monotonic()
        self._owed_ms += (now_s - self._real_s) * 1000 * self.bench.speed
        self._real_s = now_s
        whole = int(self._owed_ms)
        if whole > 0:
            self._owed_ms -= whole
            self.bench.run_to(self.bench.time_ms() + whole)

    def _keep(self) -> None:
        """What flash and files have taken goes to the state file."""
        trouble = "" if self._state is None else self._state.save_changes()
        if trouble:
            print(trouble, file=sys.stderr, flush=True)

    def _wait(self) -> None:
        reading = [end for session in self.sessions for end in session.port.waits_on()]
        writing = [end for session in self.sessions for end in session.port.writes_on()]
        if self._pages is not None:
            reading.append(self._pages.waits_on())
        waiting = any(each.session.waiting() for each in self.sessions)
        select.select(reading, writing, [], _LONE_CR_S if waiting else _LOOK_S)
