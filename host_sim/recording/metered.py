"""A rate that no pump would take, by the pump's metering and the simulated motor alone.

For what lies below the least flow of a model: there is no prescription, so there is no pump.
"""

from host_sim.board.clock import VirtualClock
from host_sim.board.motor import SimMotor
from host_sim.plant.plant import Plant
from host_sim.recording.recorder import Recording
from pump.core.motion.calibration import Calibration
from pump.core.motion.metering import Metering
from pump.core.profile import QUANTUM_MAX_MS, STEPS_PER_ML
from pump.core.units import nl_floor

_MAX_LAG = 8
_NL = 1_000_000
_NG_PER_ML = 500_000


def metered(rate_pl_per_day: int, until_ms: int, sample_ms: int) -> Recording:
    """That rate from the first moment on, quanta of five minutes, a full reservoir."""
    plant, clock = Plant(), VirtualClock()
    plant.fill(18 * _NL, _NG_PER_ML)
    motor, metering = SimMotor(plant, clock), Metering(Calibration(STEPS_PER_ML))
    metering.set_rate(rate_pl_per_day)
    record = Recording(sample_ms)
    now_ms = settled = 0
    while now_ms < until_ms:
        metering.plan(min(QUANTUM_MAX_MS, until_ms - now_ms), STEPS_PER_ML)
        steps = metering.steps
        if steps:
            motor.start(steps, metering.first_us, metering.interval_us, _MAX_LAG)
        over_ms = now_ms + metering.lasts_ms
        while len(record) * sample_ms <= over_ms:
            clock.to(len(record) * sample_ms * 1000)
            row = dict.fromkeys(Recording.COLUMNS)
            given = settled + (motor.counted() if steps else 0)
            row["rate_pl_per_day"] = rate_pl_per_day
            row["least_nl"] = nl_floor(given, STEPS_PER_ML)
            row["encoder_steps"] = motor.moved()
            row["volume_truth_nl"] = plant.truth("delivered_nl")
            record.add(len(record) * sample_ms, list(row.values()))
        clock.to(over_ms * 1000)
        given = motor.counted() if steps else 0
        metering.book(over_ms - now_ms, given)
        settled += given
        now_ms = over_ms
    return record
