"""Each expectation holds where it should and fails, at its place, where it should not."""

import pytest

from host_sim.scenario.words.checks import scaled
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
    ("bolus 20 ug over 1 h", "wait 30 min", "expect steps exact", "wait 1 h", "expect steps exact"),
    ("bolus 20 ug over 1 h", "wait 10 min", "bolus abort", "wait 1 h", "expect steps exact"),
    ("bolus 20 ug over 1 h", "wait 10 min", "suspend for 1 h", "wait 2 h", "expect steps exact"),
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
    ("to DEL:VOL:TOT?", "expect delivered 1 mL +- 1 step"),
    ("expected 9 uL/h, found 8.333333 to DEL:RATE?", "expect rate 9 uL/h"),
    ("raised now: none", "expect alarm STOPPED"),
    ("within 1 d, found by then, raised: none", "expect alarm STOPPED within 1 d"),
    ("STOPPED raised at 1 d, found never raised", "expect alarm STOPPED raised at 1 d"),
    ("it was never raised", "expect lead STOPPED at least 1 h"),
    ("no forecast of it", "expect forecast of empty within 1 h"),
    ("nL", "expect plant delivered 1 mL +- 1 %"),
    ("ng/d", "expect plant effect 92 ug/d +- 2 %"),
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
    assert scaled(text, factor) == value
