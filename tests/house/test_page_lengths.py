"""What reads in one look, in the bench page's scripts: lines, files, functions."""

import re

from tests.house.files import ROOT, below, name
from tests.house.test_lengths import LONGEST_FILE, LONGEST_FUNCTION

LONGEST_LINE = 100
SCRIPTS = [name(path) for path in below("host_sim/web/page", suffix=".js")]
_OPENS = re.compile(r"^(?P<indent> *)(?P<head>.*)(\) |=> )\{$")
_NO_FUNCTION = re.compile(r"(} else )?(if|for|while|switch|} catch)\b")


def lengths(source: str) -> dict[str, int]:
    """Lines within each function, by its first line: a block that ends at the indentation at which
    it begins."""
    lines = source.splitlines()
    found = {}
    for at, line in enumerate(lines):
        opens = _OPENS.match(line)
        if opens is None or _NO_FUNCTION.match(opens["head"]):
            continue
        end = re.compile(opens["indent"] + r"}")
        last = next(to for to in range(at + 1, len(lines)) if end.match(lines[to]))
        found[f"{at + 1}: {line.strip()}"] = last - at - 1
    return found


def test_no_line_and_no_file_is_long() -> None:
    assert len(SCRIPTS) > 30
    texts = {path: (ROOT / path).read_text().splitlines() for path in SCRIPTS}
    assert {path: len(text) for path, text in texts.items() if len(text) > LONGEST_FILE} == {}
    long = {
        f"{path}:{number}"
        for path, text in texts.items()
        for number, line in enumerate(text, 1)
        if len(line) > LONGEST_LINE
    }
    assert long == set()


def test_no_function_is_long() -> None:
    found = {
        f"{path}:{where}": lines
        for path in SCRIPTS
        for where, lines in lengths((ROOT / path).read_text()).items()
    }
    assert len(found) > 200
    assert {where: lines for where, lines in found.items() if lines > LONGEST_FUNCTION} == {}


def test_a_block_of_a_function_is_counted_and_no_other() -> None:
    text = """
export class Lamp {
    constructor({ pump }) {
        this.on = () => {
            pump.look();
        };
        if (pump) {
            this.on();
        } else if (this) {
            this.off();
        }
    }
}
"""
    assert lengths(text) == {"3: constructor({ pump }) {": 8, "4: this.on = () => {": 1}
