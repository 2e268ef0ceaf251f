"""What reads in one look: the place where parts meet, every file and every function that ships."""

import ast

from tests.house.files import ROOT, below, name

LONGEST_FILE = 300  # lines; most are 100-200
LONGEST_FUNCTION = 36  # lines below its docstring; most have five
# One statement a part, and nothing decided in it.
WIRING = {"firmware/pump/core/parts.py Control.__init__": 59}
SHIPPED = [name(path) for path in below("firmware")]


def lengths(source: str) -> dict[str, int]:
    """Lines of code of each function and method, the docstring left out, by dotted name."""
    return dict(_lengths(ast.parse(source), ""))


def _lengths(scope: ast.AST, where: str):
    for node in ast.iter_child_nodes(scope):
        inner = where
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = f"{where}.{node.name}" if where else node.name
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            told = ast.get_docstring(node) is not None
            begin = first.end_lineno if told else node.lineno
            yield inner, node.end_lineno - begin
        yield from _lengths(node, inner)


def test_the_pump_itself_fits() -> None:
    assert (ROOT / "firmware/pump/core/pump.py").read_text().count("\n") <= LONGEST_FILE


def test_no_file_is_long() -> None:
    assert len(SHIPPED) > 100
    lines = {path: (ROOT / path).read_text().count("\n") for path in SHIPPED}
    assert {path: count for path, count in lines.items() if count > LONGEST_FILE} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{path} {where}": lines
        for path in SHIPPED
        for where, lines in lengths((ROOT / path).read_text()).items()
        if lines > WIRING.get(f"{path} {where}", LONGEST_FUNCTION)
    }
    assert long == {}


def test_wiring_is_an_exception_still() -> None:
    for where, most in WIRING.items():
        path, function = where.split(" ")
        assert LONGEST_FUNCTION < lengths((ROOT / path).read_text())[function] <= most


def test_lines_are_counted_below_the_docstring() -> None:
    text = 'class A:\n  def act(self):\n    """Two\n    lines."""\n    a = 1\n    b = 2\n'
    assert lengths(text) == {"A.act": 2}
    assert lengths("def act():\n    a = 1\n\n    b = 2\n") == {"act": 3}
    assert lengths("def act():\n    def inner():\n        return 1\n    return inner\n") == {
        "act": 3,
        "act.inner": 1,
    }
