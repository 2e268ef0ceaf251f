"""Power cycles of the whole simulated board: what begins anew, what goes on, what is seen of it."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.scenario.parser import parse
from host_sim.scenario.words.statement import ExpectationFailed
from host_sim.server.serve import Server
from pump.core import power_on
from pump.core.pump import Pump
from tests.scenarios.played import FILLED, Played, running

MIN = 60_000
HOUR = 60 * MIN
DAY = 24 * HOUR
FLEX = FILLED.replace("constant 100 ug/d", "flex 00:00 100 ug/d, 12:00 120 ug/d")


def log_of(played: Played) -> bytes:
    assert played.failure is None
    return played.bench.hal.files.read("log.a")


def test_a_new_pump_on_the_same_board() -> None:
    bench = running("wait 1 d 90 s").bench
    pump, hal, turn = bench.pump, bench.hal, bench.turn
    flash, files, plant = hal.flash, hal.files, bench.plant
    turned = plant.truth("rotor_steps")
    bench.power_cycle(HOUR)
    assert bench.powered
    assert bench.pump is not pump
    assert bench.turn is not turn
    assert bench.hal is not hal
    assert (bench.hal.flash, bench.hal.files, bench.plant) == (flash, files, plant)
    assert bench.time_ms() == DAY + HOUR + 90_000
    assert bench.hal.ticks_ms() == 0
    assert bench.hal.motor.counted() == 0
    assert bench.hal.motor.moved() == 0
    assert plant.truth("rotor_steps") == turned
    assert bench.exchange("DEL:STAT?") == "RUN"


def test_the_plant_goes_on_without_power() -> None:
    bench = running("wait 9 d").bench
    pulses, csf = bench.plant.truth("pulses"), float(bench.truth("csf_ng"))
    charge = bench.plant.battery.used_permille(bench.hal.clock.us, 0)
    wall = bench.hal.wall()
    bench.power_cycle(30 * DAY)
    assert bench.plant.truth("pulses") == pulses
    assert float(bench.truth("csf_ng")) < csf / 1000
    assert bench.plant.battery.used_permille(bench.hal.clock.us, 0) > charge
    assert wall is not None
    assert bench.hal.wall() == (wall[0] + 30, wall[1])


def test_the_ring_of_ticks_begins_where_the_scenario_says() -> None:
    bench = Played("ticks 5 s before wrap\n" + FILLED + "wait 1 d").bench
    bench.power_cycle(HOUR)
    assert bench.hal.ticks_ms() == 2**30 - 5000
    bench.run_to(2 * DAY)
    assert bench.exchange("DEL:STAT?") == "RUN"


def test_a_clock_that_keeps_nothing_is_not_set_afterwards() -> None:
    bench = running("wait 1 d", "fault wall_lost").bench
    bench.power_cycle(HOUR)
    assert bench.hal.wall() is None
    assert "CLOCK_LOST,MEDIUM,ACTIVE" in bench.exchange("ALAR:LIST?")
    assert bench.exchange("DEL:STAT?") == "RUN"


def test_what_was_under_way_on_the_line_is_lost() -> None:
    bench = Bench(Setup())
    bench.exchange("SYST:COMM:ECHO ON")
    bench.hal.link.offer(b"PRES:DRUG ")
    bench.turn.turn()
    bench.power_cycle(HOUR)
    assert bench.exchange("*OPC?") == "1"
    assert bench.exchange("SYST:ERR?") == '0,"No error"'


def test_the_line_is_answered_before_the_power_goes() -> None:
    bench = running("wait 1 d").bench
    pump = bench.pump
    assert bench.exchange("SIM:POW:CYCL 2 HR;:SIM:TIME?") == "86400"
    assert bench.pump is not pump
    assert bench.exchange("SIM:TIME?") == "93600"
    assert bench.exchange("SIM:POW:CYCL") == ""
    assert bench.exchange("SYST:ERR?").startswith("-109,")


@pytest.mark.parametrize("text", ["SIM:POW:CYCL 0 S", "SIM:POW:CYCL 11 D,2", "SIM:POW:CYCL 1 ML"])
def test_a_wrong_line_cuts_nothing(text: str) -> None:
    bench = running("wait 1 d").bench
    pump = bench.pump
    bench.exchange(text)
    assert bench.pump is pump
    assert bench.exchange("SYST:ERR?").startswith("-")


@pytest.mark.parametrize("off", ["1 ms", "20 s", "5 min", "20 h"])
@pytest.mark.parametrize("at", ["1 d", "1 d 3 s 500 ms", "1 d 100 s", "2 d 7 h 11 min"])
def test_the_truth_lies_in_the_bounds_and_nothing_is_made_up(at: str, off: str) -> None:
    played = running(
        f"wait {at}",
        *("bolus 20 ug over 10 min confirmed", "wait 4 min"),
        f"power off for {off}",
        "expect delivered bounds hold the truth",
        "expect delivered bounds within 2 uL",
        "expect steps exact",
        *("expect flow within 60 s", "wait 2 h", "expect state RUN"),
        *("expect steps exact", "expect delivered bounds hold the truth"),
        *("stop for other", "power off for 1 h", "expect state STOP", "expect steps exact"),
    )
    assert str(played.failure) == "None"


def test_a_pump_that_makes_up_what_did_not_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The yardstick can fail: here a pump counts the quantum that was cut as not given."""
    true = power_on.restart

    def forgets(pump: Pump, gap_ms: int, moved: int, surplus: bool = False) -> None:
        pump.ledger.intent = 0
        true(pump, gap_ms, moved, surplus)

    monkeypatch.setattr(power_on, "restart", forgets)
    played = running(
        *(
            "wait 1 d 5 min",
            "bolus 20 ug over 10 min confirmed",
            "wait 4 min",
            "power off for 1 min",
        ),
        "expect steps exact",
        *("wait 1 h", "expect steps exact"),
    )
    assert "steps off" in played.reason


@pytest.mark.parametrize("every", ["7 min", "3 h", "2 d"])
def test_sampling_changes_nothing(every: str) -> None:
    scenario = FLEX + "wait 1 d 90 s\npower off for 20 h\nwait 2 d\npower off for 30 h\nwait 1 d\n"
    once, other = (
        Played("sample every 1 h\n" + scenario),
        Played(f"sample every {every}\n{scenario}"),
    )
    assert log_of(once) == log_of(other)
    assert once.bench.plant.truth("pulses") == other.bench.plant.truth("pulses")


def test_without_power_the_pump_says_nothing_and_the_truth_goes_on() -> None:
    recording = running("wait 9 d", "power off for 20 h", "wait 1 d").context.recording
    assert recording.power_off == [(9 * DAY, 9 * DAY + 20 * HOUR)]
    off = [i for i, volume in enumerate(recording.column("reservoir_nl")) if volume is None]
    assert [recording.times[i] - 9 * DAY for i in off] == [n * HOUR for n in range(20 + 1)]
    for name in ("effect", "effect_low", "effect_high", "reference", "percent"):
        assert [recording.column(name)[i] for i in off] == [None] * len(off)
    truth = [recording.column("effect_truth")[i] or 0.0 for i in off]
    assert truth == sorted(truth, reverse=True)
    assert truth[-1] < truth[0] / 4
    assert {recording.column("rate_ng_per_day")[i] for i in off} == {0.0}
    given = [value or 0.0 for value in recording.column("given_ng")]
    assert given == sorted(given)


def test_what_happens_to_the_patient_meanwhile_is_an_event() -> None:
    played = running("wait 9 d", "power off for 20 h")
    events = [(name, ms) for name, ms in played.context.book.events if ms > 9 * DAY]
    assert [name for name, _ in events] == ["effect below 80 %", "effect below 50 %"]
    assert all(9 * DAY + HOUR < ms < 9 * DAY + 12 * HOUR for _, ms in events)


def test_alarms_stand_at_the_scenarios_time_although_the_pump_has_lost_its_own() -> None:
    played = Played(
        FLEX + "wait 1 d\nfault wall_lost\npower off for 20 h\n"
        "wait 1 h\nstop for other\nwait 1 min\nstart confirmed\nwait 1 min\n"
        "stop for other\nwait 1 h\n"
    )
    bench, book = played.bench, played.context.book
    assert bench.pump.day * DAY + bench.pump.ms == bench.time_ms() - 20 * HOUR
    back_ms = DAY + 20 * HOUR
    assert book.times_of("RESET", 0) == [back_ms]
    assert book.times_of("CLOCK_LOST", 0) == [back_ms]
    assert book.times_of("STOPPED", 1) == [back_ms + HOUR, back_ms + HOUR + 2 * MIN]
    assert book.priority_of("RESET") == 0
    assert book.priority_of("CLOCK_LOST") == 2


def test_alarms_from_before_the_cut_are_not_raised_again() -> None:
    book = running(
        *("wait 1 d", "stop for other", "wait 1 h", "power off for 5 min", "wait 1 min"),
        *("start", "wait 1 h", "power off for 5 min", "wait 1 h"),
    ).context.book
    assert book.times_of("STOPPED", 1) == [DAY]
    assert len(book.times_of("RESET", 0)) == 2


def test_two_starts_at_one_moment_of_a_pump_without_clock_are_two() -> None:
    played = Played(FLEX + "wait 1 d\nfault wall_lost\npower off for 20 h\npower off for 1 h\n")
    assert played.context.book.times_of("RESET", 0) == [DAY + 20 * HOUR, DAY + 21 * HOUR]


def test_a_fault_outlasts_the_cut() -> None:
    played = running("wait 1 d", "fault stall", "power off for 1 min")
    turned = played.bench.plant.truth("rotor_steps")
    played.context.run_for(5 * MIN)
    assert played.context.book.priority_of("MOTOR_STALL") == 3
    assert played.bench.plant.truth("rotor_steps") == turned


def without_image() -> Played:
    """A pump whose images were both lost in the cut, with little in its reservoir."""
    played = Played(
        FILLED.replace("fill 18 mL", "fill 3 mL") + "wait 1 d\nexpect alarm RESERVOIR_LOW\n"
    )
    assert played.failure is None
    for name in ("state.a", "state.b"):
        played.bench.hal.files.write(name, b"noise")
    return played


def test_what_a_pump_has_forgotten_is_raised_no_more() -> None:
    played = without_image()
    played.context.power_off(HOUR)
    assert played.context.book.priority_of("STORED_DATA") == 3
    assert played.context.book.priority_of("RESERVOIR_LOW") == 0
    assert played.bench.exchange("DEL:STAT?") == "STOP"


def test_what_it_has_given_it_has_given() -> None:
    played = without_image()
    played.context.power_off(HOUR)
    played.context.run_for(HOUR)
    given = [value or 0.0 for value in played.context.recording.column("given_ng")]
    assert given == sorted(given)
    assert given[-1] > 100_000 - 1


def test_the_bench_does_not_empty_the_reservoir_of_a_pump_that_knows_no_fill() -> None:
    played = without_image()
    server = Server(played.bench, [])
    played.bench.power_cycle(HOUR)
    server.hands.follow()
    assert (played.bench.plant.truth("reservoir_nl") or 0) > 2_700_000


def test_a_bolus_that_was_cut_ends_in_the_oracle_at_the_cut() -> None:
    played = running(
        "wait 1 d", "bolus 20 ug over 20 min confirmed", "wait 5 min", "power off for 1 h"
    )
    day_nl = 200_000
    assert played.context.oracle.nl(played.context.now_ms()) == pytest.approx(
        day_nl + day_nl * 5 / 1440 + 40_000 * 5 / 20, abs=0.01
    )


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        ("bounds within 500 nL, found", ("wait 1 d 1 s", "delivered bounds within 0.5 uL")),
        ("flow within 30 s, found a rotor that", ("stop for other", "flow within 30 s")),
        ("alarm RESET latched, found latched: none", ("wait 1 s", "alarm RESET latched")),
        (
            "alarm RESET MEDIUM latched, found latched: RESET LOW",
            ("power off for 1 s", "alarm RESET MEDIUM latched"),
        ),
    ],
)
def test_its_expectations_can_fail(reason: str, lines: tuple[str, str]) -> None:
    assert "expected " + reason in running(lines[0], "expect " + lines[1]).reason


def test_a_truth_outside_the_bounds_is_found() -> None:
    played = running("wait 1 d")
    bounds = parse("expect delivered bounds hold the truth", "x.txt").statements[0]
    bounds.run(played.context)
    played.bench.plant.stepper.turn(100)
    with pytest.raises(ExpectationFailed, match=r"201562 nL in truth, .200000, 20"):
        bounds.run(played.context)
