"""log, shell, keys: what the host writes down."""

import os
import stat

import pytest

from tests.tools.pumpctl_call import LOG, Call, json_of
from tests.tools.pumpctl_wire import Wire, running
from tests.tools.pumpctl_wire import call as call_wire


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


# Logs -------------------------------------------------------------------------------------------


def test_a_log_is_downloaded_block_by_block_and_verified(call, tmp_path):
    path = tmp_path / "pump.log"
    done = call("log", "download", str(path))
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == LOG
    assert "every line fits" in done.stdout
    part = tmp_path / "part.log"
    assert call("log", "download", str(part), "--from", "20").exit_code == 0
    assert part.read_bytes() == b"".join(LOG.splitlines(keepends=True)[19:])


def test_a_log_that_was_touched_is_6_and_kept(call, tmp_path):
    call.peer.log[4] = call.peer.log[4].replace(b"day=1", b"day=2")
    path = tmp_path / "pump.log"
    done = call("log", "download", str(path))
    assert done.exit_code == 1
    assert "line 5" in done.stdout
    assert path.exists()


def test_a_log_that_ends_before_the_pumps_newest_line_is_6(call, tmp_path):
    call.peer.answers["LOG:HASH?"] = "#H0123456789ABCDEF"
    assert call("log", "download", str(tmp_path / "pump.log")).exit_code == 1


def test_a_log_never_takes_the_place_of_a_device(call, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = call("log", "download", str(pipe))
    assert done.exit_code == 2
    assert "is no file" in done.stderr
    assert pipe.is_fifo()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_log_is_exported_at_once_or_later(call, tmp_path, form):
    raw, at_once, later = (tmp_path / name for name in ("raw", "x", f"y.{form}"))
    assert call("log", "download", str(raw)).exit_code == 0
    assert call("log", "download", str(at_once), "--format", form).exit_code == 0
    assert call("log", "export", str(raw), str(later), port=False).exit_code == 0
    assert at_once.read_text() == later.read_text()
    assert len(later.read_text().splitlines()) == len(LOG.splitlines()) + (form == "csv")


def test_an_export_of_no_log_or_to_no_format_is_2(call, tmp_path):
    (tmp_path / "none").write_text("hello\n")
    assert call("log", "export", str(tmp_path / "none"), "x.csv").exit_code == 2
    assert call("log", "export", str(tmp_path / "none"), "x.xls").exit_code == 2
    assert call("log", "export", str(tmp_path / "gone"), "x.csv").exit_code == 2


# Shell and keys ---------------------------------------------------------------------------------


def test_the_shell_answers_lines_as_they_are_typed_and_signs_on_demand(call, tmp_path):
    done = call("shell", typed="DEL:STAT?\nDEL:STAR\nsign OPERATE DEL:STAR\nsign x\nDEL:STAT?\n")
    assert done.exit_code == 0
    assert "IDLE" in done.stdout
    assert '-203,"Command protected;DEL:STAR"' in done.stdout
    assert "sign what, as whom?" in done.stderr
    assert "RUN" in done.stdout
    assert call.peer.done == [("DEL:STAR", "OPERATE")]
    assert (tmp_path / "cisterna/pumpctl_history").exists()


KEY = "0123456789abcdef" * 4
WITH_A_KEY = [
    f'AUTH:ENR OPER,"{KEY}"',
    f'sign SERVICE AUTH:ROT OPERATE,"{KEY}"',
    f'*OPC?;:authenticate:rotate oper,"{KEY}"',
    f"AUTH:STAT?;enroll OPER,'{KEY}'",
    "AUTH:ROT OPER,'0123456789abcdef 0123'",
    KEY[:40],
    KEY[:17],
    f"AUTH:ENR{KEY}",
]


@pytest.mark.parametrize("line", WITH_A_KEY)
def test_no_key_stands_in_the_shells_history(call, tmp_path, line):
    history = tmp_path / "cisterna/pumpctl_history"
    history.parent.mkdir()
    history.write_text(f"SYST:ERR?\n{line}\n")  # as an older pumpctl has left it
    call("shell", typed=f"DEL:STAT?\n{line}\nDEL:RATE?\n")
    assert history.read_text().split() == ["SYST:ERR?", "DEL:STAT?", "DEL:RATE?"]
    assert stat.S_IMODE(history.stat().st_mode) == 0o600


def test_a_line_of_the_shell_may_order_without_a_check_where_it_has_the_right(tmp_path):
    bench = running()
    wire = Wire(bench)
    wire.session.granted = 3
    done = call_wire(wire, "shell", keys=tmp_path / "keys.toml", typed="DEL:SUSP 30 MIN\n")
    assert done.exit_code == 0, done.output
    assert bench.exchange("DEL:STAT?") == "SUSP"


def test_keys_are_told_but_never_shown(call, tmp_path):
    call("keys", "rotate", "PRESCRIBE")
    done = call("keys", "status")
    assert "FILE" in done.stdout
    assert call.peer.keys["PRESCRIBE"].hex() in (tmp_path / "keys.toml").read_text()
    assert call.peer.keys["PRESCRIBE"].hex() not in done.stdout
    assert json_of(call("keys", "status", "--json"))["keys"]["PRESCRIBE"]["here"] == "FILE"
