"""How many examples a dear test takes: a share of what the chosen hypothesis profile takes."""

from hypothesis import settings


def share_of(percent_of_profile):
    """So many percent of the profile's examples, at least one."""
    return max(1, settings.default.max_examples * percent_of_profile // 100)


def percent(share):
    """Decorator: a test with that share of the examples."""
    return settings(max_examples=share_of(share))
