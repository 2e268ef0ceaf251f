"""Numbers that people or pumps write are 0 to 9: int() takes the digits of any script."""

import ast

from tests.house.files import ROOT, below

# what other programs say, in ASCII
PROGRAMS = ("tools/board", "tools/bench", "host_sim/pico")


def sources():
    for path in below("tools", "host_sim"):
        name = str(path.relative_to(ROOT))
        if not name.startswith(PROGRAMS):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def test_no_pattern_takes_the_digits_of_another_script():
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and r"\d" in node.value
    ]
    assert found == []


def test_isdigit_is_asked_of_bytes_or_of_ascii():
    found = []
    for name, tree in sources():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            asked = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
            other = bool(asked & {"isdecimal", "isnumeric"})
            if other or ("isdigit" in asked and "isascii" not in asked):
                found.append(f"{name}: {function.name}")
    bytes_alone = ["client/replies.py: _past_block", "stored.py: unwrapped"]
    assert sorted(found) == [f"tools/pumpctl/{place}" for place in bytes_alone]
