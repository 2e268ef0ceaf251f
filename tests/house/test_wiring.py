"""Each board's README shows the wiring that its wiring.py has: every pin, and no other."""

import ast
import re

import pytest

from tests.house.files import ROOT

BOARDS = ("rp2040_pico", "esp32_devkit")
NOT_PINS = {"STORAGE_BYTES", "RING_BYTES", "BATTERY_THIRDS"}


def owned(board: str) -> dict[str, int]:
    """name -> GPIO, as wiring.py has them: `NAME = const(n)`, n below 40."""
    tree = ast.parse((ROOT / "boards" / board / "wiring.py").read_text())
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            name, value = node.targets[0].id, ast.literal_eval(node.value.args[0])
            if name not in NOT_PINS and not name.startswith("_") and value < 40:
                found[name] = value
    return found


def shown(board: str) -> dict[str, int]:
    """The same of the README's table; `_B` after a comma goes on from the name before it."""
    found: dict[str, int] = {}
    for pins, names in re.findall(
        r"^\| ([\d, ]+) \| ([A-Z_, ]+) \|",
        (ROOT / "boards" / board / "README.md").read_text(),
        re.M,
    ):
        first = ""
        for pin, name in zip(pins.split(","), names.split(","), strict=True):
            word = name.strip()
            full = first.rsplit("_", 1)[0] + word if word.startswith("_") else word
            first = first or full
            found[full] = int(pin)
    return found


@pytest.mark.parametrize("board", BOARDS)
def test_the_readme_shows_the_wiring(board: str) -> None:
    pins = owned(board)
    assert len(pins) > 10
    assert {name: pin for name, pin in shown(board).items() if name in pins} == {
        name: pin for name, pin in pins.items() if name in shown(board)
    }
    assert shown(board).keys() <= pins.keys()


def test_the_pico_shows_all_of_it() -> None:
    assert shown("rp2040_pico") == owned("rp2040_pico")
