"""Every case of tests/commands/dialogues over real ports: TCP, and a pseudo-terminal.

The pump is the one that `serve` serves, turned by hand in this process, so that nothing waits.
A port is opened once and each case has a pump of its own behind it. The cases of a file are one
test: it ends with the first that fails, named with its line; tests/commands has each by itself.
"""

import os
import select
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.board.setup import Setup
from host_sim.server.ports import PtyPort, TcpPort
from host_sim.server.serve import PortSession
from pump.wire.rights import SERVICE
from tests.commands.dialogue import FILES, Player, cases

CASES = cases()
PATIENCE_S = 10  # against a hang only


class Plugged:
    """A pump behind a port, and a tester's end of it. `ours` is that end's file."""

    def __init__(self, port: PtyPort | TcpPort) -> None:
        self.port = port
        self.plug()
        self.read = self.sent = 0
        reads, sends = port.read, port.send

        def read() -> bytes:
            data = reads()
            self.read += len(data)
            return data

        def send(data: bytes) -> None:
            self.sent += len(data)
            sends(data)

        port.read, port.send = read, send  # type: ignore[method-assign]
        self.ours = -1

    def plug(self) -> None:
        """Another pump, just powered on."""
        bench = Bench(Setup())
        self.port_session = PortSession(bench, self.port, Hands(bench), SERVICE)

    def exchange(self, data: bytes) -> bytes:
        """Bytes to the pump, and all that it answers: both ends count."""
        self.read = self.sent = 0
        answered = at = 0
        received = b""
        while at < len(data) or self.read < len(data):
            if at < len(data):
                at += os.write(self.ours, data[at : at + 1024])
            self.port_session.turn()
        self.port_session.turn()  # nothing has followed: a CR that waits has ended its line
        while answered < self.sent:
            assert select.select([self.ours], [], [], PATIENCE_S)[0], "a reply is missing"
            received += os.read(self.ours, 65_536)
            answered = len(received)
            self.port.flush()
        return received


def over_tcp(_folder: Path) -> Iterator[Plugged]:
    port = TcpPort("127.0.0.1:0")
    plugged = Plugged(port)
    with socket.create_connection(("127.0.0.1", port.number()), PATIENCE_S) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        plugged.ours = client.fileno()
        yield plugged
    port.close()


def over_a_pty(folder: Path) -> Iterator[Plugged]:
    port = PtyPort(folder / "pump")
    plugged = Plugged(port)
    plugged.ours = os.open(port.path, os.O_RDWR | os.O_NOCTTY)
    yield plugged
    os.close(plugged.ours)
    port.close()


@pytest.fixture(scope="module", params=[over_tcp, over_a_pty])
def plugged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Plugged]:
    over: Callable[[Path], Iterator[Plugged]] = request.param
    yield from over(tmp_path_factory.mktemp("port"))


@pytest.mark.parametrize("file", FILES)
def test_dialogues_of(file: str, plugged: Plugged) -> None:
    played = [case for case in CASES if case.file == file]
    assert played
    for case in played:
        plugged.plug()
        Player(plugged.exchange).play(case)
