"""FI-44: a division of whole numbers that makes a tolerance nothing.

What happened: a tolerance was divided by 100 before it was multiplied, and was none (R2).
What must happen here: every share is multiplied first: for any dose and any reading, one unit to
either side of the exact fraction is judged apart.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import profile
from pump.core.prescription.plausibility import limit_raised

NG = st.integers(profile.DOSE_MIN_NG_PER_DAY, profile.DOSE_MAX_NG_PER_DAY)


class Limit:
    """What is asked of a prescription here."""

    def __init__(self, limit_day_ng: int) -> None:
        self.limit_day_ng = limit_day_ng


@pytest.mark.req("FI-44", "D-11")
@given(NG)
def test_a_limit_is_asked_about_from_the_first_unit_above_its_share(was_ng: int) -> None:
    most = Fraction(was_ng * profile.LIMIT_RAISE_ASK_PERCENT, 100)
    at = most.numerator // most.denominator
    assert limit_raised(Limit(at), Limit(was_ng)) == ""
    assert limit_raised(Limit(at + 1), Limit(was_ng)) != ""
