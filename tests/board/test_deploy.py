"""`make deploy` over a pseudo-terminal to an emulated board: sends, has it checked, asks who it is.

A program of a few lines stands for the pump, so that a set takes seconds; the last test sends the
real one.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from host_sim.pico.ptyserver import BUTTON
from tests.board.image import WIRING
from tests.house.files import ROOT
from tools.board.built import as_set
from tools.board.deploy import Deployed, deploy
from tools.board.mpy import compiled
from tools.board.set_file import made
from tools.board.trouble import Trouble
from tools.pumpctl.client.trouble import Differs, Refused, Uncertain
from tools.pumpctl.firmware.console import Console, identity
from tools.pumpctl.firmware.firmware_set import FirmwareSet
from tools.pumpctl.firmware.slots import looked_at, roll_back
from tools.schemas.models import adapter

IMAGES = ROOT / "build/rp2040_pico"
HERE = "rp2040_pico micropython 1.25.0 mpy 6.3"
PROGRAM = """
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
# what stands for the proven set's judgement: two names, and a file's worth of keys
BOARD = "def serial_number():\n return 'BENCH1'\nclass Bare:\n files = 'keys'\n"
UPDATE = (
    "def signed(files, serial, digest, mac):\n return (files, serial) == ('keys', 'BENCH1') and %s"
)


def sources(name: str, judges: str = "True", program: str = PROGRAM) -> dict[str, str]:
    return {
        "program": program,
        "board": BOARD,
        "pump/part": f"NAME = {name!r}\n",
        "pump/inner/b": "B = 1\n",
        "pump/app/update": UPDATE % judges,
    }


def small_set(files: dict[str, str], board: str = HERE) -> FirmwareSet:
    return made({f"{n}.mpy": compiled(text, n + ".py") for n, text in files.items()}, board, "1")


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


def brought(port: str, firmware: FirmwareSet) -> Deployed:
    return deploy(port, firmware, lambda *_: None)


def on(port: str, script: str) -> str:
    """What a script prints there; the board starts anew afterwards."""
    console = Console(port)
    console.reach()
    try:
        return console.run(script).strip()
    finally:
        console.restart()


def slots(port: str) -> tuple[str, str, str]:
    console = Console(port)
    console.reach()
    try:
        found = looked_at(console)
    finally:
        console.restart()
    return found.slot, found.other, found.known


def test_it_sends_what_the_board_has_in_neither_slot_and_touches_nothing_else(port: str) -> None:
    first = brought(port, small_set(sources("one")))
    assert len(first.sent) == 5
    assert (first.slot, first.signed, first.identity) == ("a", False, "MAKER,MODEL,one,1")

    on(port, "for n in ('/state', '/board.py'):\n with open(n, 'w') as f: f.write(n)")
    second = brought(port, small_set(sources("two")))
    assert second.sent == ("pump/part.mpy",)
    assert (second.slot, second.signed, second.identity) == ("b", True, "MAKER,MODEL,two,1")
    assert on(port, "print(open('/state').read())") == "/state"

    again = brought(port, small_set(sources("two")))
    assert (again.sent, again.unchanged, again.slot) == (
        (),
        5,
        "b",
    )  # the one on trial: a is proven


@pytest.mark.parametrize(
    "firmware, why",
    [
        (small_set(sources("two"), HERE.replace("rp2040_pico", "esp32_devkit")), "it is for esp32"),
        (small_set(sources("two"), HERE.replace("1.25.0", "1.24.1")), "micropython 1.24"),
    ],
    ids=["another board", "another release"],
)
def test_a_set_for_another_board_is_refused_by_this_one(port: str, firmware, why: str) -> None:
    brought(port, small_set(sources("one")))
    with pytest.raises(Differs, match=why) as raised:
        brought(port, firmware)
    assert "nothing was changed" in raised.value.next_step
    assert identity(port) == "MAKER,MODEL,one,1"
    assert slots(port) == ("a", "-", "-")


def test_a_signature_that_the_proven_set_does_not_know_is_refused(port: str) -> None:
    brought(port, small_set(sources("one", judges="mac == 'right'")))
    with pytest.raises(Differs, match="its signature is not of this pump's SERVICE key"):
        brought(port, small_set(sources("two")))
    assert identity(port) == "MAKER,MODEL,one,1"


def test_a_set_that_fails_at_its_start_gives_way_by_itself_and_it_is_told(port: str) -> None:
    brought(port, small_set(sources("one")))
    done = brought(port, small_set(sources("two", program="raise ValueError('two is broken')")))
    assert done.identity == "MAKER,MODEL,one,1"
    assert slots(port) == ("a", "b", "!")
    told = on(port, "print(open('/firmware_fault').read())")
    assert told == "FirmwareReturned b:a ValueError program two is broken"


def test_a_roll_back_starts_the_other_set(port: str) -> None:
    brought(port, small_set(sources("one")))
    brought(port, small_set(sources("two")))
    console = Console(port)
    console.reach()
    assert roll_back(console) == "a"
    console.restart()
    assert identity(port) == "MAKER,MODEL,one,1"
    assert slots(port) == ("a", "b", "-")


@pytest.mark.parametrize("port", ["firmware.uf2"], indirect=True)
def test_a_pump_that_is_frozen_in_gives_its_line_to_a_hand_on_the_button(port: str) -> None:
    """And is seen to be unfit for files; let go and started again, it is a pump."""
    with pytest.raises(Refused, match="-203") as raised:
        brought(port, small_set(sources("one")))
    assert raised.value.next_step.startswith("hold its button")
    press(port, "button held")
    with pytest.raises(Trouble, match="frozen into this board's image"):
        brought(port, small_set(sources("one")))
    press(
        port, "button let go"
    )  # before the start has come so far: held then, it opens the console
    assert identity(port).startswith("CISTERNA,")


def test_a_program_that_is_no_pump_is_told(port: str) -> None:
    with pytest.raises(Uncertain, match=r"(?s)no pump answers .*: .*ValueError: no pump"):
        brought(port, small_set(sources("one", program="raise ValueError('no pump')")))


def pumpctl(port: str, *words: str | Path) -> dict:
    """What pumpctl answers there, in the shape that its schema says."""
    command = [sys.executable, "-m", "tools.pumpctl", "--port", port, "--json", "firmware", *words]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    adapter("firmware " + str(words[0])).validate_json(said)
    return json.loads(said)


def test_the_real_pump_is_sent_updated_by_pumpctl_and_rolled_back(port: str, tmp_path) -> None:
    real = as_set()
    done = brought(port, real)
    assert (done.unchanged, done.signed) == (0, False), "nobody is there to judge the first one"
    assert done.identity.startswith("CISTERNA,CISTERNA-20,BENCH")
    assert pumpctl(port, "rollback")["error"] == -203
    press(port, "button held")
    assert "no other set" in pumpctl(port, "rollback")["text"]
    file = tmp_path / "firmware.set"
    file.write_bytes(real.data[:-1] + b"?")
    assert "is not what the manifest says" in pumpctl(port, "update", file)["text"]
    file.write_bytes(real.data)
    updated = pumpctl(port, "update", file)
    assert (updated["slot"], updated["sent"]) == ("B", 0)
    status = pumpctl(port, "status")
    assert (status["state"], status["slot"], status["other"]) == ("TRIAL", "B", "A")
    assert pumpctl(port, "rollback")["slot"] == "A"
    assert pumpctl(port, "status")["state"] == "PROVEN"


def test_the_finger_is_on_the_boards_own_button() -> None:
    assert BUTTON == WIRING.BUTTON
