"""Lockout and patient bolus of a programme: from its file, in a pump's text, in the review."""

import pytest

from tests.tools.test_pumpctl_programme import DEFAULTS, FLEX, TEXT
from tools.pumpctl import Disturbed, Mistake
from tools.pumpctl.client import toml
from tools.pumpctl.client.programme import canonical
from tools.pumpctl.present import programme as present

PATIENT = """
[patient_bolus]
limit = "40 UG"
dose = "10 UG"
duration = "5 MIN"
lockout = "2 HR"
"""
PTM = b"PTM DOSE 10000 ng\nPTM DURATION 300000 ms\nPTM LOCKOUT 7200000 ms\nPTM LIMIT 40000 ng\n"


def test_lockout_and_patient_bolus_are_staged_before_the_mode():
    text = FLEX + 'lockout = "30 MIN"\n' + PATIENT
    assert toml.parse(text, "x.toml").messages()[-4:] == [
        "PRES:LIM:DAY 400 UG",
        "PRES:LIM:LOCKOUT 30 MIN",
        "PRES:PTM:DOSE 10 UG;DURATION 5 MIN;LOCKOUT 2 HR;LIMIT 40 UG;STAT ON",
        "PRES:MODE FLEX",
    ]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('dose = "10 UG"\n', "", "x.toml:16:1: patient_bolus: lacks dose"),
        ('"10 UG"', '"10 UL"', "x.toml:18:1: patient_bolus, dose: 10 UL is no drug"),
        ('"5 MIN"', '"5"', 'x.toml:19:1: patient_bolus, duration: "5" is no amount'),
        ('lockout = "2 HR"', 'lock = "2 HR"', "x.toml:20:1: patient_bolus, lock: is no key"),
        (PATIENT, "\n[patient_bolus]\n", "x.toml:16:1: patient_bolus: lacks dose"),
    ],
)
def test_a_patient_bolus_is_given_wholly_or_not_at_all(was, becomes, told):
    assert was in FLEX + PATIENT
    with pytest.raises(Mistake) as mistake:
        toml.parse((FLEX + PATIENT).replace(was, becomes), "x.toml")
    assert mistake.value.text.startswith(told)


def test_a_patient_bolus_that_is_no_table_is_told():
    with pytest.raises(Mistake, match="patient_bolus: is no table"):
        toml.parse('patient_bolus = "10 UG"\n' + FLEX, "x.toml")


def test_a_lockout_that_is_the_usual_one_may_be_said_or_not():
    for said in ("", 'lockout = "60 MIN"\n'):
        meant = toml.parse(FLEX + said, "x.toml").completed(DEFAULTS)
        assert meant.differences(canonical(TEXT)) == []


def test_a_patient_bolus_is_compared_figure_by_figure():
    meant = toml.parse(FLEX + PATIENT, "x.toml").completed(DEFAULTS)
    assert meant.differences(canonical(TEXT + PTM)) == []
    assert len(meant.differences(canonical(TEXT))) == 4
    assert (
        len(toml.parse(FLEX, "x.toml").completed(DEFAULTS).differences(canonical(TEXT + PTM))) == 4
    )
    for figure in (b"10000", b"300000 ms", b"7200000 ms", b"40000"):
        assert len(meant.differences(canonical(TEXT + PTM.replace(figure, b"1" + figure)))) == 1
    rows = present.rows(meant)
    assert rows["limit lockout"] == "60 min"
    assert rows["patient bolus dose"] == "10 ug"
    assert rows["patient bolus lockout"] == "120 min"
    review = present.changes(toml.parse(FLEX, "x.toml"), meant)
    assert review["patient bolus limit"] == {"active": None, "new": "40 ug"}


@pytest.mark.parametrize(
    "lines", [PTM + PTM, PTM[:18], PTM.replace(b"DOSE 10000 ng", b"DOSE 10000 ms")]
)
def test_a_patient_bolus_of_another_form_is_not_guessed(lines):
    with pytest.raises(Disturbed):
        canonical(TEXT + lines)
