"""Power cycles of the live pump: its ends stay open, its sessions begin anew. Plain sockets."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from tests.protocol.served import Served

THERAPY = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 100 UG/D',
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    one = Served(tmp_path)
    assert one.first_line == "ready"
    yield one
    assert one.end() == 0


class Client:
    """A controller on the socket that reads what it was answered line by line."""

    def __init__(self, served: Served) -> None:
        self._socket = socket.create_connection(("127.0.0.1", served.port), timeout=20)
        self._replies = self._socket.makefile()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._replies.close()
        self._socket.close()

    def send(self, text: str) -> None:
        self._socket.sendall(text.encode())

    def reply(self) -> str:
        return self._replies.readline().strip()

    def ask(self, line: str) -> str:
        self.send(line + "\n")
        return self.reply()

    def start_therapy(self) -> None:
        """100 ug a day from 18 mL of 500 ug/mL."""
        for line in THERAPY:
            assert self.ask(line + ";:SYST:ERR?") == '0,"No error"'
        digest = self.ask("PRES:DIG?")
        assert self.ask(f"PRES:COMM {digest};HIST NEW;:DEL:STAR;STAT?") == "RUN"


def test_lines_of_one_packet_stand_on_either_side_of_the_cut(served: Served) -> None:
    with Client(served) as client:
        client.send("SIM:POW:CYCL 1 HR;:SIM:TIME?\nSIM:TIME?\nSIM:POW:CYCL 2 HR\nSIM:TIME?\n")
        assert [client.reply() for _ in range(3)] == ["0", "3600", "10800"]


def test_therapy_goes_on_on_the_same_connection(served: Served) -> None:
    with Client(served) as client:
        client.start_therapy()
        assert client.ask("SIM:TIME:ADV 1 D;:SIM:POW:CYCL 1 HR;:DEL:STAT?") == "RUN"
        assert client.ask("DEL:STAT?") == "RUN"
        assert "RESET,LOW,LATCHED" in client.ask("ALAR:LIST?")
        least, most = client.ask("SIM:TIME:ADV 1 D;:DEL:VOL:TOT?").split(",")
        steps = int(client.ask("SIM:PLAN:ROTOR_STEPS?"))
        assert int(least) <= steps * 15.625 <= int(most) < int(least) + 2000


def test_every_session_begins_anew(served: Served) -> None:
    with Client(served) as client, serial.Serial(str(served.pty), timeout=20) as port:
        port.write(b"SYST:COMM:EOL CRLF;*OPC?\nSYST:COMM:")
        assert port.read_until(b"\n") == b"1\r\n"
        client.send("SYST:COMM:ECHO ON\n")
        assert client.ask("SIM:POW:CYCL 1 HR").endswith("CYCL 1 HR")
        assert client.ask("*OPC?") == "1"
        port.write(b"*OPC?\n")
        assert port.read_until(b"\n") == b"1\n"
        port.write(b"SYST:ERR?\n")
        assert port.read_until(b"\n") == b'0,"No error"\n'


def test_the_bench_fills_what_it_was_told_before_the_cut_and_only_once(served: Served) -> None:
    with Client(served) as client:
        client.send(f"{THERAPY[1]};:SIM:POW:CYCL 1 HR\n")
        assert (
            client.ask("SIM:PLAN:RESERVOIR_NL?;RESERVOIR_NG_PER_ML?") == "18000000.000;500000.000"
        )
        client.send("SIM:POW:CYCL 1 HR\n")
        assert client.ask("SIM:PLAN:RESERVOIR_NL?;:RES:VOL?") == "18000000.000;18000000"
