"""The compiled build leaves behind what the pure one does, byte for byte, scenario by scenario."""

import os
import shutil
from pathlib import Path

import pytest

from tools.fast import compare
from tools.fast.build import COMPILERS, WHERE, build, digest
from tools.fast.fields import fields_of
from tools.fast.sources import COMPILED, LEFT, ROOT, compiled

needs_compiler = pytest.mark.skipif(
    not any(shutil.which(name) for name in COMPILERS),
    reason="no C compiler is here: apt-get install gcc; the pure build is all there is",
)


def test_each_file_is_compiled_or_left_for_a_reason() -> None:
    there = {str(path.relative_to(ROOT)) for pattern in COMPILED for path in ROOT.glob(pattern)}
    assert set(LEFT) <= there
    assert all(len(reason.split()) > 4 for reason in LEFT.values())
    assert set(compiled(ROOT)) == {
        name for name in there if name not in LEFT and not name.endswith("__init__.py")
    }


def test_another_source_is_another_build(tmp_path: Path) -> None:
    for room in ("firmware", "host_sim"):
        shutil.copytree(ROOT / room, tmp_path / room)
    before = digest(tmp_path)
    assert before == digest()
    path = tmp_path / "firmware/pump/core/units.py"
    path.write_text(path.read_text() + "\n")
    assert digest(tmp_path) != before


def test_the_fields_of_a_part_without_a_dictionary_are_those_that_are_set() -> None:
    class Part:
        __slots__ = ("least", "most", "unset")
        __mypyc_attrs__ = ("least", "most", "unset", "__dict__")

    part = Part()
    part.least, part.most = 1, 2
    assert fields_of(part) == {"least": 1, "most": 2}


def test_a_part_with_a_dictionary_has_it() -> None:
    class Part:
        def __init__(self) -> None:
            self.least = 1

    part = Part()
    found = fields_of(part)
    assert found == {"least": 1}
    assert found is not part.__dict__


def test_a_difference_is_told_by_its_kind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pure = {"scenario": "a.txt", "ended": "held", "log": "1", "flash": "2", "files": "3"}

    def played(tree: Path, scenarios: list[str], long_quanta: bool):
        yield pure if tree == ROOT else pure | {"flash": "4"}

    monkeypatch.setattr(compare, "played", played)
    assert compare.compare(WHERE, ["a.txt"]) == ["a: flash"]
    assert "differs: flash" in capsys.readouterr().out


@pytest.fixture(scope="module")
def built() -> Path:
    build(jobs=os.cpu_count())
    return WHERE


@needs_compiler
def test_every_scenario_leaves_the_same_bytes(built: Path) -> None:
    scenarios = compare.shipped()
    assert len(scenarios) > 60
    assert compare.compare(built, scenarios) == []


@needs_compiler
def test_what_is_played_is_compiled(built: Path) -> None:
    """Or the test above compares the pure build with itself."""
    names = {path.name.split(".")[0] for path in built.rglob("*.so")}
    assert {Path(name).stem for name in compiled(ROOT)} <= names
