"""Parts and nets of a bench, as its text file has them. Knows no drawing."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "boards/rp2040_pico/bench.toml"
# Where a Pico's pins stand on its edge, counted as its legend does; those that the bench uses.
PICO_PINS = {
    "GP0": 1, "GP1": 2, "GP2": 4, "GP3": 5, "GP4": 6, "GP5": 7, "GP6": 9, "GP7": 10, "GP8": 11,
    "GP9": 12, "GP10": 14, "GP11": 15, "GP12": 16, "GP13": 17, "GP14": 19, "GP15": 20, "GP16": 21,
    "GP17": 22, "GP18": 24, "GP19": 25, "GP20": 26, "GP21": 27, "GP22": 29, "GP26": 31, "GP27": 32,
    "GP28": 34, "3V3_OUT": 36, "GND": 38, "VSYS": 39, "VBUS": 40,
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One part to buy. `value` and `note` may be empty."""

    ref: str
    kind: str
    value: str
    note: str


@dataclass(frozen=True)
class Netlist:
    """All parts by their reference, and the ends of each net."""

    parts: dict[str, Part]
    nets: dict[str, tuple[str, ...]]

    def net_of(self, end: str) -> str:
        """The net on which that end lies. KeyError where it lies on none."""
        for name, ends in self.nets.items():
            if end in ends:
                return name
        raise KeyError(end)


def load(source: Path = SOURCE) -> Netlist:
    """ValueError where an end names no part, or lies on two nets."""
    found = tomllib.loads(source.read_text(encoding="utf-8"))
    parts = {
        ref: Part(ref, row["is"], row.get("value", ""), row.get("note", ""))
        for ref, row in found["parts"].items()
    }
    nets = {name: tuple(ends) for name, ends in found["nets"].items()}
    seen: set[str] = set()
    for name, ends in nets.items():
        for end in ends:
            if end.split(".", 1)[0] not in parts:
                raise ValueError(f"{name}: {end} is of no part")
            if end in seen:
                raise ValueError(f"{name}: {end} lies on another net too")
            seen.add(end)
    return Netlist(parts, nets)
