"""`make deploy` over a pseudo-terminal to an emulated board: copies, verifies, and asks who it is.

A program of a few lines stands for the pump, so that a copy takes seconds; the last test copies the
real one.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from host_sim.pico.ptyserver import BUTTON
from tests.board.image import WIRING
from tests.house.files import ROOT
from tools.board import sync
from tools.board.built import on_board
from tools.board.console import Console, identity
from tools.board.deploy import Deployed, deploy
from tools.board.trouble import UNVERIFIED, Trouble

IMAGES = ROOT / "build/rp2040_pico"
MAIN = b"""
import sys, micropython
from pump.part import NAME
micropython.kbd_intr(-1)
while True:
    line = sys.stdin.readline().strip()
    if line == '*IDN?':
        print('MAKER,MODEL,%s,1' % NAME)
    elif line == 'SYST:REPL':
        break
micropython.kbd_intr(3)
"""
FILES = {"/main.py": MAIN, "/pump/part.py": b"NAME = 'one'\n", "/pump/inner/b.py": b"B = 1\n"}


SERVERS: dict[str, subprocess.Popen] = {}


def press(port: str, reported: str) -> None:
    """Somebody's finger on the board's button."""
    server = SERVERS[port]
    server.send_signal(signal.SIGUSR1)
    assert server.stdout is not None
    assert server.stdout.readline() == reported + "\n"


@pytest.fixture
def port(request, tmp_path: Path) -> Iterator[str]:
    """Where the board is, served in another process; a test may ask for another image."""
    image = IMAGES / getattr(request, "param", "plain.uf2")
    pty = tmp_path / "pico"
    command = [sys.executable, "-m", "host_sim.pico", "serve", image, "--pty", pty]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        SERVERS[str(pty)] = server
        yield str(pty)
        del SERVERS[str(pty)]
        server.terminate()
        server.wait(10)


def brought(port: str, files: dict[str, bytes]) -> Deployed:
    return deploy(port, files, lambda *_: None)


def on(port: str, script: str) -> str:
    """What a script prints there; the board starts anew afterwards."""
    console = Console(port)
    console.reach()
    try:
        return console.run(script).strip()
    finally:
        console.restart()


def test_it_copies_what_differs_and_removes_what_is_stale_and_nothing_else(port: str) -> None:
    first = brought(port, FILES)
    assert set(first.copied) == set(FILES)
    assert first.identity == "MAKER,MODEL,one,1"

    again = brought(port, FILES)
    assert (again.copied, again.removed, again.unchanged) == ((), (), 3)

    on(
        port,
        "for n in ('/state', '/pump/old.py', '/board.py'):\n with open(n, 'w') as f: f.write(n)",
    )
    changed = FILES | {"/pump/part.py": b"NAME = 'two'\n"}
    third = brought(port, changed)
    assert third.copied == ("/pump/part.py", "/main.py")
    assert third.removed == ("/board.py", "/pump/old.py")
    assert third.identity == "MAKER,MODEL,two,1"
    assert on(port, "print(open('/state').read())") == "/state"


@pytest.mark.parametrize("broken", [1, 99], ids=["once", "always"])
def test_a_copy_that_did_not_arrive_is_seen(port: str, broken: int, monkeypatch) -> None:
    sound, left = Console.write, [broken]

    def write(self, path, content, progress) -> None:
        if path == "/pump/part.py" and left[0]:
            left[0] -= 1
            content = content.replace(b"o", b"0")
        sound(self, path, content, progress)

    monkeypatch.setattr(Console, "write", write)
    if broken == 1:
        assert brought(port, FILES).identity == "MAKER,MODEL,one,1"
        return
    with pytest.raises(Trouble, match=f"After {sync.ROUNDS} copies.*part.py") as raised:
        brought(port, FILES)
    assert raised.value.code == UNVERIFIED
    assert "main.py" not in on(port, "import os; print(os.listdir('/'))")


@pytest.mark.parametrize("port", ["firmware.uf2"], indirect=True)
def test_a_pump_that_is_frozen_in_gives_its_line_to_a_hand_on_the_button(port: str) -> None:
    """And is seen to be unfit for files; let go and started again, it is a pump."""
    with pytest.raises(Trouble, match=r"-203.*\nHold its button"):
        brought(port, FILES)
    press(port, "button held")
    with pytest.raises(Trouble, match="frozen into this board's image"):
        brought(port, FILES)
    press(
        port, "button let go"
    )  # before the start has come so far: held then, it opens the console
    assert identity(port).startswith("CISTERNA,")


def test_the_real_pump_answers(port: str) -> None:
    done = brought(port, on_board())
    assert done.unchanged == 0
    assert done.identity.startswith("CISTERNA,CISTERNA-20,BENCH")


def test_the_finger_is_on_the_boards_own_button() -> None:
    assert BUTTON == WIRING.BUTTON
