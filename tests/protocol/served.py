"""A served pump in a process of its own, and clients of the kinds that testers own."""

import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from tests.protocol.simulator import Simulator

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": ""}


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Ended:
    """A command that has ended: its exit code and all that it said."""

    returncode: int
    stdout: str
    stderr: str


def run_serve(*arguments: str) -> Ended:
    """A server that is not expected to come up."""
    process = Simulator("serve", "--speed", "0", *arguments)
    stdout, stderr = process.stdout.read(), process.stderr.read()
    code = process.wait()
    process.close()
    return Ended(code, stdout, stderr)


class Served:
    """`host_sim serve` on a pty and a socket, time moved by SIM:TIME:ADV only."""

    def __init__(
        self, folder: Path, *more: str, port: int | None = None, plain: str | None = "SERVICE"
    ) -> None:
        """`plain`: what an unsigned line may; None: what the pump itself says."""
        self.pty = folder / "pump"
        self.port = port or free_port()
        self.process = Simulator(
            *("serve", "--speed", "0"),
            *("--pty", str(self.pty), "--tcp", f"127.0.0.1:{self.port}"),
            *(() if plain is None else ("--plain", plain)),
            *more,
        )
        self.first_line = self.process.stdout.readline().strip()

    def end(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def kill(self) -> None:
        """SIGKILL: it has no time to put anything in order, and its path stays behind."""
        self.process.send_signal(signal.SIGKILL)
        self.ended()

    def ended(self) -> int:
        """Wait for its end; the exit code."""
        code = self.process.wait()
        self.process.close()
        return code

    def resource(self, kind: str) -> str:
        """The VISA name of one of its ends: "pty" or "tcp"."""
        if kind == "pty":
            return f"ASRL{self.pty}::INSTR"
        return f"TCPIP::127.0.0.1::{self.port}::SOCKET"
