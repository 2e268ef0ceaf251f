"""Assembles PIO programs at build: a board neither keeps rp2's assembler nor runs it.

A program is a function of a driver under `@rp2.asm_pio(...)`, written in the words that the module
rp2 of MicroPython gives it; what comes out are the fields of the list that rp2.StateMachine takes.
A test compares them with what rp2 makes on the emulated Pico. Knows the RP2040's instructions.
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# rp2.PIO's numbers for how a pin begins
PINS = {"IN_LOW": 0, "IN_HIGH": 1, "OUT_LOW": 2, "OUT_HIGH": 3}
_CONDITIONS = {"not_x": 1, "x_dec": 2, "not_y": 3, "y_dec": 4, "x_not_y": 5, "not_osre": 7}
_PLACES = {"pins": 0, "x": 1, "y": 2, "null": 3, "pindirs": 4, "pc": 5, "isr": 6, "osr": 7}
_PIN = 6  # a jump's condition, and what a wait looks at
_BLOCK, _NOBLOCK = 0x20, 0x01
_WRAP_AT, _TARGET_AT = 12, 7  # in EXECCTRL
_SIDE_OPTIONAL = 1 << 30
_DELAY_AT, _DELAY_BITS = 8, 5


@dataclass(frozen=True)
class Program:
    """The words, two registers, and how the pins begin that it sets and that stand beside."""

    words: tuple[int, ...]
    execctrl: int
    set_init: int | None
    sideset_init: int | None

    def fields(self) -> str:
        """The list for rp2.StateMachine, as source; its words in memory that is even, as flash
        need not be."""
        data = b"".join(word.to_bytes(2, "little") for word in self.words)
        return (
            f"[bytearray({data!r}), -1, -1, {self.execctrl}, 0, None, {self.set_init},"
            f" {self.sideset_init}]"
        )


class _Instruction:
    def __init__(self, word: int, label: str | None = None) -> None:
        self.word = word
        self.label = label
        self.beside: int | None = None
        self.wait = 0

    def side(self, value: int) -> "_Instruction":
        self.beside = value
        return self

    def __getitem__(self, cycles: int) -> "_Instruction":
        self.wait = cycles
        return self


class _Assembler:
    """The words that a program is written in, as functions that note each instruction."""

    def __init__(self) -> None:
        self.made: list[_Instruction] = []
        self.labels: dict[str, int] = {}
        self.target = 0
        self.end: int | None = None

    def words(self) -> dict[str, object]:
        own: dict[str, Callable[..., object]] = {
            name: getattr(self, name)
            for name in ("jmp", "wait", "pull", "push", "mov", "set", "irq", "label", "wrap")
        }
        plain = {**_PLACES, **_CONDITIONS, "pin": _PIN, "block": _BLOCK, "noblock": _NOBLOCK}
        rest = {"wrap_target": self.wrap_target, "in_": self.in_, "__builtins__": {}}
        return {**plain, **own, **rest, "rel": lambda number: number | 0x10}

    def _add(self, word: int, label: str | None = None) -> _Instruction:
        self.made.append(_Instruction(word, label))
        return self.made[-1]

    def label(self, name: str) -> None:
        if name in self.labels:
            raise ValueError(f"label {name} stands twice")
        self.labels[name] = len(self.made)

    def wrap_target(self) -> None:
        self.target = len(self.made)

    def wrap(self) -> None:
        self.end = len(self.made) - 1

    def jmp(self, condition: int | str, label: str | None = None) -> _Instruction:
        if isinstance(condition, str):
            return self._add(0, condition)
        return self._add(condition << 5, label)

    def wait(self, polarity: int, source: int, index: int) -> _Instruction:
        if source != _PIN:
            raise ValueError("a wait looks at a pin: for anything else use rp2's assembler")
        return self._add(0x2000 | polarity << 7 | 1 << 5 | index)

    def in_(self, source: int, bits: int) -> _Instruction:
        return self._add(0x4000 | source << 5 | bits & 0x1F)

    def push(self, how: int = _BLOCK) -> _Instruction:
        return self._add(0x8000 | how & _BLOCK)

    def pull(self, how: int = _BLOCK) -> _Instruction:
        return self._add(0x8080 | how & _BLOCK)

    def mov(self, to: int, source: int) -> _Instruction:
        return self._add(0xA000 | to << 5 | source)

    def irq(self, number: int) -> _Instruction:
        return self._add(0xC000 | number)

    def set(self, to: int, value: int) -> _Instruction:
        return self._add(0xE000 | to << 5 | value)


def assembled(function: ast.FunctionDef) -> Program:
    """The program of a decorated function. ValueError for what this assembler does not know."""
    set_init, sideset_init = _options(function)
    assembler = _Assembler()
    names: dict[str, Any] = assembler.words()
    exec(compile(ast.Module(function.body, []), "<pio>", "exec"), names)
    made, end = assembler.made, assembler.end
    beside = 0
    optional = False
    if sideset_init is not None:
        optional = any(each.beside is None for each in made)
        beside = 2 if optional else 1
    words = tuple(_word(each, assembler.labels, beside, optional) for each in made)
    execctrl = assembler.target << _TARGET_AT
    execctrl |= (len(made) - 1 if end is None else end) << _WRAP_AT
    execctrl |= _SIDE_OPTIONAL if optional else 0
    return Program(words, execctrl, set_init, sideset_init)


def _word(made: _Instruction, labels: dict[str, int], beside: int, optional: bool) -> int:
    word = made.word | (labels[made.label] if made.label is not None else 0)
    if made.wait >> (_DELAY_BITS - beside):
        raise ValueError(f"a delay of {made.wait} is too long")
    word |= made.wait << _DELAY_AT
    if made.beside is not None:
        if not beside or made.beside > 1:
            raise ValueError("one pin stands beside, 0 or 1, and needs sideset_init")
        word |= optional << 12 | made.beside << (13 - beside)
    return word


def _options(function: ast.FunctionDef) -> tuple[int | None, int | None]:
    [decorator] = function.decorator_list
    assert isinstance(decorator, ast.Call)
    found: dict[str | None, int] = {}
    for keyword in decorator.keywords:
        if keyword.arg not in ("set_init", "sideset_init"):
            raise ValueError(f"asm_pio({keyword.arg}=...): use rp2's assembler, or teach this one")
        text = ast.unparse(keyword.value)
        found[keyword.arg] = PINS[text.removeprefix("rp2.PIO.")]
    return found.get("set_init"), found.get("sideset_init")


def is_program(statement: ast.stmt) -> bool:
    """Whether it is a function under @rp2.asm_pio(...)."""
    return isinstance(statement, ast.FunctionDef) and any(
        isinstance(each, ast.Call) and ast.unparse(each.func) == "rp2.asm_pio"
        for each in statement.decorator_list
    )
