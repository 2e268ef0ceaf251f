"""What a patient bolus may be prescribed as: each limit by one base unit to either side."""

import pytest

from pump.core import reasons
from pump.core.prescription import rules
from pump.core.prescription.rules import REFUSE
from tests.core.test_prescription import with_patient_bolus
from tests.core.test_rules import constant

EXCEEDED, DAILY = reasons.LIMIT_EXCEEDED, reasons.DAILY_LIMIT
MIN = 60_000
HOUR = 60 * MIN


def prescribed(concentration=500_000, **figures):
    rx = constant(400_000, concentration)
    with_patient_bolus(rx)
    for name, figure in figures.items():
        assert hasattr(rx, name)
        setattr(rx, name, figure)
    return rx


def refused(rx):
    return [verdict.number for verdict in rules.judge(rx) if verdict.level == REFUSE]


@pytest.mark.parametrize(
    "figures, numbers",
    [
        ({}, []),
        ({"limit_bolus_ng": 10_000}, []),
        ({"limit_bolus_ng": 9_999}, [EXCEEDED]),
        ({"ptm_duration_ms": MIN}, []),
        ({"ptm_duration_ms": MIN - 1}, [EXCEEDED]),
        ({"ptm_lockout_ms": HOUR}, []),
        ({"ptm_lockout_ms": HOUR - 1}, [EXCEEDED]),
        ({"ptm_lockout_ms": HOUR, "limit_lockout_ms": HOUR + 1}, [EXCEEDED]),
        ({"ptm_limit_ng": 10_000}, []),
        ({"ptm_limit_ng": 9_999}, [EXCEEDED]),
        ({"limit_day_ng": 440_000}, []),
        ({"limit_day_ng": 439_999}, [DAILY]),
    ],
)
def test_each_limit_to_the_unit(figures, numbers):
    assert refused(prescribed(**figures)) == numbers
    assert refused(prescribed(ptm_on=False, **figures)) == []


def test_what_the_motor_can_do_in_that_time():
    """50 ug of 0.05 mg/mL are 1 mL; the motor gives 0.5 mL a minute."""
    figures = {"concentration": 50_000, "ptm_dose_ng": 50_000, "ptm_limit_ng": 50_000}
    assert refused(prescribed(ptm_duration_ms=2 * MIN, **figures)) == []
    assert refused(prescribed(ptm_duration_ms=2 * MIN - 1, **figures)) == [EXCEEDED]


@pytest.mark.parametrize(
    "lacking, header",
    [
        ("ptm_dose_ng", "PRES:PTM:DOSE"),
        ("ptm_duration_ms", "PRES:PTM:DUR"),
        ("ptm_lockout_ms", "PRES:PTM:LOCK"),
        ("ptm_limit_ng", "PRES:PTM:LIM"),
    ],
)
def test_what_lacks_is_named_by_its_header(lacking, header):
    [verdict] = rules.judge(prescribed(**{lacking: 0}))
    assert (verdict.level, verdict.number) == (REFUSE, reasons.PRESCRIPTION_INCOMPLETE)
    assert verdict.text.endswith(header)
    assert refused(prescribed(ptm_on=False, **{lacking: 0})) == []


def test_the_days_refusal_tells_how_much_less_would_do():
    [verdict] = rules.judge(prescribed(limit_day_ng=425_500))
    text = "basal 400 ug and PRES:PTM:LIM 40 ug a day; PRES:LIM:DAY is 425.5 ug; 14.5 ug less"
    assert verdict.text == text


@pytest.mark.req("D-4")
@pytest.mark.parametrize(
    "lockout_ms, ok",
    [(899_999, False), (900_000, True), (86_400_000, True), (86_400_001, False)],
)
def test_the_lockout_is_fifteen_minutes_to_a_day(lockout_ms, ok):
    """D-4."""
    numbers = refused(prescribed(limit_lockout_ms=lockout_ms, ptm_on=False))
    assert numbers == ([] if ok else [EXCEEDED])
