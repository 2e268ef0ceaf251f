"""screen, response, wean, phase: what is checked before it is asked, and what is then shown."""

import pytest

from pump.core import reasons
from pump.core.therapy.history import History
from pump.core.therapy.screening import AWAITED, Screening
from tests.tools.pumpctl_call import FLEX, Call
from tools.pumpctl.client.trouble import Refused


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


@pytest.mark.parametrize("override", [[], ["--override"]])
def test_a_test_dose_is_checked_before_anything_is_asked_or_attested(call, override):
    call.peer.answers["SCR:BOL:CHEC?"] = '-222,"Data out of range;SCR:BOL: 240 s to 24 h"'
    done = call("screen", "dose", "100 UG", "--over", "1 MIN", *override, "--attest", "all")
    assert done.exit_code == 1
    assert "next: give a value in the range that is named" in done.stderr
    assert call.orders() == []


def test_another_dose_than_the_labels_is_shown_as_that(call):
    done = call("screen", "dose", "25 UG", "--override", "--yes")
    assert "test dose: 25 UG, 50 UL in 120 S, whatever the label has next" in done.stdout


def test_an_override_says_what_may_follow(call):
    done = call("screen", "override", "--yes")
    assert done.exit_code == 0, done.output
    assert "therapy may begin: pumpctl program, then pumpctl start" in done.stdout


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("RESPONDER,50,EFF,360", "RESPONDER; last 50 ug, seen: EFF for 6 h"),
        ("RUN,25,AWAITED,0", "seen: AWAITED; pumpctl response says what it was"),
        ("RUN,75,ADV,0", "seen: ADV; the label has no next dose"),
        ("RUN,25,NONE,0,50", "seen: NONE; next 50 ug"),
        ("NON_RESPONDER,100,NONE,0", "NON_RESPONDER; last 100 ug, seen: NONE\n"),
    ],
)
def test_the_screening_says_what_comes_next(call, answer, shown):
    call.peer.answers["SCR:STAT?"] = answer
    assert shown in call("phase").stdout


def test_a_review_says_that_a_commit_ends_a_weaning(call, tmp_path):
    file = tmp_path / "rx.toml"
    file.write_text(FLEX)
    ends = "a weaning is under way, 210 ug/d in its step 3: a commit ends it"
    assert ends in call("program", str(file), "--dry-run").stdout
    call.peer.answers["THER:WEAN:STAT?"] = "OFF"
    assert "weaning" not in call("program", str(file), "--dry-run").stdout


def test_a_response_in_therapy_is_told_as_recorded(call):
    call.peer.answers["SCR:STAT?"] = "NONE,0,NONE,0"
    assert call("response", "effect").stdout == "done; it is in the log\n"


def test_a_number_of_several_causes_has_its_next_step_by_the_pumps_words():
    """Of 201: a history that nobody said, a response that nobody recorded, a screening half way."""
    screening = Screening()
    screening.doses = [(AWAITED, 0, 0, 25_000, 0)]
    causes = [History().need, lambda: screening.need(50_000, False, 2, 0), screening.need_effect]
    wanted = ("pumpctl history continued", "pumpctl response", "pumpctl screen dose")
    for cause, step in zip(causes, wanted, strict=True):
        with pytest.raises(reasons.Refused) as refused:
            cause()
        assert refused.value.number == reasons.PRESCRIPTION_INCOMPLETE
        assert step in Refused(refused.value.number, refused.value.detail).next_step
    assert "pumpctl program" in Refused(201, "DEL:STAR: commit a prescription").next_step
