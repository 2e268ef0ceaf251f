"""The commands that order: what is shown and asked before, what reaches the pump, what is told."""

import pytest

from tests.tools.pumpctl_call import FLEX, Call, json_of


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


@pytest.fixture
def rx(tmp_path):
    path = tmp_path / "rx.toml"
    path.write_text(FLEX)
    return str(path)


# Programming ------------------------------------------------------------------------------------


@pytest.mark.req("S44", "S78")
def test_a_programme_is_shown_beside_the_active_one_and_committed_once_confirmed(call, rx):
    done = call("program", rx, typed="y\n")
    assert done.exit_code == 0, done.output
    for words in ("500 ug/mL = 0.5 mg/mL", "20 uL/h, 0.48 mL/d", "250 ug", "from 22:00"):
        assert words in done.stdout
    assert call.orders() == [f"PRES:COMM #H{call.peer.staging.digest()}"]
    assert call.peer.done[0][1] == "PRESCRIBE"
    assert call.peer.active == call.peer.staging.text()
    again = json_of(call("program", rx, "--yes", "--json"))
    assert again["committed"] is True
    assert again["changes"]["mode"] == {"active": "FLEX", "new": "FLEX"}


def test_what_is_declined_is_not_committed_and_no_longer_staged(call, rx):
    done = call("program", rx, typed="n\n")
    assert done.exit_code == 2
    assert "not confirmed" in done.stderr
    assert call.orders() == []
    assert call.peer.staging.drug == ""


def test_a_dry_run_stages_nothing_that_stays(call, rx):
    done = call("program", rx, "--dry-run")
    assert done.exit_code == 0
    assert call.orders() == []
    assert call.peer.staging.drug == ""


def test_without_anybody_to_ask_nothing_is_committed(call, rx):
    assert json_of(call("program", rx, "--json"))["error"] == 2
    assert call("program", rx).exit_code == 2
    assert call.orders() == []


def test_a_pump_that_understood_something_else_is_not_committed(call, rx):
    call.peer.staging.off_by = 1
    done = call("program", rx, "--yes")
    assert done.exit_code == 6
    assert "concentration: 500 UG/ML meant, 500.001 UG/ML staged" in done.stderr
    assert call.orders() == []


def test_a_digest_that_is_not_of_the_text_is_not_committed(call, rx):
    call.peer.answers["PRES:DIG?"] = "#H" + "0" * 16
    done = call("program", rx, "--yes")
    assert done.exit_code == 6, done.output
    assert "the pump says another" in done.stderr
    assert call.orders() == []


def test_findings_that_refuse_are_shown_and_end_it(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '203,"Limit exceeded;1300 ug/d",0,"a note"'
    done = call("program", rx, "--yes", "--confirm")
    assert done.exit_code == 1
    assert "refused 203: Limit exceeded;1300 ug/d" in done.stdout
    assert "note: a note" in done.stdout
    assert call.orders() == []


def test_yes_alone_does_not_confirm_what_the_pump_asks(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '204,"Confirmation needed;a dilution"'
    assert json_of(call("program", rx, "--yes", "--json"))["error"] == 204
    assert call.orders() == []
    assert call("program", rx, "--yes", "--confirm").exit_code == 0
    assert call.orders()[0].endswith(",CONFIRM")


def test_one_question_confirms_both(call, rx):
    call.peer.answers["PRES:CHEC:ALL?"] = '204,"Confirmation needed;a dilution"'
    done = call("program", rx, typed="y\n")
    assert done.stdout.count("[y/N]") == 1
    assert call.orders()[0].endswith(",CONFIRM")


def test_what_is_staged_is_committed_by_its_digest(call):
    stage_constant(call.peer)
    own = call.peer.staging.digest()
    assert call("commit", typed="n\n").exit_code == 2
    assert call("commit", "#H" + "0" * 16, "--yes").exit_code == 6
    assert call("commit", "#H", "--yes").exit_code == 2
    assert call.orders() == []
    assert call("commit", "#H" + own, "--yes").exit_code == 0
    assert call.orders() == [f"PRES:COMM #H{own}"]


def test_yes_without_a_digest_commits_nothing_that_nobody_has_seen(call):
    stage_constant(call.peer)
    done = call("commit", "--yes")
    assert done.exit_code == 2
    assert f"#H{call.peer.staging.digest()} is staged; nothing was ordered" in done.stderr
    assert "from 00:00" in done.stdout
    assert call.orders() == []


def stage_constant(peer):
    for header, rest in [("DRUG", '"baclofen"'), ("CONC", "500 UG/ML"), ("MODE", "CONS")]:
        peer.staging.take("PRES:" + header, rest)
    peer.staging.take("PRES:SEGM1:RATE", "240 UG/D")


# Orders -----------------------------------------------------------------------------------------


def test_a_bolus_is_shown_in_minutes_and_hours_before_it_is_given(call):
    done = call("bolus", "25 UG", "--over", "10 MIN", typed="y\n")
    assert "bolus: 25 UG, 50 UL, 10 MIN = 0.1667 HR, 150 UG/HR on top of basal" in done.stdout
    for told in ("1 h to 36.25 of 119", "24 h to 266.25 of 1202.35 UG", "next one after 01:10"):
        assert told in done.stdout
    assert "RUN: 0.01 mL to 0.012 mL of 0.05 mL delivered" in done.stdout
    assert call.orders() == ["DEL:BOL 25 UG,10 MIN,#H0123456789ABCDEF"]


def test_a_bolus_that_is_declined_is_not_given(call):
    assert call("bolus", "25 UG", typed="n\n").exit_code == 2
    assert call.orders() == []


def test_a_bolus_that_would_be_refused_is_not_asked_about(call):
    call.peer.answers["DEL:BOL:CHEC?"] = '210,"Lockout;2 h left"'
    done = call("bolus", "25 UG", typed="y\n")
    assert done.exit_code == 1
    assert "refused 210: Lockout;2 h left" in done.stderr
    assert "[y/N]" not in done.stdout
    assert call.orders() == []


def test_a_bolus_in_the_first_day_of_a_dose_is_given_with_confirm_alone(call):
    asks = '204,"25 UG, 50 UL; CONFIRM is asked in 24 h of a start",#H0123456789ABCDEF'
    call.peer.answers["DEL:BOL:CHEC?"] = asks
    refused = call("bolus", "25 UG", "--over", "10 MIN", "--yes")
    assert (refused.exit_code, call.orders()) == (1, [])
    assert "--confirm" in refused.stderr
    assert call("bolus", "25 UG", "--over", "10 MIN", "--yes", "--confirm").exit_code == 0
    assert call.orders() == ["DEL:BOL 25 UG,10 MIN,#H0123456789ABCDEF,CONFIRM"]


def test_what_was_rounded_of_a_bolus_is_told(call):
    call.peer.notes = [(208, "Value rounded;DEL:BOL: taken as 24999 ng")]
    assert "taken as 24999 ng" in call("bolus", "50 UL", "--yes").stdout


def test_a_pause_says_when_it_ends(call):
    call.peer.answers |= {"DEL:SUSP?": '1800,"30 MIN = 0.5 HR"', "ALAR:AUD:PAUS?": "290"}
    said = call("status").stdout
    assert "30 min = 0.5 h" in said
    assert "pause for another 290 s" in said


def test_what_went_wrong_first_is_told(call, rx):
    """A commit that nobody answers is uncertain, though the discarding after it is silent too."""
    arrived = call.peer._arrived

    def falling_silent(line):
        call.peer.lose = 99 if b"PRES:COMM" in line else call.peer.lose
        arrived(line)

    call.peer._arrived = falling_silent
    done = call("program", rx, "--yes")
    assert done.exit_code == 4
    assert done.stderr.startswith("uncertain 4")
    assert "not known whether" in done.stderr


def test_a_fill_asks_once(call):
    assert call("fill", "18 ML", "500 UG/ML", typed="n\n").exit_code == 2
    assert call.orders() == []


def test_the_clock_is_set_to_what_is_named(call):
    assert call("clock", "set", "--to", "2030-01-01 12:30:05").exit_code == 0
    assert call.orders() == ["SYST:DATE 2030,1,1", "SYST:TIME 12,30,5"]
