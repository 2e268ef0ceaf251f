"""The head's calibration: one figure of the pump model, and everything that counts follows it."""

import pytest

from pump.core.motion.calibration import Calibration
from pump.core.motion.metering import Metering
from pump.core.profile import STEPS_PER_ML_MAX, STEPS_PER_ML_MIN, PumpModel
from pump.core.units import MS_PER_DAY


@pytest.mark.parametrize("steps_per_ml", [STEPS_PER_ML_MIN, 61_234, STEPS_PER_ML_MAX])
def test_a_millilitre_is_as_many_steps_as_the_head_says(steps_per_ml: int) -> None:
    model = PumpModel("CISTERNA-20", 20_000_000, steps_per_ml)
    metering = Metering(Calibration(model.steps_per_ml))
    metering.set_rate(1_000_000_000)  # 1 mL/d
    metering.plan(MS_PER_DAY, 10**9)
    assert metering.steps == steps_per_ml


@pytest.mark.parametrize("steps_per_ml", [STEPS_PER_ML_MIN - 1, STEPS_PER_ML_MAX + 1, 0, -64_000])
def test_a_head_that_cannot_be_is_refused(steps_per_ml: int) -> None:
    with pytest.raises(ValueError, match="16000 to 100000"):
        PumpModel("CISTERNA-20", 20_000_000, steps_per_ml)
