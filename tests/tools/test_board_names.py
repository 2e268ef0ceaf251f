"""The pump's names in plain.uf2: each that a .mpy would bring to the heap; nothing runs."""

import ast

from tools.board.names import names_source

SOURCES = {
    "pump/part.py": "from pump.other import made as m\n\ndef f(a, *, b=1):\n    a.c = m('d')\n"
}


def names_in(text: str) -> set[str]:
    return {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}


def test_every_kind_of_name_is_there():
    assert names_in(names_source(SOURCES)) == set("abcdfm") | {"pump", "part", "other", "made"}


def test_what_is_no_name_is_not():
    text = names_source({"a.py": "x = 'two words'\ny = 'class'\nz = 1\n"})
    assert names_in(text) == {"a", "x", "y", "z"}
