"""What an order about the line has to pass (D-8)."""

import pytest

from pump.core import profile, reasons
from tests.core.bench import HOUR, World
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


@pytest.mark.req("S66", "D-8")
def test_what_a_prime_gives_a_patient_counts_in_the_windows():
    """150 ug at once, where an hour may hold 108."""
    world, orders = filled()
    out_ng = orders.pushed_out_ng(300_000)
    refused(world, reasons.LIMIT_EXCEEDED, orders.prime, 300_000, out_ng, False, 0, 0)
    world.order(orders.prime, 300_000, out_ng, True, 0, 0)


@pytest.mark.req("S80", "D-8", "C-29")
def test_a_first_start_with_a_line_that_nobody_knows_is_refused():
    """C-29: a fill attests nothing."""
    world = World()
    world.primes = False
    world.commit(500_000, 150_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    refused(world, reasons.NOT_PRIMED, world.pump.start)
    assert world.motor.rotor == 0


@pytest.mark.req("C-29")
def test_with_saline_at_the_tip_nothing_starts_until_the_drug_is_there():
    """C-29: attested saline is no dose; the prime that brings the drug pushes none out of the tip,
    and what it moves is no dose of the day's."""
    world = World()
    world.primes = False
    world.commit(500_000, 150_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.prime(0)
    pump, effect = world.pump, world.pump.drug.effect.nominal
    refused(world, reasons.NOT_PRIMED, pump.start)
    orders = pump.control.line_orders()
    assert orders.pushed_out_ng(308_000) == 0
    world.order(orders.prime, 308_000, 0, False, pump.day, pump.ms)
    world.wait(HOUR)
    assert (effect.csf, effect.effect, pump.drug.exposure.day()) == (0, 0, 0)
    world.order(pump.start)
    world.wait(3 * HOUR)
    assert effect.csf and effect.effect
    assert abs(pump.drug.exposure.day() / 256 - 150_000 * 3 / 24) < 1_500


@pytest.mark.req("FI-4")
@pytest.mark.parametrize("outside", [False, True])
def test_the_band_knows_what_a_prime_sends_ahead_into_a_patient_and_into_no_vessel(outside):
    """Some 18 ug of 154 leave a line of saline that mixes while it is primed."""
    world = World()
    world.primes = False
    world.commit(500_000, 150_000)
    world.order(world.pump.fill, 18_000_000, 500_000)
    world.prime(0)
    pump, effect = world.pump, world.pump.drug.effect
    orders = pump.control.line_orders()
    world.order(orders.prime, 308_000, 0, outside, pump.day, pump.ms)
    world.wait(HOUR)
    effect.band.catch_up()
    held = [patient.csf for patient in effect.band.patients]
    assert effect.nominal.csf == 0
    if outside:
        assert held == [0, 0, 0, 0]
    else:
        assert all(1_000 * 256 < csf < 30_000 * 256 for csf in held)
