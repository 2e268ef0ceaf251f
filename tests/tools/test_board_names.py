"""Names that would take heap: of a .mpy in plain.uf2, of modules in the pump's image. None runs."""

import ast

from tools.board.names import modules_source, names_source

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


def test_a_module_has_the_names_that_only_its_import_makes():
    text = modules_source(
        {
            "pump/__init__.py": "",
            "pump/far/__init__.py": "",
            "pump/far/part.py": "from pump.far.other import made\n",
            "pump/far/other.py": "from pump.far import part\n",
        }
    )
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)]
    # "part" and "pump.far.other" stand in instructions
    assert {alias.name for node in imports for alias in node.names} == {"pump.far.part"}
    assert names_in(text) == {"pump", "far", "other"}
