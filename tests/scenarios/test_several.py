"""Several scenarios in one call: what is played, what is left behind, how it ends."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest

from host_sim.commands import job
from tests.scenarios.calling import call
from tests.scenarios.played import FILLED

GOOD = FILLED + "wait 1 d\nexpect state RUN\n"
FAILS = FILLED + "wait 1 d\nexpect state RUN\nexpect state STOP\nexpect state RUN\n"
DIES = """import multiprocessing
import os

from host_sim.plant.faults import Fault


class Dies(Fault):
    name = "dies"
    about = "the process that plays it ends"

    def turn(self, plant, value):
        if multiprocessing.parent_process() is not None and plant.t_us:
            os._exit(9)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose name needs care, with a scenario that holds and one that does not."""
    monkeypatch.chdir(tmp_path)
    here = tmp_path / "größe & 'Öl' %41"
    here.mkdir()
    (here / "a good one.txt").write_text(GOOD, encoding="utf-8")
    (here / "fällt.txt").write_text(FAILS, encoding="utf-8")
    (here / "notes.md").write_text("no scenario")
    return here


def test_a_folder_is_played_and_each_has_its_report(folder: Path) -> None:
    result = call("run", folder, "--out", "all of it", "--csv", "--junit", "all of it/j.xml")
    assert result.exit_code == 1
    assert "2 scenarios: 1 held, 1 failed" in result.output
    assert "expected state STOP, found RUN" in result.stderr
    out = Path("all of it")
    names = {path.name for path in out.iterdir() if not path.name.startswith("plotly")}
    each = {f"{stem}.{kind}" for stem in ("a good one", "fällt") for kind in ("html", "csv")}
    assert names == each | {"index.html", "j.xml"}
    assert (out / "fällt.html").stat().st_size < 300_000
    assert (out / "a good one.csv").read_text().startswith("ms,wall,")
    page = (out / "index.html").read_text(encoding="utf-8")
    links = [unquote(part.split('"')[0]) for part in page.split('href="')[1:]]
    assert links == ["a good one.html", "fällt.html"]
    assert all((out / link).is_file() for link in links)
    assert "prefers-color-scheme: dark" in page


def test_a_single_file_needs_nothing_beside_it(folder: Path) -> None:
    result = call("run", folder / "a good one.txt", "--out", "o", "--single-file")
    assert result.exit_code == 0
    assert {path.name for path in Path("o").iterdir()} == {"index.html", "a good one.html"}
    assert Path("o/a good one.html").stat().st_size > 1_000_000


def test_json_of_several_is_the_whole_output(folder: Path) -> None:
    result = call("run", folder, "--json", "--no-report")
    said = json.loads(result.stdout)
    assert (said["outcome"], said["index"]) == ("failed", None)
    good, bad = said["scenarios"]
    assert (good["name"], good["outcome"], good["passed"]) == ("a good one", "held", True)
    assert (bad["outcome"], bad["report"]) == ("failed", None)
    assert [each["held"] for each in bad["expectations"]] == [True, False]
    assert not Path("build").exists()


def test_a_worker_that_dies_is_a_crash_and_the_others_are_played(folder: Path) -> None:
    (folder / "dies.txt").write_text(GOOD + "fault dies\n")
    Path("f.py").write_text(DIES)
    result = call(
        "run", folder, "--faults", "f.py", "--out", "o", "--junit", "o/j.xml", "--jobs", 1
    )
    assert result.exit_code == 3
    assert "3 scenarios: 1 held, 1 failed, 1 crashed" in result.output
    assert "died (exit code 9)" in result.stderr
    assert 'errors="1"' in Path("o/j.xml").read_text()
    assert "died (exit code 9)" in Path("o/index.html").read_text()


def test_a_crash_of_ours_ends_with_3_and_its_traceback(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(job, "play", crash)
    result = call("run", folder / "a good one.txt", "--no-report", "--junit", "j.xml")
    assert result.exit_code == 3
    assert "ZeroDivisionError: ours" in result.stderr
    assert "ZeroDivisionError: ours" in Path("j.xml").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("here", "bad.txt", "gone.txt"), ("bad.txt:1:9", "gone.txt: no such", "Nothing was run.")),
        (("here", "empty"), ("empty: no scenario in it",)),
        (("here", "here"), ("both would write a good one.html",)),
        (("here", "index.txt"), ("both would write index.html",)),
        (("here", "--report", "x.html"), ("--out FOLDER takes those of several",)),
        (("one.txt", "--report", "x.html", "--out", "o"), ("give one of them",)),
        (("here", "--out", "one.txt"), ("cannot write the report",)),
        (("one.txt", "--junit", "empty"), ("cannot write the JUnit file",)),
        (("one.txt", "--no-report", "--single-file"), ("--no-report writes none",)),
        (("one.txt", "--faults", "gone.py"), ("--faults: gone.py: No such file",)),
        (("one.txt", "--faults", "bad.txt"), ("bad.txt:1:6: not Python",)),
        (("one.txt", "--jobs", "0"), ("--jobs",)),
    ],
)
def test_bad_input_is_told_before_anything_runs(
    folder: Path, words: tuple[str, ...], told: tuple[str, ...]
) -> None:
    folder.rename("here")
    Path("empty").mkdir()
    Path("one.txt").write_text(GOOD)
    Path("index.txt").write_text(GOOD)
    Path("bad.txt").write_text("fill 18 mg of 500 ug/mL\n")
    result = call("run", *words)
    assert result.exit_code == 2
    for each in told:
        assert each in result.output
    assert not list(Path().rglob("*.html"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--speed", "inf"), "--speed takes whole simulated seconds a second, 0 to"),
        (("--speed", "nan"), "not nan"),
        (("--speed", "1.5"), "not 1.5"),
        (("--tcp", "127.0.0.1:99999"), "PORT from 0 to 65535, not 127.0.0.1:99999"),
        (("--scenario", "gone.txt"), "gone.txt: no such scenario"),
        (("--faults", "gone.py"), "--faults: gone.py: No such file"),
    ],
)
def test_serve_says_what_is_wrong(folder: Path, words: tuple[str, ...], told: str) -> None:
    result = call("serve", "--tcp", "127.0.0.1:0", *words)
    assert result.exit_code == 2
    assert told in result.output
