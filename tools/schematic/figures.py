"""What the resistors of a bench come to: levels at ENABLE, the battery's reading, the head's size.

Ohm's law and circles. Figures of chips stand here once; docs/build_a_bench.md says where from.
"""

import math

from tools.schematic.netlist import Netlist

SUPPLY_V = 3.3
CHIP_PULL_KOHM = (50.0, 80.0)  # RP2040: a pin's own pull-up or pull-down
MODULE_DOWN_KOHM = 100.0  # a driver's ENABLE to ground: DRV8824 family; of other modules a guess
ADC_IN_KOHM = 100.0  # RP2040: the least that an ADC input takes
STEPS_PER_REV = 200 * 16
STEPS_PER_ML = 64_000
_BORES_MM = (0.8, 1.0, 1.2, 1.6)
_GEARS = (1, 3, 5)


def kohm(text: str) -> float:
    """`10 kΩ`, `330 Ω` in kΩ. ValueError for another form."""
    number, unit = text.split()
    if unit not in ("kΩ", "Ω"):
        raise ValueError(text)
    return float(number) / (1 if unit == "kΩ" else 1000)


def _level(ups: list[float], downs: list[float]) -> float:
    """Volts at a pin between so many resistors to the supply and to ground, in kΩ."""
    up, down = sum(1 / each for each in ups), sum(1 / each for each in downs)
    return SUPPLY_V * up / (up + down)


def _range(found: list[float]) -> str:
    low, high = f"{min(found):.2f}", f"{max(found):.2f}"
    return f"{low} V" if low == high else f"{low} to {high} V"


def enable(netlist: Netlist) -> str:
    """The level at ENABLE, with the pull-up that there is and with ten times as much."""
    pull = kohm(netlist.parts["R1"].value)
    rows = [f"| | R1 = {pull:g} kΩ | {10 * pull:g} kΩ instead |", "|---|---|---|"]
    for words, chip in (
        ("the Pico runs and lends nothing: its own pull-up", "up"),
        ("the Pico is in reset or in BOOTSEL: its own pull-down", "down"),
        ("the wire from the Pico is off", ""),
    ):
        cells = [
            _range(
                [
                    _level(
                        [each, own] if chip == "up" else [each],
                        [MODULE_DOWN_KOHM, own] if chip == "down" else [MODULE_DOWN_KOHM],
                    )
                    for own in CHIP_PULL_KOHM
                ]
            )
            for each in (pull, 10 * pull)
        ]
        rows.append(f"| {words} | {cells[0]} | {cells[1]} |")
    rows.append("| the 3.3 V are dead: R1 pulls to 0 V | 0.00 V | 0.00 V |")
    return "\n".join(rows)


def battery(netlist: Netlist) -> str:
    """What a cell of 3 V reads as, where the ADC's input takes as much as it may."""
    high, low = (kohm(netlist.parts[ref].value) for ref in ("R12", "R13"))
    rows = ["| divider | of 3.00 V it shows, at the worst | it takes of the cell |"]
    rows.append("|---|---|---|")
    for part, words in ((1.0, "as drawn, without U4"), (0.1, "a tenth"), (0.01, "a hundredth")):
        upper, lower = high * part, low * part
        loaded = 1 / (1 / lower + 1 / ADC_IN_KOHM)
        shown = 3.0 * loaded / (upper + loaded) * (high + low) / low
        rows.append(
            f"| {upper:g} kΩ over {lower:g} kΩ, {words} | {shown:.2f} V "
            f"| {3.0 / (upper + lower):.2g} mA |"
        )
    rows.append(f"| {high:g} kΩ over {low:g} kΩ behind U4 | 3.00 V | {3.0 / (high + low):.2g} mA |")
    return "\n".join(rows)


def heads(netlist: Netlist) -> str:
    """Bore, gear and the track on which the tube lies, for the default calibration."""
    del netlist
    ul = 1000 * STEPS_PER_REV / STEPS_PER_ML
    rows = ["| gear, motor to head | a revolution of the head must give | "
            + " | ".join(f"bore {bore:g} mm" for bore in _BORES_MM) + " |"]  # fmt: skip
    rows.append("|---|---|" + "---|" * len(_BORES_MM))
    for gear in _GEARS:
        cells = []
        for bore in _BORES_MM:
            path_mm = ul * gear / (math.pi / 4 * bore * bore)
            cells.append(f"{path_mm / math.pi:.0f} mm")
        name = "none" if gear == 1 else f"{gear} : 1"
        rows.append(f"| {name} | {ul * gear:g} µL | {' | '.join(cells)} |")
    return "\n".join(rows)
