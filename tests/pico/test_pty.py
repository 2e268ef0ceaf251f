"""The real mpremote and pyserial on the emulated board's pseudo-terminal."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from tests.house.files import ROOT


@pytest.fixture
def board(plain_flash: bytes, tmp_path: Path) -> Iterator[Path]:
    """Where it is served, in another process."""
    image, pty = tmp_path / "flash.bin", tmp_path / "pico"
    image.write_bytes(plain_flash)
    command = [sys.executable, "-m", "host_sim.pico", "serve", image, "--pty", pty]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield pty
        server.terminate()
        assert server.wait(10) == 0
    assert not pty.is_symlink()


def mpremote(board: Path, *words: str | Path) -> str:
    command = [sys.executable, "-m", "mpremote", "connect", board, *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_mpremote(board: Path, tmp_path: Path) -> None:
    assert mpremote(board, "exec", "print(6 * 7)") == "42\n"
    (tmp_path / "text").write_text("line\n" * 2000)
    mpremote(board, "cp", tmp_path / "text", ":kept")
    assert "10000 kept" in mpremote(board, "ls")
    mpremote(board, "cp", ":kept", tmp_path / "back")
    assert (tmp_path / "back").read_text() == "line\n" * 2000
    mpremote(board, "soft-reset")
    assert mpremote(board, "exec", "print(open('kept').read(4))") == "line\n"


def test_a_client_goes_and_comes(board: Path) -> None:
    for number in range(3):
        with serial.Serial(str(board), timeout=10) as line:
            line.write(b"\x03\r%d + 1\r" % number)
            assert line.read_until(b"\n%d\r\n>>> " % (number + 1)).endswith(b">>> ")


def test_a_reset_hangs_up(board: Path) -> None:
    with serial.Serial(str(board), timeout=10) as line:
        line.write(b"import machine\rmachine.reset()\r")
        with pytest.raises(serial.SerialException):
            while line.read_until(b"\n"):
                pass
    assert mpremote(board, "exec", "import machine; print(machine.reset_cause())") == "3\n"
