"""Replies that wait, and clients that follow each other within one turn. Real sockets."""

import socket

import pytest

from host_sim.ports import ROOM, TcpPort
from host_sim.runner import Runner
from host_sim.serve import Outlet
from host_sim.words.setup import Setup
from pump.wire.rights import SERVICE

PATIENCE_S = 10


@pytest.fixture
def outlet():
    port = TcpPort("127.0.0.1:0")
    yield Outlet(Runner(Setup()), port, lambda: None, SERVICE)
    port.close()


def client(outlet):
    return socket.create_connection(("127.0.0.1", outlet.port.number()), PATIENCE_S)


def test_who_has_said_all_and_listens_is_answered_before_the_next_one(outlet) -> None:
    with client(outlet) as first:
        outlet.turn()  # it is let in
        first.sendall(b"*OPC?\n")
        first.shutdown(socket.SHUT_WR)
        with client(outlet) as second:
            second.sendall(b"SYST:VERS?\n")
            for _ in range(10):
                outlet.turn()
            assert first.recv(99) == b"1\n"
            assert second.recv(99) == b"1999.0\n"


def test_replies_that_come_late_take_no_more_room_than_a_line_has(outlet) -> None:
    with client(outlet) as loud:
        outlet.turn()
        loud.sendall(b"SIM:LINK:DEL 60 S\n")
        outlet.turn()
        for _ in range(200):
            loud.sendall(b"SYST:HELP:HEAD?\n")
            outlet.turn()
        assert sum(len(reply) for _, reply in outlet._late) <= ROOM
        assert outlet.port.dropped > 0
