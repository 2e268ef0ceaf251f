"""D-2 and D-3 of a programme alone: its fullest hour, four hours and day, to the ng."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pump.core import profile, reasons
from pump.core.prescription import peaks, rules
from pump.core.prescription.prescription import to_program
from pump.core.prescription.rules import CONFIRM, REFUSE
from tests.core.example_share import percent
from tests.core.test_program_oracle import most_step_by_step
from tests.core.test_rules import constant, flexible

BIN_MIN = Fraction(15, 2)
HOUR, DAY = 60, 1440


def verdicts(rx):
    return [(each.level, each.number, each.text) for each in rules.judge(rx) if each.number]


def peak(dose_ng, minutes, rest_ng=100_000, at=420, **limits):
    """A day at `rest_ng` a day, but for some minutes from 07:00 on."""
    rx = flexible((at, dose_ng), (at + minutes, rest_ng))
    rx.concentration_ng_per_ml = 2_000_000
    for name, limit in limits.items():
        setattr(rx, name, limit)
    return rx


def test_the_segment_of_the_audit_is_refused():
    """205 ug in 15 minutes passed as a segment of a day, "OK" and without a question."""
    found = verdicts(peak(205_000 * 96, 15, 96_000))
    assert found[0] == (
        REFUSE,
        reasons.LIMIT_EXCEEDED,
        "segment 07:00: 208.5 ug in 1 h, counted as 67.5 min; at most 125 ug, "
        "100 and 2 average hours",
    )


def test_a_flat_day_of_any_dose_is_no_peak():
    for dose_ng in (48_000, 100_000, 1_000_000, 1_200_000):
        rx = constant(dose_ng, limit_day_ng=dose_ng)
        assert peaks.refusals(rx, to_program(rx)) == []
        assert peaks.question(to_program(rx)) == ""


# A day of 96 ug/d at rest: x ng/d for 60 min beside 7.5 min of rest are x/24 + 500 ng, and two
# average hours are (x/24 + 92,000) / 12. So x is (100,000 + 92,000/12 - 500) x 24 x 12/11.
HOUR_MOST = 2_805_818


@pytest.mark.req("D-3")
@pytest.mark.parametrize("dose_ng, refused", [(HOUR_MOST, False), (HOUR_MOST + 1, True)])
def test_the_fullest_hour_to_the_ng(dose_ng, refused):
    found = verdicts(peak(dose_ng, 60, 96_000))
    assert [text for level, _, text in found if level == REFUSE and " in 1 h" in text] == (
        [found[0][2]] if refused else []
    )


@pytest.mark.req("D-3")
def test_four_hours_hold_less_than_four_times_an_hour():
    """48 ug an hour pass as an hour; in four of them there are 100 ug too much."""
    rx = peak(48_000 * 24, 240, 96_000)
    found = [text for level, _, text in verdicts(rx) if level == REFUSE]
    assert found == [
        "segment 07:00: 192.5 ug in 4 h, counted as 247.5 min; at most 190.666 ug, "
        "100 and 8 average hours"
    ]


DOSES = st.integers(48_000, 3_000_000)
SEGMENTS = st.lists(
    st.tuples(st.integers(0, 1439), DOSES), min_size=1, max_size=8, unique_by=lambda s: s[0]
).map(sorted)


@given(SEGMENTS, st.integers(100_000, 1_200_000))
@percent(10)
def test_what_is_refused_is_what_an_oracle_in_fractions_refuses(segments, limit_ng):
    """In half minutes, for half of a minute is in the bin."""
    rx = flexible(*segments)
    rx.limit_day_ng = limit_ng
    halves = [(2 * start, dose) for start, dose in segments]

    def most_ng(minutes):
        return Fraction(most_step_by_step(halves, int(2 * minutes), 2880), 2880)

    day_ng = most_ng(DAY)
    assume(day_ng <= limit_ng)
    wrong = 0
    wrong += most_ng(HOUR + BIN_MIN) > 100_000 + 2 * day_ng / 24
    wrong += most_ng(4 * HOUR + BIN_MIN) > 100_000 + 8 * day_ng / 24
    wrong += most_ng(DAY + BIN_MIN) > Fraction(102, 100) * limit_ng
    assert len(peaks.refusals(rx, to_program(rx))) == wrong


@pytest.mark.req("D-2")
def test_a_day_that_counts_more_than_its_limit_tells_what_would_do():
    """A day just at its limit, 15 minutes of it at many times the average."""
    rx = peak(4_800_000, 15, 303_157, limit_day_ng=350_000)
    found = [text for level, _, text in verdicts(rx) if level == REFUSE]
    assert found == [
        "segment 07:00: 375 ug in 24 h, counted with 7.5 min more; at most 102 % of "
        "PRES:LIM:DAY, 357 ug; a flatter day, or PRES:LIM:DAY 367.647 ug"
    ]
    rx.limit_day_ng = 367_647
    assert [text for level, _, text in verdicts(rx) if level == REFUSE] == []
    rx.limit_day_ng = 367_646
    assert len([text for level, _, text in verdicts(rx) if level == REFUSE]) == 1


def test_where_no_limit_would_do_only_a_flatter_day_does():
    rx = peak(5_000_000, 8, 1_178_000)
    found = [text for level, _, text in verdicts(rx) if level == REFUSE]
    assert len(found) == 1
    assert found[0].endswith("1224 ug; a flatter day")


@pytest.mark.req("S47")
@pytest.mark.parametrize("dose_ng, asks", [(220_000, False), (220_001, True)])
def test_a_segment_above_twice_the_average_is_asked_about(dose_ng, asks):
    """S47, A.9 no. 13: 2 h of 220 ug/d and 22 h of 100 are 110 a day."""
    found = verdicts(peak(dose_ng, 120))
    question = (CONFIRM, 204, "segment 07:00: 2 times the average of the day")
    assert (question in found) == asks
    assert profile.SEGMENT_ASK_PERCENT == 200
