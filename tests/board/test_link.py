"""Raw bytes on the real image's USB line: what belongs to a console does nothing to a pump.

Ctrl-C and its kin, access to the REPL, a client that dies. Load is test_link_load.py's.
"""

import pytest

from host_sim.pico.bench import PicoBench
from tests.board.apart import apart
from tests.board.image import image
from tests.board.powered import first_boot, new_board, running, settled
from tests.board.steps import ANOTHER_QUANTUM_NS, undisturbed, unmoved

CONTROL = b"\x03\x01\x02\x04\x00"  # Ctrl-C, raw REPL, friendly REPL, end; and a break's NUL
ALIVE = b"\n*OPC?;:DEL:STAT?;:SYST:ERR?\n"
RUNNING = b'1;RUN;0,"No error"\n'
WATCHDOG_LOAD = 0x04  # the watchdog's register that holds what is left
WATCHED_MS = 10_000


def pester(bench: PicoBench, ms: int) -> None:
    """Every such byte, each millisecond."""
    for _ in range(ms):
        bench.pico.usb.write(CONTROL)
        bench.run_ms(1)


def test_control_bytes_do_nothing_while_therapy_runs() -> None:
    undisturbed(WATCHED_MS)

    def work() -> None:
        unmoved(lambda bench: pester(bench, 400), WATCHED_MS, ANOTHER_QUANTUM_NS)
        assert running().pico.usb.read() == b""
        # 2,000 bytes without a line's end are one line too long
        assert settled(running(), ALIVE).startswith(b"1;RUN;-363,")
        assert settled(running(), ALIVE) == RUNNING

    apart(work)


@pytest.mark.parametrize("first", [True, False], ids=["first boot", "with therapy"])
def test_control_bytes_do_nothing_while_it_boots(first: bool) -> None:
    def work() -> None:
        board = new_board(image() if first else running().pico.flash_image())
        pester(board, 40)  # from before USB is there until long after main.py has begun
        board.run_ms(3_000)
        assert board.pico.usb.read() == b""
        state = b"IDLE" if first else b"RUN"
        assert settled(board, ALIVE) == RUNNING.replace(b"RUN", state)

    apart(work)


def test_control_bytes_do_nothing_after_the_watchdog() -> None:
    def work() -> None:
        board = running()
        board.pico._mcu.watchdog.write_uint32(WATCHDOG_LOAD, 1)  # as if not fed for so long
        board.pico.wait(lambda: bool(board.pico.resets), 10, "the watchdog")
        pester(board, 40)
        board.run_ms(3_000)
        assert [cause for _, cause in board.pico.resets] == ["watchdog"]
        assert board.pico.usb.read() == b""
        assert settled(board, ALIVE) == RUNNING
        steps = len(board.pins.steps)
        board.run_ms(10_000)
        assert len(board.pins.steps) > steps

    apart(work)


def test_the_console_is_given_while_nothing_flows() -> None:
    def work() -> None:
        board = first_boot()
        board.pico.usb.write(b"SYST:REPL\n")
        board.run_ms(1_000)
        assert [cause for _, cause in board.pico.resets] == ["software"]
        assert board.pico.repl("print(6 * 7)") == ("42\r\n", "")

    apart(work)


def test_the_console_is_refused_while_therapy_runs() -> None:
    undisturbed(WATCHED_MS)

    def work() -> None:
        unmoved(lambda bench: bench.pico.usb.write(b"SYST:REPL\n"), WATCHED_MS, ANOTHER_QUANTUM_NS)
        assert settled(running(), b"SYST:ERR?\n").startswith(b"213,")
        assert settled(running(), ALIVE) == RUNNING

    apart(work)


def test_half_a_line_of_a_client_that_died_does_not_join_the_next_ones() -> None:
    def work() -> None:
        board = running()
        usb = board.pico.usb
        assert settled(board, b"DEL:STO") == b""
        usb.dtr(False)
        board.run_ms(20)
        usb.dtr(True)
        board.run_ms(20)
        assert settled(board, b"P OTHER\nSYST:ERR?\n").startswith(b"-113,")
        assert settled(board, ALIVE) == RUNNING

    apart(work)


@pytest.mark.parametrize("out_ms", [4, 50, 5_000])
def test_half_a_line_and_a_session_do_not_outlive_a_plug_that_was_pulled(out_ms: int) -> None:
    """TinyUSB says that VBUS is there always; what falls silent is the bus."""

    def work() -> None:
        board = running()
        usb = board.pico.usb
        assert settled(board, b"SYST:COMM:CHEC 1\nDEL:STO") == b""
        usb.unplug()
        board.run_ms(out_ms)
        usb.plug()
        board.pico.boot()
        board.run_ms(20)
        assert settled(board, b"P OTHER\nSYST:ERR?\n").startswith(b"-113,")
        assert settled(board, b"SYST:COMM:CHEC?\n") == b"0\n"
        assert settled(board, ALIVE) == RUNNING

    apart(work)


@pytest.mark.parametrize("how", ["port", "plug"])
@pytest.mark.parametrize("busy", [b"", b"SYST:TIME 1,2,3\n"], ids=["idle", "writing"])
def test_nothing_of_a_host_is_joined_by_the_next_ones_bytes(busy: bytes, how: str) -> None:
    """However soon those come, and whatever the pump is at: flash is written for 0.3 s here."""

    def work() -> None:
        board = running()
        pico = board.pico
        usb = pico.usb
        pico.flash.program_us, pico.flash.erase_us = 400, 45_000
        usb.write(busy)
        board.run_ms(2)
        usb.write(b"SYST:COMM:CHEC ON\nDEL:STO")
        if how == "port":
            usb.dtr(False)
            usb.dtr(True)
        else:
            usb.unplug()
            board.run_ms(4)
            usb.plug()
            pico.wait(lambda: usb.connected, 3_000, "a host", 0.1)
        usb.write(b"P OTHER\nSYST:COMM:CHEC?\n")
        board.run_ms(3_000)
        assert usb.read().endswith(b"0\n")
        assert settled(board, ALIVE) == RUNNING.replace(
            b'0,"No error"', b'-113,"Undefined header;P"'
        )

    running()
    apart(work)


@pytest.mark.parametrize("after_ms", [0.5, 5, 20])
def test_a_plug_that_is_pulled_within_a_reply_leaves_nothing_of_it(after_ms: float) -> None:
    def work() -> None:
        board = running()
        usb = board.pico.usb
        usb.write(b"LOG:DATA? 1,40\n")
        board.run_ms(after_ms)
        usb.unplug()
        usb.read()
        board.run_ms(20)
        usb.plug()
        board.pico.wait(lambda: usb.connected, 3_000, "a host")
        assert settled(board, b"*OPC?\n") == b"1\n"

    running()
    apart(work)


def test_the_longest_reply_arrives_whole() -> None:
    def work() -> bytes:
        board = running()
        board.pico.usb.write(b"SYST:HELP:HEAD?;HEAD?;:DEL:STOP OVERDOSE;STAT?\n")
        board.run_ms(3_000)
        return board.pico.usb.read()

    running()
    reply = apart(work)
    assert 4_096 < len(reply) <= 8_193
    assert reply.endswith(b";STOP\n")


def test_a_whole_order_of_a_host_that_is_gone_is_carried_out_and_half_a_line_is_not() -> None:
    def work() -> None:
        board = running()
        usb = board.pico.usb
        usb.write(b"SYST:DATE?\nSYST:DATE?\nDEL:STOP OTHER\nSYST:COMM:EC")
        board.run_ms(1)
        usb.dtr(False)
        board.run_ms(2_000)
        usb.dtr(True)
        board.run_ms(20)
        assert settled(board, b"HO 1\nSYST:ERR?\n").startswith(b"-113,")
        assert settled(board, b"DEL:STAT?\n") == b"STOP\n"

    apart(work)


def test_a_port_closed_and_opened_within_a_turn_is_seen_to_have_gone() -> None:
    def work() -> None:
        board = running()
        usb = board.pico.usb
        assert settled(board, b"DEL:STO") == b""
        usb.dtr(False)
        usb.dtr(True)
        board.run_ms(1)
        assert settled(board, b"P OTHER\nSYST:ERR?\n").startswith(b"-113,")

    apart(work)


def test_no_byte_comes_unasked() -> None:
    """From the first boot on, and for an hour in which alarms come."""

    def work() -> None:
        board = new_board(image())
        board.run_ms(5_000)
        assert board.pico.usb.read() == b""
        board = running()
        board.pico.usb.read()
        board.plant.faults.set("stall", 1)
        board.run_ms(3_600_000)
        assert board.pico.usb.read() == b""
        assert board.ask("DEL:STAT?") == "FAULT"

    apart(work)
