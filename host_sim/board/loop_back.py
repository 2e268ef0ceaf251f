"""What a test finds that gives pulses to a driver without current: by the switches."""

from host_sim.board.follower import Follower
from host_sim.plant.plant import Plant
from host_sim.plant.stepper import COUNT_STEPS

LOOP_PULSES = 64  # a whole electrical cycle


def loop_back(plant: Plant, fluid: Follower, now: int) -> tuple[int, int, int, int, bool]:
    """As `Motor.loop_back` of the contract, in no time."""
    bad = plant.board
    if bad.encoder_noise or bad.enable_stuck:
        seen = COUNT_STEPS * bad.enable_stuck
        turned = plant.stepper.take(seen)
        fluid.to(now, float(plant.stepper.position))
        return 0, seen, seen, bad.encoder_noise + turned, True
    counted = LOOP_PULSES * (not bad.guard_dead)
    return LOOP_PULSES, counted, LOOP_PULSES * (not bad.watch_lost), 0, True
