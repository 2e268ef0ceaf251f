"""The pump that lives in a file: found there as after a power cut. Real processes."""

import os
import signal
import stat
import subprocess
import time
from pathlib import Path

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.server.statefile import StateFile
from tests.protocol.served import Served, run_serve
from tests.protocol.test_power import Client

_DAY_S = 86_400
_MOST_TURNS = 1_000_000  # against a hang only: a file is kept once a second
_USAGE = 2


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep/pump.flash"


def started(file: Path) -> Served:
    served = Served(file.parent.parent, "--state", str(file))
    assert served.first_line == "ready", served.process.stderr.read()
    return served


def in_bounds(client: Client) -> bool:
    least, most = client.ask("DEL:VOL:TOT?").split(",")
    steps = int(client.ask("SIM:PLAN:ROTOR_STEPS?"))
    return int(least) <= steps * 15.625 <= int(most) <= int(least) + 2001


def test_a_pump_is_found_as_after_a_power_cut(file: Path) -> None:
    served = started(file)
    with Client(served) as client:
        assert client.ask("ALAR:LIST?") == "0"
        client.start_therapy()
        client.ask("SIM:TIME:ADV 1 D;ADV 40 S;:DEL:BOL 20 UG,20 MIN;STAT?")
        wall = client.ask("SIM:TIME:ADV 7 MIN;:SYST:TIME?")
    stopped = time.time()
    assert served.end() == 0
    served = started(file)
    with Client(served) as client:
        gap_s = time.time() - stopped
        assert client.ask("DEL:STAT?") == "RUN"
        assert client.ask("ALAR:LIST?") == "2,11,RESET,LOW,LATCHED,14,BOLUS_CUT,LOW,LATCHED"
        assert in_bounds(client)
        off_s = float(client.ask("SIM:TIME?")) - _DAY_S - 460
        assert 0 < off_s <= gap_s + 1
        assert wall == "0,7,40"
        hours, minutes, seconds = map(int, client.ask("SYST:TIME?").split(","))
        assert 0 <= hours * 3600 + minutes * 60 + seconds - 460 <= gap_s + 1
        assert client.ask("SIM:TIME:ADV 2 D;:DEL:STAT?") == "RUN"
        assert in_bounds(client)
        assert float(client.ask("SIM:PLAN:TAKEN_NG?")) > 200_000
    assert served.end() == 0


def test_the_gap_is_the_hosts(file: Path) -> None:
    served = started(file)
    began = time.time()
    assert served.end() == 0
    served = started(file)
    with Client(served) as client:
        first_s = float(client.ask("SIM:TIME?"))
    assert served.end() == 0
    assert 0 < first_s <= time.time() - began + 1


def test_a_killed_simulator_leaves_a_moment_that_was(file: Path) -> None:
    served = started(file)
    with Client(served) as client:
        client.start_therapy()
        written = file.stat().st_mtime_ns
        client.ask("SIM:TIME:ADV 1 D;:DEL:STAT?")
        asked = 0
        while file.stat().st_mtime_ns == written:
            assert client.ask("*OPC?") == "1"
            asked += 1
            assert asked < _MOST_TURNS, "what was written is not kept"
    served.kill()
    served.pty.unlink()  # the terminal's number may be anybody's by now
    served = started(file)
    with Client(served) as client:
        assert client.ask("DEL:STAT?") == "RUN"
        assert float(client.ask("SIM:TIME?")) >= _DAY_S
        assert in_bounds(client)
    assert served.end() == 0


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_file_is_its_owners_alone_whatever_the_umask_and_whatever_stood_there(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the keys in clear."""
    file.parent.mkdir()
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(b"left by a crash")
    beside.chmod(0o666)
    written: list[int] = []
    synced = os.fsync

    def fsync(descriptor: int) -> None:
        written.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    before = os.umask(0)
    try:
        held = StateFile(file)
        assert not held.exposed
        held.keep(Bench(Setup()))
        assert mode(file) == 0o600
        held.save()
    finally:
        os.umask(before)
    held.close()
    assert (mode(file), written) == (0o600, [0o600, 0o600])
    assert not beside.exists()


@pytest.mark.parametrize("exposed", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_could_read_is_taken_from_them_and_told(
    file: Path, exposed: int
) -> None:
    held = StateFile(file)
    held.keep(Bench(Setup()))
    held.close()
    file.chmod(exposed)
    again = StateFile(file)
    again.close()
    assert again.exposed
    assert mode(file) == 0o600
    once_more = StateFile(file)
    once_more.close()
    assert not once_more.exposed


def test_whoever_serves_from_a_file_that_others_could_read_is_told_on_stderr(file: Path) -> None:
    assert started(file).end() == 0
    assert mode(file) == 0o600
    file.chmod(0o644)
    for told in (True, False):
        served = started(file)
        served.process.send_signal(signal.SIGTERM)
        assert ("could be read by others" in served.process.stderr.read()) == told
        assert served.ended() == 0


def refused(file: Path, *more: str) -> str:
    """What a server says that cannot take this file."""
    found = run_serve("--tcp", "127.0.0.1:0", "--state", str(file), *more)
    assert found.returncode == _USAGE
    assert "ready" not in found.stdout
    assert "Traceback" not in found.stderr
    return found.stderr


def test_a_file_that_is_not_whole_is_refused_and_left_alone(file: Path) -> None:
    assert started(file).end() == 0
    data = file.read_bytes()
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    broken = {
        "damaged, its digest does not fit": bytes(flipped),
        "its digest does not fit": data[:-1],
        "no pump of this simulator": b"",
        "written by another version": data.replace(b"BENCH 1 ", b"BENCH 2 ", 1),
        "no pump of": b"a letter\n",
    }
    for said, content in broken.items():
        file.write_bytes(content)
        reported = refused(file)
        assert str(file) in reported
        assert said in reported
        assert "move it away to begin with a new pump" in reported
        assert file.read_bytes() == content


def test_a_file_in_use_is_refused(file: Path) -> None:
    served = started(file)
    with Client(served) as client:
        client.start_therapy()  # the file is another one now than it was at the start
        assert "another simulator runs on it; give another --state" in refused(file)
        assert client.ask("DEL:STAT?") == "RUN"
    assert served.end() == 0


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "directory" in refused(tmp_path)


def test_a_place_that_takes_no_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("mine")
    place = tmp_path / "letter/pump.flash"
    assert f"cannot write {place}: " in refused(place)


def test_a_scenario_begins_a_pump_and_does_not_replace_one(file: Path, tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.txt"
    scenario.write_text("# A day\nwait 1 d\n")
    served = Served(tmp_path, "--state", str(file), "--scenario", str(scenario))
    assert served.first_line == "ready"
    assert served.end() == 0
    assert "--state holds a pump already" in refused(file, "--scenario", str(scenario))


def test_make_hands_the_file_over(file: Path, tmp_path: Path) -> None:
    reported = subprocess.run(
        ["make", "-n", "serve", f"STATE={file}"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"--state '{file}'" in reported.stdout


ORDERS = {  # an order, and what asks for what it did
    "RES:FILL 9 ML,500 UG/ML": ("RES:VOL?", "9"),
    "CATH:VOL 0.5 ML": ("CATH:VOL?", "500000"),
    "DEL:SUSP 2 HR": ("DEL:STAT?", "SUSP"),
    "DEL:STOP HOLIDAY": ("DEL:STAT?", "STOP"),
}


@pytest.mark.parametrize("order", ORDERS)
def test_what_was_answered_0_is_in_the_file(file: Path, order: str) -> None:
    """Killed as soon as the answer is there."""
    ask, wanted = ORDERS[order]
    served = started(file)
    with Client(served) as client:
        if order.startswith("DEL"):
            client.start_therapy()
        assert client.ask(order + ";:SYST:ERR?").startswith("0,")
        served.kill()
    served.pty.unlink()
    served = started(file)
    with Client(served) as client:
        assert client.ask(ask).startswith(wanted)
    assert served.end() == 0


def test_a_file_that_cannot_be_written_is_an_alarm_on_the_wire(file: Path) -> None:
    served = started(file)
    blocked = file.with_name(file.name + ".new")
    with Client(served) as client:
        client.start_therapy()
        volume = client.ask("RES:VOL?")
        blocked.mkdir()
        client.send("DEL:SUSP 2 HR\n")
        told = client.ask("SYST:ERR?")
        assert told.startswith('-320,"Storage fault;DEL:SUSP: done, not kept')
        assert "LEDGER_WRITE,HIGH" in client.ask("ALAR:LIST?")
        assert client.ask("DEL:STAT?") == "SUSP"
        client.send("RES:FILL 9 ML,500 UG/ML\n")
        told = client.ask("SYST:ERR?")
        assert told.startswith('-320,"Storage fault;RES:FILL: not stored; unchanged')
        assert client.ask("RES:VOL?") == volume
        served.kill()
    served.pty.unlink()
    blocked.rmdir()
    served = started(file)
    with Client(served) as client:
        assert client.ask("DEL:STAT?") == "RUN"  # the last moment that was written
        assert client.ask("DEL:SUSP 2 HR;:SYST:ERR?").startswith("0,")
    assert served.end() == 0
