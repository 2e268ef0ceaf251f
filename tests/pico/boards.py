"""What the tests of the emulated board share. Does not know which image runs."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

MakePico = Callable[[], "Pico"]


def run(pico: "Pico", source: str, limit_ms: float = 10_000) -> str:
    """What the program printed; it raises nothing."""
    printed, traceback = pico.repl(source, limit_ms)
    assert traceback == ""
    return printed.replace("\r\n", "\n").strip()


def traced(pico: "Pico", number: int) -> list[tuple[int, int]]:
    """(ns, level) of what the pad does from now on."""
    trace: list[tuple[int, int]] = []
    pico.pins.watch(number, lambda ns, level: trace.append((ns, level)))
    return trace


def gaps(trace: list[tuple[int, int]]) -> list[int]:
    """From each edge to the next, in ns."""
    return [later - earlier for (earlier, _), (later, _) in pairwise(trace)]
