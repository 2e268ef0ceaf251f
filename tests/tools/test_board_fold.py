"""Constants folded across modules: what is written out, what stays, and that it means the same."""

import ast
import builtins
import dis
import os
import subprocess
import sys
from types import CodeType

import pytest

from tests.house.files import ROOT
from tools.board.fold import fold
from tools.board.shipped import shipped
from tools.board.short import shorten

CONST = "from micropython import const\n"
UNITS = CONST + "DAY = const(86_400)\nHALF = DAY // 2\nNAME = 'RUN'\n"


def folded(user: str, units: str = UNITS) -> tuple[str, str]:
    """Both files of a program of two: `units`, and what uses it."""
    out = fold({"pump/units.py": units, "pump/user.py": user})
    return out["pump/units.py"], out["pump/user.py"]


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (
            "from pump.units import DAY\ndef f():\n    return DAY\n",
            "\ndef f():\n    return 86400\n",
        ),
        ("from pump.units import DAY as D\nx = [D]\n", "\nx = [86400]\n"),
        ("from pump import units\nx = [units.HALF]\n", "\nx = [43200]\n"),
        ("import pump.units as units\nx = [units.NAME]\n", "\nx = ['RUN']\n"),
        ("_A = 3\ndef f():\n    return _A\n", "\ndef f():\n    return 3\n"),
        ("_A = -3\nx = [_A ** 2]\n", "\nx = [(-3) ** 2]\n"),
        ("A, B = range(2)\nx = [B]\n", "\nx = [1]\n"),
        ("A, B = 5, 6\nx = [A, B]\n", "\nx = [5, 6]\n"),
        (
            "from pump.units import (\n    DAY,\n    elapsed,\n)\nx = [DAY, elapsed]\n",
            "from pump.units import elapsed\n\n\n\nx = [86400, elapsed]\n",
        ),
        (
            "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import b\nx = []\n",
            "\n\n\nx = []\n",
        ),
    ],
)
def test_a_constant_is_written_out(user: str, expected: str) -> None:
    assert folded(user)[1] == expected
    assert expected.count("\n") == user.count("\n")


def test_a_definition_that_nothing_reads_any_more_goes_with_what_it_was_made_of() -> None:
    units, _ = folded("from pump.units import DAY\nx = [DAY]\n")
    assert units == "\n\n\n\n"


@pytest.mark.parametrize(
    ("user", "name"),
    [
        ("from pump.units import DAY\nx = f'{DAY}'\n", "DAY"),  # no place to be told
        ("from pump.units import DAY\nx = DAY.to_bytes(2)\n", "DAY"),  # 86400.to_bytes is no Python
        ("def f():\n    from pump.units import DAY\n    return DAY\n", "DAY"),
        ("def f():\n    from pump import units\n    return units.DAY\n", "DAY"),
        ("from pump import units\nx = getattr(units, 'DAY')\n", "DAY"),
        ("from pump import units\nx = vars(units)\n", "DAY"),
        ("from pump.units import *\nx = DAY\n", "DAY"),
        ("import pump.units\nx = pump.units.DAY\n", "DAY"),
        ("from pump import units\nunits.DAY = 3\nx = units.DAY\n", "DAY"),
        ("from pump import units\nunits.DAY += 3\n", "DAY"),
        ("from pump.units import DAY\nx = DAY\ny = globals()\n", "DAY"),
    ],
)
def test_what_may_be_read_otherwise_stays(user: str, name: str) -> None:
    units, out = folded(user)
    assert f"{name} = " in units
    assert out == user


@pytest.mark.parametrize(
    "user",
    [
        "A = 1\nA = 2\nx = [A]\n",
        "A = 1\ndef f():\n    global A\n    A = 2\nx = [A]\n",
        "A = 1\ndel A\n",
        "A = 1\nfor A in []:\n    pass\nx = [A]\n",
        "A = 1\ndef f(A):\n    return A\n",
        "A = 1\nx = [A for A in []]\n",
        "A = 1\nx = lambda A: A\n",
        "A = 1\ntry:\n    pass\nexcept ValueError as A:\n    x = [A]\n",
        "if x:\n    A = 1\nx = [A]\n",
        "A = (1, 2)\nx = [A]\n",
        "A = {}\nx = [A]\n",
        "A = None\nx = [A]\n",
        "A = b'a'\nx = [A]\n",
        "A = 1 << 30\nx = [A]\n",  # beyond a board's small integers
        "A = 'longer than ten'\nx = [A]\n",
        "A = f()\nx = [A]\n",
        "A = A + 1\nx = [A]\n",
        "from elsewhere import A\nx = [A]\n",
    ],
)
def test_what_is_not_always_the_same_small_value_stays(user: str) -> None:
    assert folded(user)[1] == user


def test_a_name_that_is_passed_on_is_kept_for_who_reads_it() -> None:
    sources = {
        "a.py": "A = 7\nB = (7,)\n",
        "b.py": "from a import A, B\n",
        "c.py": "from b import A, B\nx = [A, B]\n",
    }
    out = fold(sources)
    assert out["c.py"] == "from b import B\nx = [7, B]\n"
    assert out["b.py"] == "from a import B\n"
    assert out["a.py"] == "\nB = (7,)\n"


# The firmware -----------------------------------------------------------------------------------


def firmware() -> dict[str, str]:
    return {name: path.read_text() for name, path in shipped().items()}


def test_every_function_of_the_firmware_keeps_its_lines() -> None:
    before, after = firmware(), fold(firmware())
    for name, text in before.items():
        assert _places(after[name]) == _places(text), name


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


def test_no_name_of_the_firmware_is_left_without_its_definition() -> None:
    given = {*dir(builtins), "ptr32", "__name__", "__annotations__"}
    for name, text in fold(firmware()).items():
        if "asm_pio" in text:
            continue  # its words come from rp2
        code = compile(text, name, "exec", flags=ast.PyCF_ONLY_AST)
        bound = {n.id for n in ast.walk(code) if isinstance(n, ast.Name) and not _reads(n)}
        bound |= {alias.asname or alias.name for n in ast.walk(code) for alias in _aliases(n)}
        bound |= {n.name for n in ast.walk(code) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
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
def test_a_night_of_therapy_writes_the_same_log(made, tmp_path) -> None:
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
    assert _played(tmp_path / "firmware") == _played(ROOT / "firmware")


def _played(firmware_folder) -> str:
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
