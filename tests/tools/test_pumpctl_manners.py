"""What a newcomer types: ports by HOST:PORT, reasons and times in words, versions, a clock."""

import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from tests.protocol.served import Served
from tests.tools.pumpctl_call import Call, json_of
from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Keys, LinkLost, Mistake, Pump
from tools.pumpctl.client.address import url_of
from tools.pumpctl.client.served import folder, served_ports
from tools.pumpctl.commands.reasons import REASONS, reason_of


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


# Ports ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("named", ["127.0.0.1:5025", "localhost:5025", "pump-3.lab:1", "[::1]:80"])
def test_host_and_port_are_a_socket(named):
    assert url_of(named) == "socket://" + named
    assert url_of("socket://" + named) == "socket://" + named


@pytest.mark.parametrize("named", ["/dev/ttyACM0", "build/pump", "COM3", "loop://", "./a:5025"])
def test_all_else_is_opened_as_it_is_called(named):
    assert url_of(named) == named


def test_a_file_of_that_name_goes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pump:5025").touch()
    assert url_of("pump:5025") == "pump:5025"


@pytest.mark.parametrize(
    "named", ["127.0.0.1:99999", "127.0.0.1:0", "socket://host:70000", "socket://127.0.0.1"]
)
def test_a_port_number_that_is_none_is_a_mistake_with_an_example(named):
    with pytest.raises(Mistake) as mistake:
        Pump.at(named)
    assert "socket://127.0.0.1:5025" in mistake.value.next_step


def test_ports_shows_a_simulator_while_it_serves_and_a_stale_file_never(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr("tests.protocol.served.ENVIRONMENT", os.environ | {"PYTHONPATH": ""})
    first = Served(tmp_path)
    assert first.first_line == "ready"
    there = [f"socket://127.0.0.1:{first.port}", str(first.pty)]
    assert sorted(port for port, _ in served_ports()) == sorted(there)
    first.kill()
    assert len(list(folder().glob("*.json"))) == 1
    assert served_ports() == []
    second = Served(tmp_path / "second")
    assert second.first_line == "ready"
    assert len(list(folder().glob("*.json"))) == 1  # what the killed one left is swept away
    assert len(served_ports()) == 2
    assert second.end() == 0
    assert list(folder().glob("*.json")) == []


def test_a_file_that_is_no_announcement_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder().mkdir()
    (folder() / "1.json").write_text("nonsense")
    assert served_ports() == []


# Version and completion -------------------------------------------------------------------------


def test_the_version_is_told_without_a_port(call):
    done = call("--version", port=False)
    assert done.exit_code == 0
    assert done.stdout.startswith("pumpctl ")


def test_a_shell_completes_commands():
    environment = os.environ | {
        "_PUMPCTL_COMPLETE": "complete_bash",
        "COMP_WORDS": "pumpctl al",
        "COMP_CWORD": "1",
    }
    command = [sys.executable, "-m", "tools.pumpctl"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["alarms"]


# Stop -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed, reason",
    [("", "OTHER"), ("for refill", "MAINTENANCE"), ("for a refill", "MAINTENANCE"),
     ("because of an overdose", "OVERDOSE"), ("side effects", "SERIOUS_ADR"),
     ("Serious_ADR", "SERIOUS_ADR"), ("drug holiday", "HOLIDAY"), ("other", "OTHER")],
)  # fmt: skip
def test_a_reason_may_be_said_in_words(typed, reason):
    assert reason_of(typed.split()) == reason


def test_stop_for_refill_stops(call):
    assert call("stop", "for", "refill").exit_code == 0
    assert call.orders() == ["DEL:STOP MAINTENANCE"]


@pytest.mark.parametrize("typed, meant", [("bolus", "bolus --abort"), ("alarms", "alarms pause")])
def test_words_that_name_something_else_stop_nothing_and_list_the_reasons(call, typed, meant):
    done = call("stop", typed)
    assert done.exit_code == 2
    assert call.orders() == []
    assert "nothing was stopped" in done.stderr
    for words in (meant, "pumpctl stop, without a reason, stops now", *REASONS):
        assert words in done.stderr


# Clock ------------------------------------------------------------------------------------------


def test_the_clock_is_read_beside_this_computers(call):
    answer = json_of(call("clock", "--json"))
    assert answer["clock"] == "2030-01-01T12:30:05"
    ahead = datetime.fromisoformat(answer["clock"]) - datetime.fromisoformat(answer["host"])
    assert answer["difference_s"] == ahead.total_seconds()
    said = call("clock").stdout
    assert "pump 2030-01-01 12:30:05" in said
    assert "this computer" in said
    assert call.orders() == []


def test_a_clock_that_is_not_set_is_no_time(call):
    call.peer.answers["STAT:QUES:COND?"] = "4"
    answer = json_of(call("clock", "--json"))
    assert (answer["clock"], answer["difference_s"]) == (None, None)
    assert "pumpctl clock set" in call("clock").stdout


@pytest.mark.parametrize(
    "to, asked",
    [("2030-01-02 12:30:05", False), ("2030-01-02 12:30:06", True),
     ("2029-12-31 12:30:04", True), ("2130-01-01 00:00", True)],
)  # fmt: skip
def test_a_jump_of_more_than_a_day_asks(call, to, asked):
    done = call("clock", "set", "--to", to, typed="n\n")
    assert done.exit_code == (2 if asked else 0)
    assert bool(call.orders()) != asked
    assert ("the pump's time" in done.stdout) == asked
    assert call("clock", "set", "--to", to, typed="y\n").exit_code == 0


def test_a_jump_that_nobody_can_be_asked_about_says_how_far_it_is(call):
    answer = json_of(call("clock", "set", "--to", "2130-01-01T00:00", "--json"))
    assert set(answer) == {"error", "text", "next"}
    assert "ahead of the pump's time" in answer["text"]
    assert call.orders() == []
    assert call("clock", "set", "--to", "2130-01-01T00:00", "--json", "--yes").exit_code == 0


def test_without_a_pumps_time_a_jump_is_measured_from_this_computers(call):
    call.peer.answers["STAT:QUES:COND?"] = "4"
    done = call("clock", "set", "--to", "2130-01-01T00:00", typed="n\n")
    assert done.exit_code == 2
    assert "this computer's time" in done.stdout
    assert call("clock", "set").exit_code == 0


@pytest.mark.parametrize(
    "to, why",
    [("2030-01-01T10:00:00+05:00", "no zone"), ("2030-01-01 10:00Z", "no zone"),
     ("2030-01-01 10:00:00.5", "no part of a second"), ("2030-01-01", "no time of day"),
     ("1893456000", "is no time"), ("10:00", "is no time"), ("2030-02-30 10:00", "is no time"),
     ("2030-01-01 24:00", "is no time"), ("٢٠٣٠-01-01 10:00", "is no time"), ("", "is no time"),
     ("01/02/2030 10:00", "is no time"), ("2030-01-01 9:00", "is no time")],
)  # fmt: skip
def test_a_time_that_says_less_or_more_than_the_pump_can_keep_sets_nothing(call, to, why):
    done = call("clock", "set", "--to", to, "--yes")
    assert done.exit_code == 2
    assert why in done.stderr
    assert "2030-01-01 12:30:00" in done.stderr
    assert (call.orders(), call.opened) == ([], [])


def test_the_client_refuses_a_zone_too(tmp_path):
    peer = Peer()
    pump = Pump(peer, Keys(tmp_path / "keys.toml"))
    with pytest.raises(Mistake, match="no zone"):
        pump.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    assert peer.done == []


@pytest.mark.parametrize("seconds", ["inf", "nan", "-inf", "1e9", "0", "x"])
def test_a_timeout_is_a_number_of_seconds(call, seconds):
    done = call("identify", "--timeout", seconds)
    assert done.exit_code == 2, done.output
    assert "--timeout" in done.stderr
    assert call.opened == []


def test_tones_do_not_pause_for_digits_of_another_script(call):
    assert call("alarms", "pause", "٣٠٠").exit_code == 2
    assert call.orders() == []


# Others -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed, seconds", [("300", 300), ("5 min", 300), ("90s", 90)])
def test_tones_pause_for_a_time_with_or_without_a_unit(call, typed, seconds):
    assert call("alarms", "pause", typed).exit_code == 0
    assert call.orders() == [f"ALAR:AUD:PAUS {seconds}"]


def test_amounts_without_quotes_are_told_how(call):
    done = call("fill", "18", "ML", "500", "UG/ML")
    assert done.exit_code == 2
    assert 'next: an amount stands in quotes with its unit: pumpctl fill "18 ML"' in done.stderr
    assert "quotes" in json_of(call("bolus", "25", "UG", "--json"))["next"]
    assert "pumpctl suspend --help" in call("suspend").stderr


def test_the_shell_explains_itself_and_an_empty_line_does_not_leave(call):
    done = call("shell", typed="help\n\n?\nDEL:STAT?\nEXIT\nDEL:STAT?\n")
    assert done.exit_code == 0
    assert done.stdout.count("sign OPERATE DEL:STAR") == 2
    assert done.stdout.count("IDLE") == 1
    assert "type help" in done.stderr
    assert "help shows what can be typed" in call("shell", typed="status\n").stdout


@pytest.mark.parametrize("name, begin", [("a.csv", b"number,at"), ("a.jsonl", b'{"number"'),
                                         ("a.log", b"D0 00:00")])  # fmt: skip
def test_a_log_is_written_as_its_name_says(call, tmp_path, name, begin):
    done = call("log", "download", str(tmp_path / name))
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).read_bytes().startswith(begin)


def test_a_lost_socket_is_not_told_to_be_plugged_in(tmp_path):
    pump = Served(tmp_path)

    def opened():
        return Pump.at(f"127.0.0.1:{pump.port}", tmp_path / "keys.toml", 0.4)

    with opened(), pytest.raises(LinkLost, match="was lost") as lost:
        opened()
    pump.end()
    assert "one controller at a time" in lost.value.next_step
