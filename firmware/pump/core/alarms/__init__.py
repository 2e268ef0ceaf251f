"""The alarms: their table, their conditions, what is present, and what of it is seen and heard."""
