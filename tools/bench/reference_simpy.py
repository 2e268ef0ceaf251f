"""Reference 1: a discrete-event model in simpy that does the dosing arithmetic alone.

One event a step, as such a model is usually written: wait for the next step's time, count it, carry
the remainder. No ledger, no alarms, no plant. Knows nothing of the firmware: the same therapy in a
few lines of its own.
"""

import simpy

MS_PER_DAY = 86_400_000
US_PER_MS = 1000
PL_PER_ML = 1_000_000_000
STEPS_PER_ML = 64_000
SCALE = MS_PER_DAY * PL_PER_ML  # one step, in pL/day x steps/mL x ms
DOSE_PL_PER_DAY = 200_000_000  # 100 ug/day of 500 ug/mL: 0.2 mL, 12,800 steps


def run(days: int) -> int:
    """Simulate that many days; the steps given."""
    environment = simpy.Environment()
    motor = _Motor(environment)
    environment.process(motor.deliver())
    environment.run(until=days * MS_PER_DAY * US_PER_MS + 1)
    return motor.steps


class _Motor:
    def __init__(self, environment: simpy.Environment) -> None:
        self.environment = environment
        self.steps = 0
        self.owed = 0

    def deliver(self):
        per_us = DOSE_PL_PER_DAY * STEPS_PER_ML
        step = SCALE * US_PER_MS
        while True:
            wait_us = -((self.owed - step) // per_us)
            yield self.environment.timeout(wait_us)
            self.owed += per_us * wait_us - step
            self.steps += 1
