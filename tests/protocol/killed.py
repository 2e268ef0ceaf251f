"""A served pump that is killed at any moment, and a client that orders boluses of it.

Knows the call of the simulator and the wire. Does not judge.
"""

import os
import random
import select
import signal
import socket
from pathlib import Path

from tests.protocol.served import free_port
from tests.protocol.simulator import Simulator

MIN_US = 60_000_000
_MOST_LOOKS = 50_000_000  # against a hang only


class Killed(Exception):
    """It was killed before it had answered."""


class Pump:
    """`serve --state --plant`; `dies` says when. Time is moved by SIM:TIME:ADV only.

    changes  the file that grows ahead of each change of the media
    """

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.state, self.plant = folder / "pump.state", folder / "pump.plant"
        self.changes = folder / "pump.state.changes"
        self._chance = chance
        self._process: Simulator | None = None
        self._socket: socket.socket | None = None
        self._replies = b""
        self._tag = 0
        self._dies_after = -1  # bytes that the file of changes grows by within a line; -1: it lives

    # Life ------------------------------------------------------------------------------------

    def start(self, dies: bool = False) -> None:
        """Up to `ready`. `dies`: it is killed on the way there, a few times, then comes up."""
        while dies and self._chance.random() < 0.4:
            self._dies_on_its_way()
        port = self._run()
        assert self._process is not None
        assert self._process.stdout.readline().strip() == "ready", self._process.stderr.read()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._replies = b""

    def _run(self) -> int:
        port = free_port()
        call = ("serve", "--speed", "0", "--plain", "SERVICE", "--tcp", f"127.0.0.1:{port}")
        self._process = Simulator(*call, "--state", str(self.state), "--plant", str(self.plant))
        return port

    def _dies_on_its_way(self) -> None:
        """As soon as one of its files is another one, or it is ready."""
        before = self._look(self._chance.choice([self.state, self.changes, self.plant]))
        self._run()
        assert self._process is not None
        for _ in range(_MOST_LOOKS):
            if select.select([self._process.stdout], [], [], 0)[0]:
                break
            if self._look(before[0]) != before:
                break
        self.kill()

    def _look(self, path: Path) -> tuple[Path, int, int]:
        try:
            found = path.stat()
        except FileNotFoundError:
            return path, 0, 0
        return path, found.st_ino, found.st_size

    def kill(self) -> None:
        """SIGKILL, now."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process.close()
        self._process = None
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def end(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        if self._socket is not None:
            self._socket.close()
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait()
        self._process.close()
        return code

    def dies_within(self, most_bytes: int) -> None:
        """In the next line: when the file of changes has grown by so many bytes or fewer."""
        self._dies_after = self._chance.randrange(most_bytes)

    # The line --------------------------------------------------------------------------------

    def ask(self, line: str) -> str:
        """Its reply. Killed where it is killed before that has come."""
        if self._socket is None:
            raise Killed
        before = os.stat(self.changes).st_size
        self._socket.sendall(line.encode() + b"\n")
        while b"\n" not in self._replies:
            if self._dies_after >= 0:
                grown = os.stat(self.changes).st_size - before
                if grown > self._dies_after:
                    break
                if not select.select([self._socket], [], [], 0)[0]:
                    continue
            self._replies += self._socket.recv(65_536)
        dies, self._dies_after = self._dies_after >= 0, -1
        if dies:
            self.kill()
        reply, end, self._replies = self._replies.partition(b"\n")
        if not end:
            raise Killed
        return reply.decode().strip()

    def order(self, message: str) -> str:
        """In an envelope of its own, @ or !, and sent once more, as after a reply that was lost.

        The error's number, 0 for none. Killed, as `ask`: nobody knows, and it is not sent again.
        """
        self._tag += 1
        text = f"{self._chance.choice('@!')}{self._tag} {message}"
        line = text if text[0] == "@" else f"{text} ~{_check(text)}"
        reply = self.ask(line)
        if self._socket is not None:
            assert self.ask(line) == reply
        return reply.split()[1]


def _check(text: str) -> str:
    from binascii import crc32

    return f"{crc32(text.encode()):08X}"
