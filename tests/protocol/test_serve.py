"""How the live pump begins, ends and shares its ends. Plain sockets and files."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from tests.protocol.served import ENVIRONMENT, ROOT, Served, run_serve

_BUSY = 2


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    assert one.first_line == "ready"
    yield one
    assert one.end() == 0


def client(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=10)


def ask(line: socket.socket, text: str) -> str:
    line.sendall(text.encode() + b"\n")
    return line.makefile().readline().strip()


def test_both_ends_are_one_pump(served: Served) -> None:
    with client(served) as line, serial.Serial(str(served.pty), timeout=10) as port:
        line.sendall(b'PRES:DRUG "baclofen"\n')
        assert ask(line, "*OPC?") == "1"
        port.write(b"PRES:DRUG?\n")
        assert port.readline() == b'"baclofen"\n'


def test_a_lone_cr_is_a_person_and_gets_crlf(served: Served) -> None:
    with serial.Serial(str(served.pty), timeout=10) as port:
        port.write(b"*OPC?\r")
        assert port.read_until(b"\n") == b"1\r\n"
        port.write(b"*OPC?\r\n")
        assert port.read_until(b"\n") == b"1\n"


def test_a_second_controller_is_told_and_sent_away(served: Served) -> None:
    with client(served) as first:
        assert ask(first, "*OPC?") == "1"
        with client(served) as second:
            assert second.makefile().readline() == "busy: one controller at a time\n"
        assert ask(first, "*OPC?") == "1"
    with client(served) as third:
        assert ask(third, "*OPC?") == "1"


def test_half_a_line_of_a_lost_client_never_joins_the_next_ones(served: Served) -> None:
    with client(served) as first:
        assert ask(first, "*CLS;*OPC?") == "1"
        first.sendall(b"PRES:DRUG ")
    with client(served) as second:
        assert ask(second, "*OPC?") == "1"
        assert ask(second, "SYST:ERR?") == '0,"No error"'
    with serial.Serial(str(served.pty), timeout=10) as port:
        port.write(b"*OPC?\nPRES:DRUG ")
        assert port.readline() == b"1\n"
    with serial.Serial(str(served.pty), timeout=10) as port:
        port.write(b"*OPC?\n")
        assert port.readline() == b"1\n"
        port.write(b"SYST:ERR?\n")
        assert port.readline() == b'0,"No error"\n'


def test_a_dropped_line_can_be_opened_again(served: Served) -> None:
    with client(served) as line:
        line.sendall(b"SIM:LINK:DROP\n")
        assert line.recv(10) == b""
    with client(served) as again:
        assert ask(again, "*OPC?") == "1"


def test_a_busy_port_says_so_and_exits_2(served: Served, tmp_path: Path) -> None:
    for ends in (
        ("--tcp", f"127.0.0.1:{served.port}"),
        ("--pty", str(served.pty)),
    ):
        second = run_serve(*ends)
        assert second.returncode == _BUSY
        assert "give another " + ends[0] in second.stderr
        assert "ready" not in second.stdout
    plain = tmp_path / "a file"
    plain.write_text("mine")
    assert run_serve("--pty", str(plain)).returncode == _BUSY
    assert plain.read_text() == "mine"


def test_it_says_where_it_listens_and_what_to_type_then_ready(tmp_path: Path) -> None:
    served = Served(tmp_path, "--state", str(tmp_path / "my pump"))
    assert served.first_line == "ready"
    served.process.send_signal(signal.SIGTERM)
    said = served.process.stderr.read()
    assert served.ended() == 0
    for end in (f"127.0.0.1:{served.port}", str(served.pty)):
        assert end in said.split("\n")[0]
        assert re.search(rf"pumpctl --port {end} identify$", said, re.M)
    assert "stands still: SIM:TIME:ADV" in said
    assert f"kept in {tmp_path / 'my pump'}" in said


def test_a_pty_that_cannot_be_made_says_which() -> None:
    refused = run_serve("--pty", "/proc/pump")
    assert refused.returncode == _BUSY
    assert "cannot make the link /proc/pump: " in refused.stderr


def test_no_pump_is_kept_where_make_clean_deletes() -> None:
    refused = run_serve("--tcp", "127.0.0.1:0", "--state", str(ROOT / "build/no/../pump.state"))
    assert refused.returncode == _BUSY
    assert "`make clean` empties build/" in refused.stderr
    assert str(Path.home() / "pump.state") in refused.stderr


def test_only_this_machine_is_served() -> None:
    refused = run_serve("--tcp", "0.0.0.0:5025")
    assert refused.returncode == _BUSY
    assert "127.0.0.1" in refused.stderr


def test_a_link_that_leads_nowhere_is_replaced(tmp_path: Path) -> None:
    os.symlink(tmp_path / "gone", tmp_path / "pump")
    served = Served(tmp_path)
    assert served.first_line == "ready"
    assert served.end() == 0
    assert not (tmp_path / "pump").is_symlink()


def test_a_scenario_comes_first_and_its_pump_is_served(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.txt"
    scenario.write_text(
        "# A pump that runs\npump 20 mL\nprime with 500 ug/mL\nfill 18 mL of 500 ug/mL\n"
        "prescribe constant 100 ug/d at 500 ug/mL\nstart\nwait 2 d\n"
    )
    served = Served(tmp_path, "--scenario", str(scenario))
    assert served.first_line == "ready"
    with client(served) as line:
        assert ask(line, "DEL:STAT?") == "RUN"
        assert ask(line, "SIM:TIME?") == "172800"
    assert served.end() == 0


def test_the_command_itself_serves_and_ends(tmp_path: Path) -> None:
    """Elsewhere a simulator is forked; this one is started as a tester does it."""
    command = [sys.executable, "-m", "host_sim", "serve", "--pty", str(tmp_path / "pump")]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with serial.Serial(str(tmp_path / "pump"), timeout=10) as port:
            port.write(b"*OPC?\n")
            assert port.readline() == b"1\n"
        process.terminate()
        assert process.wait() == 0
