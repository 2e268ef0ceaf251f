"""Files on the host: keys, exported logs; and what Tab makes of a half-typed header."""

import csv
import io
import json
import os
import stat

import pytest

from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Keys, Mistake, Pump, Refused, Uncertain
from tools.pumpctl.client.completion import Headers
from tools.pumpctl.client.keys import published
from tools.pumpctl.export import as_csv, as_jsonl
from tools.pumpctl.stored import read

# Keys -------------------------------------------------------------------------------------------


def test_a_key_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "keys.toml"
    path.write_text('["C20-1"]\nOPERATE = "' + "ab" * 32 + '"\n')
    path.chmod(0o640)
    with pytest.raises(Mistake) as mistake:
        Keys(path)
    assert mistake.value.next_step == f"chmod 600 {path}"
    path.chmod(0o600)
    assert Keys(path).key("C20-1", "OPERATE") == b"\xab" * 32


def test_published_keys_are_for_pumps_that_are_nobodys(tmp_path):
    keys = Keys(tmp_path / "keys.toml")
    assert keys.key("SIM00001", "OPERATE") == published("OPERATE") == keys.key("BENCH1", "OPERATE")
    with pytest.raises(Mistake, match="no OPERATE key of C20-1"):
        keys.key("C20-1", "OPERATE")


@pytest.mark.parametrize("line", ['OPERATE = "ab"', 'OBSERVE = "' + "ab" * 32 + '"', "x = 1"])
def test_what_is_no_key_is_told(tmp_path, line):
    path = tmp_path / "keys.toml"
    path.write_text(f'["C20-1"]\n{line}\n')
    path.chmod(0o600)
    with pytest.raises(Mistake, match="is no key"):
        Keys(path)


KEY = "0f1e2d3c4b5a6978" * 4


@pytest.mark.parametrize(
    "text",
    [
        f'["C20-1"]\n{KEY} = "OPERATE"\n',
        f'["{KEY}"]\nOPERATE = "C20-1"\n',
        f'{KEY} = "OPERATE"\n',
        f'["C20-1"]\nOPERATE = {KEY}\n',
        f'["C20-1"]\nOPERATE = "{KEY}\n',
        f'["C20-1"]\nOPERATE = "{KEY}0"\n',
        f'["{KEY}"]\n["{KEY}"]\n',
        f'["C20-1"]\n{KEY} = 1\n{KEY} = 2\n',
        f"{KEY}.x = 1\n[{KEY}]\nx = 2\n",
        f'["C20-1"]\nOPERATE = "{KEY}\xff"\n',
    ],
)
def test_a_key_file_with_a_mistake_is_told_without_its_keys(tmp_path, text):
    path = tmp_path / "keys.toml"
    path.write_bytes(text.encode("latin-1"))
    path.chmod(0o600)
    with pytest.raises(Mistake) as mistake:
        Keys(path)
    said = mistake.value.text + mistake.value.next_step + str(mistake.value)
    assert str(path) in said
    assert not any(KEY[at : at + 8] in said for at in range(len(KEY) - 7))


def test_a_key_file_and_what_is_written_on_the_way_are_their_owners_alone(tmp_path, monkeypatch):
    path = tmp_path / "keys.toml"
    beside = tmp_path / "keys.toml.new"
    beside.write_text("left by a crash")
    beside.chmod(0o666)
    modes = []
    replaced = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (modes.append(stat.S_IMODE(os.fstat(fd).st_mode)), replaced(fd))
    )
    before = os.umask(0)
    try:
        Keys(path).propose("C20-1", "OPERATE", b"\xab" * 32)
    finally:
        os.umask(before)
    assert modes == [0o600]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not beside.exists()


def test_a_rotated_key_is_written_down_before_it_goes_to_the_pump(tmp_path):
    path = tmp_path / "new" / "keys.toml"
    peer = Peer()
    pump = Pump(peer, Keys(path))
    run, seen = peer._run, []

    def spied_run(message, level):
        if message.startswith("AUTH:ROT"):
            seen.append(path.read_text())
        return run(message, level)

    peer._run = spied_run
    pump.keys.rotate("OPERATE")
    assert "OPERATE_NEXT" in seen[0]
    assert "_NEXT" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    pump.therapy.start()
    assert peer.done[-1] == ("DEL:STAR", "OPERATE")
    assert Keys(path).key("SIM00007", "OPERATE") == peer.keys["OPERATE"] != published("OPERATE")


def test_a_refused_key_is_withdrawn_and_the_old_one_stays(tmp_path):
    peer = Peer()
    peer.button = False
    pump = Pump(peer, Keys(tmp_path / "keys.toml"))
    with pytest.raises(Refused):
        pump.keys.rotate("OPERATE")
    assert pump.keys.file.proposed("SIM00007", "OPERATE") is None
    assert pump.keys.file.key("SIM00007", "OPERATE") == published("OPERATE")


def test_a_key_whose_answer_was_lost_is_adopted_when_the_pump_answers_to_it(tmp_path):
    peer = Peer()
    pump = Pump(peer, Keys(tmp_path / "keys.toml"))
    reopen = peer.reopen

    def with_a_stranger():
        reopen()
        peer._last = (b"OTHERS", 0)

    peer.reopen, peer.cut_after = with_a_stranger, 1
    pump.keys.rotate("SERVICE")
    assert pump.keys.file.key("SIM00007", "SERVICE") == peer.keys["SERVICE"] != published("SERVICE")


def test_a_key_that_nothing_tells_of_is_kept_and_sent_again(tmp_path):
    peer = Peer()
    pump = Pump(peer, Keys(tmp_path / "keys.toml"))
    peer.cut_before = 9
    with pytest.raises(Uncertain):
        pump.keys.rotate("OPERATE")
    sent = pump.keys.file.proposed("SIM00007", "OPERATE")
    assert sent is not None
    peer.cut_before = 0
    peer.reopen()
    peer.button = False
    with pytest.raises(Refused):  # which tells nothing of the first time: it may be in force
        pump.keys.rotate("OPERATE")
    peer.button = True
    pump.keys.rotate("OPERATE")
    assert peer.keys["OPERATE"] == sent == pump.keys.file.key("SIM00007", "OPERATE")


def test_a_first_key_is_the_one_in_the_file_or_a_new_one(tmp_path):
    peer = Peer("C20-1")
    pump = Pump(peer, Keys(tmp_path / "keys.toml"))
    with pytest.raises(Mistake, match="no SERVICE key"):
        pump.keys.enrol("SERVICE")
    pump.keys.enrol("SERVICE", bytes(range(32)))
    assert peer.keys["SERVICE"] == bytes(range(32)) == pump.keys.file.key("C20-1", "SERVICE")


# Logs -------------------------------------------------------------------------------------------

STORED = read(
    b"D0 00:00:00.000 BOOT steps_per_ml=64000 capacity_nl=20000000 #1 c12d09edbd924309\n"
    b"D1 02:03:04.005 ALARM STOPPED LOW ACTIVE #2 0123456789abcdef\n"
)


def test_a_log_becomes_rows_with_whole_numbers():
    rows = list(csv.DictReader(io.StringIO(as_csv(STORED))))
    assert rows[0]["event"] == "BOOT"
    assert (rows[0]["name2"], rows[0]["value2"]) == ("capacity_nl", "20000000")
    assert (rows[1]["at_ms"], rows[1]["words"]) == ("93784005", "STOPPED LOW ACTIVE")


def test_a_log_becomes_objects_line_by_line():
    first, second = (json.loads(line) for line in as_jsonl(STORED).splitlines())
    assert first["figures"] == {"steps_per_ml": 64000, "capacity_nl": 20000000}
    assert second["words"] == ["STOPPED", "LOW", "ACTIVE"]
    assert second["link"] == "0123456789abcdef"


# Completion -------------------------------------------------------------------------------------

HEADERS = Headers(
    [
        "*IDN?/qonly/",
        ":SYSTem:ERRor[:NEXT]?/qonly/",
        ":SYSTem:ERRor:COUNt?/qonly/",
        ":PREScription:CONCentration",
        ":PREScription:SEGMent<n>:STARt",
        ":DELivery:STARt/nquery/",
        ":DELivery:STATe?/qonly/",
    ]
)


@pytest.mark.parametrize(
    ("typed", "may_be"),
    [
        ("pres", ["PRES:"]),
        ("presc", ["PRESCRIPTION:"]),
        ("pres:con", ["pres:CONC", "pres:CONC?"]),
        ("Prescription:CONCE", ["Prescription:CONCENTRATION", "Prescription:CONCENTRATION?"]),
        ("DEL:ST", ["DEL:STAR", "DEL:STAT?"]),
        (":DEL:STATE", [":DEL:STATE?"]),
        ("PRES:SEGM3:", ["PRES:SEGM3:STAR", "PRES:SEGM3:STAR?"]),
        ("SYST:ERR", ["SYST:ERR:", "SYST:ERR?"]),
        ("SYST:ERR:", ["SYST:ERR:COUN?", "SYST:ERR:NEXT?"]),
        ("*I", ["*IDN?"]),
        ("NIX:", []),
    ],
)
def test_a_half_typed_header_becomes(typed, may_be):
    assert HEADERS.completions(typed) == may_be
