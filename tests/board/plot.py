"""Edges around a flash erase, PIO beside a soft timer: `python -m tests.board.plot FILE.svg`.

Runs the plain image on an emulated Pico: a state machine and a machine.Timer both toggle a pin
every 5 ms, and after 40 ms a sector is erased, which takes the chip 45 ms with interrupts off.
Emulated, not silicon: a real chip's erase takes 45 to 400 ms.
"""

import sys
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLAIN = ROOT / "build" / "rp2040_pico" / "plain.uf2"
PERIOD_US = 5_000
SPAN_US = 140_000
_PIO_PIN, _TIMER_PIN, _MARK_PIN = 2, 3, 4
_SOURCE = """
import rp2, time
from machine import Pin, Timer
@rp2.asm_pio(set_init=rp2.PIO.OUT_LOW)
def square():
    wrap_target()
    set(pins, 1)
    mov(x, osr)
    label("high")
    jmp(x_dec, "high")
    set(pins, 0)
    mov(x, osr)
    label("low")
    jmp(x_dec, "low")
    wrap()
soft, mark = Pin(3, Pin.OUT, value=0), Pin(4, Pin.OUT, value=0)
flash = rp2.Flash(start=1280 * 1024, len=128 * 1024)
sm = rp2.StateMachine(0, square, freq=1_000_000, set_base=Pin(2))
sm.put(%d)
sm.exec("pull()")
tim = Timer(period=%d, callback=lambda t: soft.toggle())
sm.active(1)
time.sleep_ms(40)
mark.on()
flash.ioctl(6, 3)
mark.off()
time.sleep_ms(100)
tim.deinit()
"""


def measured() -> tuple[dict[int, list[float]], float]:
    """us of each edge at the three pins, from the state machine's first; and the erase's length."""
    sys.path[:0] = [str(ROOT / "host_sim/shim"), str(ROOT / "firmware")]
    from host_sim.pico.pico import Pico
    from host_sim.pico.uf2 import flash_of

    pico = Pico(flash_of(PLAIN)).boot()
    edges: dict[int, list[int]] = {pin: [] for pin in (_PIO_PIN, _TIMER_PIN, _MARK_PIN)}
    pico.repl("pass")
    for pin, seen in edges.items():
        pico.pins.watch(pin, lambda ns, _level, seen=seen: seen.append(ns))
    _, error = pico.repl(_SOURCE % (PERIOD_US - 3, PERIOD_US // 1_000))
    if error:
        raise RuntimeError(error)
    first = edges[_PIO_PIN][1]
    shown = {pin: [(ns - first) / 1_000 for ns in seen] for pin, seen in edges.items()}
    return shown, shown[_MARK_PIN][-1] - shown[_MARK_PIN][-2]


def gaps(edges: list[float]) -> list[float]:
    """us between successive edges within the picture."""
    inside = [at for at in edges if 0 <= at <= SPAN_US]
    return [after - before for before, after in pairwise(inside)]


def picture(shown: dict[int, list[float]]) -> str:
    """The three pins as an SVG."""
    rows = (("PIO state machine", _PIO_PIN), ("soft Timer", _TIMER_PIN), ("flash erase", _MARK_PIN))
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="250" font-family="sans-serif" '
        'font-size="13"><rect width="900" height="250" fill="white"/>'
    ]
    for row, (name, pin) in enumerate(rows):
        top, level, points = 30 + row * 65, 0, []
        before = [at for at in shown[pin] if at < 0]
        level = len(before) % 2
        points.append((0.0, level))
        for at in shown[pin]:
            if 0 <= at <= SPAN_US:
                points += [(at, level), (at, 1 - level)]
                level = 1 - level
        points.append((float(SPAN_US), level))
        line = " ".join(f"{150 + at * 730 / SPAN_US:.1f},{top + 35 - 30 * up}" for at, up in points)
        parts.append(f'<text x="10" y="{top + 25}">{name}</text>')
        parts.append(f'<polyline points="{line}" fill="none" stroke="#1f4e79" stroke-width="1.5"/>')
    for ms in range(0, SPAN_US // 1_000 + 1, 20):
        x = 150 + ms * 730_000 / SPAN_US
        parts.append(f'<text x="{x:.0f}" y="240" text-anchor="middle">{ms} ms</text>')
    return "\n".join([*parts, "</svg>\n"])


def main() -> None:
    """Draw it, and say the figures."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tests.board.plot FILE.svg (make plain first)")
    shown, erase_us = measured()
    Path(sys.argv[1]).write_text(picture(shown))
    print(f"emulated, edges every {PERIOD_US} us, an erase of {erase_us:.0f} us")
    for name, pin in (("PIO", _PIO_PIN), ("soft Timer", _TIMER_PIN)):
        found = gaps(shown[pin])
        print(f"{name:10}  shortest {min(found):9.3f} us  longest {max(found):9.3f} us")


if __name__ == "__main__":
    main()
