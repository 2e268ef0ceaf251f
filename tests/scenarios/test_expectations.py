"""Each expectation holds where it should and fails, at its place, where it should not."""

import pytest

from host_sim.scenario.words import reading
from tests.scenarios.played import Played, running

HOLDS = [
    ("expect state RUN",),
    ("wait 1 d", "expect delivered 0.2 mL +- 1 step"),
    ("wait 1 d", "expect delivered 0.19 mL +- 6 %"),
    ("wait 1 d", "expect reservoir 17.8 mL +- 1 step"),
    ("wait 1 d", "expect left 79 d +- 1 h"),
    ("expect rate 8.333333 uL/h +- 0.01 %",),
    ("wait 1 d", "expect plant delivered 0.2 mL +- 1 %"),
    ("wait 1 d", "expect plant reservoir 17.8 mL +- 1 %"),
    ("wait 1 d", "expect plant effect 92 ug/d +- 2 %"),
    ("wait 9 d", "expect effect 100 % +- 1 %"),
    ("wait 1 d 1 ms", "expect steps exact"),
    (
        "bolus 20 ug over 1 h confirmed",
        "wait 30 min",
        "expect steps exact",
        "wait 1 h",
        "expect steps exact",
    ),
    (
        "bolus 20 ug over 1 h confirmed",
        "wait 10 min",
        "bolus abort",
        "wait 1 h",
        "expect steps exact",
    ),
    (
        "bolus 20 ug over 1 h confirmed",
        "wait 10 min",
        "suspend for 1 h",
        "wait 2 h",
        "expect steps exact",
    ),
    ("start", "expect error 213"),
    ("> DEL:STAT?", "expect reply RUN"),
    ("expect no alarm",),
    ("stop for maintenance", "expect alarm STOPPED LOW", "expect state STOP"),
    ("stop for maintenance", "expect no alarm but STOPPED"),
    ("stop for maintenance", "expect no alarm MOTOR_STALL"),
    ("suspend for 2 h", "expect state SUSP", "wait 2 h", "expect state RUN"),
    ("suspend for 2 h", "resume", "expect state RUN"),
    ("wait 1 d", "stop for other", "expect alarm STOPPED raised at 1 d +- 1 s"),
    ("wait until 00:00", "> SYST:TIME?", "expect reply 0,0,0"),
    ("wait until 2 d", "wait until 3 d 4 h"),
    ("repeat 3 times", "wait 8 h", "end", "expect delivered 0.2 mL +- 1 step"),
]
FAILS = [
    ("found RUN", "expect state STOP"),
    ("found 0 to 0.000688 mL (DEL:VOL:TOT?)", "expect delivered 1 mL +- 1 step"),
    ("expected 9 uL/h, found 8.333333 uL/h (DEL:RATE?)", "expect rate 9 uL/h"),
    ("raised now: none", "expect alarm STOPPED"),
    ("within 1 d, found by then, raised: none", "expect alarm STOPPED within 1 d"),
    ("STOPPED raised at 1 d, found never raised", "expect alarm STOPPED raised at 1 d"),
    ("it was never raised", "expect lead STOPPED at least 1 h"),
    ("no forecast of it", "expect forecast of empty within 1 h"),
    ("found 0 mL", "expect plant delivered 1 mL +- 1 %"),
    ("found 0 ug/d", "expect plant effect 92 ug/d +- 2 %"),
    ("expected the reply STOP, found", "expect reply STOP"),
    ("expected error 213, found that the pump took the order", "stop for other\nexpect error 213"),
    ('expected error 201, found 213,"Wrong state', "start\nexpect error 201"),
    ('the pump to take `DEL:STAR`, found 213,"Wrong state', "start"),
    ('the pump to take `NONSENSE`, found -113,"Undefined header', "> NONSENSE"),
    ("found 1 d", "wait 1 d\nwait until 12 h"),
    ("found STOPPED (LOW) at 1 h", "wait 1 h\nstop for other\nexpect no alarm"),
]  # fmt: skip


@pytest.mark.parametrize("lines", HOLDS, ids=" / ".join)
def test_holds(lines: tuple[str, ...]) -> None:
    assert str(running(*lines).failure) == "None"


@pytest.mark.parametrize(("reason", "text"), FAILS)
def test_fails_at_its_line(reason: str, text: str) -> None:
    played = running(text)
    assert reason in played.reason
    assert played.failure is not None
    assert played.failure.name == "scenario.txt"
    last = text.split("\n")[-1] if "error" not in text else text.split("\n")[0]
    assert played.failure.place.text == last


def test_nothing_happens_after_a_failure() -> None:
    played = running("expect state STOP", "wait 1 d")
    assert played.context.now_ms() == 0


def test_a_wrong_band_is_found() -> None:
    played = running(
        "wait 8 d", "puncture 50 ug", "wait 4 h", "expect effect band holds the patient"
    )
    assert "outside" in played.reason
    assert "on day 8." in played.reason


def test_wait_until_a_wall_time_needs_a_wall_clock() -> None:
    played = Played("clock unset\nwait until 12:00\n")
    assert "clock is not set" in played.reason


def test_steps_that_nobody_ordered_are_not_exact() -> None:
    faults = ("fault enable_stuck on", "fault runaway 100")
    played = running("wait 1 d", *faults, "suspend for 1 h", "wait 1 min", "expect steps exact")
    assert "steps off" in played.reason


def test_a_lost_rotor_step_is_not_a_lost_pulse() -> None:
    """The oracle is of STEP pulses: what the rotor makes of them is the plant's truth."""
    played = running("fault missed_steps 100", "wait 1 d", "expect plant delivered 0.2 mL +- 0.1 %")
    assert played.reason.startswith("expected plant delivered")


@pytest.mark.parametrize(
    ("text", "factor", "value"),
    [("8.333333", 24_000_000, 199_999_992), ("100", 100, 10_000), ("-0.5", 10, -5), ("12", 1, 12)],
)
def test_replies_are_read_in_decimal(text: str, factor: int, value: int) -> None:
    assert reading.scaled(text, factor) == value


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("expect effect 100 % +- 5 %", "not known (FOR:EFF?)"),
        ("expect left 20 d", "not known (RES:DAYS?)"),
    ],
)
def test_what_the_pump_cannot_say_is_a_failed_expectation(line: str, found: str) -> None:
    """The reply is SCPI's not-a-number: nothing to compare, and no crash of the simulator."""
    context = Played("clock 2030-01-01 08:00\n" + line + "\n").context
    assert [(each.held, each.found) for each in context.expectations] == [(False, found)]


@pytest.mark.parametrize(
    ("reply", "unit", "words"),
    [
        ("200000,200688", "mL", "0.2 to 0.200688 mL (Q?)"),
        ("12000000", "mL", "12 mL (Q?)"),
        ("-16", "mL", "-0.000016 mL (Q?)"),
        ("99", "%", "99 % (Q?)"),
        ("9.91E37,9.91E37", "mL", "not known (Q?)"),
    ],
)
def test_a_reply_is_told_with_its_unit(reply: str, unit: str, words: str) -> None:
    assert reading.told(reply, unit, "Q?") == words


def test_what_is_latched_is_told_by_name_and_priority() -> None:
    reply = "3,9,CLOCK_LOST,MEDIUM,ACTIVE,13,INTERRUPTED,MEDIUM,LATCHED,11,RESET,LOW,LATCHED"
    assert reading.latched(reply) == [("INTERRUPTED", "MEDIUM"), ("RESET", "LOW")]
    assert reading.latched("0") == []
