"""Standard output that takes nothing, or not all: the exit code tells what became of the order."""

import errno
import io
import os
import socket
import subprocess
import sys

import pytest

from tests.protocol.served import Served
from tests.tools.pumpctl_call import LOG
from tests.tools.pumpctl_commands import CALLS, run, staged, table, words, write_files
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl.client.trouble import UNSHOWN, USAGE

# a bench each: test_calibrate.py, test_jig.py, test_pumpctl_firmware.py
APART = ("calibrate", "jig", "firmware update", "firmware rollback")


def full():
    return open("/dev/full", "w", encoding="utf-8")


def broken_pipe():
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "w", encoding="utf-8")


def closed():
    return None


def ascii_terminal():
    return io.TextIOWrapper(io.BytesIO(), "ascii", write_through=True)


@pytest.fixture
def peer():
    return Peer(log=LOG)


@pytest.fixture(autouse=True)
def files(tmp_path):
    write_files(tmp_path)


def test_no_command_is_left_out():
    assert sorted(table()) == sorted(CALLS)


@pytest.mark.parametrize("sink", [full, broken_pipe, closed])
@pytest.mark.parametrize("more", [[], ["--json"]], ids=["words", "json"])
@pytest.mark.parametrize("name", [name for name in CALLS if name not in APART])
def test_an_order_whose_answer_cannot_be_shown_is_5_and_all_else_2(
    peer, monkeypatch, tmp_path, name, more, sink
):
    arguments = [*words(name), *more]
    out = sink()
    if name == "commit":
        staged(peer)
    code, err = run(arguments, lambda *_: peer, monkeypatch, out, tmp_path)
    if out is not None:
        out.close()
    header = peer.done[0][0].split(" ")[0] if peer.done else ""
    if header:
        assert code == UNSHOWN, err
        assert header in err and "carried out" in err
    else:
        assert code == USAGE, err
        assert "nothing was ordered" in err
    assert "next: " in err and "Traceback" not in err
    if name == "program" and not header:
        assert peer.staging.drug == ""


@pytest.mark.parametrize("name", [name for name in CALLS if name not in APART])
def test_a_terminal_that_knows_ascii_alone_shows_all(peer, monkeypatch, tmp_path, name):
    out = ascii_terminal()
    if name == "commit":
        staged(peer)
    code, err = run(words(name), lambda *_: peer, monkeypatch, out, tmp_path)
    assert code == 0, err
    assert "\\xb5" in out.buffer.getvalue().decode("ascii") or "new-" not in words(name)[-1]


def test_a_full_standard_error_changes_nothing(peer, monkeypatch, tmp_path):
    with full() as nowhere:
        arguments = ["clock", "set", "--yes"]
        out = ascii_terminal()
        assert run(arguments, lambda *_: peer, monkeypatch, out, tmp_path, err=nowhere)[0] == 0
        peer.refusals["DEL:STAR"] = (204, "Confirmation needed")
        assert run(["start"], lambda *_: peer, monkeypatch, out, tmp_path, err=nowhere)[0] == 1


def test_a_defect_behind_an_order_is_5_before_it_7_and_within_it_4(peer, monkeypatch, tmp_path):
    def call():
        return run(["start"], lambda *_: peer, monkeypatch, ascii_terminal(), tmp_path)

    unit = peer._unit
    for at, code in [("DEL:VOL:TOT?", 5), ("*IDN?", 7), ("DEL:STAR", 4)]:
        peer._unit = lambda text, level, at=at: 1 // 0 if text == at else unit(text, level)
        found, err = call()
        assert found == code, err
        assert "ZeroDivisionError" in err


def test_ctrl_c_behind_an_order_says_what_was_carried_out(peer, monkeypatch, tmp_path):
    def interrupts(text, level):
        if text == "DEL:VOL:TOT?":
            raise KeyboardInterrupt
        return unit(text, level)

    unit, peer._unit = peer._unit, interrupts
    code, err = run(["start"], lambda *_: peer, monkeypatch, ascii_terminal(), tmp_path)
    assert code == UNSHOWN
    assert "broken off; carried out was DEL:STAR" in err


def test_an_order_that_is_proven_not_run_is_3(peer, monkeypatch, tmp_path):
    def breaks(line):
        if b" DEL:STAR" in line:
            peer._broken = True
        else:
            arrived(line)

    arrived, peer._arrived = peer._arrived, breaks
    code, err = run(["start"], lambda *_: peer, monkeypatch, ascii_terminal(), tmp_path)
    assert code == 3, err
    assert "the pump has not taken the order" in err
    assert peer.done == []


class Fills(io.StringIO):
    """It has room for one write."""

    def write(self, text):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(text)


@pytest.mark.parametrize(("line", "code"), [("DEL:STOP", 4), ("DEL:STAT?", 2), ("*IDN?;*RST", 4)])
def test_a_line_of_the_shell_that_may_have_ordered_is_4(peer, monkeypatch, tmp_path, line, code):
    peer.answers["*RST"] = ""
    typed = f"{line}\n{line}\n"
    found, err = run(["shell"], lambda *_: peer, monkeypatch, Fills(), tmp_path, typed=typed)
    assert found == code, err


def test_a_bolus_into_a_full_disk_is_5_while_it_runs(tmp_path):
    pump = Served(tmp_path)
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}

    def call(*arguments):
        with full() as nowhere:
            command = [sys.executable, "-m", "tools.pumpctl", "--port", f"127.0.0.1:{pump.port}"]
            done = subprocess.run(
                [*command, *arguments],
                env=environment, stdout=nowhere, stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        return done.returncode, done.stderr

    assert call("fill", "18 ML", "500 UG/ML", "--yes", "--json")[0] == UNSHOWN
    (tmp_path / "rx.toml").write_bytes((tmp_path / "rx-µ.toml").read_bytes())
    assert call("program", str(tmp_path / "rx.toml"), "--yes", "--confirm", "--json")[0] == UNSHOWN
    assert call("clock", "set", "--json", "--yes")[0] == UNSHOWN
    said = call("history", "continued", "250 UG/D", "--yes", "--json")
    assert said[0] == UNSHOWN
    with socket.create_connection(("127.0.0.1", pump.port)) as line:
        line.sendall(b"CATH:CONT 500 UG/ML,CONFIRM;*OPC?\n")
        assert line.recv(9) == b"1\n"
    assert call("start")[0] == UNSHOWN
    assert (
        call("bolus", "5 UG", "--confirm", "--yes")[0] == USAGE
    )  # it could not be shown what it would be
    code, err = call("bolus", "5 UG", "--confirm", "--yes", "--json")
    assert code == UNSHOWN
    assert "done 5: the answer cannot be written: No space left on device" in err
    assert call("stop")[0] == UNSHOWN
    pump.end()
