"""An emulated Raspberry Pi Pico that runs the real MicroPython image, stepped by its caller.

Knows pins, wires and time. Does not know what the firmware is for: no dosing words in here.
"""
