"""What an order about the line has to pass (D-8)."""

import pytest

from pump.core import profile, reasons
from tests.core.bench import World
from tests.core.cuts import refused


def filled():
    world = World()
    world.commit(500_000, 100_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    return world, world.pump.control.line_orders()


@pytest.mark.parametrize("ng_per_ml", [1, 49_999, 2_000_001])
def test_a_line_holds_no_drug_that_there_is_not(ng_per_ml):
    world, orders = filled()
    refused(world, reasons.DATA_OUT_OF_RANGE, orders.attest, ng_per_ml, 0, 0)


@pytest.mark.parametrize("volume_nl", [0, -1, profile.CATHETER_MAX_NL + 1])
def test_a_prime_is_of_what_a_line_may_hold(volume_nl):
    world, orders = filled()
    refused(world, reasons.DATA_OUT_OF_RANGE, orders.prime, volume_nl, 0, True, 0, 0)


def test_what_a_prime_gives_a_patient_counts_in_the_windows():
    """150 ug at once, where an hour may hold 108."""
    world, orders = filled()
    out_ng = orders.pushed_out_ng(300_000)
    refused(world, reasons.LIMIT_EXCEEDED, orders.prime, 300_000, out_ng, False, 0, 0)
    world.order(orders.prime, 300_000, out_ng, True, 0, 0)
