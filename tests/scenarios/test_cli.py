"""The command line: exit codes, what it prints, where it writes."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from host_sim.commands import lists
from tests.house.files import ROOT
from tests.scenarios.calling import call, shell
from tests.scenarios.played import FILLED


@pytest.fixture
def scenario_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a scenario that holds."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "good.txt"
    path.write_text(FILLED + "wait 2 d\nexpect state RUN\n")
    return path


def test_a_scenario_that_holds_ends_with_0(scenario_file: Path) -> None:
    result = call("run", "good.txt")
    assert result.exit_code == 0
    assert "A pump that runs: up to 2 d" in result.output
    assert "ordered                      0.400000 mL" in result.output
    assert "No alarm was raised." in result.output
    assert "Every expectation of the scenario held." in result.output
    assert "Report: build/reports/good.html" in result.output
    reports = scenario_file.parent / "build/reports"
    assert (reports / "good.html").stat().st_size < 300_000
    assert [path.stat().st_size > 1_000_000 for path in reports.glob("plotly-*.js")] == [True]


def test_a_failed_expectation_ends_with_1_and_names_its_line(scenario_file: Path) -> None:
    scenario_file.write_text(FILLED + "wait 2 d\nexpect state STOP\n")
    result = call("run", scenario_file, "--report", "here/is.html")
    assert result.exit_code == 1
    assert "good.txt:7:1: expected state STOP, found RUN" in result.output
    assert "An expectation failed" in Path("here/is.html").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "nothing.txt"), "nothing.txt"),
        (("run", "bad.txt"), "bad.txt:1:9: expected a unit of volume"),
        (("run", "binary.txt"), "binary.txt"),
        (("run", "good.txt", "--report", "good.txt/under.html"), "cannot write the report"),
        (("run", "good.txt", "--fast"), "No such option"),
        (("run",), "Missing argument"),
        (("dance",), "No such command"),
        (("serve",), "nothing to serve on"),
        (("serve", "--tcp", "127.0.0.1:0", "--scenario", "bad.txt"), "bad.txt:1:9"),
        (("serve", "--tcp", "127.0.0.1"), "127.0.0.1:PORT"),
        (("serve", "--tcp", "127.0.0.1:0", "--speed", "-1"), "0 to 10000000, not -1"),
    ],
)
def test_usage_and_files_end_with_2(scenario_file: Path, words: tuple[str, ...], said: str) -> None:
    (scenario_file.parent / "bad.txt").write_text("fill 18 mg of 500 ug/mL\n")
    (scenario_file.parent / "binary.txt").write_bytes(b"\xff\xfe\x00")
    result = call(*words)
    assert result.exit_code == 2
    assert said in result.output


def test_a_busy_port_ends_with_2_and_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = call("serve", "--tcp", f"127.0.0.1:{taken.getsockname()[1]}")
    assert result.exit_code == 2
    assert "in use" in result.output or "busy" in result.output


def test_quiet_says_nothing_and_writes_the_report(scenario_file: Path) -> None:
    result = call("run", scenario_file.name, "--quiet")
    assert (result.exit_code, result.output) == (0, "")
    assert Path("build/reports/good.html").exists()


def test_json_is_the_whole_output(scenario_file: Path) -> None:
    result = call("run", scenario_file.name, "--json", "--no-report")
    result_json = json.loads(result.output)
    assert result_json["passed"] is True
    assert result_json["report"] is None
    assert result_json["elapsed_ms"] == 2 * 86_400_000
    assert result_json["ordered_nl"] == 400_000
    assert result_json["last"]["least_nl"] == 400_000
    assert result_json["alarms"] == []
    assert not Path("build").exists()


def test_long_quanta_end_the_same_way(scenario_file: Path) -> None:
    assert call("run", scenario_file.name, "--no-report", "--long-quanta").exit_code == 0


def test_the_list_names_every_shipped_scenario() -> None:
    result = call("list")
    assert result.exit_code == 0
    assert "refill_missed" in result.output
    assert "The refill that nobody came for" in result.output
    assert "fi_04_priming_mixes " in result.output
    assert "make catalogue: all failures of other devices" in result.output


@pytest.mark.parametrize("name", ["screening_then_constant", "fi_04_priming_mixes"])
def test_a_shipped_scenario_goes_by_its_name(scenario_file: Path, name: str) -> None:
    assert call("run", name, "--no-report", "--quiet").exit_code == 0


def test_help_tells_the_commands_and_the_exit_codes() -> None:
    for words, said in (
        ((), ("run", "list", "serve", "Exit codes")),
        (("run",), ("--report", "--out", "--junit", "--faults", "--json", "--long-quanta")),
        (("serve",), ("--pty", "--tcp", "--speed", "--scenario", "--state", "SIGTERM")),
    ):
        output = call(*words, "--help").output
        for word in said:
            assert word in output


def test_python_m_host_sim_finds_the_firmware_from_anywhere(scenario_file: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-m", "host_sim", "run", str(scenario_file), "--no-report"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    assert "100 %  2 d simulated" in found.stdout
    assert "\x1b" not in found.stdout


# How a call ends --------------------------------------------------------------------------------


def test_a_crash_of_any_command_is_3_with_its_traceback(monkeypatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(lists, "scenarios", crash)
    result = call("list")
    assert result.exit_code == 3
    assert "ZeroDivisionError: ours" in result.output
    monkeypatch.setattr("host_sim.commands.serve.serve", crash)
    assert call("serve", "--tcp", "127.0.0.1:0").exit_code == 3


def test_ctrl_c_is_no_failed_expectation(monkeypatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lists, "scenarios", interrupt)
    assert call("list").exit_code == 130


@pytest.mark.parametrize("line", ["list", "faults", "--help", "completion", "--version"])
def test_output_that_is_wanted_and_cannot_be_written_is_2(tmp_path, line) -> None:
    done = shell(f"python -m host_sim {line} > /dev/full", tmp_path)
    assert done.returncode == 2, done.stderr
    assert "cannot write to standard output: No space left on device" in done.stderr
    done = shell(f'{{ python -m host_sim {line}; echo "code $?" >&2; }} | true', tmp_path)
    assert done.stderr == "code 0\n"


def test_a_terminal_that_knows_ascii_alone_shows_a_title(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("# 25 µg\n" + FILLED + "wait 1 h\n", encoding="utf-8")
    done = shell("PYTHONIOENCODING=ascii python -m host_sim run a.txt --no-report", tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_file_steers_no_terminal(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("start \u202e\u2066 mL/d\n", encoding="utf-8")
    (tmp_path / "wrong.py").write_text("\x1b]0;title\x07 = 1\n")
    for words in ("run a.txt", "faults --faults wrong.py"):
        done = shell(f"python -m host_sim {words}", tmp_path)
        assert done.returncode == 2, done.stderr
        assert not {"\x1b", "\x07", "\u202e", "\u2066"} & set(done.stdout + done.stderr), words
        assert ":1:" in done.stderr


@pytest.mark.parametrize("text", ["wait ٣ h", "repeat ٣ times\nend", "clock ٢٠٣٠-01-01 08:00",
                                  "clock 2030-01-01 ٠٨:00"])  # fmt: skip
def test_digits_of_another_script_are_no_number(tmp_path, text) -> None:
    (tmp_path / "a.txt").write_text(text + "\n", encoding="utf-8")
    assert call("run", tmp_path / "a.txt").exit_code == 2
