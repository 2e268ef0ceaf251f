"""What one motor order may move at most: the drug at risk whatever the program does."""

import pytest

from pump.core import profile
from pump.core.motion.quantum import Quantum
from pump.core.units import elapsed_ms, moment, nl_ceil, nl_floor, steps_ceil, steps_floor
from tests.core.bench import HOUR, World, long_quanta


@pytest.mark.parametrize(
    "concentration, steps", [(50_000, 1280), (500_000, 128), (2_000_000, 32), (1_999_999, 32)]
)
def test_a_quantum_is_a_microgram_and_twenty_microlitres(concentration, steps):
    assert Quantum().max_steps(concentration, 64_000) == steps
    volume_nl = nl_floor(steps, 64_000)
    assert volume_nl <= profile.QUANTUM_MAX_NL
    assert volume_nl * concentration <= profile.QUANTUM_MAX_NG * 1_000_000


def test_a_quantum_is_never_less_than_a_step_nor_more_than_a_record_holds():
    assert Quantum(max_ng=1).max_steps(2_000_000, 16_000) == 1
    assert long_quanta().max_steps(50_000, 100_000) == 65_535


@pytest.mark.parametrize("concentration", [50_000, 500_000, 2_000_000])
def test_no_order_is_larger_or_longer(concentration):
    """Basal and a bolus at the fastest: every order of the day."""
    world = World()
    world.begin(dose_ng=600_000, concentration=concentration)
    most = Quantum().max_steps(concentration, 64_000)
    seen = []
    start = world.motor.start

    def watched(steps, first_us, interval_us, max_lag):
        seen.append((steps, first_us + (steps - 1) * interval_us))
        start(steps, first_us, interval_us, max_lag)

    world.motor.start = watched
    world.wait(HOUR)
    world.order(world.pump.give_bolus, 50_000, 0, True)
    world.wait(3 * HOUR)
    assert all(0 < steps <= most and us <= 300_000_000 for steps, us in seen)
    assert max(steps for steps, _ in seen) > most // 2


@pytest.mark.parametrize(
    "day, ms, same",
    [
        (0, 0, (0, 0)),
        (0, -1, (-1, 86_399_999)),
        (3, 86_400_000, (4, 0)),
        (3, 10**9, (14, 49_600_000)),
    ],
)
def test_a_moment_has_one_form(day, ms, same):
    assert moment(day, ms) == same
    assert elapsed_ms(0, 0, day, ms) == elapsed_ms(0, 0, same[0], same[1])


def test_volumes_and_steps_round_to_their_side():
    assert steps_floor(15_624, 64_000) == 999
    assert steps_ceil(15_624, 64_000) == 1000
    assert nl_floor(1, 64_000) == 15
    assert nl_ceil(1, 64_000) == 16
    for steps in range(0, 5_000, 7):
        assert steps_floor(nl_ceil(steps, 64_000), 64_000) == steps
        assert steps_ceil(nl_floor(steps, 64_000), 64_000) == steps
