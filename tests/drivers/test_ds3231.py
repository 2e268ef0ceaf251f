"""The driver of the DS3231 against a model of its registers: dates, a time that is not
to be believed, and a bus that fails."""

import pytest

from pump.drivers.ds3231 import Ds3231
from tests.drivers.ds3231_chip import CONTROL, STATUS, Chip

MS_PER_DAY = 86_400_000
LAST_DAY = 73_048
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def set_to(day: int, ms: int) -> Chip:
    chip = Chip()
    Ds3231(chip).set_wall(day, ms)
    return chip


def dates():
    """(day, year, month, day of the month) of every month's ends, counted up from 2000-01-01."""
    day = 0
    for year in range(2000, 2200):
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        for month in range(12):
            length = LENGTHS[month] + (leap and month == 1)
            yield day, year, month + 1, 1
            day += length
            yield day - 1, year, month + 1, length


def test_every_months_ends_are_written_as_the_calendar_has_them_and_read_back() -> None:
    chip = Chip()
    clock = Ds3231(chip)
    for day, year, month, of_month in dates():
        clock.set_wall(day, 43_200_000)
        shown = chip.registers[4:7].hex()
        century = 80 if year >= 2100 else 0  # as digits: no month has a digit there
        wanted = f"{of_month:02}{month + century:02}{year % 100:02}"
        assert shown == wanted
        assert clock.wall() == (day, 43_200_000)
    assert day == LAST_DAY


def test_weekdays_go_on_from_a_saturday() -> None:
    assert [set_to(day, 0).registers[3] for day in range(8)] == [6, 7, 1, 2, 3, 4, 5, 6]


def test_a_day_is_read_second_by_second_and_milliseconds_are_left_out() -> None:
    assert Ds3231(set_to(9_500, 86_399_999)).wall() == (9_500, 86_399_000)
    assert Ds3231(set_to(9_500, 45_296_500)).wall() == (9_500, 45_296_000)


@pytest.mark.parametrize("day", [0, 58, 365, 9_500, 36_523, 36_584, LAST_DAY - 1])
def test_midnight_carries(day: int) -> None:
    chip = set_to(day, MS_PER_DAY - 1_000)
    chip.pass_s(1)
    assert Ds3231(chip).wall() == (day + 1, 0)


def test_the_chips_own_29_february_2100_is_told_as_an_error_not_as_a_day() -> None:
    """The chip counts 2100 as a leap year. That day exists nowhere: the clock cannot be read."""
    chip = set_to(36_583, MS_PER_DAY - 1_000)
    chip.pass_s(1)
    chip.registers[4:7] = b"\x29\x82\x00"
    with pytest.raises(OSError):
        Ds3231(chip).wall()


def test_a_clock_that_was_counted_in_twelves_is_read() -> None:
    chip = set_to(100, 0)
    for register, hour in ((0x52, 0), (0x41, 1), (0x51, 11), (0x72, 12), (0x61, 13), (0x71, 23)):
        chip.registers[2] = register
        assert Ds3231(chip).wall() == (100, hour * 3_600_000)


def test_it_is_not_set_until_somebody_does_and_after_its_oscillator_stood() -> None:
    chip = Chip()
    clock = Ds3231(chip)
    assert clock.wall() is None
    clock.set_wall(100, 200_000)
    assert clock.wall() == (100, 200_000)
    chip.registers[STATUS] |= 0x80
    assert clock.wall() is None


def test_what_it_is_told_to_forget_is_not_set_now_nor_after_a_power_cut() -> None:
    """The chip has no command for it: bit 7 of its control register, EOSC, lets the oscillator
    stand as soon as the cell alone feeds it. That is how it is found then, and how it is now."""
    chip = set_to(100, 200_000)
    clock = Ds3231(chip)
    clock.forget_wall()
    assert chip.registers[CONTROL] == 0x9C
    assert clock.wall() is None
    assert Ds3231(chip).wall() is None
    clock.set_wall(101, 200_000)
    assert chip.registers[CONTROL] == 0x1C
    assert clock.wall() == (101, 200_000)


def test_a_chip_that_does_not_take_it_says_so() -> None:
    chip = set_to(100, 200_000)

    def forget() -> None:
        chip.registers[CONTROL] = 0x1C

    chip.steps = forget
    with pytest.raises(OSError):
        Ds3231(chip).forget_wall()


def test_setting_leaves_the_other_control_and_status_bits_alone() -> None:
    registers = set_to(100, 0).registers
    assert (registers[CONTROL], registers[STATUS]) == (0x1C, 0x08)


def test_what_is_set_goes_on_on_the_cell_whatever_had_the_chip_before() -> None:
    """EOSC stops the oscillator there, and a cut of an hour would be no time at all."""
    chip = Chip()
    chip.registers[CONTROL] = 0xFF
    Ds3231(chip).set_wall(100, 200_000)
    assert chip.registers[CONTROL] == 0x7F  # its other bits are somebody's
    chip.on_cell_s(3_600)
    assert Ds3231(chip).wall() == (100, 3_800_000)


def test_a_chip_that_stopped_on_its_cell_is_not_set_and_goes_on_from_the_next_setting() -> None:
    chip = set_to(100, 200_000)
    chip.registers[CONTROL] |= 0x80
    chip.on_cell_s(3_600)
    clock = Ds3231(chip)
    assert clock.there()
    assert clock.wall() is None  # it stood: told, not guessed
    clock.set_wall(101, 0)
    chip.on_cell_s(60)
    assert clock.wall() == (101, 60_000)


def test_a_running_clock_that_would_stop_on_its_cell_is_not_set() -> None:
    """Nor is it mended unseen: it may be so because an order was taken back. Setting it does."""
    chip = set_to(100, 200_000)
    chip.registers[CONTROL] |= 0x80
    clock = Ds3231(chip)
    assert clock.there()
    assert clock.wall() is None
    clock.set_wall(100, 200_000)
    assert (chip.registers[CONTROL], chip.registers[STATUS]) == (0x1C, 0x08)
    chip.on_cell_s(10)
    assert clock.wall() == (100, 210_000)


def test_a_chip_that_keeps_eosc_set_is_told() -> None:
    chip = Chip()
    chip.registers[CONTROL] |= 0x80
    chip.stuck = True
    with pytest.raises(OSError):
        Ds3231(chip).set_wall(100, 200_000)


@pytest.mark.parametrize("day, ms", [(-1, 0), (LAST_DAY + 1, 0), (0, -1), (0, MS_PER_DAY)])
def test_a_time_that_does_not_exist_is_refused_and_changes_nothing(day: int, ms: int) -> None:
    chip = set_to(100, 200_000)
    before = bytes(chip.registers)
    with pytest.raises(ValueError):
        Ds3231(chip).set_wall(day, ms)
    assert chip.registers == before


def test_a_chip_that_does_not_answer_is_told() -> None:
    chip = set_to(100, 200_000)
    clock = Ds3231(chip)
    assert clock.there()
    chip.gone = True
    assert not clock.there()
    with pytest.raises(OSError):
        clock.wall()
    with pytest.raises(OSError):
        clock.set_wall(100, 200_000)


def test_a_chip_whose_oscillator_does_not_run_keeps_nothing_and_says_so() -> None:
    chip = Chip()
    chip.dead = True
    with pytest.raises(OSError):
        Ds3231(chip).set_wall(100, 200_000)
    assert Ds3231(chip).wall() is None


def test_a_chip_that_keeps_another_time_is_told() -> None:
    chip = Chip()

    def forget() -> None:
        chip.registers[0] = 0x59

    chip.steps = forget
    with pytest.raises(OSError):
        Ds3231(chip).set_wall(100, 200_000)


def test_a_second_that_passes_while_it_is_set_is_no_error() -> None:
    chip = Chip()
    transfers = []

    def step() -> None:
        transfers.append(0)
        if len(transfers) == 5:  # between the flag and the time that are read back
            chip.pass_s(1)

    chip.steps = step
    Ds3231(chip).set_wall(100, MS_PER_DAY - 1_000)
    chip.steps = lambda: None
    assert Ds3231(chip).wall() == (101, 0)


@pytest.mark.parametrize(
    "index, value", [(0, 0x6A), (0, 0x60), (1, 0x7F), (2, 0x24), (4, 0x00), (4, 0x32), (5, 0x13)]
)
def test_registers_that_hold_no_time_are_an_error(index: int, value: int) -> None:
    chip = set_to(100, 200_000)
    chip.registers[index] = value
    with pytest.raises(OSError):
        Ds3231(chip).wall()
