"""What docs/clients.md says that PyVISA needs, and what a second controller gets to read."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import pyvisa
import serial
from pyvisa.resources import MessageBasedResource

from tests.clients.pump import running_pump
from tests.protocol.served import Served

SOON_MS = 300


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all: no test here changes more than what is staged."""
    with running_pump(tmp_path_factory.mktemp("pump")) as one:
        yield one


@contextmanager
def opened(served: Served, end: str, **settings: object) -> Iterator[MessageBasedResource]:
    manager = pyvisa.ResourceManager("@py")
    device = manager.open_resource(served.resource(end), **settings)
    assert isinstance(device, MessageBasedResource)
    try:
        yield device
    finally:
        device.close()
        manager.close()


def test_a_socket_needs_its_read_termination(served: Served) -> None:
    with (
        opened(served, "tcp", timeout=SOON_MS) as device,
        pytest.raises(pyvisa.VisaIOError, match="VI_ERROR_TMO"),
    ):
        device.query("DEL:STAT?")
    with opened(served, "tcp", read_termination="\n", timeout=20_000) as device:
        assert device.query("DEL:STAT?") == "RUN"
        assert device.query("SYST:ERR?") == '0,"No error"'


def test_a_serial_line_needs_no_setting_at_all(served: Served) -> None:
    with opened(served, "pty", timeout=20_000) as device:
        assert device.query("DEL:STAT?") == "RUN\n"
        assert device.query("SYST:ERR?") == '0,"No error"\n'


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["pty", "tcp"])
def test_lines_may_end_as_visa_likes(served: Served, end: str, line_end: str) -> None:
    settings = {"write_termination": line_end, "read_termination": "\n", "timeout": 20_000}
    with opened(served, end, **settings) as device:
        device.write("PRES:COPY")
        assert device.query("PRES:CONC?;:SYST:ERR?") == '500;0,"No error"'


def test_the_second_controller_reads_why_and_the_serial_line_is_free(served: Served) -> None:
    with (
        opened(served, "tcp", read_termination="\n", timeout=20_000) as first,
        opened(served, "tcp", read_termination="\n", timeout=20_000) as second,
        serial.Serial(str(served.pty), timeout=20) as port,
    ):
        assert second.read() == "busy: one controller at a time"
        first.write("PRES:COPY;SEGM1:RATE 90 UG/D")
        assert first.query("*OPC?") == "1"
        port.write(b"PRES:SEGM1:RATE?\n")
        assert port.readline() == b"7.5\n"
    with opened(served, "tcp", read_termination="\n", timeout=20_000) as third:
        assert third.query("DEL:STAT?") == "RUN"
