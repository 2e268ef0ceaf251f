"""What is remembered, what stops, what is reported, where the heap ends or a line comes twice."""

import pytest

from pump.core import power_on
from pump.core.alarms import table as alarms
from pump.core.therapy.states import RUN, STOPPED
from tests.commands.ports import Port
from tests.commands.test_c18_once import checked, signed

HOUR = "1 HR"


@pytest.fixture
def port():
    made = Port()
    made.run()
    return made


def observing(port):
    port.session.granted = 0
    return port


def once(monkeypatch, owner, name, count=1):
    """The next call or calls of it find no room."""
    sound, left = getattr(owner, name), [count]

    def broken(*arguments):
        if left[0]:
            left[0] -= 1
            raise MemoryError
        return sound(*arguments)

    monkeypatch.setattr(owner, name, broken)


def test_a_line_that_could_not_be_compiled_is_not_told_as_done(port, monkeypatch):
    from pump.wire import line_cache

    for line in ("@q1 DEL:BOL 5 UL", checked(port, "DEL:BOL 6 UL")):
        tag = line.split()[0]
        once(monkeypatch, line_cache, "compiled", 2)
        assert port.ask(line).startswith(tag + " -321")
        assert port.ask("SYST:COMM:LAST?") == f'"{tag[1:]}",-321'
        assert port.ask(line).startswith(tag + " -321")  # remembered as what it was
    assert port.ask("DEL:BOL:STAT?").startswith("NONE")


def test_only_the_line_without_room_is_lost(port, monkeypatch):
    once(monkeypatch, port.session.exchange, "answer")
    port.session.feed(b"@1 DEL:RATE?\nDEL:STOP\n*OPC?\n")
    assert port.ask("DEL:STAT?") == "STOP"


def test_what_is_left_of_a_line_without_room_is_no_line(port, monkeypatch):
    once(monkeypatch, port.session._lines, "push")
    port.session.feed(b"PRES:DRUG ")
    port.session.feed(b"DEL:STOP\n")
    assert port.ask("DEL:STAT?") == "RUN"
    assert port.ask("*OPC?") == "1"


def test_a_holiday_is_kept_through_repetition_and_strangers(port):
    line = signed(observing(port), "DEL:STOP HOLIDAY")
    first = port.ask(line)
    assert port.pump.titration.holiday
    assert port.ask(line) == first
    port.ask("DEL:STOP HOLIDAY;:DEL:STOP;:DEL:STOP OVERDOSE")
    assert port.pump.titration.holiday


def test_a_stranger_sends_nobody_on_holiday(port):
    observing(port).ask("DEL:STOP HOLIDAY")
    assert not port.pump.titration.holiday and port.pump.state == STOPPED


def test_a_line_that_stops_and_starts_stops_nothing_when_it_is_repeated(port):
    assert port.ask("@7 DEL:STOP MAINTENANCE;STAR") == "@7 0"
    assert port.ask("@7 DEL:STOP MAINTENANCE;STAR") == "@7 0"
    assert port.pump.state == RUN


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_stop_before_the_first_step_needs_no_log(port, monkeypatch, count):
    port.ask("DEL:STOP")
    port.pump.start()
    once(monkeypatch, port.pump.events.log, "event", count)
    with pytest.raises(MemoryError):
        port.pump.stop("MAINTENANCE")
    assert port.pump.state == STOPPED


def test_a_stop_that_was_not_written_down_is_written_when_it_is_said_again(port, monkeypatch):
    once(monkeypatch, port.pump.events.log, "event")
    assert port.ask("@1 DEL:STOP HOLIDAY") == "@1 -321"
    assert port.ask("@2 DEL:STOP HOLIDAY") == "@2 0"
    assert port.pump.titration.holiday
    assert " STOP reason=4 " in port.ask("LOG:DATA? 1,99")


def test_a_stop_after_therapy_has_run_is_news(port):
    port.ask("DEL:STOP HOLIDAY")
    port.ask("DEL:STAR CONFIRM")
    port.ask("SIM:TIME:ADV 40 D")  # until it is empty
    port.ask("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    port.ask("DEL:STOP HOLIDAY")
    assert port.pump.titration.holiday


def test_a_lower_limit_makes_no_overdose_of_the_day_before():
    port = Port()
    port.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE FLEX;LIM:DAY 600 UG')
    port.ask('PRES:SEGM1:STAR "00:00";RATE 480 UG/D;:PRES:SEGM2:STAR "12:00";RATE 500 UG/D')
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    port.ask("PRES:HIST CONT,490 UG/D;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    port.ask("DEL:STAR;:SIM:TIME:ADV 3 D")
    port.ask("PRES:COPY;LIM:DAY 400 UG;:PRES:SEGM1:RATE 360 UG/D;:PRES:SEGM2:RATE 380 UG/D")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?") + ",CONFIRM")
    assert port.ask("SYST:ERR?") == '0,"No error"'
    for _ in range(30):
        port.ask("SIM:TIME:ADV 1 HR")
        assert port.pump.alarms.state[alarms.DAY_DOSE] == alarms.INACTIVE


def test_damaged_keys_end_no_worse_alarm(port):
    port.pump.alarms.set(alarms.STORED_DATA, alarms.HIGH, port.pump.day, port.pump.ms)
    power_on.keys_damaged(port.pump, 2)
    assert port.pump.alarms.state[alarms.STORED_DATA] == alarms.ACTIVE
    assert port.pump.alarms.priority[alarms.STORED_DATA] == alarms.HIGH


def test_a_signature_that_nobody_looked_at_stops_nothing(port):
    line = f"!0123456789ABCDEF DEL:STOP X ~{'0' * 32}"
    assert observing(port).ask(line).startswith("!0123456789ABCDEF -203 ")
    assert port.pump.state == RUN


def test_what_had_no_right_fills_no_memory(port):
    observing(port)
    for number in range(40):
        assert port.ask(f"@o{number} DEL:STAR") == f"@o{number} -203"
    assert port.ask("@q DEL:STAT?") == "@q 0 RUN"


def test_a_question_pushes_nothing_out_that_matters_more(port):
    for number in range(31):
        port.ask(f"@o{number} ALAR:AUD:PAUS 1")
    before = port.ask("SIM:TIME?")
    port.ask("@t SIM:TIME:ADV 1 S")
    assert port.ask("@q DEL:STAT?") == "@q 0 RUN"
    port.ask("@t SIM:TIME:ADV 1 S")
    assert float(port.ask("SIM:TIME?")) - float(before) == 1
    port.ask("@u *ESE 4")  # less than an order, no more than the setting: it takes its place
    assert port.ask("@last ALAR:AUD:PAUS 1").startswith("@last ")
    assert port.ask("@more ALAR:AUD:PAUS 1").split()[1] == "-225"
