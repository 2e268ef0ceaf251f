"""Comparing floats in tests that also run on the VMs."""


def near(a: float, b: float, relative: float = 1e-9, absolute: float = 0.0) -> bool:
    """Whether a and b differ by no more than the larger of the two allowances."""
    return abs(a - b) <= max(relative * max(abs(a), abs(b)), absolute)
