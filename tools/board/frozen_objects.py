"""Writes function objects and members of classes behind the frozen code, as constants in flash.

    python frozen_objects.py frozen_content.c

The build runs it on what MicroPython's mpy-tool has written: C text, each instruction's name in
a comment. boards/rp2040_pico/frozen_objects.c tells what becomes of it. A class whose body is
more than functions, with constant defaults at most, properties and constants is left to be made on
the board. Knows that text. Imports nothing of this project: CMake runs it.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MARK = '#include "frozen_objects.h"\n'
_MODULE = re.compile(r"^// - frozen file name: (\S+)\.py$", re.M)
_CODE = re.compile(
    r"^// frozen bytecode for file \S+, scope (\S+)\n"
    r"static const byte fun_data_\1\[(\d+)\] = \{\n(.*?)^\};\n",
    re.M | re.S,
)
_CHILDREN = re.compile(
    r"^static const mp_raw_code_t \*const children_(\S+)\[\] = \{\n(.*?)^\};", re.M | re.S
)
_CHILD = re.compile(r"&proto_fun_(\w+),")
_SIGNATURE = re.compile(
    r"^static const \w+ proto_fun_(\w+) = \{\n.*?\.is_generator = (\d),\n"
    r".*?\.n_def_pos_args = (\d+),\n",
    re.M | re.S,
)
_INSTRUCTION = re.compile(r"^    [0-9a-fx,]+, // ([A-Z_]+)(?: (.*))?$", re.M)
_SINGLE = {
    "LOAD_CONST_NONE": "MP_ROM_NONE",
    "LOAD_CONST_FALSE": "MP_ROM_FALSE",
    "LOAD_CONST_TRUE": "MP_ROM_TRUE",
}
_RUN = ("boot", "main")  # as files, in the console's names
_CLASS_BEGINS = [
    ("LOAD_NAME", "'__name__'"),
    ("STORE_NAME", "'__module__'"),
    ("STORE_NAME", "'__qualname__'"),
]
_CLASS_ENDS = [("LOAD_CONST_NONE", ""), ("RETURN_VALUE", "")]


@dataclass
class Code:
    """One function, or the body of a class or module; `children` are those that it makes."""

    name: str
    module: int
    instructions: list[tuple[str, str]]
    children: list[str] = field(default_factory=list)
    generator: bool = False
    optional: int = 0  # positional parameters that have a default
    defaults: list[str] = field(default_factory=list)  # constant ones, as C


class NotConstant(Exception):
    """A class's body does what has to be done on the board."""


def with_objects(text: str) -> str:
    """The frozen code with its objects."""
    modules = [(at.start(), at[1].removesuffix("/__init__")) for at in _MODULE.finditer(text)]
    numbers = _numbers([name for _, name in modules])
    codes: dict[str, Code] = {}
    for found in _CODE.finditer(text):
        path = next(name for start, name in reversed(modules) if start < found.start())
        if path in numbers:
            steps = [(name, arg) for name, arg in _INSTRUCTION.findall(found[3])]
            codes[found[1]] = Code(found[1], numbers[path], steps)
    _relate(text, codes)
    members = {code.name: made for code in codes.values() if (made := _members(code, codes))}
    text = _CODE.sub(lambda found: _begun(found, codes), text)
    objects = (_object(code, code.name in members) for code in codes.values())
    tables = (_table(name, made) for name, made in members.items())
    return _MARK + text + "".join((*tables, *objects, _listed(numbers)))


def _numbers(paths: list[str]) -> dict[str, int]:
    """Which modules get a fixed place. What runs ahead of the pump (a name with an underscore) is
    deleted when it is done, and so keeps none."""
    fit = [path for path in paths if path[0] != "_" and path not in _RUN]
    return {path: number for number, path in enumerate(fit)}


def _relate(text: str, codes: dict[str, Code]) -> None:
    for name, listed in _CHILDREN.findall(text):
        if name in codes:
            codes[name].children = _CHILD.findall(listed)
    for name, generator, optional in _SIGNATURE.findall(text):
        if name in codes:
            codes[name].generator = generator == "1"
            codes[name].optional = int(optional)


def _members(code: Code, codes: dict[str, Code]) -> "dict[str, str] | None":
    """A class's members as C, by name; None for what is no class, or has to be made."""
    steps = code.instructions
    if steps[:2] + steps[3:4] != _CLASS_BEGINS or steps[-2:] != _CLASS_ENDS:
        return None
    try:
        # __module__ and __qualname__ are left out: nothing reads them
        return dict(_stored(code, steps[4:-2], codes))
    except NotConstant:
        return None


def _stored(
    code: Code, steps: list[tuple[str, str]], codes: dict[str, Code]
) -> Iterator[tuple[str, str]]:
    """What a class's body binds, each name with its value as C."""
    stack: list[str | tuple[str, ...]] = []  # a tuple: one that the body has built
    for name, argument in steps:
        if name == "STORE_NAME":
            bound = argument.strip("'")
            value = stack.pop()
            if stack or isinstance(value, tuple) or bound == "__new__":
                raise NotConstant
            yield bound, value
        elif name == "LOAD_CONST_SMALL_INT":
            stack.append(f"MP_ROM_INT({argument})")
        elif name == "LOAD_CONST_STRING" and argument.strip("'").isidentifier():
            stack.append(_qstr(argument.strip("'")))
        elif name in _SINGLE:
            stack.append(_SINGLE[name])
        elif name == "LOAD_NULL" or (name, argument) == ("LOAD_NAME", "'property'"):
            stack.append(name)
        elif name == "BUILD_TUPLE":
            stack[:] = _built(stack, int(argument))
        elif name in ("MAKE_FUNCTION", "MAKE_FUNCTION_DEFARGS"):
            _make(codes.get(code.children[int(argument)]), stack, name)
        elif (name, argument) == ("CALL_FUNCTION", "1") and stack[:1] == ["LOAD_NAME"]:
            stack[:] = [f"FROZEN_PROPERTY({stack[1]})"]
        else:
            raise NotConstant


def _built(stack: list[str | tuple[str, ...]], count: int) -> list[str | tuple[str, ...]]:
    """The stack with its last values in one tuple."""
    kept, last = stack[: len(stack) - count], stack[len(stack) - count :]
    values = tuple(value for value in last if isinstance(value, str))
    if len(values) != count:
        raise NotConstant  # a tuple within a tuple
    return [*kept, values or "MP_ROM_PTR(&mp_const_empty_tuple_obj)"]


def _make(made: Code | None, stack: list[str | tuple[str, ...]], name: str) -> None:
    if made is None:
        raise NotConstant  # native code
    if name == "MAKE_FUNCTION_DEFARGS":
        defaults = stack[-2]
        if stack[-1] != "LOAD_NULL" or not isinstance(defaults, tuple):
            raise NotConstant  # defaults of parameters that are passed by name alone
        made.defaults = list(defaults)
        del stack[-2:]
    if len(made.defaults) != made.optional:
        raise ValueError(f"{made.name}: {made.defaults} for {made.optional} defaults")
    stack.append(f"MP_ROM_PTR(&object_{made.name}.base)")


# What is written ----------------------------------------------------------------------------


def _begun(found: "re.Match[str]", codes: dict[str, Code]) -> str:
    """A function's bytecode with its object's address in front."""
    name, count, code = found.groups()
    if name not in codes:
        return found[0]
    return (
        f"static const frozen_function_t object_{name};\n"
        f"static const struct {{ const frozen_function_t *object; byte code[{count}]; }}"
        f" frozen_{name} = {{ &object_{name}, {{\n{code}}}}};\n"
        f"#define fun_data_{name} frozen_{name}.code\n"
    )


def _object(code: Code, whole: bool) -> str:
    members = f"&members_{code.name}" if whole else "NULL"
    kind = "mp_type_gen_wrap" if code.generator else "mp_type_fun_bc"
    children = f"(void *)&children_{code.name}" if code.children else "NULL"
    return (
        f"static const frozen_function_t object_{code.name} = {{ {members}, {{&{kind}}},"
        f" FROZEN_CONTEXT({code.module}), {children}, frozen_{code.name}.code,"
        f" {{ {', '.join(code.defaults)} }} }};\n"
    )


def _table(name: str, made: dict[str, str]) -> str:
    """A class's members as a hash table of MicroPython's (py/map.c), a quarter of it empty."""
    places: list[str] = ["{ NULL, NULL }"] * (len(made) + len(made) // 4 + 1)
    for key, value in made.items():
        at = _hash(key) % len(places)
        while places[at][2:].startswith("MP_ROM_QSTR"):
            at = (at + 1) % len(places)
        places[at] = f"{{ {_qstr(key)}, {value} }}"
    rows = "".join(f"    {each},\n" for each in places)
    return (
        f"static const mp_rom_map_elem_t table_{name}[] = {{\n{rows}}};\n"
        f"static const mp_obj_dict_t members_{name} ="
        f" FROZEN_MEMBERS({len(made)}, {len(places)}, table_{name});\n"
    )


def _qstr(name: str) -> str:
    return f"MP_ROM_QSTR(MP_QSTR_{name})"


def _hash(name: str) -> int:
    """Of a text, as py/qstr.c has it with one byte of hash."""
    found = 5381
    for byte in name.encode():
        found = found * 33 ^ byte
    return found & 0xFF or 1


def _listed(numbers: dict[str, int]) -> str:
    names = "".join(f'    "{path.replace("/", ".")}",\n' for path in numbers)
    return (
        f"const char *const frozen_modules[] = {{\n{names}}};\n"
        f"const size_t frozen_module_count = {len(numbers)};\n"
        f'_Static_assert({len(numbers)} <= PUMP_FROZEN_MODULES, "mpconfigboard.h: more modules");\n'
    )


def main(content: Path) -> None:
    """Bring that file to what it should be; what mpy-tool wrote is kept beside it."""
    made = content.with_suffix(".made")
    found = content.read_text()
    if _MARK not in found:
        made.write_text(found)
    new = with_objects(made.read_text())
    if new != found:
        content.write_text(new)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
