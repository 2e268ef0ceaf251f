"""Steps that may not have moved leave the fronts in the line behind, whatever the doubt is of."""

import pytest

from tests.core.bench import DAY, HOUR, MIN, S, World


def under_way():
    """A weaker drug has entered the line, and is not at the tip."""
    made = World(wall=(9_497, 3_600_000))
    made.concentration = 2_000_000
    made.begin(100_000, 2_000_000)
    made.order(made.pump.stop, "OTHER")
    made.order(made.pump.fill, 18_000_000, 1_000_000)
    made.commit(1_000_000, 100_000)
    made.order(made.pump.start)
    made.wait(HOUR)
    return made


def behind(made):
    return made.pump.drug.catheter._slugs[-1][2]


def stalls(made):
    made.motor.stand(True)
    made.until(lambda: made.pump.faults.tries, DAY, S)


@pytest.mark.req("D-1")
def test_nothing_is_in_doubt_while_the_rotor_follows():
    made = under_way()
    made.wait(4 * HOUR)
    assert behind(made) == 0


@pytest.mark.req("D-1")
def test_what_a_stall_lost_is_in_doubt():
    made = under_way()
    stalls(made)
    least, most = made.pump.ledger.bounds()
    assert behind(made) >= most - least - 6 > 0


@pytest.mark.req("D-1")
def test_the_quantum_of_a_power_cut_is_in_doubt():
    made = under_way()
    made.wait(2 * MIN)
    made.power_cycle(MIN)
    assert behind(made) == made.pump.ledger.uncertainty() > 0


def pushed(made):
    """Steps that each of those was told of: the ledger's bound, the line, the reservoir."""
    drug = made.pump.drug
    return made.pump.ledger.most, drug.catheter._slugs[-1][0], drug.reservoir.given_steps


@pytest.mark.req("D-1")
@pytest.mark.parametrize("steps", range(4))
def test_what_a_cut_replays_is_pushed_once(steps):
    """A bound that follows the encoder does so by its counts of four; a replay has none of them."""
    made = under_way()
    for _ in range(6):
        made.wait(2 * MIN)
        made.power_cycle(S)
    made.wait(2 * MIN)
    ledger = made.pump.ledger
    turned = ledger.turned
    made.until(lambda: ledger.turned != turned, HOUR, S)
    ledger._unseen -= ledger.by_rotor()  # as a stall's tries leave it: at the encoder's own bound
    least = ledger.least
    made.until(lambda: ledger.least >= least + 4 + steps, HOUR, S)
    made.pump.events.needs_saving()
    made.wait(10 * MIN)
    before = pushed(made)
    made.power_cycle(S)
    after = pushed(made)
    most, line, reservoir = [after[at] - before[at] for at in range(3)]
    assert line == reservoir == most > 0
