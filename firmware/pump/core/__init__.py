"""The dosing core: integers in, integers out. No clock, no I/O, no float, no import but const."""
