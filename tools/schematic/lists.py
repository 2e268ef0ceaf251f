"""The lists of docs/build_a_bench.md: parts, wires from end to end, and what they come to."""

from collections.abc import Callable

from tools.schematic import figures
from tools.schematic.netlist import PICO_PINS, Netlist

BEGIN, END = "<!-- {} begins: make schematic -->", "<!-- {} ends -->"


def parts(netlist: Netlist) -> str:
    """A row for each part."""
    rows = ["| part | is | value | |", "|---|---|---|---|"]
    rows += [
        f"| {each.ref} | {each.kind} | {each.value} | {each.note} |"
        for each in netlist.parts.values()
    ]
    return "\n".join(rows)


def wires(netlist: Netlist) -> str:
    """A row for each net: its name, and the ends that are joined."""
    rows = ["| net | joins |", "|---|---|"]
    for name, ends in netlist.nets.items():
        rows.append(f"| {name} | {', '.join(_told(end) for end in ends)} |")
    return "\n".join(rows)


def _told(end: str) -> str:
    """A Pico's pin with its place on the edge."""
    part, pin = end.split(".", 1)
    return f"U1 {pin} (pin {PICO_PINS[pin]})" if part == "U1" else f"{part} {pin}"


LISTS: dict[str, Callable[[Netlist], str]] = {
    "parts": parts,
    "wires": wires,
    "enable": figures.enable,
    "battery": figures.battery,
    "heads": figures.heads,
}


def filled(page: str, netlist: Netlist) -> str:
    """The page with its lists as they must be. ValueError where it has no place for one."""
    for name, made in LISTS.items():
        text = made(netlist)
        begin, end = BEGIN.format(name), END.format(name)
        head, found, rest = page.partition(begin)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"the page has no place for its {name}")
        page = f"{head}{begin}\n{text}\n{end}{tail}"
    return page
