"""A bolus that is accepted ends as ordered: basal flows meanwhile, and drug is left for both."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from tests.core.bench import MIN, World
from tests.core.example_share import percent


@pytest.mark.req("D-4")
@percent(40)
@given(
    st.integers(50_000, 1_000_000),
    st.integers(5_000, 100_000),
    st.integers(1, 300),
    st.integers(0, 20 * 60),
    st.sampled_from([50_000, 500_000, 2_000_000]),
)
def test_what_is_accepted_ends_as_ordered(basal_nl, dose_ng, minutes, later, concentration):
    """The least fill at which it is accepted is enough, also across a change of the rate."""
    basal_ng = basal_nl * concentration // 1_000_000
    program = [(0, basal_ng), (6 * 60, basal_ng * 2), (14 * 60, basal_ng)]

    def given_after(fill_nl):
        world = World()
        try:
            world.commit(concentration, program)
            world.order(world.pump.fill, fill_nl, concentration)
            world.order(world.pump.start)
            world.wait(later * MIN)
            world.order(world.pump.give_bolus, dose_ng, minutes * MIN // 1000, True)
        except Refused as refusal:
            return None if refusal.number == reasons.RESERVOIR_EMPTY else refusal
        return world

    low, high = 2_000_000, 20_000_000
    assume(isinstance(given_after(high), World))
    while high - low > 100:
        middle = (low + high) // 2
        if given_after(middle) is None:
            low = middle
        else:
            high = middle
    world = given_after(high)
    world.wait(minutes * MIN + MIN // 10)
    assert world.pump.bolus.state == bolus.DONE
