"""PyVISA drives a served pump as a tester's script would, over the pty and over TCP."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyvisa
from pyvisa.resources import MessageBasedResource

from tests.protocol.served import Served

ALARM_LINE = 1 << 3


@pytest.fixture(params=["pty", "tcp"])
def instrument(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MessageBasedResource]:
    served = Served(tmp_path)
    assert served.first_line == "ready"
    manager = pyvisa.ResourceManager("@py")
    device = manager.open_resource(
        served.resource(request.param), read_termination="\n", write_termination="\n"
    )
    assert isinstance(device, MessageBasedResource)
    device.timeout = 20_000
    yield device
    device.close()
    manager.close()
    assert served.end() == 0
    assert not served.pty.is_symlink()


def block(device: MessageBasedResource, query: str) -> str:
    """A definite-length block as text."""
    device.write(query)
    assert device.read_bytes(1) == b"#"
    digits = int(device.read_bytes(1))
    length = int(device.read_bytes(digits))
    data = device.read_bytes(length)
    assert device.read_bytes(1) == b"\n"
    return data.decode()


def test_a_day_schedule_from_first_word_to_alarm(instrument: MessageBasedResource) -> None:
    device = instrument
    assert device.query("*IDN?").split(",")[:3] == ["CISTERNA", "CISTERNA-20", "SIM00001"]
    assert device.query("*OPT?") == "SIM,TESTKEYS,PLAIN=SERVICE"

    device.write('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX')
    device.write('PRES:SEGM1:STAR "00:00";RATE 240 UG/D')
    device.write('PRES:SEGM2:STAR "22:00";RATE 360 UG/D')
    assert device.query("PRES:CHEC?") == '0,"OK"'

    # read back: the host recomputes the digest from the text it has read
    text = block(device, "PRES:DATA?")
    assert "SEGMENT 22:00 360000 ng/d\n" in text
    digest = device.query("PRES:DIG?")
    assert digest == "#H" + hashlib.sha256(text.encode()).hexdigest()[:16].upper()

    device.write("RES:FILL 20 ML,500 UG/ML")
    device.write("CATH:CONT 500 UG/ML,CONFIRM")
    device.write("PRES:COMM " + digest)
    device.write("PRES:HIST CONT,250 UG/D")
    device.write("DEL:STAR")
    assert device.query("SYST:ERR?") == '0,"No error"'
    assert device.query("PRES:ACT:DIG?") == digest
    assert device.query("DEL:STAT?;RATE?") == "RUN;20"

    assert device.query("SIM:TIME:ADV 30 D;*OPC?") == "1"

    # 22 h at 20 uL/h and 2 h at 30 uL/h are 0.5 mL a day
    least, most = [int(figure) for figure in device.query("DEL:VOL:TOT?").split(",")]
    assert least <= 15_000_000 <= most
    assert most - least <= 2_000  # one quantum: 1 ug at 500 ug/mL
    # the rotor's truth at 64,000 steps/mL; the head's ripple is not the pump's to know
    turned_nl = int(device.query("SIM:PLAN:ROTOR_STEPS?")) * 1_000_000 / 64_000
    assert least <= turned_nl <= most
    percent, low, high = [float(figure) for figure in device.query("FOR:EFF?").split(",")]
    assert low <= percent <= high
    assert 97 <= percent <= 103
    now, after_empty = [float(figure) for figure in device.query("FOR:WITH?").split(",")]
    assert 7 < now < 10
    assert 7 < after_empty < 10
    assert int(device.query("RES:VOL?")) <= 5_000_000

    # the reservoir is low by now; reading the events takes them off the alarm line
    assert int(device.query("*STB?")) & ALARM_LINE
    device.query("STAT:QUES?")
    before = int(device.query("*STB?"))
    device.write("SIM:FAUL:INJ STALL")
    device.query("SIM:TIME:ADV 10 MIN;*OPC?")
    after = int(device.query("*STB?"))
    assert after != before
    assert after & ALARM_LINE
    assert "MOTOR_STALL,HIGH,ACTIVE" in device.query("ALAR:LIST?")
    assert device.query("DEL:STAT?") == "FAULT"


def test_the_alarm_line_needs_no_set_up(instrument: MessageBasedResource) -> None:
    assert int(instrument.query("*STB?")) & ALARM_LINE == 0
    instrument.write('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 100 UG/D')
    instrument.write("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    instrument.write("PRES:COMM " + instrument.query("PRES:DIG?") + ";HIST NEW;:DEL:STAR")
    instrument.write("DEL:STOP MAINTENANCE")
    assert instrument.query("DEL:STAT?") == "STOP"
    assert int(instrument.query("*STB?")) & ALARM_LINE
    assert instrument.query("SYST:ERR?") == '0,"No error"'
