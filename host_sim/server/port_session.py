"""A port and its session with the pump: what has arrived is conversed line by line.

A session like any other, whichever end the bytes came in by: pty, TCP or a page.
"""

import time
from typing import TYPE_CHECKING

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.scenario.conversation import Conversation
from host_sim.scenario.story import Story
from host_sim.server.ports import ROOM, Port
from host_sim.server.statefile import StateFile

if TYPE_CHECKING:
    from pump.wire.session import Session


class PortSession:
    """One port and its session: bytes to the pump and back, with the link's own faults.

    plain  role of a plain line; None: what the pump itself grants
    state  the file that has to hold what is answered
    story  is told of each line and of what came of it
    """

    def __init__(
        self,
        bench: Bench,
        port: Port,
        hands: Hands,
        plain: int | None = None,
        state: StateFile | None = None,
        story: Story | None = None,
    ) -> None:
        self.port = port
        self._state = state
        self._bench = bench
        self._talk = Conversation(bench, hands, plain, story)
        self._late: list[tuple[float, bytes]] = []
        self._told = 0  # bytes that the port has dropped, as far as the pump counts them

    @property
    def session(self) -> "Session":
        """The session with the pump that is there now: a power cut ends the one before."""
        return self._talk.session

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
        reply = b""
        for line in data.splitlines(keepends=True) or [b""]:
            if self._state is not None and line:
                self._state.line_begins()
            answer = self._talk.line(line)
            if self._state is not None and line and not self._state.line_ends():
                self.port.drop()  # no answer is none; an answer would not be true
                return reply
            reply += answer
            self._talk.cut()
        return reply

    def _lost(self) -> None:
        self._talk.lost()
        self._late = []

    def close(self) -> None:
        """End it. The pump forgets the session."""
        self._talk.close()
        self.port.close()
