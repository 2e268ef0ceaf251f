"""RsInstrument asks *STB? after each command over SOCKET: errors are raised, alarms are not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from RsInstrument import RsInstrument, StatusException

from tests.clients.pump import running_pump
from tests.clients.wiretap import tapped
from tests.protocol.served import Served

BACKENDS = ["@py", "socket"]
ALARM_LINE = 1 << 3
SOON_MS = 300


@contextmanager
def instrument(port: int, backend: str) -> Iterator[RsInstrument]:
    pump = RsInstrument(
        f"TCPIP::127.0.0.1::{port}::SOCKET",
        id_query=False,
        options=f"SelectVisa='{backend}'",
    )
    try:
        pump.visa_timeout = 20_000
        yield pump
    finally:
        pump.close()


@pytest.fixture(params=BACKENDS)
def pump(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RsInstrument]:
    with running_pump(tmp_path) as served, instrument(served.port, request.param) as one:
        yield one


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """For the tests that change no more than what is staged."""
    with running_pump(tmp_path_factory.mktemp("pump")) as one:
        yield one


@pytest.fixture(params=BACKENDS)
def same_pump(request: pytest.FixtureRequest, served: Served) -> Iterator[RsInstrument]:
    with instrument(served.port, request.param) as one:
        yield one


def test_it_checks_by_default_and_good_commands_raise_nothing(pump: RsInstrument) -> None:
    assert pump.instrument_status_checking
    assert pump.idn_string.startswith("CISTERNA,CISTERNA-20,SIM00001,")
    pump.write("PRES:COPY")
    pump.write("PRES:SEGM1:RATE 90 UG/D")
    pump.write("PRES:COMM " + pump.query("PRES:DIG?"))
    assert pump.query("DEL:STAT?") == "RUN"
    assert pump.query_float("DEL:RATE?") == 7.5
    assert pump.query_int("SYST:ERR:COUN?") == 0
    assert b"\nDRUG baclofen\n" in pump.query_bin_block("PRES:ACT:DATA?")
    pump.check_status()


def test_a_bad_command_raises_what_the_pump_says(same_pump: RsInstrument) -> None:
    pump = same_pump
    for command, number in (
        ("PRES:DRUGS 1", -113),
        ("PRES:CONC 5", -130),
        ("PRES:MODE FLUX", -141),
        ("DEL:BOL 5 ML", 203),
    ):
        with pytest.raises(StatusException) as raised:
            pump.write(command)
        ((code, text),) = raised.value.errors_list
        assert code == number
        assert command.split()[0] in text
        pump.write("PRES:DISC")  # the queue was emptied: the next one is not blamed
    assert pump.query("DEL:STAT?") == "RUN"


def test_an_unknown_query_raises_after_the_timeout(same_pump: RsInstrument) -> None:
    pump = same_pump
    pump.visa_timeout = SOON_MS
    with pytest.raises(StatusException) as raised:
        pump.query("DEL:STATES?")
    assert raised.value.errors_list[0][0] == -113


def test_synchronised_commands_and_reset_leave_therapy_alone(pump: RsInstrument) -> None:
    before_s = pump.query_int("SIM:TIME?")
    pump.write_with_opc("SIM:TIME:ADV 1 D")
    assert int(pump.query_with_opc("SIM:TIME?")) == before_s + 86_400
    assert pump.query_opc()
    assert pump.self_test() == (0, None)
    pump.reset()
    pump.clear_status()
    assert pump.query("DEL:STAT?;RATE?") == "RUN;8.333333"


def test_an_alarm_is_no_error_and_what_clears_events_hides_it(pump: RsInstrument) -> None:
    pump.write("SIM:FAUL:INJ STALL")
    pump.write("SIM:TIME:ADV 10 MIN")
    assert pump.query_int("*STB?") & ALARM_LINE
    assert "MOTOR_STALL,HIGH,ACTIVE" in pump.query("ALAR:LIST?")
    pump.write_with_opc("PRES:DISC")
    assert not pump.query_int("*STB?") & ALARM_LINE
    assert pump.query_int("ALAR:COUN?") == 1
    assert pump.query_int("STAT:QUES:COND?")


def test_an_order_without_the_right_to_it_raises(tmp_path: Path) -> None:
    with (
        running_pump(tmp_path, plain=None) as served,
        instrument(served.port, "@py") as pump,
        pytest.raises(StatusException) as raised,
    ):
        pump.write("DEL:BOL 5 UG")
    assert raised.value.errors_list[0] == (-203, "Command protected;DEL:BOL")


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_it_really_sends(served: Served, backend: str) -> None:
    with (
        tapped(served.port) as tap,
        instrument(tap.port, backend) as pump,
    ):
        assert tap.lines()[:3] == ["*CLS", "*ESE 1", "*SRE 0"]
        pump.write("PRES:COPY")
        assert tap.lines() == ["PRES:COPY", "*STB?"]
        assert pump.query("DEL:STAT?") == "RUN"
        assert tap.lines() == ["DEL:STAT?", "*STB?"]
        with pytest.raises(StatusException):
            pump.write("PRES:COPIES")
        assert tap.lines() == ["PRES:COPIES", "*STB?", "SYST:ERR?", "SYST:ERR?"]
