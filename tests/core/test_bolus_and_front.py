"""A bolus is a volume of what stands at the tip: it never goes on with another concentration (D-4).

With the flow of a bridge (D-7) it is reckoned whether a front comes before its end; where a clock
or a commit makes it come sooner than that, the front ends the bolus.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.therapy import bolus
from tests.core.bench import HOUR, MIN, MS, World
from tests.core.cuts import refused
from tests.core.example_share import percent
from tests.core.truth import holds_truth

LINE_STEPS = 19_712  # of 0.308 mL


def bridging(old_ng, new_ng, segments, wall_ms=0):
    """The old drug is in the line, the new one in the reservoir, and flow has begun."""
    world = World("CISTERNA-40", wall=(9_497, wall_ms))
    world.commit(old_ng, segments, 1_200_000)
    world.order(world.pump.fill, 40_000_000, old_ng)
    world.order(world.pump.start)
    world.wait(MIN)
    world.order(world.pump.stop, "MAINTENANCE")
    world.commit(new_ng, segments, 1_200_000)
    world.order(world.pump.fill, 40_000_000, new_ng)
    world.order(world.pump.start)
    return world


def test_a_front_that_comes_before_its_end_refuses_it():
    """0.5 to 2 mg/mL, 594 ug/d: with 86 ug over 4 h the line is empty after 3.3 h. What followed
    was four times the bolus."""
    world = bridging(500_000, 2_000_000, 594_000)
    give = world.pump.give_bolus
    steps_an_hour = 64_000 * (594 / 24 + 86 / 4) / 500
    assert 3.3 < LINE_STEPS / steps_an_hour < 3.4
    refused(world, reasons.SETTINGS_CONFLICT, give, 86_000, 4 * HOUR // MS, True)
    world.order(give, 60_000, HOUR // MS, True)


@pytest.mark.req("D-4")
@given(
    st.sampled_from([(500_000, 2_000_000), (2_000_000, 500_000), (50_000, 500_000)]),
    st.integers(200, 900),
    st.integers(1, 100),
    st.integers(1, 20),
    st.integers(0, 30),
)
@percent(30)
def test_what_is_accepted_ends_before_a_front(change, dose_ug, bolus_ug, hours, later):
    old_ng, new_ng = change
    world = bridging(old_ng, new_ng, dose_ug * 1_000)
    world.wait(later * HOUR)
    tip = world.pump.drug.catheter.tip_ng_per_ml()
    try:
        world.order(world.pump.give_bolus, bolus_ug * 1_000, hours * HOUR // MS, True)
    except Refused:
        return
    world.wait(hours * HOUR - MIN)
    assert world.pump.drug.catheter.tip_ng_per_ml() == tip
    world.wait(2 * MIN)
    assert world.pump.bolus.state == bolus.DONE


@pytest.mark.parametrize("cut", [False, True])
@pytest.mark.parametrize("faster", ["clock", "commit"])
def test_a_front_that_comes_sooner_than_was_reckoned_ends_it(faster, cut):
    """100 ug/d but for 500 in the evening: accepted in the morning, and suddenly it is evening."""
    evening, morning = [(0, 100_000), (1_080, 500_000)], 6 * HOUR // MS
    world = bridging(500_000, 2_000_000, evening, morning)
    pump = world.pump
    catheter = pump.drug.catheter
    world.until(lambda: catheter.front_steps < 8_000, 60 * HOUR, MIN)
    world.order(world.set_wall, 9_500, morning)
    world.order(pump.give_bolus, 15_000, 11 * HOUR // MS, True)
    world.wait(MIN)
    if faster == "clock":
        world.order(world.set_wall, 9_500, 18 * HOUR // MS)
    else:
        world.commit(2_000_000, [(0, 100_000), (360, 500_000), (720, 100_000)], 1_200_000)
    world.until(lambda: catheter.front_steps > 10**8, 11 * HOUR, MIN)
    assert pump.bolus.state == bolus.ABORTED
    assert len(world.said("BOLUS_END")) == 1
    rotor = world.motor.rotor
    if cut:
        world.power_cycle(MS)
        world.wait(0)
    world.wait(30 * MIN)
    rate = world.pump.schedule.rate_pl_per_day
    assert abs(world.motor.rotor - rotor - rate * 64_000 // 10**9 // 48) <= 3
    assert holds_truth(world)
