"""Private names and parameters written short: which, which not, and that nothing else changes."""

import pytest

from tools.board.short import shorten

HELD = "class P:\n    def __init__(self):\n        self._dose = 1\n"


def short(*texts: str) -> list[str]:
    """The files of a program, by their order."""
    return list(shorten({f"pump/{at}.py": text for at, text in enumerate(texts)}).values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HELD, "class P:\n    def __init__(self):\n        self.a = 1\n"),
        ("def _of(x):\n    return x\ny = _of(1)\n", "def b(a):\n    return a\ny = b(1)\n"),
        ("y = lambda left, right: left + right\n", "y = lambda a, b: a + b\n"),
        ("def f(mg=len):\n    return mg\n", "def f(a=len):\n    return a\n"),
        ("def f(mg, ml):\n    mg += ml\n", "def f(a, b):\n    a += b\n"),
        ("def f(*, mg=1):\n    return mg.mg\n", "def f(*, a=1):\n    return a.mg\n"),
        ("def f(mg):\n    return lambda ml: mg\n", "def f(a):\n    return lambda b: a\n"),
        ("mg = 1\ndef f(mg=mg):\n    return mg\n", "mg = 1\ndef f(a=mg):\n    return a\n"),
        ("def f(mg):\n    return [mg for a in b]\n", "def f(c):\n    return [c for a in b]\n"),
    ],
)
def test_it_is_short_wherever_it_stands(text: str, expected: str) -> None:
    assert short(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        HELD + "getattr(p, '_dose')\n",
        HELD + "x = f'{p._dose}'\n",
        HELD + "x = '%s of _dose' % 1\n",
        "import hashlib as _hashlib\nx = _hashlib\n",
        "from pump.units import _dose\nx = _dose\n",
        "x = given._mpy\n",  # not ours
        "class _Part:\n    pass\n",
        "def f(mg):\n    return mg\nf(mg=1)\n",
        "def f(mg):\n    return f'{mg}'\n",
        "def f(mg):\n    return [mg for mg in mg]\n",
        "def f(mg):\n    def g():\n        nonlocal mg\n        mg = 1\n    return g\n",
        "def f(*all, **named):\n    return all, named\n",
    ],
)
def test_what_a_text_or_a_caller_may_look_up_stays(text: str) -> None:
    assert short(text) == [text]


def test_a_name_of_two_files_is_the_same_in_both_and_nothing_else_is_called_so() -> None:
    first, second = short(HELD, HELD.replace("_dose = 1", "_dose = self._other"))
    shared = first.split("self.")[1].split(" ")[0]
    here, own = second.split("self.")[1].split(" = ")[0], second.split("self.")[2].strip()
    assert shared == here
    assert own == "_other"  # read only: nothing of ours defines it
    assert len(shared) == 1


def test_names_of_one_file_each_are_written_alike() -> None:
    assert short(HELD, HELD.replace("_dose", "_rate"))[0] == short(HELD)[0]
    assert len(set(short(HELD, HELD.replace("_dose", "_rate")))) == 1


def test_a_class_that_derives_from_another_files_shares_no_name_with_it() -> None:
    derived = HELD.replace("class P:", "class Q(P):").replace("_dose", "_rate")
    first, second = short(HELD, "from pump import P\n" + derived)
    assert first.split("self.")[1] != second.split("self.")[1]


def test_a_short_name_is_one_that_the_program_does_not_have() -> None:
    [text] = short("a = b = c = 1\n" + HELD)
    assert "self.d = 1" in text
