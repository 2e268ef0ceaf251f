"""The board's test of itself: each failure provoked once, and what the pump makes of it."""

import pytest

from pump.core.alarms.self_test import ALL, TESTS
from tests.app.failing import HOUR, MIN, Pumped

NAMES = [test[0] for test in TESTS]
# the plant's switch and its value, the test that fails, its priority, and what therapy does
PROVOKED = [
    ("program_rot", 1, "PROGRAM", "HIGH", "RUN"),
    ("memory_rot", 1, "MEMORY", "HIGH", "RUN"),
    ("files_fail", 1, "FILES", "MEDIUM", "RUN"),
    ("guard_dead", 1, "STEP", "HIGH", "FAULT"),
    ("enable_stuck", 1, "ENABLE", "HIGH", "RUN"),
    ("watch_lost", 1, "WATCH", "MEDIUM", "RUN"),
    ("encoder_noise", 4, "ENCODER", "MEDIUM", "RUN"),
    ("lamp_short", 1, "LAMPS", "MEDIUM", "RUN"),
    ("buzzer_short", 1, "BUZZER", "MEDIUM", "RUN"),
]
# what cannot be told beside it: the pulses that would tell it are not given, or not all
UNTRIED = {"enable_stuck": ("STEP", "WATCH", "ENCODER"), "encoder_noise": ("STEP", "WATCH")}


def results(pumped):
    fields = pumped.ask("SYST:TEST?").split(",")
    return {fields[at]: fields[at + 1] for at in range(0, len(fields), 2)}


def failed(pumped):
    return [name for name, result in results(pumped).items() if result == "FAIL"]


def test_a_sound_board_passes_every_test_and_says_nothing():
    pumped = Pumped()
    assert pumped.ask("SYST:TEST?").split(",")[::2] == NAMES
    assert failed(pumped) == []
    assert pumped.ask("*TST?") == "0"
    pumped.bench.power_cycle(MIN)
    assert failed(pumped) == []
    assert "SELF_TEST" not in pumped.alarms()
    assert b"SELF_TEST" not in pumped.bench.hal.files.read("log.a")


@pytest.mark.req("FI-29")
@pytest.mark.parametrize("provoked", PROVOKED, ids=lambda row: row[0])
def test_a_failure_is_named_told_and_acted_upon_before_the_first_step(provoked):
    fault, value, name, priority, state = provoked
    pumped = Pumped()
    pumped.bench.inject(fault, value)
    pumped.bench.power_cycle(MIN)
    assert failed(pumped) == [name]
    assert pumped.ask("*TST?") == str(2 << NAMES.index(name))
    assert pumped.alarms()["SELF_TEST"] == (priority, "ACTIVE")
    if fault != "files_fail":
        done = ALL
        for each in UNTRIED.get(fault, ()):
            done -= 1 << NAMES.index(each)
        line = b" SELF_TEST failed=%d done=%d " % (1 << NAMES.index(name), done)
        for log in ("log.a", "fault.a"):
            assert line in pumped.bench.hal.files.read(log)
    assert pumped.ask("DEL:STAT?") == state
    steps = pumped.bench.plant.truth("rotor_steps")
    pumped.run(HOUR)
    assert (pumped.bench.plant.truth("rotor_steps") > steps) == (state == "RUN")


@pytest.mark.parametrize("provoked", PROVOKED, ids=lambda row: row[0])
def test_a_failure_that_is_mended_leaves_a_latched_alarm(provoked):
    fault, value, _, priority, _ = provoked
    pumped = Pumped()
    pumped.bench.inject(fault, value)
    pumped.bench.power_cycle(MIN)
    pumped.bench.clear(fault)
    pumped.bench.power_cycle(MIN)
    assert failed(pumped) == []
    untried = [name for name, result in results(pumped).items() if result == "NONE"]
    assert bool(untried) == (fault == "enable_stuck")
    if fault != "files_fail":  # what no file took was not kept
        assert pumped.alarms()["SELF_TEST"] == (priority, "LATCHED")


def holds_the_truth(pumped):
    least, most = (int(field) for field in pumped.ask("DEL:VOL:TOT?").split(","))
    return least - 1 <= pumped.bench.plant.truth("rotor_steps") * 15.625 <= most + 1


def test_a_driver_that_nobody_can_switch_off_is_tried_once_and_its_steps_are_booked():
    pumped = Pumped()
    pumped.bench.inject("enable_stuck", 1)
    pumped.bench.plant.settle()
    before = pumped.bench.plant.truth("rotor_steps")
    for _ in range(5):
        pumped.bench.power_cycle(1)
    turned = pumped.bench.plant.truth("rotor_steps") - before
    assert 0 < turned < 64  # of ten tries none but the first gives a pulse
    assert pumped.alarms()["SELF_TEST"][0] == "HIGH"
    assert holds_the_truth(pumped)
    pumped.run(HOUR)
    assert holds_the_truth(pumped)


def test_the_motor_is_tried_again_when_the_alarm_was_reset():
    pumped = Pumped()
    pumped.bench.inject("enable_stuck", 1)
    pumped.bench.power_cycle(1)
    pumped.bench.clear("enable_stuck")
    pumped.bench.power_cycle(1)
    assert results(pumped)["STEP"] == "NONE"
    assert pumped.ask("ALAR:RES SELF_TEST;:SYST:ERR?") == '0,"No error"'
    pumped.bench.power_cycle(1)
    assert set(results(pumped).values()) == {"PASS"}


def test_the_journals_flash_that_reads_two_ways_is_named():
    pumped = Pumped()
    bench = pumped.bench
    bench.power_cycle(MIN)
    bench.plant.board.read_flips = 1
    test = bench.instrument.self_test
    test.at_power_on()
    assert failed(pumped) == ["RING"]


def test_an_empty_battery_is_named_and_none_at_all_is_not_tested():
    pumped = Pumped()
    battery = pumped.bench.plant.battery
    battery.idle_na = battery.capacity_uah * 960  # in an hour and a minute down to 2.3 V
    pumped.run(HOUR)
    pumped.bench.power_cycle(MIN)
    assert failed(pumped) == ["BATTERY"]
    assert results(pumped)["BATTERY"] == "FAIL"
    assert pumped.ask("DEL:STAT?") == "RUN"


def test_a_program_that_rots_while_it_runs_is_told_within_some_turns():
    pumped = Pumped()
    pumped.bench.inject("program_rot", 1)
    pumped.run(HOUR)
    assert failed(pumped) == ["PROGRAM"]
    assert pumped.alarms()["SELF_TEST"] == ("HIGH", "ACTIVE")
    assert pumped.ask("DEL:STAT?") == "RUN"
    pumped.bench.clear("program_rot")
    pumped.run(HOUR)
    assert pumped.alarms()["SELF_TEST"] == ("HIGH", "LATCHED")
