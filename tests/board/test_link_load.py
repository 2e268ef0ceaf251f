"""How much the real image's line bears: floods, a host that never reads, and questions paced 1:1.

Therapy's edges are what counts; the figures asserted are floors, and emulated ones.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.image import image
from tests.board.powered import running, settled
from tests.board.steps import ANOTHER_QUANTUM_NS, undisturbed, unmoved
from tests.house.files import ROOT

STATE = b"DEL:STAT?\n"
FLOOD_BYTES = 100_000
FLOOD_MS = 60_000
DEAR = {
    "help": b"SYST:HELP:HEAD?\n" * 40,
    "forecasts": b"FOR:WITH?\n" * 40,
    "forecasts on one line": b"FOR:WITH?" + b";WITH?" * 40 + b"\n",
    "short and wrong": b"F\n" * 2_500,
}
DEAF_MS = 20_000
QUERIES_A_SECOND = 560  # answered, each sent when the one before was: 605 on an image as built
QUERIES = 500


def flood(bench: PicoBench, data: bytes) -> None:
    """As fast as the pump takes it, by a host that reads."""
    usb = bench.pico.usb
    usb.write(data)
    bench.pico.wait(lambda: not usb.unsent, FLOOD_MS, "an end of the flood", look_ms=100)


@pytest.mark.parametrize("piece", [STATE, b"\x03x;:\"#'"], ids=["queries", "no line's end"])
def test_a_flood_moves_no_edge(piece: bytes) -> None:
    undisturbed(FLOOD_MS)
    data = piece * (FLOOD_BYTES // len(piece))

    def work() -> None:
        unmoved(lambda bench: flood(bench, data), FLOOD_MS, ANOTHER_QUANTUM_NS)
        assert running().pico.usb.read() == b"RUN\n" * data.count(STATE)
        assert settled(running(), b"\n*CLS\nDEL:STAT?;:SYST:ERR?\n") == b'RUN;0,"No error"\n'

    apart(work)


@pytest.mark.parametrize("data", DEAR.values(), ids=DEAR)
def test_dear_questions_move_no_edge(data: bytes) -> None:
    undisturbed(DEAF_MS)
    apart(lambda: unmoved(lambda bench: bench.pico.usb.write(data), DEAF_MS))


@pytest.mark.req("FI-37")
def test_a_host_that_polls_and_never_reads_moves_no_edge() -> None:
    undisturbed(DEAF_MS)
    asked = 600

    def poll(bench: PicoBench) -> None:
        bench.pico.usb.reading = False
        for _ in range(asked):
            bench.pico.usb.write(b"*IDN?\n")
            bench.run_ms(25)

    def work() -> None:
        unmoved(poll, DEAF_MS)
        board = running()
        name = board.pico.usb.read()
        board.pico.usb.reading = True
        board.run_ms(500)
        answered = board.pico.usb.read()
        identity = settled(board, b"*IDN?\n")
        assert not name
        assert 8_192 <= len(answered) < asked * len(identity) // 2  # the room, and no more
        assert answered.startswith(identity * 50)
        assert identity.startswith(b"CISTERNA,") and identity.endswith(b"\n")
        assert settled(board, b"DEL:STAT?;:SYST:ERR?\n") == b'RUN;0,"No error"\n'

    apart(work)


def test_questions_paced_by_their_answers() -> None:
    def work() -> float:
        board = running()
        begun_ns = board.pico.ns
        for _ in range(QUERIES):
            assert board.ask("DEL:STAT?") == "RUN"
        return QUERIES * 1e9 / (board.pico.ns - begun_ns)

    a_second = apart(work)
    print(f"{a_second:.0f} queries an emulated second")
    assert a_second > QUERIES_A_SECOND


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Path]:
    """Where a board with this image is served, by another process and in real time."""
    flash, pty = tmp_path / "flash.bin", tmp_path / "pico"
    flash.write_bytes(image())
    command = [sys.executable, "-m", "host_sim.pico", "serve", flash, "--pty", pty]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield pty
        server.terminate()
        assert server.wait(10) == 0


def test_pyserial_asks_and_is_answered(port: Path) -> None:
    with serial.Serial(str(port), timeout=30) as line:
        line.write(b"*IDN?\n")
        identity = line.readline()
        assert identity.startswith(b"CISTERNA,CISTERNA-20,BENCH")
        for number in range(QUERIES):
            line.write(b"*ESE %d;*ESE?\n" % (number % 256))
            assert line.readline() == b"%d\n" % (number % 256)
        line.write(b"SYST:ERR?\n")
        assert line.readline() == b'0,"No error"\n'
