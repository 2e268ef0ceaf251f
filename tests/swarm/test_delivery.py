"""What the judge of the delivery lets pass, and what it does not: no more than nobody can know."""

import pytest

from host_sim.swarm.judges.delivery import Delivery
from host_sim.swarm.judges.judge import Order
from host_sim.swarm.judges.tip import LINE_NL, STEPS_PER_ML

LINE_STEPS = LINE_NL * STEPS_PER_ML // 1_000_000
HOUR = 3_600_000


class Witness:
    """Steps, of which none was ordered, and switches that are turned."""

    def __init__(self):
        self.steps = self.ms = 0
        self.running = self.was_running = False
        self.rxs = []
        self.turned = ()
        self.ended_ms = {}

    def within(self, names, span_ms):
        return any(
            name in self.turned or self.ms - self.ended_ms.get(name, -(10**12)) <= span_ms
            for name in names
        )


class Trial:
    """A judge with 500 ug/mL all along the line; `words` when it speaks."""

    def __init__(self):
        self.words = []
        self.judge = Delivery(lambda _, words: self.words.append(words))
        self.witness = Witness()
        for line in ("RES:FILL 18 ML,500 UG/ML", "CATH:CONT 500 UG/ML,CONFIRM"):
            self.judge.told(self.witness, Order(line, 0, (0, 0), (0, 0), True))

    def turn(self, steps, after_ms=1_000):
        self.witness.ms += after_ms
        self.witness.steps = steps
        self.judge.turn(self.witness)

    def turned(self, *names):
        """These switches are turned for a thousand steps, and put back."""
        self.witness.turned = names
        self.turn(1_000)
        self.witness.turned = ()
        self.witness.ended_ms = dict.fromkeys(names, self.witness.ms)


def test_steps_that_nobody_ordered_are_told():
    trial = Trial()
    trial.turn(100)
    assert trial.words


@pytest.mark.parametrize(
    "names, unknown", [(("runaway",), 0), (("encoder_dead",), 0), (("runaway", "encoder_dead"), 1)]
)
def test_behind_a_dead_encoder_nobody_knows_the_line_until_as_much_has_followed(names, unknown):
    trial = Trial()
    trial.turned(*names)
    trial.words.clear()
    trial.turn(0, 24 * HOUR)
    trial.turn(LINE_STEPS - 1)
    assert bool(trial.words) != bool(unknown)
    trial.words.clear()
    trial.turn(0, 24 * HOUR)
    trial.turn(100)
    assert trial.words
