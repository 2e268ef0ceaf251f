"""Function objects and members of classes behind the frozen code: what is written, and what not."""

import re

import pytest

from tools.board.frozen_objects import _hash, main, with_objects

HEAD = '#include "py/mpconfig.h"\n'


def code(name: str, *steps: str, children: tuple[str, ...] = (), optional: int = 0) -> str:
    """One piece of code as MicroPython's mpy-tool writes it, but for its numbers."""
    lines = "".join(f"    0x00, // {step}\n" for step in steps)
    listed = "".join(f"    (const mp_raw_code_t *)&proto_fun_{each},\n" for each in children)
    table = f"static const mp_raw_code_t *const children_{name}[] = {{\n{listed}}};\n"
    return (
        f"// frozen bytecode for file pump/part.py, scope {name}\n"
        f"static const byte fun_data_{name}[9] = {{\n    0x01, // prelude\n{lines}}};\n"
        + (table if children else "")
        + f"static const mp_raw_code_truncated_t proto_fun_{name} = {{\n"
        f"    .is_generator = {int('YIELD' in steps)},\n    .n_def_pos_args = {optional},\n}};\n"
    )


def class_of(*steps: str, children: tuple[str, ...] = ("f", "g")) -> str:
    begins = "LOAD_NAME '__name__'", "STORE_NAME '__module__'"
    named = "LOAD_CONST_STRING 'Part'", "STORE_NAME '__qualname__'"
    ends = "LOAD_CONST_NONE", "RETURN_VALUE"
    return code("Part", *begins, *named, *steps, *ends, children=children)


def made(*steps: str, more: str = "", file: str = "pump/part.py") -> str:
    text = HEAD + f"// - frozen file name: {file}\n" + class_of(*steps)
    return with_objects(text + code("f", "RETURN_VALUE") + (more or code("g", "YIELD")))


def members(text: str) -> dict[str, str]:
    found = re.findall(r"\{ MP_ROM_QSTR\(MP_QSTR_(\w+)\), (.+) \},$", text, re.M)
    return dict(found)


def test_functions_and_constants_of_a_class_are_its_members() -> None:
    text = made(
        "MAKE_FUNCTION 0", "STORE_NAME 'one'", "MAKE_FUNCTION 1", "STORE_NAME 'two'",
        "LOAD_CONST_FALSE", "STORE_NAME 'reads'", "LOAD_CONST_SMALL_INT -7", "STORE_NAME 'least'",
    )  # fmt: skip
    assert members(text) == {
        "one": "MP_ROM_PTR(&object_f.base)",
        "two": "MP_ROM_PTR(&object_g.base)",
        "reads": "MP_ROM_FALSE",
        "least": "MP_ROM_INT(-7)",
    }
    assert "object_Part = { &members_Part, {&mp_type_fun_bc}, FROZEN_CONTEXT(0)," in text
    assert "object_g = { NULL, {&mp_type_gen_wrap}, FROZEN_CONTEXT(0), NULL, frozen_g.code" in text
    assert '    "pump.part",\n' in text


def test_a_property_is_one() -> None:
    text = made("LOAD_NAME 'property'", "MAKE_FUNCTION 0", "CALL_FUNCTION 1", "STORE_NAME 'p'")
    assert members(text) == {"p": "FROZEN_PROPERTY(MP_ROM_PTR(&object_f.base))"}


def test_constant_defaults_stand_behind_their_function() -> None:
    text = made(
        "LOAD_CONST_SMALL_INT 0", "BUILD_TUPLE 0", "BUILD_TUPLE 2", "LOAD_NULL",
        "MAKE_FUNCTION_DEFARGS 1", "STORE_NAME 'rows'",
        more=code("g", "RETURN_VALUE", optional=2),
    )  # fmt: skip
    assert members(text) == {"rows": "MP_ROM_PTR(&object_g.base)"}
    assert "{ MP_ROM_INT(0), MP_ROM_PTR(&mp_const_empty_tuple_obj) } };" in text


def test_as_many_defaults_as_the_function_says_or_no_image() -> None:
    with pytest.raises(ValueError, match="g: "):
        made("MAKE_FUNCTION 1", "STORE_NAME 'x'", more=code("g", "RETURN_VALUE", optional=1))


@pytest.mark.parametrize(
    "steps",
    [
        ("LOAD_NAME 'other'", "STORE_NAME 'x'"),
        ("LOAD_CONST_SMALL_INT 1", "BUILD_TUPLE 1", "STORE_NAME 'x'"),
        ("MAKE_FUNCTION 0", "STORE_NAME '__new__'"),
        ("LOAD_NAME 'other'", "MAKE_FUNCTION 0", "CALL_FUNCTION 1", "STORE_NAME 'x'"),
        ("LOAD_FAST 0", "MAKE_CLOSURE 0", "STORE_NAME 'x'"),
    ],
)
def test_what_has_to_be_worked_out_is_left_to_the_board(steps: tuple[str, ...]) -> None:
    text = made(*steps)
    assert not members(text)
    assert "object_Part = { NULL," in text


def test_what_is_deleted_before_the_pump_runs_has_no_fixed_place() -> None:
    text = made("MAKE_FUNCTION 0", "STORE_NAME 'one'", file="_repl_watch.py")
    assert "static const byte fun_data_f[9] = {" in text
    assert "frozen_module_count = 0;" in text


def test_a_member_stands_where_the_interpreter_looks_for_it() -> None:
    text = made("MAKE_FUNCTION 0", "STORE_NAME 'one'", "MAKE_FUNCTION 1", "STORE_NAME 'two'")
    [table] = re.findall(r"table_Part\[\] = \{\n(.*?)\};", text, re.S)
    rows = table.strip().split("\n")
    assert _hash("one") == 129  # as MicroPython's makeqstrdata.py has it
    assert "MP_QSTR_one" in rows[_hash("one") % len(rows)]


def test_a_second_run_begins_with_what_was_there_before_the_first(tmp_path) -> None:
    path = tmp_path / "frozen_content.c"
    path.write_text(HEAD + "// - frozen file name: pump/part.py\n" + code("f", "RETURN_VALUE"))
    main(path)
    first = path.read_text()
    main(path)
    assert path.read_text() == first
