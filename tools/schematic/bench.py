"""The sheet of the bench: which part stands where."""

from tools.schematic.netlist import Netlist
from tools.schematic.sheet import Sheet

_PICO_LEFT = ["VBUS", "3V3_OUT", "GND"]
_PICO_RIGHT = ["GP2", "GP4", "GP5", "GP6", "GP7", "GP8", "GP9", "GP10", "GP11", "GP12", "GP16",
               "GP17", "GP26"]  # fmt: skip


def drawn(netlist: Netlist) -> str:
    """The sheet as SVG. ValueError where a part of the netlist is not on it."""
    sheet = Sheet(netlist)
    sheet.words((-3.2, 11.3), "A bench around a Pico. Wires of one name are joined.", 14)
    sheet.chip("U1", (0, 0), _PICO_LEFT, _PICO_RIGHT, 3.4)
    _driver(sheet)
    _hands_and_lamps(sheet)
    _rotor(sheet)
    _supplies(sheet)
    missing = netlist.parts.keys() - sheet.drawn
    if missing:
        raise ValueError(f"not on the sheet: {', '.join(sorted(missing))}")
    return sheet.svg()


def _driver(sheet: Sheet) -> None:
    sheet.words((9.5, 11.3), "Driver (an A4988) and motor")
    sheet.chip("U2", (11.5, 4.5),
               ["STEP", "DIR", "ENABLE", "MS1", "MS2", "MS3", "RESET", "SLEEP", "VDD"],
               ["VMOT", "GND", "1A", "1B", "2A", "2B"], 3.4)  # fmt: skip
    sheet.chip("M1", (21.3, 5.2), ["A", "A'", "B", "B'"], [], 1.8)
    sheet.words((9.5, 3.9), "DRV8825, TMC2209: other wires at MS, RESET, SLEEP, VDD", 9)
    sheet.chain((10.0, 2.4), [("R1", "1", "2")])
    sheet.chain((12.6, 2.4), [("R2", "1", "2")])
    sheet.chain((18.2, 2.4), [("P1", "+", "-")])
    sheet.chain((21.6, 2.4), [("F1", "1", "2"), ("S2", "1", "2"), ("C3", "+", "-")])


def _hands_and_lamps(sheet: Sheet) -> None:
    sheet.words((-3.2, -2.2), "Lamps, buzzer, buttons")
    for number, (resistor, lamp) in enumerate((("R4", "D1"), ("R5", "D2"), ("R6", "D3"))):
        sheet.chain((-2.2 + 2.6 * number, -3.4), [(resistor, "1", "2"), (lamp, "A", "K")], False)
    sheet.chain((9.4, -3.4), [("BZ1", "+", "-")])
    sheet.beside((9.4, -3.4), ("D4", "K", "A"), ("BZ1", "+", "-"), 1.7)
    sheet.transistor("Q1", (9.4, -6.1), ("R7", "1", "2"))
    sheet.chain((12.6, -3.4), [("R3", "1", "2"), ("S1", "1", "2")])
    sheet.beside((12.6, -5.3), ("C1", "1", "2"), ("S1", "1", "2"), 1.6)
    sheet.chain((15.9, -3.4), [("R14", "1", "2"), ("S3", "1", "2")])
    sheet.beside((15.9, -5.3), ("C5", "1", "2"), ("S3", "1", "2"), 1.6)


def _rotor(sheet: Sheet) -> None:
    sheet.words((-3.2, -10.2), "Encoder; its 5 V come down to 3.3 V")
    sheet.chip("E1", (-2.0, -14.2), ["5V", "GND"], ["A", "B"], 2.2)
    sheet.chain((3.8, -11.4), [("R8", "1", "2"), ("R9", "1", "2")])
    sheet.chain((6.9, -11.4), [("R10", "1", "2"), ("R11", "1", "2")])


def _supplies(sheet: Sheet) -> None:
    sheet.words((10.2, -10.2), "Clock; battery, with a buffer")
    sheet.chip("U3", (11.4, -14.2), ["VCC", "GND"], ["SDA", "SCL"], 2.2)
    sheet.chain((16.4, -11.4), [("B1", "+", "-")])
    sheet.chain((18.9, -11.4), [("R12", "1", "2"), ("R13", "1", "2")], False)
    sheet.beside((18.9, -13.3), ("C2", "1", "2"), ("R13", "1", "2"), 1.9)
    sheet.follower("U4", (20.8, -13.3), 0.8)
    sheet.words((20.0, -15.6), "U4: V+ to 3V3, V- to GND; C4 beside them", 9)
    sheet.chain((19.6, -3.4), [("C4", "1", "2")])
