"""`python -m tests.clients.speed`: queries a second through PyVISA and through a bare socket.

Wall time, best of a few rounds in which all take turns. Each client also asks a bare answerer,
which reads and sends "1": what the client alone costs. Measures only; nothing here can fail.
"""

import json
import multiprocessing
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyvisa
from pyvisa.resources import MessageBasedResource

from tests.clients.documented import SCENARIO
from tests.protocol.served import Served

ROUNDS = 3
QUERIES = 4000
ASKED = ("*OPC?", "DEL:STAT?", "DEL:STAT?;RATE?;:RES:VOL?", "@7 DEL:STAT?")
WANTED = 2000
_CHUNK = 4096


@contextmanager
def answering() -> Iterator[int]:
    """The port of a bare answerer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bare = multiprocessing.get_context("fork").Process(target=_answer, args=(listener,))
        bare.start()
        yield listener.getsockname()[1]
        bare.terminate()
        bare.join()


def as_json() -> None:
    """One question over TCP: by PyVISA and a bare socket, of the pump and a bare answerer."""
    with answering() as bare, tempfile.TemporaryDirectory() as folder:
        pump = Served(Path(folder))
        found = dict.fromkeys(("bare_socket", "bare_visa", "socket", "visa"), 0.0)
        for _ in range(ROUNDS):
            for name, port in (("bare_", bare), ("", pump.port)):
                resource = f"TCPIP::127.0.0.1::{port}::SOCKET"
                rates = by_socket(port, "DEL:STAT?"), by_visa(resource, "DEL:STAT?")
                for kind, rate in zip(("socket", "visa"), rates, strict=True):
                    found[name + kind] = max(found[name + kind], rate)
        pump.end()
    print(json.dumps(found))


def main() -> None:
    """Measure and print."""
    with answering() as bare, tempfile.TemporaryDirectory() as folder:
        still = Served(Path(folder), "--scenario", SCENARIO)
        (Path(folder) / "2").mkdir()
        running = Served(Path(folder) / "2", "--scenario", SCENARIO, "--speed", "1")
        _table(bare, still, running)
        still.end()
        running.end()


def _table(bare: int, still: Served, running: Served) -> None:
    print(
        f"queries a second, best of {ROUNDS} rounds of {QUERIES}; PyVISA TCP should reach {WANTED}"
    )
    print(f"{'':28}{'socket':>10}{'PyVISA TCP':>12}{'ratio':>8}{'PyVISA pty':>12}")
    _row("a bare answerer", "*OPC?", bare, None)
    for text in ASKED:
        _row(text, text, still.port, still.resource("pty"))
    _row("DEL:STAT? at --speed 1", "DEL:STAT?", running.port, running.resource("pty"))


def _row(name: str, text: str, port: int, line: str | None) -> None:
    tcp = f"TCPIP::127.0.0.1::{port}::SOCKET"
    plain, visa, serial = [], [], []
    for _ in range(ROUNDS):
        plain.append(by_socket(port, text))
        visa.append(by_visa(tcp, text))
        if line is not None:
            serial.append(by_visa(line, text))
    best = f"{max(serial):12,.0f}" if serial else ""
    ratio = max(visa) / max(plain)
    print(f"{name:28}{max(plain):10,.0f}{max(visa):12,.0f}{ratio:8.2f}{best}")


def by_socket(port: int, text: str) -> float:
    """Queries a second of a client that does nothing but send and receive."""
    line = text.encode() + b"\n"
    with socket.create_connection(("127.0.0.1", port)) as end:

        def ask() -> None:
            end.sendall(line)
            while not end.recv(_CHUNK).endswith(b"\n"):
                pass

        return _rate(ask)


def by_visa(resource: str, text: str) -> float:
    """Queries a second of PyVISA's query()."""
    with closing(pyvisa.ResourceManager("@py")) as manager:
        device = manager.open_resource(resource, read_termination="\n", write_termination="\n")
        assert isinstance(device, MessageBasedResource)
        rate = _rate(lambda: device.query(text))
        device.close()
        return rate


def _rate(ask: Callable[[], object]) -> float:
    ask()
    began = time.perf_counter()
    for _ in range(QUERIES):
        ask()
    return QUERIES / (time.perf_counter() - began)


def _answer(listener: socket.socket) -> None:
    while True:
        client, _ = listener.accept()
        with client:
            while client.recv(_CHUNK):
                client.sendall(b"1\n")


if __name__ == "__main__":
    as_json() if "--json" in sys.argv else main()
