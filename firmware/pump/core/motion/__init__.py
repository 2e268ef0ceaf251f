"""What the motor is asked and what came of it. Knows steps. Does not know drug."""
