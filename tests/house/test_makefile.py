"""`make help` is the manual: every target that a person calls is in it; it needs nothing made."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = (
    "run",
    "serve",
    "test",
    "test-long",
    "test-vm",
    "bench",
    "lint",
    "types",
    "fmt",
    "clean",
    "setup",
)


def made(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"} | variables,
    )


def test_help_lists_every_target() -> None:
    listed = re.findall(r"^  make ([a-z0-9-]+) ", made("help").stdout, re.M)
    phony = re.findall(r"^\.PHONY: ([a-z0-9-]+)$", MAKEFILE, re.M)
    assert sorted(listed) == sorted(phony)
    assert set(TARGETS) <= set(listed)


def test_help_is_what_make_alone_says() -> None:
    assert made().stdout == made("help").stdout


def test_without_a_python_it_says_what_to_install() -> None:
    """PYTHON names one that is not there: the environment cannot be made."""
    script = ["tools/setup/find_python.sh"]
    done = subprocess.run(
        script,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHON": "/no/such/python"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "no Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


@pytest.mark.parametrize("target", ["run", "serve"])
def test_using_the_simulator_needs_the_run_lock_only(target: str) -> None:
    rule = re.search(rf"^{target}: (.*?)\s*##", MAKEFILE, re.M)
    assert rule and rule[1].split() == ["$(RUN_READY)"]


PATHS = [
    ("run", "SCENARIO"),
    ("campaign", "CAMPAIGN"),
    ("serve", "PTY"),
    ("serve", "START"),
    ("serve", "STATE"),
    ("verify-log", "LOG"),
    ("deploy", "PORT"),
    ("emulate", "PICO"),
    ("logs", "DIR"),
]


def recipe(target: str, setting: str) -> list[str]:
    """What it would run, as the words of a shell; nothing is run or installed."""
    stamps = ["run", "dev", "board", "campaign"]
    done = made("-n", target, setting, *[f"-o.venv/.{stamp}-ready" for stamp in stamps], HOME="/h")
    return shlex.split(done.stdout.replace("\\\n", ""))


@pytest.mark.parametrize(("target", "variable"), PATHS)
@pytest.mark.parametrize("path", ["my pumps/one of them", 'Anna\'s $ "one" & only'])
def test_a_path_is_one_word_whatever_is_in_it(target: str, variable: str, path: str) -> None:
    assert path in recipe(target, f"{variable}=" + path.replace("$", "$$"))


def test_a_path_may_begin_at_home() -> None:
    assert "/h/a pump.state" in recipe("serve", "STATE=~/a pump.state")


def test_no_recipe_holds_a_variable_of_the_caller_bare() -> None:
    """ARGS apart, which is words by intent."""
    callers = set(re.findall(r"^([A-Z]+) \?=", MAKEFILE, re.M)) | {"START", "STATE", "PLAIN", "LOG"}
    recipes = "\n".join(re.findall(r"^\t.*", MAKEFILE, re.M))
    bare = re.sub(r"\$\(call (quoted|path),[A-Z]*=?\$\(\w+\)\)|\$\(if \$\(\w+\)", "", recipes)
    assert callers & set(re.findall(r"\$\((\w+)\)", bare)) == {"ARGS"}


def test_a_count_that_is_none_is_told_before_anything_runs() -> None:
    for said, wrong in (("BYTES=abc", "'abc'"), ("CASES=0", "'0'"), ("BYTES=", "''")):
        call = [sys.executable, "-m", "tests.counting", said]
        done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr == f"{said[:5]}: {wrong} is no whole number from 1 up\n"
    assert "tests.counting BYTES=abc" in " ".join(recipe("fuzz", "BYTES=abc"))


def test_a_python_that_is_not_there_is_skipped_aloud(tmp_path: Path) -> None:
    """In a tree of its own: no environment is made, for there is no Python to make it with."""
    script = tmp_path / "tools/setup/test_pythons.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(ROOT / "tools/setup/test_pythons.sh", script)
    done = subprocess.run(
        [str(script)],
        env={"PATH": "/usr/bin:/bin", "PYTHONS": "/no/python3.12 /no/python3.13"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == (
        "/no/python3.12: SKIPPED, it is not here or has no venv\n"
        "/no/python3.13: SKIPPED, it is not here or has no venv\n"
    )
    assert (done.returncode, done.stderr) == (1, "")  # nothing was tested
