"""How many examples a dear test takes: a share of what the chosen hypothesis profile takes."""

from hypothesis import settings


def percent(share):
    """Decorator: so many percent of the profile's examples, at least one."""
    return settings(max_examples=max(1, settings.default.max_examples * share // 100))
