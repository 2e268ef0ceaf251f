"""The plant: physics of pump, catheter and patient. Knows nothing of the controller.

Floats live here and nowhere else. Everything in this package runs unmodified on
MicroPython: plain classes and `math`, no more. Units: nL, ng, hours and kPa in
floats; steps, pulses and microseconds in integers.
"""
