"""C-27 as a property: suspensions, stalls and cuts in any order, and every step of the rotor.

The oracle is D-5's sentence: time without flow counts until 24 h of flow have followed it. Once it
passes 24 h the lower of initial and last dose flows until a person decides, and nobody does here.
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core.alarms import table as alarms
from pump.core.therapy.states import FAULT, RUN
from tests.core.bench import DAY, HOUR, MIN, MS, S
from tests.core.example_share import percent
from tests.core.test_resumption import titrated

INITIAL_UG, LAST_UG = 100, 130
STEPS_A_UG = 128  # of 0.5 mg/mL
NEAR_US = HOUR  # what a stall takes to be seen, and motor orders of an hour, are not the rule's
PAUSES = st.tuples(st.sampled_from(["suspend", "stall", "cut"]), st.integers(1, 24))
FLOWS = st.sampled_from([70 * MIN, 4 * HOUR, 11 * HOUR, 22 * HOUR, 26 * HOUR])


class Oracle:
    """pauses  [us without flow, us of flow since], as far as they may count"""

    def __init__(self):
        self.pauses = []
        self.reduced = False

    def counted_us(self):
        return sum([pause for pause, since in self.pauses if since < DAY])

    def paused(self, us):
        self.pauses.append([us, 0])
        self.reduced = self.reduced or self.counted_us() > DAY

    def flowed(self, us):
        for row in self.pauses:
            row[1] += us

    def near(self):
        """Whether it hangs on less than what this test can tell; test_interruption.py can."""
        near_us = NEAR_US * len(self.pauses)
        open_ended = any(abs(since - DAY) < near_us for _, since in self.pauses)
        return open_ended or abs(self.counted_us() - DAY) < near_us


def pause(world, cause, hours):
    """No flow for so long; a whole suspension ends by itself, and so does a try after a stall."""
    if cause == "suspend":
        world.order(world.pump.suspend, hours * HOUR // MS)
        world.wait(hours * HOUR)
        return
    if cause == "stall":
        world.motor.stand(True)
        world.until(lambda: world.pump.state == FAULT, HOUR, S)
        world.motor.stand(False)
    world.power_cycle(hours * HOUR)
    world.wait(MIN if cause == "stall" else 0)


@pytest.mark.req("C-27", "D-5")
@given(st.lists(st.tuples(PAUSES, FLOWS), min_size=2, max_size=9))
@percent(20)
def test_the_last_dose_never_flows_without_a_word_after_more_than_a_day(acts):
    world, oracle = titrated(), Oracle()
    for (cause, hours), flow_us in acts:
        pause(world, cause, hours)
        oracle.paused(hours * HOUR)
        if oracle.near() and not oracle.reduced:
            return
        assert world.pump.state == RUN
        rotor = world.motor.rotor
        world.wait(flow_us)
        oracle.flowed(flow_us)
        dose_ug = INITIAL_UG if oracle.reduced else LAST_UG
        wanted = Fraction(dose_ug * STEPS_A_UG * flow_us, DAY)
        assert abs(world.motor.rotor - rotor - wanted) <= 2
        assert world.pump.alarms.holds(alarms.INTERRUPTED) == oracle.reduced
        assert len(world.said("REDUCED")) == oracle.reduced
