"""`pumpctl status --watch`: what it asks, how often, and what becomes of it without an answer."""

from decimal import Decimal

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from tests.tools.pumpctl_call import FLEX
from tests.tools.pumpctl_wire import Wire, running
from tests.tools.watch_port import Port, Seconds
from tools.pumpctl import Differs, Keys, Pump, Refused, load_programme
from tools.pumpctl.watcher import Watcher


@pytest.fixture
def port():
    return Port()


@pytest.fixture
def pump(port, tmp_path):
    return Pump(port, Keys(tmp_path / "keys.toml"))


@pytest.fixture
def clock():
    return Seconds()


def commit(pump, tmp_path):
    (tmp_path / "rx.toml").write_text(FLEX)
    pump.prescription.stage(load_programme(tmp_path / "rx.toml"))
    pump.prescription.commit(pump.prescription.staged())


# What it asks ------------------------------------------------------------------------------------


def test_a_look_is_three_lines_and_a_fourth_for_another_rate_and_each_minute(
    pump, port, clock, tmp_path
):
    commit(pump, tmp_path)
    watcher = Watcher(pump, clock.host())
    port.asked()
    counts = []
    for second in range(1, 121):
        clock.now_s = second
        if second == 10:
            port.answers["DEL:RATE?"] = "30"
        watcher.look()
        asked = port.asked()
        counts.append(len(asked))
        assert sum(line.count("?") for line in asked) <= 27
    assert [second for second, count in enumerate(counts, 1) if count == 4] == [10, 70]
    assert set(counts) == {3, 4}


def test_the_dose_is_of_the_programme_that_is_active(pump, port, clock, tmp_path):
    commit(pump, tmp_path)
    look = Watcher(pump, clock.host()).view.look
    assert look.programme.concentration.base == 500_000
    port.answers["RES:DAYS?"] = "9.91E37,9.91E37"  # another drug was filled: it may not flow
    assert Watcher(pump, clock.host()).view.look.programme is None


def test_a_programme_that_is_damaged_is_not_asked_for(pump, port, clock):
    port.answers["ALAR:LIST?"] = "1,12,STORED_DATA,HIGH,ACTIVE"
    watcher = Watcher(pump, clock.host())
    assert not any("PRES:" in line for line in port.asked())
    assert watcher.view.look.programme is None


def test_a_programme_in_words_of_another_version_is_unknown_for_a_minute(
    pump, port, clock, tmp_path
):
    commit(pump, tmp_path)
    port.active = b"QUITE ANOTHER FORM\n"
    watcher = Watcher(pump, clock.host())
    port.asked()
    watcher.look()
    assert watcher.view.outage is None
    assert watcher.view.look.programme is None
    assert not any("PRES:" in line for line in port.asked())


def test_one_refusal_is_enough(pump, port, clock):
    watcher = Watcher(pump, clock.host())  # days are counted, and yet nothing is committed
    asked = port.asked()
    assert sum("PRES:ACT:DATA?" in line for line in asked) == 1
    clock.now_s = 500
    watcher.look()
    assert not any("PRES:" in line for line in port.asked())


def _fresh():
    return Bench(Setup())


def _with(*lines):
    def made():
        bench = running()
        for line in lines:
            bench.exchange(line)
        return bench

    return made


@pytest.mark.parametrize(
    "bench",
    [
        _fresh,
        running,
        _with("DEL:SUSP 30 MIN"),
        _with("DEL:STOP"),
        _with("DEL:MINR"),
        _with("DEL:BOL 25 UG,10 MIN,CONFIRM"),
        _with("DEL:STOP", "RES:FILL 18 ML,2000 UG/ML"),
        _with("DEL:STOP", "RES:EMPT"),
        _with("SYST:DATE 2030,1,1;TIME 12,0,0"),
    ],
    ids=["fresh", "runs", "paused", "stopped", "least", "bolus", "drug", "emptied", "clock"],
)
def test_no_look_leaves_an_entry_in_the_error_queue(bench, clock, tmp_path):
    bench = bench()
    assert bench.exchange("SYST:ERR:ALL?") == '0,"No error"'  # it has become what it is called
    with Pump(Wire(bench), Keys(tmp_path / "keys.toml")) as pump:
        watcher = Watcher(pump, clock.host())
        for second in range(1, 4):
            clock.now_s = 61.0 * second
            watcher.look()
        assert bench.exchange("SYST:ERR:COUN?") == "0"
    assert watcher.view.outage is None


def test_a_bench_that_runs_tells_its_dose_and_its_limit(clock, tmp_path):
    with Pump(Wire(running()), Keys(tmp_path / "keys.toml")) as pump:
        look = Watcher(pump, clock.host()).view.look
    assert look.status.rate_ul_per_h * 24 / 1000 * 500 == 240
    assert look.programme.limits["day"].base == 1_200_000


def test_what_was_watched_is_kept_by_two_seconds(pump, port, clock):
    watcher = Watcher(pump, clock.host())
    port.answers["DEL:RATE?"] = "30"
    clock.now_s = 5.9
    watcher.look()
    assert watcher.view.rates.samples == ((20, 20), None, (30, 30))
    assert watcher.view.effects.ends() == (Decimal("99.5"), Decimal("99.5"))


# Without an answer -------------------------------------------------------------------------------


def test_the_last_picture_stays_while_it_goes_on_trying(pump, port, clock):
    watcher = Watcher(pump, clock.host())
    first = watcher.view.look
    port.lose = 99
    for tries in (1, 2):
        clock.now_s += 10
        watcher.look()
        assert watcher.view.look is first
        assert watcher.view.outage.tries == tries
        assert watcher.view.outage.text == "the pump does not answer"
        assert watcher.view.age_s(clock.now_s) == clock.now_s
    port.lose = 0
    port.asked()
    watcher.look()
    assert port.asked()[0] == "*IDN?;*OPT?"
    assert watcher.view.outage is None
    assert watcher.view.look.at_s == clock.now_s
    assert watcher.view.rates.samples[1:10] == (None,) * 9


def test_a_port_that_was_lost_is_opened_again(pump, port, clock, tmp_path):
    commit(pump, tmp_path)
    watcher = Watcher(pump, clock.host())
    port.gone = True
    watcher.look()
    assert watcher.view.outage.text == "/dev/ttyACM0 was lost"
    port.gone = False
    port.answers["DEL:RATE?"] = "30"
    port.asked()
    watcher.look()
    assert watcher.view.outage is None
    asked = port.asked()
    assert len(asked) == 6  # the most of any look: docs/pumpctl.md
    assert sum(line.count("?") for line in asked) == 29


def test_the_firmware_behind_an_outage_may_be_another(pump, port, clock):
    watcher = Watcher(pump, clock.host())
    port.gone = True
    watcher.look()
    port.gone = False
    port.answers["*IDN?"] = "CISTERNA,CISTERNA-20,SIM00007,0.2.0"
    watcher.look()
    assert watcher.view.look.who.version == "0.2.0"


def test_two_pumps_are_never_in_one_picture(pump, port, clock):
    watcher = Watcher(pump, clock.host())
    port.gone = True
    watcher.look()
    port.gone = False
    port.answers["*IDN?"] = "CISTERNA,CISTERNA-20,SIM00008,0.1.0"
    with pytest.raises(Differs, match="another pump answers: SIM00008, not SIM00007"):
        watcher.look()


def test_a_refusal_ends_it_for_each_look_would_leave_an_entry(pump, port, clock):
    watcher = Watcher(pump, clock.host())
    port.refusals["DEL:RED?"] = (-113, "Undefined header")
    with pytest.raises(Refused):
        watcher.look()
