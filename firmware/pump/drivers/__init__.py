"""Chips and ports: pins and buses come in by the constructor. No dosing words."""
