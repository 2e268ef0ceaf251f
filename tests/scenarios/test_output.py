"""What a run says, and what becomes of it when nobody can read it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from host_sim.commands.inputs import BadInput
from host_sim.commands.output import kept_going
from host_sim.report import terminal
from tests.scenarios.calling import call, shell
from tests.scenarios.played import FILLED

GOOD = FILLED + "wait 2 d\nexpect state RUN\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a scenario that holds."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD)
    return tmp_path


@pytest.mark.parametrize("scenarios", ["good.txt", "good.txt fails.txt"])
def test_a_reader_that_goes_takes_nothing_from_the_evidence(folder: Path, scenarios: str) -> None:
    (folder / "fails.txt").write_text(GOOD + "expect state STOP\n")
    line = f"(python -m host_sim run {scenarios} --junit j.xml; echo $? > code) | true"
    done = shell(line, folder)
    assert "Traceback" not in done.stderr
    assert (folder / "code").read_text().strip() == ("1" if "fails" in scenarios else "0")
    assert "</testsuites>" in (folder / "j.xml").read_text()


def test_a_closed_output_is_no_crash(folder: Path) -> None:
    done = shell("python -m host_sim run good.txt --no-report >&-", folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_output_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        with pytest.raises(BadInput, match="standard output: No space left"), kept_going():
            print("the result")


def test_no_expectation_is_not_called_held(folder: Path) -> None:
    (folder / "none.txt").write_text(FILLED + "wait 1 d\n")
    result = call("run", "none.txt")
    assert result.exit_code == 0
    assert "The scenario expects nothing" in result.output
    assert "held" not in result.output
    page = Path("build/reports/none.html").read_text(encoding="utf-8")
    assert "The scenario expects nothing" in page
    assert "Every expectation" not in page
    assert call("run", "good.txt").exit_code == 0
    page = Path("build/reports/good.html").read_text(encoding="utf-8")
    assert "Every expectation of the scenario held (1)" in page


def test_an_empty_word_is_not_the_folder_where_it_is_called(folder: Path) -> None:
    result = call("run", "")
    assert result.exit_code == 2
    assert "names no scenario" in result.output


def test_every_mistake_of_a_folder_is_told(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("fil 18 mL\n")
    result = call("run", ".")
    assert result.exit_code == 2
    assert "a.txt:1:1: " in result.output
    assert "b.txt:1:1: " in result.output
    assert "Nothing was run." in result.output


def test_brackets_in_a_title_are_no_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=200)
    monkeypatch.setattr(terminal, "Console", lambda **_: console)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with terminal.progress("a [/bold] title [red]", 3_600_000, quiet=False) as moved:
        moved(3_600_000)
    assert "a [/bold] title [red]" in shown.getvalue()
