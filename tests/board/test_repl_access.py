"""The button at a start, and the REPL that it opens: when, what shows it, and how it ends.

The door that a reset, a shorted button or a cable's capacitance must not open. On the pump's image.
"""

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.day import event_log
from tests.board.image import WIRING
from tests.board.powered import BUTTON, clock_set, first_boot, new_board, running, settled
from tests.board.repl import open_repl

NS_PER_MS = 1_000_000
PRESS_MS = 5_000  # restored by then, and held for 2 s
LOAD = 0x04  # the watchdog's register that holds what is left
LEFT_MS = 60_000 + 8_388  # fed for a minute without a host, and then not
IDLE, RUN = b"IDLE\n", b"RUN\n"


def powered(before: PicoBench, held: bool) -> PicoBench:
    """Another power-on of that board."""
    board = new_board(before.pico.flash_image())
    board.pico.pins.drive(BUTTON, int(not held))
    return board


def bitten(board: PicoBench) -> None:
    """The watchdog bites, as if nobody had fed it for so long."""
    board.pico._mcu.watchdog.write_uint32(LOAD, 1)
    board.pico.wait(lambda: bool(board.pico.resets), 10, "the watchdog")


def lamps(board: PicoBench, ms: int) -> set[tuple[int, int, int]]:
    """What red, yellow and cyan show together, each 100 ms."""
    seen = set()
    for _ in range(0, ms, 100):
        board.run_ms(100)
        level = board.pico.pins.level
        seen.add((level(WIRING.LED_RED), level(WIRING.LED_YELLOW), level(WIRING.LED_CYAN)))
    return seen


REPL_LAMPS = {(0, 1, 0), (0, 0, 1)}


def state(board: PicoBench) -> bytes:
    return settled(board, b"DEL:STAT?\n")


@pytest.mark.parametrize("before", [first_boot, running], ids=["at rest", "therapy"])
def test_a_watchdog_reset_with_the_button_down_starts_the_pump(before) -> None:
    def work() -> None:
        board = before()
        board.pico.pins.drive(BUTTON, 0)
        bitten(board)
        board.pico.boot()
        board.run_ms(3_000)
        assert state(board) == (RUN if before is running else IDLE)
        assert [cause for _, cause in board.pico.resets] == ["watchdog"]

    apart(work)


def first_step_ns(board: PicoBench) -> int:
    board.pico.wait(lambda: bool(board.pins.steps), 20_000, "a step")
    return board.pins.steps[0]


def test_therapy_is_not_delayed_by_a_button_that_is_down() -> None:
    def work() -> None:
        up, down = [first_step_ns(powered(running(), held)) for held in (False, True)]
        assert up == down

    apart(work)


def test_a_long_press_at_power_on_opens_the_repl_and_two_lamps_show_it() -> None:
    def work() -> None:
        board = powered(first_boot(), True)
        board.pico.boot()
        board.run_ms(PRESS_MS)
        assert [cause for _, cause in board.pico.resets] == ["software"]
        assert lamps(board, 2_000) == REPL_LAMPS
        assert board.pico.repl("print(6 * 7)") == ("42\r\n", "")
        assert powered(board, False).boot().startswith("CISTERNA,")

    apart(work)


@pytest.mark.parametrize("let_go_ms", [200, 1_000, 1_900])
def test_a_press_that_ends_before_two_seconds_are_over_opens_nothing(let_go_ms: int) -> None:
    def work() -> None:
        board = powered(first_boot(), True)
        board.run_ms(let_go_ms)
        board.pico.pins.drive(BUTTON, 1)
        board.pico.boot()
        board.run_ms(PRESS_MS)
        assert not board.pico.resets
        assert state(board) == IDLE

    apart(work)


def test_a_button_that_is_shorted_costs_a_minute_and_then_the_pump_is_there() -> None:
    def work() -> None:
        board = powered(clock_set(), True)
        board.pico.usb.dtr(False)
        board.pico.boot()
        board.run_ms(PRESS_MS + LEFT_MS)
        assert [cause for _, cause in board.pico.resets] == ["software", "watchdog"]
        board.pico.usb.dtr(True)
        board.run_ms(3_000)
        assert state(board) == IDLE
        assert any("CAUSE reset=3" in line for line in event_log(board))

    apart(work)


@pytest.mark.parametrize("rise_ms", [5, 10])
def test_a_capacitor_at_the_button_is_no_press(rise_ms: int) -> None:
    """The line that rises late is still low when the program looks for the first time."""

    def work() -> None:
        board = new_board(first_boot().pico.flash_image())
        board.pico.pins.release(BUTTON)
        board.pico.pins.capacitor(BUTTON, rise_ms * NS_PER_MS)
        assert board.boot().startswith("CISTERNA,")

    apart(work)


# How long the REPL lasts ------------------------------------------------------------------------


def console() -> PicoBench:
    """The REPL that SYST:REPL gives, with a host on its line."""
    board = first_boot()
    board.pico.usb.write(b"SYST:REPL\n")
    board.run_ms(1_000)
    assert [cause for _, cause in board.pico.resets] == ["software"]
    board.pico.boot()
    return board


def test_it_lasts_as_long_as_a_host_is_there_and_a_minute_more() -> None:
    def work() -> None:
        board = console()
        assert lamps(board, 2_000) == REPL_LAMPS
        board.run_ms(300_000)
        assert len(board.pico.resets) == 1
        board.pico.usb.dtr(False)
        board.run_ms(59_000)
        assert len(board.pico.resets) == 1
        board.run_ms(LEFT_MS - 59_000 + 500)
        assert [cause for _, cause in board.pico.resets] == ["software", "watchdog"]
        board.pico.usb.dtr(True)
        board.run_ms(3_000)
        assert state(board) == IDLE
        assert any("CAUSE reset=3" in line for line in event_log(board))

    apart(work)


def test_a_plug_that_is_pulled_ends_it_too() -> None:
    def work() -> None:
        board = console()
        board.run_ms(1_000)
        board.pico.usb.unplug()
        board.run_ms(LEFT_MS + 500)
        assert [cause for _, cause in board.pico.resets] == ["software", "watchdog"]

    apart(work)


def test_a_soft_reset_in_the_raw_repl_does_not_end_the_feeding() -> None:
    """As mpremote begins: Ctrl-A, Ctrl-D; then a deploy of minutes."""

    def work() -> None:
        board = console()
        board.pico.usb.read()
        board.pico.usb.write(b"\r\x03\x03\r\x01\x04")
        board.run_ms(2_000)
        assert board.pico.usb.read().count(b"raw REPL") == 2
        assert lamps(board, 2_000) == REPL_LAMPS
        board.run_ms(200_000)
        assert len(board.pico.resets) == 1

    apart(work)


def test_what_hangs_there_is_bitten_though_a_host_is_there() -> None:
    def work() -> None:
        board = console()
        board.pico.usb.write(b"import machine; machine.disable_irq()\r")
        board.pico.usb.write(b"while True: pass\r\r")
        board.pico.wait(lambda: len(board.pico.resets) > 1, 10_000, "the watchdog", 100)
        assert board.pico.resets[1][1] == "watchdog"

    apart(work)


def test_the_store_says_run_and_the_repl_was_asked_for_by_hand_on_the_chip() -> None:
    """Whoever reaches into the chip gets it all the same: it is how these tests get there."""

    def work() -> None:
        board = powered(running(), False)
        open_repl(board.pico)
        assert board.pico.repl("print(1)") == ("1\r\n", "")

    apart(work)
