"""`make help` is the manual: every target that a person calls is in it; it needs nothing made."""

import re
import subprocess

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
