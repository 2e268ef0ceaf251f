"""What the judge of the band lets pass, and what it does not: no more than nobody can know."""

import pytest

from host_sim.swarm.judges.band import Band
from host_sim.swarm.judges.judge import Order

DAY = 86_400_000


class Witness:
    """A patient whom 600 ug a day would hold where he is."""

    def __init__(self, long_quanta):
        self.long_quanta = long_quanta
        self.ms = self.boots = self.powered_ms = 0

    def within(self, names, span_ms):
        return False

    def effect(self):
        return 600_000.0


class Answers:
    band = (500_000, 550_000)


def spoke(long_quanta, fills, later_days):
    """Whether the judge speaks, so long after the last of these fills, each on its day."""
    words = []
    judge = Band(lambda _, said: words.append(said))
    witness = Witness(long_quanta)
    for day, drug in fills:
        witness.ms = day * DAY
        line = f"RES:FILL 18 ML,{drug}"
        judge.told(witness, Order(line, 0, (0, 0), (0, 0), True))
    witness.ms += later_days * DAY
    judge.look(witness, Answers())
    return bool(words)


WEAKER = [(1, "1000 UG/ML"), (30, "500 UG/ML")]


@pytest.mark.parametrize(
    "long_quanta, fills, later_days, speaks",
    [
        (True, WEAKER, 1, True),  # a front, which the band's line has all of
        (True, [*WEAKER, (31, "500 UG/ML")], 1, False),  # an hour's flow was cut off from it
        (True, [*WEAKER, (31, "500 UG/ML")], 4, True),
        (True, [*WEAKER, (45, "500 UG/ML")], 1, True),  # the front has passed
        (False, [*WEAKER, (31, "500 UG/ML")], 1, True),  # a board's five minutes
    ],
)
def test_a_fill_while_a_front_is_in_the_line_cuts_an_hours_flow_off(
    long_quanta, fills, later_days, speaks
):
    assert spoke(long_quanta, fills, later_days) == speaks
