"""The flash: whoever watches sees each change, supply failures tear it, and it takes its time."""

from typing import TYPE_CHECKING

import pytest

from host_sim.board.nor import PowerCut, tears
from tests.pico.boards import MakePico, gaps, run, traced

if TYPE_CHECKING:
    from host_sim.pico.pico import Pico

SAVE = """
import os
def save(n):
    with open('new', 'w') as f: f.write('%d:' % n + 'x' * 700)
    os.rename('new', 'state')
save(1)
save(2)
"""
LOAD = "s = open('state').read(); print(s.split(':')[0], len(s))"
PAGE = "f = rp2.Flash(); a = bytearray(b'\\x5a' * 256)\n"


def test_the_hook_sees_every_change_before_it_is_made(pico: "Pico") -> None:
    seen: list[tuple[str, int, int]] = []
    at = 0x1F_0000

    def before(kind: str, where: int, data: bytes | None) -> None:
        seen.append((kind, where, pico.flash.image[at]))

    pico.flash.before = before
    block = at // 4096 - 0xA0  # rp2.Flash begins at 640 KB
    run(pico, PAGE + f"f.ioctl(6, {block}); f.writeblocks({block}, a, 0)")
    assert seen == [("erase", at // 4096, 0xFF), ("program", at, 0xFF)]
    assert pico.flash_image()[at : at + 257] == b"\x5a" * 256 + b"\xff"
    assert (pico.flash.programs, pico.flash.erases, pico.flash.worn[at // 4096]) == (1, 1, 1)


def test_a_program_only_clears_bits(pico: "Pico") -> None:
    run(pico, PAGE + "f.ioctl(6, 5)\nf.writeblocks(5, a, 0)\nf.writeblocks(5, b'\\x0f' * 256, 0)")
    assert run(pico, "f.readblocks(5, a, 0); print(hex(a[0]), hex(a[255]))") == "0xa 0xa"


@pytest.mark.parametrize(("call", "low_ms", "high_ms"), [
    ("f.writeblocks(5, a, 0)", 0.7, 1.0), ("f.ioctl(6, 5)", 45.0, 45.2),
])  # fmt: skip
def test_a_change_takes_its_time(pico: "Pico", call: str, low_ms: float, high_ms: float) -> None:
    run(pico, PAGE + "pin = Pin(2, Pin.OUT, value=0)")
    trace = traced(pico, 2)
    run(pico, f"pin.on(); {call}; pin.off()")
    assert low_ms < gaps(trace)[0] / 1e6 < high_ms


def test_no_interrupt_is_served_meanwhile(pico: "Pico") -> None:
    """What soft timers do during an erase: hence pulses come from PIO."""
    run(pico, PAGE + "pin = Pin(2, Pin.OUT)")
    run(pico, "t = machine.Timer(period=1, callback=lambda t: pin.toggle())")
    trace = traced(pico, 2)
    run(pico, "time.sleep_ms(20); f.ioctl(6, 5); time.sleep_ms(20)")
    assert max(gaps(trace)) > 44_000_000


def test_a_cut_ahead_of_any_change_leaves_an_old_or_a_new_file(make_pico: MakePico) -> None:
    pico = make_pico()
    count = 0

    def counting(kind: str, where: int, data: bytes | None) -> None:
        nonlocal count
        count += 1

    pico.flash.before = counting
    run(pico, SAVE)
    assert count > 6
    for which in range(0, count, 3):
        assert after_cut(make_pico(), which, how=None) in ("none", "1 702", "2 702")


@pytest.mark.parametrize("how", [0, 7, 38])
def test_a_torn_change_too(make_pico: MakePico, how: int) -> None:
    assert how in tears("program", 256)
    for which in range(1, 8, 3):
        assert after_cut(make_pico(), which, how) in ("none", "1 702", "2 702")


def after_cut(pico: "Pico", which: int, how: int | None) -> str:
    """What a new board finds after the supply failed at that change."""
    left = which

    def cut(kind: str, where: int, data: bytes | None) -> None:
        nonlocal left
        if left == 0:
            if how is not None:
                ways = tears(kind, len(data or b""))
                pico.flash.tear(kind, where, data, how % len(ways))
            raise PowerCut(kind)
        left -= 1

    pico.flash.before = cut
    before = pico.flash_image()
    with pytest.raises(PowerCut):
        pico.repl(SAVE)
    assert (pico.flash_image() == before) == (which == 0 and how is None)
    return run(pico.power_cycle(), "try:\n " + LOAD + "\nexcept OSError: print('none')")
