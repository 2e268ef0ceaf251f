"""docs/ci.md: the recipes' host_sim line runs in a clean clone and leaves what the page says."""

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from tests.house.files import ROOT
from tests.scenarios.calling import shell

TEXT = (ROOT / "docs/ci.md").read_text()
GITHUB, GITLAB = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def commands(recipe: str) -> list[str]:
    """What a recipe runs, in its order."""
    return re.findall(r"^ +- (?:run: )?(python3 .*)$", recipe, re.MULTILINE)


def test_both_recipes_run_the_same_two_lines() -> None:
    assert commands(GITHUB) == commands(GITLAB)
    install, play = commands(GITHUB)
    assert install == "python3 -m pip install --require-hashes -r requirements/run.txt"
    assert play.startswith("python3 -m host_sim run ")
    assert (ROOT / "requirements/run.txt").is_file()


def test_it_runs_in_a_clean_clone(tmp_path: Path) -> None:
    clone = tmp_path / "a clone, größer"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    ran = shell(commands(GITHUB)[1], clone, root=clone)
    assert (ran.returncode, ran.stderr) == (0, "")
    evidence = clone / "evidence"
    names = {path.name for path in evidence.iterdir()}
    assert {"index.html", "power_cuts.html", "flex_night.html", "junit.xml"} <= names
    suites = ElementTree.parse(evidence / "junit.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["power_cuts", "flex_night"]
    assert all(len(suite.findall("testcase")) > 5 for suite in suites)
