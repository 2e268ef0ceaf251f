"""A share of the power cuts of `python -m tests.board.cuts`; and whose flash boots where."""

import pytest

from host_sim.board.nor import NorFlash
from host_sim.pico.bench import BOOT_MS
from tests.board.cuts.judge import NL_PER_STEP
from tests.board.cuts.run import run
from tests.board.cuts.scenario import old_pump, powered
from tests.board.cuts.simulated import Simulated, filled_ring
from tests.board.cuts.tape import torn
from tests.board.image import image
from tests.cuts.harness import AFTER, BEFORE, Change, leave
from tests.share import share

OPERATIONS = {
    "littlefs program",
    "littlefs erase",
    "ring record",
    "ring header",
    "ring erase",
    "void a header",
    "no write",
}
WHOLE = (
    "DEL:STAT?;VOL:TOT?;:DEL:RATE?;:PRES:ACT:DIG?;:RES:VOL?;:DEL:BOL:STAT?;:ALAR:LIST?"
    ";:LOG:COUN?;HASH?;:LOG:FAUL:COUN?;HASH?"
)
_NS_PER_MS = 1_000_000


def test_after_every_cut_the_board_holds_what_is_promised() -> None:
    done = run(share("BOARD_CUTS"), tears=1)
    table = done.table
    assert set(table.places) == OPERATIONS
    for operation in OPERATIONS - {"no write"}:
        assert all(table.cuts[operation, "once", point] for point in ("before", "torn", "after"))
    assert done.boots >= 20


def cut_in_a_bolus() -> Simulated:
    """A simulated pump whose power is about to go."""
    pump = Simulated()
    pump.begin("100 UG/D")
    pump.run_until_records(300)
    pump.order("DEL:BOL 20 UG,20 MIN,CONFIRM")
    pump.run_until_records(pump.bench.instrument.log.ring.next + 2)
    return pump


@pytest.mark.parametrize("make", [cut_in_a_bolus, old_pump], ids=["in a bolus", "ring nearly full"])
def test_a_simulated_pumps_flash_boots_on_the_board(make) -> None:
    """The same flash after the same cut: the board tells to the digit what the simulator tells.

    State, interval, prescription, alarms, and with the newest link every byte of both logs.
    """
    pump = make()
    flash, position = pump.transplanted(image()), pump.position()
    board = powered(flash, position)
    board.boot()
    replies = board.ask(WHOLE)
    again = Simulated(flash)
    assert replies == again.ask(WHOLE)
    assert replies.startswith("RUN;")
    least_nl, most_nl = (int(text) for text in replies.split(";")[1].split(","))
    assert least_nl <= position * NL_PER_STEP <= most_nl


def test_a_boards_flash_boots_in_the_simulator() -> None:
    """What a board has written since, round the end of its ring, is what a simulated pump reads."""
    pump = old_pump()
    board = powered(pump.transplanted(image()), pump.position())
    board.boot()
    # nobody knows how long it was off: a person decides, and then a bolus may be
    board.order("PRES:COPY")
    board.order(f"PRES:COMM {board.ask('PRES:DIG?')},CONFIRM")
    board.order("ALAR:RES INTERRUPTED")
    board.order("DEL:BOL 6 UG,2 MIN,CONFIRM")
    board.run_ms(150_000)
    flash = board.pico.flash_image()
    board.power_cycle()
    board.boot()
    again = Simulated(flash)
    assert again.ask(WHOLE) == board.ask(WHOLE)
    assert again.bench.instrument.log.ring.next > filled_ring()
    assert "DONE" in again.ask("DEL:BOL:STAT?")


def test_it_answers_in_time_with_the_chips_own_busy_times() -> None:
    """With nearly as many records to live through as there ever are."""
    pump = Simulated()
    pump.begin("100 UG/D")
    log = pump.bench.instrument.log
    pump.run_until_records(log.ring.next + 1)
    pump.run_until_records(log._image_number + 127)
    assert log.ring.next - log._image_number == 127
    board = powered(pump.transplanted(image()), pump.position())
    board.pico.flash.program_us, board.pico.flash.erase_us = 700, 45_000
    board.boot()
    assert board.pico.ns <= BOOT_MS * _NS_PER_MS


def test_a_change_is_torn_within_what_it_changes() -> None:
    """A record of 16 bytes is programmed in a page of 256, the others of which stay."""
    page = b"\xff" * 32 + bytes(range(16)) + b"\xff" * 208
    change = Change(0, "program", 256, page)
    left = set()
    for number in range(16):
        for how in torn(change, 3, number):
            flash = NorFlash(2, 4096)
            leave(flash, change, how)
            left.add(bytes(flash.image[256:512]))
    assert len(left) >= 40
    assert BEFORE not in torn(change, 3, 0) and AFTER not in torn(change, 3, 0)
