"""What the dialogues order of the simulator, done on a board by the bench: time, and a held rotor.

A board does not know SIM:... (-113). `BenchControls.exchange` cuts a line at such units and does
them itself; `left_out` names what it cannot do. Knows no replies.
"""

import re
from fractions import Fraction

from host_sim.pico.bench import PicoBench
from tests.board.powered import settled

_LONGEST_MS = 2 * 3_600_000  # of emulated time in one case: some seconds of ours
_UNIT_MS = {"S": 1_000, "MIN": 60_000, "HR": 3_600_000, "D": 86_400_000}
_TIME = re.compile(r"([0-9.]+) (S|MIN|HR|D)")
_FAULTS = ("STALL", "LINE_BLOCKED", "BUTTON")  # what the plant on the pins shows
_PLAYED = (">", ">>")

TO_THE_MS = "hits a millisecond, and a board's lines take some of them"
TOO_LONG = "more than two hours of emulated time"
SIMULATOR = "asks the simulator for more than time or a held rotor"


class Deed:
    """One unit that is not for the pump: so much time, and a switch of the plant or none."""

    def __init__(self, ms: int = 0, fault: str = "", on: bool = False) -> None:
        self.ms = ms
        self.fault = fault
        self.on = on


def left_out(case) -> str:
    """Why a board cannot play the case; "" when it can."""
    total_ms = 0
    for _, verb, text in case.steps:
        for header, words in _units(text) if verb in _PLAYED else ():
            if header.startswith("SIM:"):
                deeds = _deeds(header, words)
                if not deeds:
                    return SIMULATOR
                if deeds[0].ms % 1_000:
                    return TO_THE_MS
                total_ms += deeds[0].ms
    return TOO_LONG if total_ms > _LONGEST_MS else ""


class BenchControls:
    """A board's line, at which somebody waits and turns switches where a line says so."""

    def __init__(self, bench: PicoBench) -> None:
        self._bench = bench

    def exchange(self, data: bytes) -> bytes:
        """As the simulator's port has it: replies of one line are one line, joined by `;`."""
        if b"SIM:" not in data:
            return settled(self._bench, data)
        replies: list[bytes] = []
        piece: list[str] = []
        for header, words in _units(data.decode().rstrip("\n")):
            if header.startswith("SIM:"):
                replies.append(self._said(piece))
                piece = []
                self._do(_deeds(header, words))
            else:
                piece.append((header if header[0] == "*" else ":" + header) + " " + words)
        replies.append(self._said(piece))
        joined = b";".join(filter(None, replies))
        return joined + b"\n" if joined else b""

    def _said(self, units: list[str]) -> bytes:
        line = ";".join(units)
        return settled(self._bench, line.encode() + b"\n").rstrip(b"\n") if line else b""

    def _do(self, deeds: list[Deed]) -> None:
        for deed in deeds:
            if deed.ms:
                self._bench.run_ms(deed.ms)
            else:
                self._bench.plant.faults.set(deed.fault.lower(), int(deed.on))


def _deeds(header: str, words: str) -> list[Deed]:
    """What a unit of SIMulate asks for; none when nobody at a bench can do it."""
    if header == "SIM:TIME:ADV" and (time := _TIME.fullmatch(words)):
        return [Deed(ms=int(Fraction(time[1]) * _UNIT_MS[time[2]]))]
    if header == "SIM:FAUL:INJ" and words in _FAULTS:
        return [Deed(fault=words, on=True)]
    if header == "SIM:FAUL:CLE" and words in ("", *_FAULTS):
        return [Deed(fault=fault) for fault in _FAULTS if words in ("", fault)]
    return []


def _units(line: str) -> list[tuple[str, str]]:
    """(header from the root, what follows it) of each unit of a line without `;` in quotes."""
    found: list[tuple[str, str]] = []
    path = ""
    for unit in line.split(";"):
        header, _, words = unit.strip().partition(" ")
        if not header:
            continue
        if header[0] not in ":*":
            header = path + header
        header = header.removeprefix(":")
        if header[0:1] != "*":
            path = header[: header.rfind(":") + 1]
        found.append((header, words))
    return found
