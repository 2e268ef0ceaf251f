"""The serial line: lines and queries a second, and the size of its rooms on a board."""

from pathlib import Path

from tools.bench import programs
from tools.bench.figures import Figure

WANTED = 8000  # lines a CPU second
_RATE = "{:,.0f}"
_KINDS = (
    ("  four questions a line", "several"),
    ("  a new line each time", "new"),
    ("  programming, a new amount each time", "programming"),
    ("  tagged", "tagged"),
    ("  checked", "checked"),
)


def section(tree: Path) -> list[Figure]:
    """The core without ports, then over TCP, then what it takes on a board."""
    rates = programs.lines(tree)
    least, polled = rates["least"], rates["polled"]
    tcp = programs.visa(tree)
    bare, asked = tcp["bare_visa"], tcp["visa"]
    size = programs.mpy_bytes(tree, "wire", "commands")
    return [
        Figure("reference: the least that could answer, lines per CPU second", least, _RATE),
        Figure("sans-IO core, the same question again", polled, _RATE, least=WANTED),
        Figure("  as a ratio to the reference", polled / least, "{:.2f}"),
        *(Figure(name, rates[kind], _RATE, least=WANTED) for name, kind in _KINDS),
        Figure("reference: PyVISA asks a bare answerer, a second", bare, _RATE),
        Figure("PyVISA SOCKET asks the simulator, a second", asked, _RATE, least=2000),
        Figure("  as a ratio to the reference", asked / bare, "{:.2f}"),
        Figure("the rooms wire and commands as .mpy, bytes", size, "{:,d}"),
    ]
