"""How long the pump judges a full prescription while drug flows: 24 segments, windows part full.

`python -m tests.board.judging [LINE ...]` prints ms from a line's last byte to its answer. The past
is a simulated pump's: two days of FLEX, boluses, a commit within the last hours. Emulated times.
"""

import sys
from functools import cache
from pathlib import Path

if __name__ == "__main__":
    _ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(_ROOT / "host_sim/shim"), str(_ROOT / "firmware")]

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.cuts.scenario import powered
from tests.board.cuts.simulated import Simulated
from tests.board.image import image

SEGMENTS = 24
DAY_UG = 240
BEFORE = [DAY_UG + (at % 3 - 1) * 12 for at in range(SEGMENTS)]
# The same day's dose otherwise: some hours get more, none of the windows too much.
OTHER = [DAY_UG + (at % 4 - 2) * 8 + 4 for at in range(SEGMENTS)]
STAGED = {
    "fits": (OTHER, 320),
    "less": ([dose - 60 for dose in BEFORE], 320),
    "refused": ([dose + 70 for dose in BEFORE], 320),
}
LINES = (
    "*OPC?",
    "PRES:CHEC?",
    "PRES:CHEC:ALL?",
    "FOR:TRAJ?",
    "FOR:TRAJ:STOP?",
    "FOR:WITH?",
    "FOR:WITH:BAND?",
    "FOR:EFF?",
    "RES:DAYS?",
    "RES:PRED:EMPT?",
    "DEL:BOL:CHEC? 10 UG",
    "DEL:BOL:CHEC? 35 UG",
    "PRES:COMM {digest},CONFIRM",
)
_MS_PER_HOUR = 3_600_000
_LOOK_MS = 0.1
_LIMIT_MS = 8_000
_NS_PER_MS = 1_000_000


def stage(order, doses: "list[int]", limit_ug: int) -> None:
    """Stage that: a segment an hour, each with its ug a day."""
    order(f'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;LIM:DAY {limit_ug} UG;BOL 40 UG')
    for at, dose in enumerate(doses):
        order(f'PRES:SEGM{at + 1}:STAR "{at:02d}:00";RATE {dose} UG/D')


def _past() -> Simulated:
    """A pump in its third day, its clock set; 70 ug of boluses, and bounds of before."""
    pump = Simulated()
    bench = pump.bench
    pump.order("AUTH:PLA SERV")
    pump.order("SYST:DATE 2030,1,1;TIME 0,0,0")
    stage(pump.order, BEFORE, 330)
    pump.order("PRES:COMM " + pump.ask("PRES:DIG?"))
    bench.plant.fill(18_000_000, 500_000)
    pump.order("RES:FILL 18 ML,500 UG/ML")
    pump.order(f"PRES:HIST CONT,{DAY_UG} UG/D")
    pump.order("CATH:CONT 500 UG/ML,CONFIRM")
    pump.order("DEL:STAR")
    bench.run_to(bench.time_ms() + 48 * _MS_PER_HOUR)
    for _ in range(2):
        pump.order("DEL:BOL 35 UG,20 MIN,CONFIRM")
        bench.run_to(bench.time_ms() + 5 * _MS_PER_HOUR)
    pump.order("PRES:LIM:DAY 320 UG")
    pump.order(f"PRES:COMM {pump.ask('PRES:DIG?')},CONFIRM")
    bench.run_to(bench.time_ms() + 2 * _MS_PER_HOUR)
    pump.order("DEL:STOP OTHER")
    return pump


@cache
def delivering() -> PicoBench:
    """That pump as a board, ten minutes after its start: drug flows."""
    pump = _past()
    bench = powered(pump.transplanted(image()), pump.position())
    bench.boot()
    bench.order("SYST:DATE 2030,1,3;TIME 12,0,0")
    bench.order("DEL:STAR CONFIRM")
    bench.run_ms(600_000)
    return bench


def answered(doses: "list[int]", limit_ug: int, line: str) -> tuple[float, str]:
    """ms to the first byte of the answer, and the answer. In this process: the board is changed."""
    bench = delivering()
    stage(bench.order, doses, limit_ug)
    line = line.replace("{digest}", bench.ask("PRES:DIG?"))
    usb = bench.pico.usb
    bench.run_ms(2_000)
    usb.read()
    usb.write((line if "?" in line else line + ";:SYST:ERR?").encode() + b"\n")
    begun_ns = bench.pico.ns
    found = b""
    while not found and bench.pico.ns - begun_ns < _LIMIT_MS * _NS_PER_MS:
        bench.pico.run_for(_LOOK_MS)
        found = usb.read()
    lasted = (bench.pico.ns - begun_ns) / _NS_PER_MS
    return lasted, (found + bench.exchange(b"")).decode().strip()


def main() -> None:
    """Print the table."""
    delivering()
    for name, (doses, limit_ug) in STAGED.items():
        for line in sys.argv[1:] or LINES:
            lasted, said = apart(lambda line=line, d=doses, u=limit_ug: answered(d, u, line))
            print(f"| {name} | `{line}` | {lasted:.1f} | {said[:150]}", flush=True)


if __name__ == "__main__":
    main()
