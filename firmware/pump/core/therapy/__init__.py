"""What is wanted now: the state of therapy, its schedule, a bolus, how the dose may rise."""
