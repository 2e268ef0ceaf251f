"""D-2: a bolus that runs ends where no window has room for it, and basal has what there is."""

import pytest

from pump.core.alarms import table as alarms
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN
from tests.core.bench import DAY, HOUR, MIN, MS, World

LIMIT_NG = 275_000
CONCENTRATION = 500_000
STEP_NG = CONCENTRATION / 64_000


def with_peak():
    """232 ug/d, 72 of them in four hours from noon on; it is eight on the third day."""
    world = World("CISTERNA-40", wall=(9_497, 0))
    world.commit(CONCENTRATION, [(0, 192_000), (720, 432_000), (960, 192_000)], LIMIT_NG)
    world.order(world.pump.fill, 30_000_000, CONCENTRATION)
    world.order(world.pump.start)
    world.wait(2 * DAY + 8 * HOUR)
    return world


@pytest.mark.req("D-2", "D-9")
def test_a_clock_that_moves_the_peak_into_a_bolus_ends_it_and_no_window_is_passed():
    world = with_peak()
    pump = world.pump
    world.order(pump.give_bolus, 42_000, 3 * HOUR // MS, True)
    samples = []
    world.after_turn = lambda: samples.append((world.us, world.motor.rotor))
    world.wait(5 * MIN)
    assert pump.bolus.state == bolus.RUNNING
    world.set_wall(9_500, 43_200_000)
    world.until(lambda: not pump.bolus.active(), 4 * HOUR)
    assert pump.bolus.state == bolus.ABORTED
    assert pump.state == RUN
    assert pump.alarms.holds(alarms.DAY_DOSE)
    world.wait(DAY)
    first, most = 0, 0
    for us, rotor in samples:
        while us - samples[first][0] > DAY:
            first += 1
        most = max(most, rotor - samples[first][1])
    assert most * STEP_NG <= LIMIT_NG * 102 // 100


def test_one_that_fits_beside_a_basal_that_is_held_back_goes_on():
    """Room for the bolus alone: basal waits for it."""
    world = with_peak()
    pump = world.pump
    world.order(pump.give_bolus, 20_000, 20 * MIN // MS, True)
    world.set_wall(9_500, 43_200_000)
    world.wait(HOUR)
    assert pump.bolus.state == bolus.DONE
