"""Where the drug is and what it does. Knows steps and concentrations. Does not know the motor."""
