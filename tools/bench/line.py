"""The serial line: lines and queries a second, heap of a line, size of its rooms on a board."""

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
        *_heap(tree),
        Figure("the rooms wire and commands as .mpy, bytes", size, "{:,d}", most=16_384),
    ]


def _heap(tree: Path) -> list[Figure]:
    heap = programs.heap_lines(tree, "asking")
    if heap is None:
        return []
    again = Figure(
        "heap on the 31-bit VM: bytes of DEL:STAT? again", heap["DEL:STAT?"], "{:d}", most=16
    )
    return [
        again,
        Figure("  of DEL:VOL:TOT?", heap["DEL:VOL:TOT?"], "{:d}"),
        Figure("  of a new line", heap["new line"], "{:d}"),
        Figure("  of a checked line", heap["checked"], "{:d}"),
    ]
