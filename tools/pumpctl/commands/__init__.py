"""The commands, a file for each kind of visit to the pump."""
