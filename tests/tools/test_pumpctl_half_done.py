"""Commands of several lines: what fails in the middle leaves nothing that anybody could commit."""

from contextlib import suppress

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.core.prescription.prescription import SEGMENTS_MAX as PUMP_HAS
from tests.tools.pumpctl_call import Call
from tests.tools.pumpctl_wire import Wire, call
from tools.pumpctl import Keys, LinkLost, Mistake, Pump, Refused, Trouble
from tools.pumpctl.client import toml
from tools.pumpctl.client.programme import SEGMENTS_MAX

HEAD = 'drug = "baclofen"\nconcentration = "500 UG/ML"\nmode = "FLEX"\n'
SEGMENT = '[[segment]]\nstart = "%02d:%02d"\nrate = "%d UG/D"\n'
LIMITS = '[limits]\nday = "400 UG"\nbolus = "50 UG"\n'


def programme(segments, last="240 UG/D"):
    found = [SEGMENT % (at // 2, at % 2 * 30, 240 + at) for at in range(segments - 1)]
    last_start = (segments - 1) // 2, (segments - 1) % 2 * 30
    return HEAD + "".join(found) + (SEGMENT % (*last_start, 0)).replace("0 UG/D", last) + LIMITS


MESSAGES = toml.parse(programme(3), "x").messages()


@pytest.fixture
def keys(tmp_path):
    return tmp_path / "keys.toml"


def written(tmp_path, text):
    path = tmp_path / "rx.toml"
    path.write_text(text)
    return str(path)


def test_a_pump_has_as_many_segments_as_the_file_may_have():
    assert SEGMENTS_MAX == PUMP_HAS


def test_a_segment_too_many_is_told_with_its_line_before_a_byte_is_sent(keys, tmp_path):
    wire = Wire(Bench(Setup()))
    done = call(wire, "program", written(tmp_path, programme(PUMP_HAS + 1)), "--yes", keys=keys)
    assert done.exit_code == 2
    assert "rx.toml:76:" in done.stderr
    assert "25 segments; a pump has 24" in done.stderr
    assert wire.sent == []
    assert call(wire, "program", written(tmp_path, programme(PUMP_HAS)), keys=keys).exit_code == 2
    assert "[y/N]" in call(wire, "program", str(tmp_path / "rx.toml"), keys=keys).stdout


def test_the_client_refuses_a_segment_too_many_too(keys):
    wire = Wire(Bench(Setup()))
    pump, before = Pump(wire, Keys(keys)), len(wire.sent)
    many = toml.parse(programme(PUMP_HAS), "x")
    with pytest.raises(Mistake, match="25 segments"):
        pump.prescription.stage(type(many)(many.drug, many.concentration, many.mode,
                                           (*many.segments, many.segments[0])))  # fmt: skip
    assert len(wire.sent) == before


@pytest.mark.parametrize("refused", range(len(MESSAGES)))
def test_whatever_line_is_refused_nothing_stays_staged(tmp_path, refused):
    cli = Call(tmp_path)
    cli.peer.refusals[MESSAGES[refused].split(";")[0]] = (-222, "Data out of range")
    assert cli("program", written(tmp_path, programme(3)), "--yes").exit_code == 1
    assert cli.peer.staging.text() == type(cli.peer.staging)().text()
    assert cli.orders() == []


@pytest.mark.parametrize(
    "text", [programme(3, "60000 UG/D"), programme(3).replace("400 UG", "1 UG")]
)
def test_what_the_pump_refuses_cannot_be_committed_afterwards(keys, tmp_path, text):
    wire = Wire(Bench(Setup()))
    assert call(wire, "program", written(tmp_path, text), "--yes", keys=keys).exit_code == 1
    assert call(wire, "commit", "--yes", "--confirm", keys=keys).exit_code == 1
    assert wire.bench.exchange("PRES:SEGM:COUN?") == "0"


@pytest.mark.parametrize("lines", range(1, len(MESSAGES) + 1))
def test_a_line_lost_for_good_leaves_no_part_that_could_be_committed(keys, tmp_path, lines):
    """Not even PRES:DISC gets there: what is staged is incomplete, or all that was meant."""
    wire = Wire(Bench(Setup()))
    staged = []

    def there(line):
        if b" PRES:" in line and b"?" not in line and b"DISC" not in line:
            staged.append(line)
        if len(staged) > lines or (staged and b"DISC" in line):
            raise LinkLost("the cable is out", "plug it in")
        return line

    wire.there = there
    done = call(wire, "program", written(tmp_path, programme(3)), keys=keys)
    if lines < len(MESSAGES):
        assert done.exit_code == 3
        assert "what was staged could not be dropped" in done.stderr
        assert wire.bench.exchange("PRES:DIG?") == ""
        assert wire.bench.exchange("SYST:ERR?").startswith("201,")
    else:
        assert wire.bench.exchange("PRES:SEGM:COUN?") == "3"
    wire.there = lambda line: line
    assert call(wire, "commit", "--yes", "--confirm", keys=keys).exit_code in (1, 2)
    assert wire.bench.pump.active is None


@pytest.mark.parametrize("lines", range(len(MESSAGES)))
def test_what_is_broken_off_is_dropped(keys, lines):
    wire = Wire(Bench(Setup()))
    pump, seen = Pump(wire, Keys(keys)), []

    def there(line):
        seen.append(line)
        if len(seen) == lines + 2:
            raise KeyboardInterrupt
        return line

    wire.there = there
    with suppress(KeyboardInterrupt, Trouble):
        pump.prescription.stage(toml.parse(programme(3), "x"))
    assert len(seen) > lines + 1
    assert wire.bench.exchange("PRES:SEGM:COUN?;:PRES:DRUG?") == '0;""'


def test_a_holiday_that_is_not_taken_is_no_success(tmp_path):
    cli = Call(tmp_path)
    unit = cli.peer._unit

    def refuses(text, level):
        if text == "DEL:STOP HOLIDAY" and level:
            return cli.peer._refuse(-203, "Command protected")
        return unit(text, level)

    cli.peer._unit = refuses
    done = cli("stop", "holiday")
    assert done.exit_code == 6
    assert "STOP: stopped, but not for a holiday: Command protected" in done.stderr


def test_the_33rd_order_within_ten_seconds_is_told_whose_seconds_these_are(keys):
    wire = Wire(Bench(Setup()))
    pump = Pump(wire, Keys(keys))
    for _ in range(32):
        pump.alarms.pause(5)
    with pytest.raises(Refused) as refused:
        pump.alarms.pause(5)
    assert refused.value.number == -225
    assert "its own time" in refused.value.next_step
    assert "SIM:TIME:ADV 10 S" in refused.value.next_step
    pump.ask("SIM:TIME:ADV 10 S")
    pump.alarms.pause(5)
