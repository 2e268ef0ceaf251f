"""The judges share no code with the firmware: they import each other, and nothing else."""

import ast

import pytest

from tests.house.files import ROOT

JUDGES = ROOT / "host_sim/swarm/judges"
OWN = "host_sim.swarm.judges"
HANDED = "host_sim.swarm.witness"  # a type: what a judge is handed


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.parametrize("path", sorted(JUDGES.glob("*.py")), ids=lambda path: path.name)
def test_a_judge_imports_judges(path) -> None:
    tree = ast.parse(path.read_text())
    types = [
        inner
        for node in tree.body
        if isinstance(node, ast.If)
        for inner in ast.walk(node)
        if imported(inner)
    ]
    for node in ast.walk(tree):
        for name in imported(node):
            if node in types:
                assert name.startswith((OWN, HANDED, "collections.abc"))
            else:
                assert name.startswith(OWN)


@pytest.mark.parametrize("path", sorted(JUDGES.glob("*.py")), ids=lambda path: path.name)
def test_a_judge_reads_no_field_of_the_pump(path) -> None:
    text = path.read_text()
    assert "bench.pump" not in text
    assert "instrument" not in text
