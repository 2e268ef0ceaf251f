"""How long hypothesis looks: `ci` finds the same examples each time, `long` looks for new ones.

make test ARGS='--hypothesis-profile=long tests/core'
"""

from hypothesis import HealthCheck, settings

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci", derandomize=True, database=None, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile(
    "long", max_examples=5_000, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.load_profile("ci")
