"""The command before it does anything: what help loads, its version, a shell's completion."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.files import ROOT
from tests.scenarios.calling import shell

# Loaded for --help: typer and the options. Python itself has some 60 of them before that.
MOST_MODULES = 330
SLOW = ("rich", "plotly", "pump", "host_sim.board", "host_sim.report", "multiprocessing")
LOADED = """
import sys
from host_sim.__main__ import main
sys.argv = ["host_sim", sys.argv[1]]
try:
    main()
except SystemExit:
    print("loaded", *sorted(sys.modules), file=sys.stderr)
"""


def loaded(option: str) -> tuple[str, list[str]]:
    """What it prints, and the names of all modules that it has loaded by then."""
    ran = subprocess.run(
        [sys.executable, "-c", LOADED, option],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout, ran.stderr.split()[1:]


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_little_is_loaded_for_it(option: str) -> None:
    _, modules = loaded(option)
    assert "host_sim.cli" in modules
    assert [name for name in modules if name.startswith(SLOW)] == []
    assert len(modules) < MOST_MODULES


def test_the_version_is_the_project_s() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert loaded("--version")[0] == f"host_sim {version}\n"


@pytest.mark.parametrize(
    ("words", "offered"), [("host_sim ru", "run"), ("host_sim run --jun", "--junit")]
)
def test_bash_completes_its_words(tmp_path: Path, words: str, offered: str) -> None:
    (tmp_path / "ask").write_text(
        'eval "$(python -m host_sim completion)"\n'
        f"COMP_WORDS=({words}) COMP_CWORD={len(words.split()) - 1}\n"
        '_host_sim_words && echo "${COMPREPLY[@]}"\n'
    )
    assert shell("bash ask", tmp_path).stdout == offered + "\n"
