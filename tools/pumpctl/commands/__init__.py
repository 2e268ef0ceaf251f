"""The commands, a file for each kind of task at the pump."""
