"""How long hypothesis looks, and a collected suite that the collector of garbage leaves alone.

`ci` finds the same examples each time; `long` looks for new ones and more of them:
make test ARGS='--hypothesis-profile=long tests/core'
"""

import gc

import pytest
from hypothesis import HealthCheck, settings

from tests.share import SHARES

_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci",
    max_examples=SHARES["EXAMPLES"].usual,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.register_profile(
    "long",
    max_examples=SHARES["EXAMPLES"].whole,
    deadline=None,
    suppress_health_check=_SLOW_IS_FINE,
)
settings.load_profile("ci")


def pytest_collection_finish(session: pytest.Session) -> None:
    """The firmware collects at each restart; thousands of test items would be walked each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def _leave_what_is_kept() -> None:
    """Nor are the scenarios and pumps walked that files before this one have kept."""
    gc.freeze()
