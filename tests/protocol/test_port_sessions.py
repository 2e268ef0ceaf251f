"""Replies that wait, and clients that follow each other within one turn. Real sockets."""

import socket

import pytest

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.board.setup import Setup
from host_sim.server.ports import ROOM, PtyPort, TcpPort
from host_sim.server.serve import PortSession
from pump.wire.rights import SERVICE

PATIENCE_S = 10


@pytest.fixture
def port_session():
    port = TcpPort("127.0.0.1:0")
    bench = Bench(Setup())
    yield PortSession(bench, port, Hands(bench), SERVICE)
    port.close()


def client(port_session):
    return socket.create_connection(("127.0.0.1", port_session.port.number()), PATIENCE_S)


def test_who_has_said_all_and_listens_is_answered_before_the_next_one(port_session) -> None:
    with client(port_session) as first:
        port_session.turn()  # it is let in
        first.sendall(b"*OPC?\n")
        first.shutdown(socket.SHUT_WR)
        with client(port_session) as second:
            second.sendall(b"SYST:VERS?\n")
            for _ in range(10):
                port_session.turn()
            assert first.recv(99) == b"1\n"
            assert second.recv(99) == b"1999.0\n"


def test_replies_that_come_late_take_no_more_room_than_a_line_has(port_session) -> None:
    with client(port_session) as loud:
        port_session.turn()
        loud.sendall(b"SIM:LINK:DEL 60 S\n")
        port_session.turn()
        for _ in range(200):
            loud.sendall(b"SYST:HELP:HEAD?\n")
            port_session.turn()
        assert sum(len(reply) for _, reply in port_session._late) <= ROOM
        assert port_session.port.dropped > 0
        told = int(port_session._bench.exchange("SYST:COMM:DROP?"))
        assert told == port_session.port.dropped


def test_what_a_client_does_not_read_is_counted_by_the_pump(port_session) -> None:
    bench = port_session._bench
    with client(port_session) as loud:
        port_session.turn()
        while not port_session.port.dropped:
            loud.sendall(b"SYST:HELP:HEAD?\n")
            port_session.turn()
        assert int(bench.exchange("SYST:COMM:DROP?")) == port_session.port.dropped
        loud.sendall(b"SYST:HELP:HEAD?\n" * 9)
        port_session.turn()
        before = port_session.port.dropped
        assert int(bench.exchange("SYST:COMM:DROP?")) == before
        bench.drop_link()
        port_session.turn()
    bench.power_cycle(1_000)
    port_session.turn()
    assert bench.exchange("SYST:COMM:DROP?") == "0"  # since power-on


def test_a_terminal_that_hangs_up_takes_no_count_back(tmp_path) -> None:
    port = PtyPort(tmp_path / "pump")
    port.dropped = 5
    port.drop()
    assert port.dropped == 5
    port.close()
