"""The C stack of the real image: what every header of the command table leaves of it, and what the
orders leave that are given while a fast bolus interrupts the processor with each pulse.

MicroPython stops a call 256 bytes from the end, and what is deeper goes into the heap: so a part of
the stack must stay untouched, whatever is ordered.
"""

import json

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.granting import signed_line
from tests.board.image import BUILT
from tests.board.lines import TABLE, URGENT, headers, lines
from tests.board.powered import running, settled
from tests.board.stack import Stack

LEAST_FREE = 2_816  # bytes: a quarter of the 11 KiB that the image has
PHASES_MS = range(0, 48, 12)  # a fast bolus has a pulse each 48 ms: an order meets it somewhere


def stack_of(bench: PicoBench) -> Stack:
    return Stack(bench, json.loads(BUILT.with_suffix(".json").read_text())["stack_bytes"])


def left_by(bench: PicoBench, line: str) -> int:
    """Bytes that nothing touched while the line was read, done and answered."""
    stack = stack_of(bench)
    stack.paint()
    settled(bench, line.encode() + b"\n")
    return stack.free()


def test_every_header_is_asked_or_ordered_once() -> None:
    named = {TABLE.find(header)[0].pattern for line in lines() for header in headers(line)}
    assert named == set(TABLE.patterns)


def test_every_header_leaves_a_quarter() -> None:
    def work() -> dict[str, int]:
        bench = running()
        return {line: left_by(bench, line) for line in lines()}

    running()
    left = apart(work)
    deepest = sorted(left.items(), key=lambda row: row[1])[:5]
    print("free:", deepest)
    assert deepest[0][1] >= LEAST_FREE


@pytest.mark.parametrize("signed", [False, True], ids=["plain", "signed"])
@pytest.mark.parametrize("order", URGENT)
def test_an_order_within_a_fast_bolus_leaves_a_quarter(order: str, signed: bool) -> None:
    def work(phase_ms: int) -> int:
        bench = running()
        settled(bench, b"PRES:LIM:DAY 790 UG\n")
        line = order.replace("{digest}", settled(bench, b"PRES:DIG?\n").decode().strip())
        if signed:
            line = signed_line(bench, line, "PRESCRIBE")
        bench.run_ms(phase_ms)
        before = len(bench.pins.steps)
        left = left_by(bench, line)
        steps = len(bench.pins.steps) - before
        bench.run_ms(2_000)
        left = min(left, stack_of(bench).free())
        assert settled(bench, b"SYST:ERR?\n").startswith(b"0,")
        assert bench.ask("DEL:STAT?") == (
            "STOP" if "STOP" in order else "SUSP" if "SUSP" in order else "RUN"
        )
        return left if steps >= 0 else 0

    running()
    left = [apart(lambda phase_ms=phase_ms: work(phase_ms)) for phase_ms in PHASES_MS]
    print(order, "free:", left)
    assert min(left) >= LEAST_FREE


@pytest.mark.parametrize("signed", [False, True], ids=["plain", "signed"])
def test_resuming_and_beginning_anew_leave_a_quarter(signed: bool) -> None:
    def work() -> list[int]:
        bench = running()
        left = []
        for line in (
            "DEL:SUSP 5 MIN",
            "DEL:RES",
            "DEL:STOP OTHER",
            "DEL:STAR",
            "DEL:BOL 20 UG,0 S,CONFIRM",
        ):
            said = signed_line(bench, line, "PRESCRIBE") if signed else line
            left.append(left_by(bench, said))
            stack_of(bench).paint()
            bench.run_ms(1_500)
            left.append(stack_of(bench).free())
        return left

    running()
    left = apart(work)
    print("free:", left)
    assert min(left) >= LEAST_FREE


def test_power_on_with_therapy_leaves_a_quarter() -> None:
    def work() -> int:
        running().power_cycle()
        bench = running()
        bench.pico.run_for(20)  # the boot ROM is done, and main.py has not begun
        stack_of(bench).paint()
        bench.boot()
        bench.run_ms(5_000)
        return stack_of(bench).free()

    running()
    left = apart(work)
    print("free:", left)
    assert left >= LEAST_FREE
