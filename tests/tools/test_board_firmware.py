"""The build's passes over the whole firmware: nothing is lost, moved or done otherwise by them.

Each pass is made once; so all that looks at its outcome stands in this file.
"""

import ast
import builtins
import dis
import os
import runpy
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import CodeType

import pytest

from tests.house.files import ROOT
from tools.board import built, footprint, shipped
from tools.board.fold import fold
from tools.board.names import names_source
from tools.board.recipe import BOARD_FOLDER
from tools.board.rows import TREE
from tools.board.short import shorten


@cache
def sources() -> dict[str, str]:
    return {name: path.read_text() for name, path in shipped.shipped().items()}


@cache
def folded() -> dict[str, str]:
    return fold(sources())


BUILT = cache(built.built)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever builds the sources gets those that were built before."""
    for user in (built, footprint):
        monkeypatch.setattr(user, "built", BUILT)


def test_every_function_keeps_its_lines() -> None:
    for name, text in sources().items():
        assert _places(folded()[name]) == _places(text), name


def _places(text: str) -> list[tuple[str, int, int | None]]:
    return [
        (node.name, node.lineno, node.end_lineno)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name != "ptr32"  # for type checkers only
        and not _in_protocol(node)
    ]  # fmt: skip


def _in_protocol(node: ast.FunctionDef) -> bool:
    last = node.body[-1]
    return isinstance(last, ast.Expr) and ast.unparse(last) == "..."


def test_every_statement_stays_on_its_line() -> None:
    before, after = folded(), shorten(folded())
    assert sum(after[name] != text for name, text in before.items()) > 80
    for name, text in before.items():
        assert _shape(after[name]) == _shape(text), name
    assert sum(map(len, after.values())) < sum(map(len, before.values()))


def _shape(text: str) -> list[tuple[type, int]]:
    return [(type(node), getattr(node, "lineno", 0)) for node in ast.walk(ast.parse(text))]


def test_no_name_is_left_without_its_definition() -> None:
    given = {*dir(builtins), "ptr32", "__name__", "__annotations__"}
    for name, text in folded().items():
        if "asm_pio" in text:
            continue  # its words come from rp2
        nodes = list(ast.walk(ast.parse(text)))
        bound = {n.id for n in nodes if isinstance(n, ast.Name) and not _reads(n)}
        bound |= {alias.asname or alias.name for n in nodes for alias in _aliases(n)}
        bound |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        missing = set(_global_names(compile(_unannotated(text), name, "exec"))) - bound - given
        assert not missing, (name, missing)


def _reads(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _aliases(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else []


def _global_names(code: CodeType) -> list[str]:
    found = [
        str(step.argval)
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    ]
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            found += _global_names(inner)
    return found


def _unannotated(text: str) -> str:
    """With annotations as texts, as MicroPython takes them: it reads none."""
    tree = ast.parse(text)
    documented = ast.get_docstring(tree) is not None
    future = ast.ImportFrom("__future__", [ast.alias("annotations")], 0)
    tree.body.insert(1 if documented else 0, future)
    return ast.unparse(ast.fix_missing_locations(tree))


def test_a_board_gets_no_rows_but_the_frozen_ones() -> None:
    assert "FrozenRows(" in BUILT()[TREE]
    for name, text in BUILT().items():
        if name.startswith("pump/commands/"):
            assert "Rows()" not in text
            assert ".row(" not in text
            assert "pump.wire.kinds" not in text


def test_the_pumps_own_names_are_there_and_nobody_imports_the_module() -> None:
    tree = ast.parse(names_source(BUILT()))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert {"Metering", "advance", "DELivery"} - names == {"DELivery"}
    assert not any("pump_names" in text for text in BUILT().values())


def test_what_is_deployed_is_what_the_image_has_frozen(
    once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """manifest.py is run as MicroPython's build runs it, in its own folder."""
    built.write()
    frozen: dict[str, list[str]] = {}
    monkeypatch.chdir(BOARD_FOLDER)
    runpy.run_path("manifest.py", {"freeze": frozen.__setitem__})
    assert frozen.pop("modules") == ("_boot.py", "_repl_watch.py")
    assert frozen.pop("../../build/rp2040_pico/names") == ("_module_names.py",)
    assert {name for names in frozen.values() for name in names} == set(shipped.shipped())


def test_the_footprint_counts_every_file_once_and_says_how_it_was_compiled(once: None) -> None:
    found = footprint.measure()
    assert sum(found.files.values()) == len(shipped.shipped())
    assert found.total == sum(found.rooms.values())
    assert "-march=armv6m" in found.compiler
    assert {"core", "wire", "store", "commands", "app", "drivers", "board"} <= found.rooms.keys()
    assert found.written.keys() == found.rooms.keys()
    assert all(found.rooms[room] <= found.written[room] for room in found.rooms)


PLAY = """
import sys
import pump.core.units
assert pump.core.units.__file__.startswith(sys.argv[1])
from host_sim.scenario import parser as scenario
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.player import perform
from host_sim.board.bench import Bench
played = scenario.load("host_sim/scenarios/flex_night.txt")
bench = Bench(played.setup)
perform(played, ScenarioContext(bench, played.setup.sample_ms))
number, count = int(bench.exchange("LOG:FIRS?")), int(bench.exchange("LOG:COUN?"))
while number <= count:
    block = bench.exchange("LOG:DATA? %d,1000" % number)
    print(block)
    number += block.count("\\n") + 1
print(count, bench.exchange("LOG:HASH?"), bench.exchange("DEL:VOL:TOT?"))
"""


@pytest.mark.parametrize("made", [fold, shorten])
def test_a_night_of_therapy_writes_the_same_log(made, tmp_path: Path) -> None:
    """The firmware of a pass under the simulator, which reads names of it and so keeps them."""
    users = {
        str(path.relative_to(ROOT)): path.read_text() + "\nglobals\n"  # all its names are read
        for path in (ROOT / "host_sim").rglob("*.py")
    }
    ours = {
        str(path.relative_to(ROOT / "firmware")): path.read_text()
        for path in (ROOT / "firmware/pump").rglob("*.py")
    }
    out = made(ours | users)
    changed = 0
    for name, text in ours.items():
        path = tmp_path / "firmware" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_unannotated(out[name]))
        changed += out[name] != text
    assert changed > 50
    assert night(tmp_path / "firmware") == night(ROOT / "firmware")


@cache
def night(firmware_folder: Path) -> str:
    """The log of a night that this firmware writes."""
    paths = (firmware_folder, ROOT / "host_sim/shim", ROOT)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths))}
    done = subprocess.run(
        [sys.executable, "-c", PLAY, firmware_folder],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout
