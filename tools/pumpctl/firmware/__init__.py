"""Firmware sets on a board's files: how they are made, reached, sent, switched and rolled back."""
