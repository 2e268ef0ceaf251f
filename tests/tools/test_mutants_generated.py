"""Generated mutants: which changes of a program there are, a sample by seed, and its score."""

import ast
import subprocess
import sys

import pytest

from tools.mutants import sample
from tools.mutants.__main__ import main
from tools.mutants.lines import PUMP, ROOT
from tools.mutants.operators import Change, changes, equivalent


def made(source: str) -> list[str]:
    """The changed lines, in the order of the text."""
    return [change.made(source).split("\n")[change.line - 1].strip() for change in changes(source)]


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("a < b", ["a <= b"]),
        ("(a) >= (b)", ["(a) > (b)"]),
        ("a == b", ["a != b"]),
        ("a is not b", ["a is b"]),
        ("a < b <= c", ["a <= b <= c", "a < b < c"]),
        ("a + b", ["a - b"]),
        ("a * b", ["a // b"]),
        ("a // b", ["a * b"]),
        ("a << b", ["a >> b"]),
        ("a and b", ["a or b"]),
        ("not a", ["(a)"]),
        ("-a", ["(a)"]),
        ("7", ["6", "8"]),
        ("0", ["1"]),
        ("True", ["False"]),
        ("b if a else c", ["b if False else c", "b if True else c"]),
        ("min(a, b)", ["max(a, b)"]),
        ("'%d µg' % a", []),
        ("a + [b]", []),
        ("'text'", []),
    ],
)
def test_each_place_of_an_expression_has_its_changes(line: str, becomes: list[str]) -> None:
    assert made(f"x = {line}\n") == [f"x = {text}" for text in becomes]


@pytest.mark.parametrize(
    ("returns", "line", "becomes"),
    [
        ("bool", "return a", "return not (a)"),
        ("int", "return a", "return (a) + 1"),
        ("'Row | None'", "return a", "return None"),
        ("None", "return", "pass"),
        ("None", "raise a", "pass"),
        ("None", "b = a", "pass"),
        ("None", "b(a)", "pass"),
        ("None", "b += a", "pass"),
        ("None", "b += a", "b -= a"),
        ("None", "if a: b()", "if False: b()"),
        ("None", "if a: b()", "if True: b()"),
        ("None", "if a: b()", "if a: pass"),
        ("None", "while a: b()", "while False: b()"),
    ],
)
def test_each_statement_of_a_function_has_its_changes(
    returns: str, line: str, becomes: str
) -> None:
    assert becomes in made(f"def f(a) -> {returns}:\n    {line}\n")


def test_what_no_test_could_see_stays_as_it_is() -> None:
    source = '''"""A program of 1 line."""
import a
TYPE_CHECKING = False
if TYPE_CHECKING:
    from b import c
    d = 1
def f(e: "list[1]") -> "tuple[2]":
    """3"""
    g: "list[4]"
'''
    assert made(source) == []


def test_a_place_is_counted_in_bytes_and_found_over_several_lines() -> None:
    source = "def f(a) -> int:\n    'µg'; b = (a\n        + 1)\n    return b\n"
    (plus,) = [change for change in changes(source) if change.becomes == "-"]
    assert plus.line == 3
    assert plus.made(source) == source.replace("+", "-")


def test_a_change_that_compiles_to_the_same_is_told() -> None:
    source = "def f(a):\n    if a:\n        return None\n    b = 2\n    return None\n"
    place = source.rindex("return None")
    assert equivalent(Change(place, place + len("return None"), "return", 5), source)
    place = source.index("2")
    assert not equivalent(Change(place, place + 1, "3", 4), source)
    assert not equivalent(Change(place, place + 1, "2.0", 4), source)


def test_the_sample_is_the_same_for_the_same_seed_and_grows_at_its_end() -> None:
    few, more = sample.sample(5, 7, ["core/therapy/"]), sample.sample(9, 7, ["core/therapy/"])
    assert more[:5] == few
    assert len({mutant.key() for mutant in more}) == 9
    assert sample.sample(5, 8, ["core/therapy/"]) != few
    for mutant in more:
        assert mutant.file.startswith("core/therapy/")
        before, after = mutant.path().read_text(), mutant.text()
        ast.parse(after)
        assert before != after
        assert mutant.name.startswith(f"line {mutant.change.line}: ")
        assert [line[:6] for line in mutant.diff().split("\n")] == ["    - ", "    + "]


def test_the_order_of_a_sample_does_not_hang_on_how_the_process_hashes() -> None:
    ask = "from tools.mutants.sample import sample; print(sample(3, 7, ['store']))"
    answers = [
        subprocess.run(
            [sys.executable, "-c", ask],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert answers[0] == answers[1] != b"[]\n"


def test_core_store_and_app_are_sampled_and_each_change_of_a_file_compiles() -> None:
    files = sample.files([])
    assert {file.split("/")[0] for file in files} == set(sample.ROOMS)
    assert not set(sample.MADE) & set(files)
    for file in ("core/therapy/bolus.py", "store/ring.py", "app/turn.py"):
        assert file in files
        source = (ROOT / PUMP / file).read_text()
        found = changes(source)
        assert len(found) > 50
        for change in found:
            ast.parse(change.made(source))


def test_a_word_that_is_in_no_file_is_told_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sample.unknown(["ledger", "store/"]) == ""
    monkeypatch.setattr("sys.argv", ["mutants", "--generated", "3", "ledgr"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "no file of core, store and app holds 'ledgr'; try ledger" in capsys.readouterr().err


def test_a_sample_of_none_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["mutants", "--generated", "0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "--generated 0: one change at least" in capsys.readouterr().err


def test_a_score_says_between_what_the_share_of_all_lies() -> None:
    """Wilson's interval, worked out by hand: 90 of 100, and none that survives."""
    low, high = sample.interval(90, 100)
    assert (round(low, 4), round(high, 4)) == (0.8256, 0.9448)
    assert round(sample.interval(100, 100)[0], 4) == 0.963
    text = "90 of 100 generated mutants noticed, 90.0 % (82.6 to 94.5 %, 95 % interval)"
    assert sample.score(90, 100) == text
