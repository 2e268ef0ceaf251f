"""What the documents name is there: functions, files and make targets."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.code_names import dotted, untrue
from tests.house.files import ROOT, below, name

DOCUMENTS = [name(path) for path in below(".", suffix=".md")]
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")


def headings(page: Path) -> set[str]:
    """What a link may name behind a #, as GitHub makes it."""
    lines = re.findall(r"^#+ (.*)$", page.read_text(), re.M)
    return {re.sub(r"[^\w -]", "", line).lower().replace(" ", "-") for line in lines}


def test_the_code_overview_follows_functions_by_name() -> None:
    text = (ROOT / "docs/design/code_overview.md").read_text()
    assert len(dotted(text)) >= 10
    assert untrue(text) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_it_names_is_there(document: str) -> None:
    assert untrue((ROOT / document).read_text()) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_its_links_lead_somewhere(document: str) -> None:
    page = ROOT / document
    for target, heading in LINK.findall(page.read_text()):
        if ":" in target:
            continue
        led = (page.parent / target) if target else page
        assert led.exists(), target
        assert not heading or heading in headings(led), heading


def test_the_index_of_the_documents_names_each() -> None:
    index = (ROOT / "docs/README.md").read_text()
    linked = {target for target, _ in LINK.findall(index)}
    below_docs = {
        path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")
    }
    assert linked >= below_docs - {"README.md"}


def test_every_class_of_the_core_has_its_row() -> None:
    page = (ROOT / "docs/design/house.md").read_text()
    rows = [line for line in page.split("\n") if line[:1] == "|"]
    named = {word for line in rows for word in re.findall(r"`(\w+)`", line.split("|")[1])}
    classes = {
        node.name
        for path in below("firmware/pump/core")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
    }
    assert len(classes) > 40
    assert classes - named == set()


def test_the_readme_gives_the_two_commands_and_ci_runs_the_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make run" in readme
    assert "make test" in readme
    assert "docs/report.svg" in readme
    assert re.search(r"^make test$", (ROOT / ".ci/run").read_text(), re.M)


@pytest.mark.parametrize(
    "text",
    [
        "`pump.core.units.moment`", "`units.moment()`", "`Metering.plan`", "`Metering.owed`",
        "`units.MS_PER_DAY`", "`hal.Motor.start`", "`firmware/pump/core/units.py`",
        "`tests/house/`", "`make run`", "`DEL:STOP`", "`1.5 mL`", "`boards/<board>/board.py`",
        "```\n`no.such`\n```",
    ],
)  # fmt: skip
def test_true(text: str) -> None:
    assert untrue(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "`pump.core.units.moments`", "`Metering.planned`", "`units.Metering.plan`", "`make coffee`",
        "`firmware/pump/core/unit.py`", "`pump.kernel`",
    ],
)  # fmt: skip
def test_untrue(text: str) -> None:
    assert untrue(text) == [text.strip("`")]
