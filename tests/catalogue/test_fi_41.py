"""FI-41: a crystal that runs fast or slow.

What happened: clocks of boards are off by 200 ppm, an RC oscillator by 5 % (recalled, no source).
What must happen here: the pump's own time moves the volume, so the rate is off by what that time is
off, and by no more; nothing on the pump can see it where no wall clock runs (docs/limits.md).
"""

import pytest

from tests.core.bench import DAY
from tests.core.clocked import Clocked

STEPS_A_DAY = 3_200  # 100 ug of 2 mg/mL


@pytest.mark.req("FI-41")
@pytest.mark.parametrize("ppm", [-50_000, -200, 200, 50_000])
def test_the_rate_is_off_by_what_the_crystal_is_off_and_nothing_alarms(ppm: int) -> None:
    twin = Clocked(schedule=100_000)
    twin.world.wait(DAY + DAY * ppm // 1_000_000)  # a true day, counted by this crystal
    assert abs(twin.world.motor.pulses - STEPS_A_DAY * (1_000_000 + ppm) / 1_000_000) <= 1
    assert not twin.world.pump.alarms.active
