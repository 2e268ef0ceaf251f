"""A TCP relay that keeps what a client sends: what a library really says to the pump."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_CHUNK = 4096
_ENDS_S = 20


@dataclass
class Wiretap:
    port: int
    received: bytearray = field(default_factory=bytearray)

    def lines(self) -> list[str]:
        """What the client has sent since the last look, line by line."""
        text = self.received.decode()
        self.received.clear()
        return text.split("\n")[:-1]


@contextmanager
def tapped(pump_port: int) -> Iterator[Wiretap]:
    """A relay to the pump for one client, which must leave before the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        tap = Wiretap(listener.getsockname()[1])
        relay = threading.Thread(target=_relay, args=(listener, pump_port, tap), daemon=True)
        relay.start()
        yield tap
        relay.join(_ENDS_S)
        assert not relay.is_alive()


def _relay(listener: socket.socket, pump_port: int, tap: Wiretap) -> None:
    client, _ = listener.accept()
    with client, socket.create_connection(("127.0.0.1", pump_port)) as pump:
        answers = threading.Thread(target=_copy, args=(pump, client), daemon=True)
        answers.start()
        while data := client.recv(_CHUNK):
            tap.received += data
            pump.sendall(data)
        pump.shutdown(socket.SHUT_WR)
        answers.join(_ENDS_S)


def _copy(source: socket.socket, target: socket.socket) -> None:
    while data := source.recv(_CHUNK):
        target.sendall(data)
