"""Judges of a life, each with one thing that must be so. None shares code with the firmware."""
