"""The end of a line that a page holds: two threads, and a page that may not read."""

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.server.page_port import PagePort
from host_sim.server.pages import MOST, Pages
from host_sim.server.ports import ROOM
from host_sim.server.serve import Server
from tests.protocol.test_power import THERAPY


def ports() -> tuple[PagePort, list[str]]:
    told: list[str] = []
    port = PagePort(lambda: told.append("wake"))
    port.answered(lambda: told.append("tell"))
    return port, told


def test_bytes_go_both_ways_and_each_side_is_told() -> None:
    port, told = ports()
    port.arrived(b"*IDN?\n")
    port.arrived(b"*OPC?\n")
    assert port.read() == b"*IDN?\n*OPC?\n"
    assert port.read() == b""
    port.send(b"1\n")
    assert port.taken() == b"1\n"
    assert told == ["wake", "wake", "tell", "wake"]


def test_a_page_that_does_not_read_has_its_replies_dropped_and_counted() -> None:
    port, _ = ports()
    for _ in range(200):
        port.send(b"x" * 1024)
    assert port.dropped > 100 * 1024
    first = len(port.taken())
    port.flush()
    assert 0 < first <= 8192
    assert len(port.taken()) > 0
    assert port.dropped < 200 * 1024 - ROOM


def test_what_a_page_said_before_it_left_is_read_first() -> None:
    port, _ = ports()
    port.arrived(b"DEL:STOP OTHER\n")
    port.left()
    assert port.read() == b"DEL:STOP OTHER\n"
    assert port.closed
    assert port.lost()
    port.send(b"late\n")
    assert port.taken() == b""


def test_pages_come_and_go_and_their_sessions_with_them() -> None:
    pages = Pages()
    bench = Bench(Setup())
    server = Server(bench, [], pages=pages)
    sessions = bench.instrument.context.sessions
    before = len(sessions)
    opened = [pages.opened() for _ in range(3)]
    server.see_pages()
    assert len(server.sessions) == 3
    assert len(sessions) == before + 3
    first = opened[0]
    assert first is not None
    first.arrived(b"*OPC?\n")
    server.sessions[0].turn()
    assert first.taken() == b"1\n"
    pages.left(first)
    server.sessions[0].turn()
    server.see_pages()
    assert len(server.sessions) == 2
    assert len(sessions) == before + 2
    pages.close()


def test_no_more_pages_than_the_pumps_loop_can_bear() -> None:
    pages = Pages()
    opened = [pages.opened() for _ in range(MOST)]
    assert pages.opened() is None
    assert opened[0] is not None
    pages.left(opened[0])
    assert pages.opened() is not None
    pages.close()


def test_a_hung_up_page_is_told() -> None:
    port, told = ports()
    port.drop()
    assert port.hung_up
    assert port.lost()
    assert told == ["tell"]


def test_a_stop_is_done_within_one_turn_whatever_other_pages_have_said() -> None:
    pages = Pages()
    bench = Bench(Setup())
    for line in THERAPY:
        assert bench.exchange(line + ";:SYST:ERR?") == '0,"No error"'
    digest = bench.exchange("PRES:DIG?")
    assert bench.exchange(f"PRES:COMM {digest};HIST NEW;:DEL:STAR;STAT?") == "RUN"
    server = Server(bench, [], pages=pages)
    loud, calm = pages.opened(), pages.opened()
    assert loud is not None
    assert calm is not None
    server.see_pages()
    for _ in range(10_000):
        loud.arrived(b"SYST:HELP:HEAD?\n")
    calm.arrived(b"@1 DEL:STOP OTHER\n")
    before_ms = bench.time_ms()
    for session in server.sessions:
        session.turn()
    assert calm.taken() == b"@1 0\n"
    assert bench.exchange("DEL:STAT?") == "STOP"
    assert bench.time_ms() == before_ms
    questions = len(loud.read()) // len(b"SYST:HELP:HEAD?\n")
    assert questions < 300  # and as many in the turn before
    pages.close()


def test_a_page_that_says_more_than_the_pump_reads_is_not_listened_to() -> None:
    port, _ = ports()
    line = b"SYST:HELP:HEAD?\n"
    taken = 0
    while port.arrived(line):
        taken += 1
    assert 60_000 < taken * len(line) <= 65_536
    assert not port.arrived(line)
    heard = port.read()
    assert port.arrived(line)  # there is room again
    heard += b"".join(iter(port.read, b""))
    assert heard == line * (taken + 1)
