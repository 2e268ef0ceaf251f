"""The bench's schematic: its GPIOs are the board's, its lists and its picture are not stale."""

import re

import pytest

from tests.house.files import ROOT
from tests.house.test_wiring import owned
from tools.schematic import __main__ as files
from tools.schematic import figures
from tools.schematic.bench import drawn
from tools.schematic.lists import filled
from tools.schematic.netlist import PICO_PINS, Netlist, Part, load

PAGE = (ROOT / "docs/build_a_bench.md").read_text()
FREE = {"UART_TX", "UART_RX", "COILS"}  # nothing hangs there


@pytest.fixture(scope="module")
def netlist() -> Netlist:
    return load()


def test_each_gpio_of_the_board_is_on_the_net_of_its_name(netlist) -> None:
    pins = owned("rp2040_pico")
    joined = {
        name: end for name, ends in netlist.nets.items() for end in ends if end.startswith("U1.GP")
    }
    assert joined == {name: f"U1.GP{pin}" for name, pin in pins.items() if name not in FREE}


def test_no_wire_ends_in_the_air_and_no_part_is_left_over(netlist) -> None:
    assert {name: ends for name, ends in netlist.nets.items() if len(ends) < 2} == {}
    used = {end.split(".")[0] for ends in netlist.nets.values() for end in ends}
    assert used == set(netlist.parts)


def test_two_legs_of_a_part_are_two_nets(netlist) -> None:
    for ref, part in netlist.parts.items():
        if part.kind.split(",")[0] in ("resistor", "capacitor", "LED", "diode", "fuse", "switch"):
            nets = [
                name
                for name, ends in netlist.nets.items()
                for end in ends
                if end.startswith(ref + ".")
            ]
            assert len(set(nets)) == len(nets) == 2, ref


def test_a_picos_gpios_stand_where_its_legend_has_them() -> None:
    """Three grounds to a side of twenty, and the power pins from 35 on."""
    gpios = {int(name[2:]): at for name, at in PICO_PINS.items() if name.startswith("GP")}
    left = [pin for pin in range(1, 21) if pin not in (3, 8, 13, 18)]
    right = [pin for pin in range(21, 30) if pin not in (23, 28)]
    assert [gpios[gpio] for gpio in range(23)] == left + right
    assert [gpios[gpio] for gpio in (26, 27, 28)] == [31, 32, 34]


def test_picture_and_lists_are_not_stale() -> None:
    assert [path.name for path in files.stale()] == [], "make schematic"


def test_every_part_and_every_net_is_in_the_picture(netlist) -> None:
    words = set(re.findall(r">([^<>]+)<", drawn(netlist)))
    told = " ".join(words)
    assert [ref for ref in netlist.parts if not re.search(rf"\b{ref}\b", told)] == []
    silent = {"ANODE_RED", "ANODE_YELLOW", "ANODE_CYAN", "BASE", "THIRD"}  # within one chain
    assert [net for net in netlist.nets if net not in words | silent] == []


def test_a_drawing_that_says_something_else_is_refused(netlist) -> None:
    nets = dict(netlist.nets)
    nets["LED_RED"], nets["LED_CYAN"] = ("U1.GP8", "R6.1"), ("U1.GP10", "R4.1")
    assert drawn(Netlist(netlist.parts, nets)) != drawn(netlist)
    nets["ANODE_RED"], nets["ANODE_CYAN"] = ("R4.2", "D3.A"), ("R6.2", "D1.A")
    with pytest.raises(ValueError, match=r"D1\.A is not on ANODE_RED"):
        drawn(Netlist(netlist.parts, nets))
    more = netlist.parts | {"R99": Part("R99", "resistor", "1 kΩ", "")}
    with pytest.raises(ValueError, match="not on the sheet: R99"):
        drawn(Netlist(more, netlist.nets))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[parts]\nR1 = { is = "resistor" }\n[nets]\nA = ["R2.1"]\n', "of no part"),
        ('[parts]\nR1 = { is = "resistor" }\n[nets]\nA = ["R1.1"]\nB = ["R1.1"]\n', "another net"),
    ],
)
def test_a_netlist_with_a_slip_is_refused(tmp_path, text, words) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        load(path)


def test_a_page_without_a_place_is_refused(netlist) -> None:
    with pytest.raises(ValueError, match="no place for its wires"):
        filled(PAGE.replace("<!-- wires ends -->", ""), netlist)


# What the resistors come to ------------------------------------------------------------------


def node(*resistors: tuple[float, float]) -> float:
    """Volts at a node by its currents: (kΩ, V at the far end) each."""
    return sum(volts / kohm for kohm, volts in resistors) / sum(1 / kohm for kohm, _ in resistors)


def test_ten_kilohms_win_in_reset_and_a_hundred_do_not(netlist) -> None:
    found = figures.enable(netlist)
    for r1, told in ((10, "2.54 to 2.69 V"), (100, "0.83 to 1.02 V")):
        levels = [node((r1, 3.3), (100, 0), (chip, 0)) for chip in (50, 80)]
        assert told == f"{levels[0]:.2f} to {levels[1]:.2f} V"
        assert told in found
    assert f"{node((10, 3.3), (100, 0), (50, 3.3)):.2f} V" in found
    assert "| the wire from the Pico is off | 3.00 V | 1.65 V |" in found
    assert f"{node((4.7, 3.3), (100, 0), (50, 0)):.1f}" == "2.9" and "4.7 kΩ gives 2.9 V" in PAGE


def test_a_divider_that_is_loaded_shows_less(netlist) -> None:
    found = figures.battery(netlist)
    for high, low in ((200, 100), (20, 10), (2, 1)):
        shown = node((high, 3.0), (low, 0), (100, 0)) * 3
        assert re.search(rf"\| {high} kΩ over {low} kΩ,.* \| {shown:.2f} V \|", found)


def test_the_page_counts_as_the_firmware_does() -> None:
    from pump.core.profile import STEPS_PER_ML

    assert figures.STEPS_PER_ML == STEPS_PER_ML
    assert 1000 * figures.STEPS_PER_REV / STEPS_PER_ML == 50
    bore_mm, track_mm = 1.0, 50 / (3.14159265 / 4) / 3.14159265
    row = next(row for row in figures.heads(load()).splitlines() if row.startswith("| none"))
    assert bore_mm == 1.0 and row.split("|")[4].strip() == f"{track_mm:.0f} mm"
    assert f"470 mg are {round(3200 * 10 * 1000 / 470):,}" in PAGE
    volts = node((1.8, 5.0), (3.3, 0.0))
    assert f"5 V to {volts:.2f} V" in PAGE
