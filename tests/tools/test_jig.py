"""pumpctl jig on a simulated board: verdicts, and what breaks it off.

The same on the real image, and the faults that only wires have: tests/board/test_jig.py.
"""

import json
import signal

import pytest

from tests.tools.jig_hands import step_of, verdicts
from tests.tools.jig_rehearsal import ORDER, STEPS, Jigged
from tools.pumpctl.commands import jig as command
from tools.schemas.models import adapter


@pytest.fixture
def jigged(monkeypatch, tmp_path):
    def make(**hands):
        made = Jigged(monkeypatch, tmp_path, **hands)
        made.enrol()
        return made

    return make


def test_a_sound_board_passes_and_its_report_is_verified(jigged):
    jig = jigged()
    done = jig("--json")
    assert done.exit_code == 0, done.output
    adapter("jig").validate_json(done.stdout)
    assert verdicts(jig.report) == dict.fromkeys(ORDER, "PASS")
    assert (jig.report["verdict"], jig.report["broken_off"]) == ("PASS", "")
    assert step_of(jig.report, "rotor")["measured"]["encoder"] == f"+{STEPS}"
    checked = jig.call("--verify", str(jig.file), "--json")
    assert checked.exit_code == 0
    told = {"serial": jig.serial, "verdict": "PASS", "key": "FILE"}
    assert json.loads(checked.stdout) == told
    adapter("jig").validate_json(checked.stdout)


def test_no_therapy_starts_on_what_was_filled_for_the_test(jigged):
    jig = jigged()
    assert jig().exit_code == 0
    assert jig.bench.pump.reservoir.spare_steps() <= 1
    jig.link.pass_s(60)
    jig.prescribe()
    jig.bench.exchange("DEL:STAR")
    assert jig.bench.exchange("SYST:ERR?").startswith("302")


FAULTS = {
    "guard": ("guard_dead", "does not take the driver away by count"),
    "driver": ("enable_stuck", "ENABLE FAIL"),
    "rotor": ("stall", "the encoder stands"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_fails_its_step_with_cause_and_next_step(jigged, name):
    switch, cause = FAULTS[name]
    jig = jigged()
    jig.bench.inject(switch, None)
    if name == "driver":
        jig.link.power_cycle()
    done = jig()
    assert done.exit_code == 1, done.output
    step = step_of(jig.report, name)
    assert step["verdict"] == "FAIL" and cause in step["cause"] and step["next_step"]
    assert jig.report["verdict"] == "FAIL"
    assert not jig.bench.pump.dispense.active()


def test_what_a_fault_makes_senseless_or_harmful_is_not_done(jigged):
    jig = jigged()
    jig.bench.inject("guard_dead", None)
    assert jig().exit_code == 1
    step = step_of(jig.report, "rotor")
    assert (step["verdict"], step["cause"]) == ("NOT DONE", "needs guard")
    assert jig.bench.pump.dispense.asked == 0


def test_a_latched_alarm_of_a_restart_does_not_keep_the_signals_from_being_seen(jigged):
    jig = jigged()
    jig.link.power_cycle()
    assert jig.bench.exchange("ALAR:LIST?").endswith(",LATCHED")
    assert jig().exit_code == 0
    assert step_of(jig.report, "signals")["measured"]["acknowledged"] == "RESET"


def test_a_dark_lamp(jigged):
    jig = jigged(dark=("lamp_yellow",))
    assert jig().exit_code == 1
    assert step_of(jig.report, "signals")["cause"] == "not seen or heard: yellow"


def test_a_button_that_nobody_presses_leaves_the_motor_alone(jigged):
    jig = jigged(idle=True)
    assert jig().exit_code == 1
    assert "no press came" in step_of(jig.report, "button")["cause"]
    told = verdicts(jig.report)
    assert {told[name] for name in ("guard", "rotor", "release")} == {"NOT DONE"}


def test_a_button_that_is_down_by_itself(jigged):
    jig = jigged()
    jig.press(True)
    assert jig().exit_code == 1
    assert "nobody was asked to press it" in step_of(jig.report, "button")["cause"]


def test_a_button_that_does_not_come_up(jigged):
    jig = jigged()
    jig.hands.press = lambda down: jig.press(True) if down else None
    assert jig().exit_code == 1
    assert "sticks" in step_of(jig.report, "release")["cause"]


@pytest.mark.parametrize("fast", [1.02, 0.98])
def test_a_clock_that_runs_wrong(jigged, fast):
    jig = jigged(fast=fast)
    assert jig().exit_code == 1
    assert "ppm" in step_of(jig.report, "clock")["cause"]


def test_another_label(jigged):
    jig = jigged(label="C20-000124")
    assert jig().exit_code == 1
    assert "C20-000124" in step_of(jig.report, "serial")["cause"]


def test_a_board_without_keys_of_its_own(monkeypatch, tmp_path):
    jig = Jigged(monkeypatch, tmp_path)
    done = jig()
    assert done.exit_code == 1
    assert "OPERATE, PRESCRIBE, SERVICE" in step_of(jig.report, "keys")["cause"]
    assert "published test key, which proves nothing" in done.stdout
    checked = jig.verified()
    assert checked.exit_code == 0 and "anybody can sign so" in checked.stdout


def test_a_key_that_is_not_the_boards(jigged):
    jig = jigged()
    lines = jig.keys.read_text().splitlines()
    other = 'PRESCRIBE = "' + "5a" * 32 + '"'
    jig.keys.write_text("\n".join(other if "PRESCRIBE" in line else line for line in lines))
    assert jig().exit_code == 1
    assert "does not sign with the PRESCRIBE key" in step_of(jig.report, "signing")["cause"]
    told = verdicts(jig.report)
    assert told["keys"] == "PASS"
    assert {told[name] for name in ("clock", "signals", "guard", "rotor")} == {"NOT DONE"}


def test_a_board_with_a_prescription_is_left_alone(jigged):
    jig = jigged()
    jig.prescribe()
    assert jig().exit_code == 1
    assert "has a prescription" in step_of(jig.report, "board")["cause"]
    assert set(verdicts(jig.report).values()) == {"FAIL", "NOT DONE"}
    assert jig.bench.pump.dispense.asked == 0


# Broken off --------------------------------------------------------------------------------------


def test_a_lost_line_leaves_a_report_of_how_far_it_came(jigged):
    jig = jigged()
    jig.link.breaks_at = b"CAL:DISP?"
    done = jig()
    assert done.exit_code == 3, done.output
    assert str(jig.file) in done.stderr
    assert jig.report["broken_off"].startswith("at rotor: the cable is out")
    told = verdicts(jig.report)
    assert (told["guard"], told["rotor"], told["release"]) == ("PASS", "NOT DONE", "NOT DONE")
    assert jig.report["verdict"] == "FAIL"
    assert jig.verified().exit_code == 0


def test_somebodys_therapy_goes_on_when_the_line_breaks(jigged):
    jig = jigged()
    jig.link.fill()
    jig.prescribe()
    jig.bench.exchange("DEL:STAR")
    jig.link.breaks_at = b"DEL:STAT?"
    assert jig().exit_code == 3
    assert jig.report["broken_off"] == "at board: the cable is out; nothing was ordered"
    assert jig.bench.exchange("DEL:STAT?") == "RUN"


def test_somebodys_therapy_goes_on_when_a_person_breaks_off(jigged, monkeypatch):
    jig = jigged()
    jig.link.fill()
    jig.prescribe()
    jig.bench.exchange("DEL:STAR")
    send = jig.link.send

    def sent(data):
        if b"PRES:ACT" in data or b"DEL:STAT?" in data:
            raise KeyboardInterrupt
        send(data)

    monkeypatch.setattr(jig.link, "send", sent)
    assert jig().exit_code == 2
    assert jig.bench.exchange("DEL:STAT?") == "RUN"


def test_without_any_line_the_report_says_when_the_motor_ends_by_itself(jigged, monkeypatch):
    jig = jigged()
    send = jig.link.send

    def sent(data):
        if b"CAL:DISP?" in data:
            jig.link.breaks_at = b""
        send(data)

    monkeypatch.setattr(jig.link, "send", sent)
    assert jig().exit_code == 3
    assert f"an order ends after {STEPS} steps" in jig.report["broken_off"]


def raised(error):
    raise error


ENDS = {
    "Ctrl-C": (lambda: raised(KeyboardInterrupt), 2, "somebody has ended it"),
    "terminal closed": (lambda: signal.raise_signal(signal.SIGHUP), 2, "somebody has ended it"),
    "kill": (lambda: signal.raise_signal(signal.SIGTERM), 2, "somebody has ended it"),
    "broken pipe": (lambda: raised(BrokenPipeError), 1, "nobody reads what it says any more"),
    "a defect": (lambda: raised(ZeroDivisionError), 1, "a defect of pumpctl, ZeroDivisionError"),
}


@pytest.mark.parametrize("how", ENDS)
def test_what_ends_the_program_stops_the_motor_first(jigged, monkeypatch, how):
    end, code, words = ENDS[how]
    handler = signal.getsignal(signal.SIGTERM)
    jig = jigged()
    send = jig.link.send
    ended = []

    def sent(data):
        if b"CAL:DISP?" in data and not ended:
            jig.link.pass_s(0.1)
            ended.append(jig.bench.pump.dispense.active())
            end()
        send(data)

    monkeypatch.setattr(jig.link, "send", sent)
    done = jig()
    assert done.exit_code == code
    assert ended == [True]
    assert jig.report["broken_off"] == f"at rotor: {words}; the motor is stopped: IDLE"
    assert signal.getsignal(signal.SIGTERM) is handler
    assert not jig.bench.pump.dispense.active()
    assert jig.bench.pump.dispense.given < STEPS


# A rig -------------------------------------------------------------------------------------------


def test_a_rig_answers_by_a_file_and_the_report_names_it(jigged, monkeypatch):
    jig = jigged()
    answers = jig.folder / "answers.toml"
    lamps = "".join(f"{name} = true\n" for name in ("lamp_red", "lamp_yellow", "lamp_cyan", "tone"))
    answers.write_text(f'serial = "{jig.serial}"\n{lamps}')
    monkeypatch.setattr(command.Rig, "tell", lambda _, text: jig.hands.tell(text))
    done = jig("--answers", str(answers))
    assert done.exit_code == 0, done.output
    assert jig.report["answered_by"] == "the file answers.toml"
    answers.write_text(f'serial = "{jig.serial}"\n{lamps.replace("tone = true", "tone = false")}')
    jig.link.pass_s(5)
    assert jig("--answers", str(answers)).exit_code == 1


@pytest.mark.parametrize("text", ["", "serial = 1", 'serial = "x"\nmore = true', "=", None])
def test_answers_that_are_none_are_a_mistake_before_anything_is_asked(jigged, text):
    jig = jigged()
    answers = jig.folder / "answers.toml"
    if text is not None:
        answers.write_text(text)
    assert jig("--answers", str(answers)).exit_code == 2
    assert list(jig.folder.glob("jig-*")) == []


def test_a_folder_that_is_not_there_is_a_mistake_before_anything_moves(jigged):
    jig = jigged()
    assert jig.call("--out", str(jig.folder / "none")).exit_code == 2
    assert jig.bench.pump.dispense.asked == 0
