"""The label's limits one ng to either side, and what each verdict says (C-04, A.8)."""

import pytest

from pump.core import forecast, reasons
from pump.core.prescription import rules
from pump.core.prescription.prescription import CONSTANT, DOSE, FLEX, VOLUME, Prescription
from pump.core.prescription.rules import CONFIRM, INFORM, REFUSE
from tests.core.bench import World


def constant(value, concentration=500_000, kind=DOSE, **limits):
    rx = Prescription()
    rx.drug = "baclofen"
    rx.concentration_ng_per_ml = concentration
    rx.mode = CONSTANT
    segment = rx.segment(1)
    segment.kind = kind
    segment.value = value
    for name, limit in limits.items():
        setattr(rx, name, limit)
    return rx


def flexible(*segments):
    rx = constant(0)
    rx.mode = FLEX
    rx.segments = {}
    for number, (start, value) in enumerate(segments, 1):
        segment = rx.segment(number)
        segment.start_min = start
        segment.kind = DOSE
        segment.value = value
    return rx


def found(rx):
    return [(verdict.level, verdict.number) for verdict in rules.judge(rx)]


LEAST, MOST = (REFUSE, reasons.LIMIT_EXCEEDED), (REFUSE, reasons.LIMIT_EXCEEDED)


@pytest.mark.req("S37", "C-04")
@pytest.mark.parametrize(
    "dose_ng, concentration, verdicts",
    [
        (9_999, 50_000, [LEAST, (INFORM, 0)]),
        (10_000, 50_000, [(INFORM, 0), (INFORM, 0)]),
        (299_999, 500_000, [(INFORM, 0)]),
        (300_000, 500_000, []),
        (800_000, 500_000, []),
        (800_001, 500_000, [(INFORM, 0)]),
        (1_000_000, 500_000, [(INFORM, 0)]),
        (1_000_001, 500_000, [(CONFIRM, reasons.CONFIRMATION_NEEDED)]),
        (1_200_000, 500_000, [(CONFIRM, reasons.CONFIRMATION_NEEDED)]),
        (1_200_001, 500_000, [MOST]),
        (0, 500_000, [LEAST, (REFUSE, reasons.FLOW_NOT_FEASIBLE)]),
    ],
)
def test_the_daily_dose(dose_ng, concentration, verdicts):
    assert found(constant(dose_ng, concentration)) == verdicts


@pytest.mark.req("S1", "S4", "S6")
@pytest.mark.parametrize(
    "concentration, verdict",
    [
        (49_999, (REFUSE, reasons.LIMIT_EXCEEDED)),
        (50_000, (INFORM, 0)),
        (50_001, (CONFIRM, reasons.CONFIRMATION_NEEDED)),
        (500_000, None),
        (1_999_999, (CONFIRM, reasons.CONFIRMATION_NEEDED)),
        (2_000_000, None),
        (2_000_001, (REFUSE, reasons.LIMIT_EXCEEDED)),
    ],
)
def test_the_concentration(concentration, verdict):
    """S1, S4, S6: presets, dilutions between them by confirmation, nothing outside."""
    verdicts = [entry for entry in found(constant(400_000, concentration)) if entry[1] != 208]
    assert verdicts == ([verdict] if verdict else [])


def test_a_concentration_is_told_to_the_last_digit():
    verdict = rules.judge(constant(400_000, 2_000_001))[0]
    assert verdict.text == "2.000001 mg/mL; 0.05 to 2 mg/mL"


@pytest.mark.req("S7")
@pytest.mark.parametrize(
    "value_nl, ok",
    [(47_999, False), (48_000, True), (24_000_000, True), (24_000_001, False)],
)
def test_the_flow(value_nl, ok):
    """Volumes a day; the concentration keeps the dose inside its limits."""
    rx = constant(value_nl, 2_000_000 if value_nl < 10**6 else 50_000, VOLUME)
    numbers = [number for level, number in found(rx) if level == REFUSE]
    assert (reasons.FLOW_NOT_FEASIBLE not in numbers) == ok


@pytest.mark.req("S7")
def test_each_segment_must_be_feasible_not_the_average():
    assert found(flexible((0, 20_000), (720, 600_000)))[0] == (REFUSE, reasons.FLOW_NOT_FEASIBLE)


@pytest.mark.req("S7")
@pytest.mark.parametrize(
    "dose_ng, concentration, words",
    [
        (10_000, 2_000_000, "feasible: 0.05 mg/mL, or a dilution to 0.208 or less"),
        (10_000, 500_000, "feasible: 0.05 mg/mL, or a dilution to 0.208 or less"),
        (50_000, 2_000_000, "feasible: 0.05, 0.5 mg/mL"),
        (90_000, 2_000_000, "feasible: 0.05, 0.5 mg/mL"),
    ],
)
def test_an_infeasible_flow_names_the_presets_that_would_be(dose_ng, concentration, words):
    """S7, A.8: 10 ug/d at 2 or 0.5 mg/mL needs about 0.2 mg/mL or less."""
    verdict = rules.judge(constant(dose_ng, concentration))[0]
    assert verdict.number == reasons.FLOW_NOT_FEASIBLE
    assert words in verdict.text
    assert "0.048 to 24 mL/d" in verdict.text


@pytest.mark.req("S7")
def test_where_no_preset_fits_a_dilution_or_nothing_is_named():
    """A low night and a high day: what carries one does not carry the other."""
    wide = rules.judge(flexible((0, 2_000), (30, 1_205_000)))
    texts = " ".join([verdict.text for verdict in wide])
    assert "no concentration is feasible; change the dose" in texts
    volume = rules.judge(constant(40_000, 500_000, VOLUME))
    assert "change the rate" in volume[0].text


@pytest.mark.req("S1", "FI-30")
@pytest.mark.parametrize(
    "field, value",
    [("drug", ""), ("concentration_ng_per_ml", 0), ("mode", 0), ("segments", {})],
)
def test_nothing_clinical_has_a_default(field, value):
    """S1, FI-30: no default concentration; an empty prescription says what is missing first."""
    rx = constant(400_000)
    setattr(rx, field, value)
    assert found(rx) == [(REFUSE, reasons.PRESCRIPTION_INCOMPLETE)]
    fresh = Prescription()
    assert getattr(fresh, field) == value
    assert found(fresh) == [(REFUSE, reasons.PRESCRIPTION_INCOMPLETE)]


def test_a_segment_lacks_its_rate_or_its_start():
    rx = flexible((0, 400_000))
    rx.segment(2)
    assert found(rx) == [(REFUSE, reasons.PRESCRIPTION_INCOMPLETE)]
    rx.segment(2).kind = DOSE
    rx.segment(2).value = 400_000
    assert found(rx) == [(REFUSE, reasons.PRESCRIPTION_INCOMPLETE)]
    rx.segment(2).start_min = 720
    assert found(rx) == []


def test_segments_must_not_start_together_nor_be_more_than_24():
    assert found(flexible((0, 400_000), (0, 500_000))) == [(REFUSE, reasons.SEGMENTS_CONFLICT)]
    hours = [(60 * hour, 400_000) for hour in range(24)]
    assert found(flexible(*hours)) == []
    assert found(flexible(*hours, (30, 400_000))) == [(REFUSE, reasons.SEGMENTS_CONFLICT)]
    assert found(flexible((1440, 400_000)))[0] == (REFUSE, reasons.SEGMENTS_CONFLICT)
    rx = flexible((0, 400_000), (720, 400_000))
    rx.mode = CONSTANT
    assert found(rx) == [(REFUSE, reasons.SEGMENTS_CONFLICT)]


@pytest.mark.req("S5", "S72")
def test_only_baclofen_is_known():
    rx = constant(400_000)
    rx.drug = "morphine"
    assert found(rx)[0] == (REFUSE, reasons.DRUG_UNKNOWN)


@pytest.mark.req("S27", "FI-31")
@pytest.mark.parametrize(
    "limits, refused",
    [
        ({"limit_day_ng": 400_000}, False),
        ({"limit_day_ng": 399_999}, True),
        ({"limit_day_ng": 1_200_001}, True),
        ({"limit_rate_nl_per_day": 800_000}, False),
        ({"limit_rate_nl_per_day": 799_999}, True),
        ({"limit_rate_nl_per_day": 24_000_001}, True),
        ({"limit_bolus_ng": 0}, False),
        ({"limit_bolus_ng": 100_000}, False),
        ({"limit_bolus_ng": 100_001}, True),
        ({"limit_bolus_ng": -1}, True),
    ],
)
def test_own_limits_tighten_and_never_widen(limits, refused):
    verdicts = found(constant(400_000, **limits))
    assert verdicts == ([(REFUSE, reasons.LIMIT_EXCEEDED)] if refused else [])


def test_the_label_itself_is_named():
    assert "the label's least is 10" in rules.judge(constant(9_999, 50_000))[0].text
    assert "the label's most is 1200" in rules.judge(constant(1_200_001))[0].text
    own = rules.judge(constant(600_000, limit_day_ng=500_000))[0].text
    assert "above PRES:LIM:DAY" in own


@pytest.mark.req("S61", "FI-2")
def test_an_hour_typed_for_a_day_is_refused():
    """FI-2: 60 ug every hour instead of a day is 1440 ug/d."""
    assert found(constant(60_000 * 24)) == [MOST]


def test_a_rounding_is_reported():
    verdicts = rules.judge(constant(400_002, 700_000))
    assert [verdict.number for verdict in verdicts] == [204, 208]


A8 = {  # concentration, size: days at 50, 100, 300, 500, 800, 1000, 1200 ug/d
    (500_000, 20): (180, 90, 30, 18, 11, 9, 7.5),
    (500_000, 40): (380, 190, 63, 38, 24, 19, 16),
    (2_000_000, 20): (720, 360, 120, 72, 45, 36, 30),
    (2_000_000, 40): (1520, 760, 253, 152, 95, 76, 63),
}


@pytest.mark.req("S10", "S14")
@pytest.mark.parametrize("concentration, size", sorted(A8))
def test_the_refill_interval(concentration, size):
    """A.8, S10: by volume, but drug older than 180 days is due whatever is left."""
    row = A8[concentration, size]
    for index, dose_ug in enumerate((50, 100, 300, 500, 800, 1000, 1200)):
        world = World(f"CISTERNA-{size}")
        world.order(world.pump.fill, size * 1_000_000, concentration)
        if dose_ug * 10**6 < 48 * concentration:
            continue  # below the least flow of the pump
        world.commit(concentration, dose_ug * 1000)
        days = forecast.days_left_hundredths(world.pump) / 100
        assert abs(days - row[index]) <= 0.5
        day, _ = forecast.refill_due(world.pump)
        assert day <= 180
