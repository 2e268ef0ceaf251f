"""Constants folded across modules: what is written out, what stays, and that it means the same."""

import pytest

from tools.board.fold import fold

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
        ("A = 0x400B0028\nx = [A]\n", "\nx = [1074462760]\n"),
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
        "A = 1 << 32\nx = [A]\n",  # beyond a register's address
        "A = -(1 << 30) - 1\nx = [A]\n",
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
