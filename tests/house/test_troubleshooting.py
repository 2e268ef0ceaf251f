"""docs/troubleshooting.md quotes what is really said, and what it tells to type is there."""

import ast
import re
from functools import cache

import pytest

from tests.house.files import ROOT, below
from tools.schemas.shapes import SHAPES

TEXT = (ROOT / "docs/troubleshooting.md").read_text()
ROWS = [
    line.strip("| ").split(" | ")
    for line in TEXT.splitlines()
    if line.startswith("|") and not line.startswith(("|---", "| you see"))
]
QUOTED = [text for row in ROWS for text in re.findall(r"(?<!`)(`{1,2})(?!`)(.+?)\1(?!`)", row[0])]
SET = re.compile(r"\b([A-Z]+)=").findall
# Said by the shell, the system and pyserial.
NOT_OURS = {
    "pumpctl: command not found",
    "Address already in use",
    "Connection refused",
    "Permission denied",
}


@cache
def said() -> str:
    """Every text in the code, adjoining ones as one, and the scripts."""
    found = [path.read_text() for path in below("tools/setup", suffix=".sh")]
    for path in [*below("firmware", "host_sim", "tools"), ROOT / "tests/counting.py"]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                value = node.value
                found.append(value if isinstance(value, str) else value.decode("latin-1"))
    return "\n".join(found)


@pytest.mark.parametrize("text", [text for _, text in QUOTED])
def test_a_quoted_text_is_one_of_ours(text: str) -> None:
    for foreign in NOT_OURS:
        text = text.replace(foreign, "…")
    for part in re.split(r"[;:]? ?…[;:]? ?", text):
        assert part in said(), part


def test_every_row_tells_what_to_do() -> None:
    assert len(ROWS) > 30
    for row in ROWS:
        assert len(row) == 3, row
        assert all(cell.strip() for cell in row), row


def test_what_is_to_be_typed_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text() + (ROOT / "tools/setup/find_python.sh").read_text()
    lines = [line for row in ROWS for line in re.findall(r"`([^`]+)`", row[2])]
    for line in lines:
        made = re.match(r"make ([a-z-]+)", line)
        if made:
            assert re.search(rf"^{made[1]}:", makefile, re.M), line
            assert all(f"({name})" in makefile or f"${name}" in makefile for name in SET(line))
        called = re.match(r"pumpctl (?:--\S+ \S+ )*(\w+(?: [a-z]+)?)", line)
        if called:
            assert {called[1], called[1].split()[0]} & {*SHAPES, "shell"}, line
    assert sum(line.startswith(("make", "pumpctl")) for line in lines) > 20
