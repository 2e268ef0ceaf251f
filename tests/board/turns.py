"""What a line costs a pump that gives 21 steps a second: answer, turn, and the steps beside it.

`python -m tests.board.turns [typical|slow] [LINE ...]` prints the table of docs/measuring.md: every
header of the command table, or the lines that are named. Emulated times.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path

if __name__ == "__main__":
    _ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(_ROOT / "host_sim/shim"), str(_ROOT / "firmware")]

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.image import BUILT, WIRING
from tests.board.lines import URGENT, lines
from tests.board.powered import running, settled
from tests.board.stack import Stack

# us of a page's program, a sector's erase and a block's: typical, and the most by the maker
FLASH = {"typical": (400, 45_000, 150_000), "slow": (3_000, 400_000, 2_000_000)}
PHASES_MS = (7, 19, 31, 43)  # a pulse comes each 46 ms
QUIET_MS = 500  # before the line: the heap was collected
_LOOK_MS = 0.5
_ASLEEP_MS = 15
_LIMIT_MS = 8_000
_AFTER_MS = 300
_NS_PER_MS = 1_000_000
_PIO0_IRQ0_INTE = 0x5020_012C
_HANDLER = 0x100  # the pulse source's interrupt is on


class Turn:
    """One line's: ms from its last byte to each.

    answer  the first byte of what was answered; -1 where nothing was
    halt    no current in the driver; -1 where it has some
    end     the processor sleeps again
    gap     the longest time from step to step, up to 300 ms later
    left    bytes of the C stack that nothing has touched
    text    what came back
    armed   the per-pulse handler is there
    """

    answer = halt = -1.0
    end = gap = 0.0
    left = 0
    text = b""
    armed = False


def turn_of(line: str, phase_ms: int, flash: str) -> Turn:
    """In this process: `running()` is changed. A line without a query is asked for its end."""
    bench = running()
    chip = bench.pico.flash
    chip.program_us, chip.erase_us, chip.block_us = FLASH[flash]
    text = _said(bench, line)
    bench.run_ms(QUIET_MS + phase_ms)
    stack = Stack(bench, json.loads(BUILT.with_suffix(".json").read_text())["stack_bytes"])
    stack.paint()
    found = _watched(bench, text)
    found.left = stack.free()
    found.armed = bench.pico._mcu.read_uint32(_PIO0_IRQ0_INTE) & _HANDLER != 0
    return found


def _said(bench: PicoBench, line: str) -> bytes:
    """The line with the digest of what is staged, where it names one."""
    if "{digest}" in line:
        settled(bench, b"PRES:LIM:DAY 790 UG\n")
        line = line.replace("{digest}", settled(bench, b"PRES:DIG?\n").decode().strip())
    return (line if "?" in line else line + ";*OPC?").encode() + b"\n"


def _watched(bench: PicoBench, text: bytes) -> Turn:
    pico, found = bench.pico, Turn()
    pico.usb.read()
    first, begun_ns = len(bench.pins.steps) - 1, pico.ns
    pico.usb.write(text)
    now_ms = asleep_ms = 0.0
    while asleep_ms < _ASLEEP_MS and now_ms < _LIMIT_MS:
        before = pico.instructions
        pico.run_for(_LOOK_MS)
        now_ms = (pico.ns - begun_ns) / _NS_PER_MS
        got = pico.usb.read()
        found.text += got
        if got and found.answer < 0:
            found.answer = now_ms
        if found.halt < 0 and not pico.pins.driven(WIRING.ENABLE):
            found.halt = now_ms
        if pico.instructions > before:
            asleep_ms, found.end = 0.0, now_ms
        else:
            asleep_ms += _LOOK_MS
    bench.run_ms(_AFTER_MS)
    steps = bench.pins.steps[first:]
    found.gap = max(((b - a) / _NS_PER_MS for a, b in pairwise(steps)), default=0.0)
    if pico.pins.driven(WIRING.ENABLE):
        found.halt = -1.0
    return found


def row(line: str, turns: list[Turn]) -> str:
    """The worst of the phases, as a row of the table."""
    halt, answer = max(turn.halt for turn in turns), max(turn.answer for turn in turns)
    words = [
        f"`{line}`",
        f"{answer:.1f}" if answer >= 0 else "none",
        f"{halt:.1f}" if halt >= 0 else "",
        f"{max(turn.end for turn in turns):.0f}",
        f"{max(turn.gap for turn in turns):.1f}",
        f"{min(turn.left for turn in turns):,}",
    ]
    return "| " + " | ".join(words) + " |"


def main() -> None:
    """Print the table."""
    words = sys.argv[1:]
    flash = words.pop(0) if words and words[0] in FLASH else "typical"
    print(f"| line, {flash} flash | answer | halt | awake until | step gap | stack left |")
    print("|---|---|---|---|---|---|")
    running()
    for line in words or dict.fromkeys([*URGENT, *lines()]):
        turns = [apart(lambda ms=ms, line=line: turn_of(line, ms, flash)) for ms in PHASES_MS]
        print(row(line, turns), flush=True)


if __name__ == "__main__":
    main()
