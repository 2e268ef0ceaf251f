"""A service order under way: followed to its end, and never longer than it moves."""

from collections.abc import Callable

from .client.answers import Dispensed
from .client.pump import Pump
from .client.trouble import Differs

_POLL_S = 0.5
_STANDS = 240  # polls without a step more, 2 min: a pause that no service order makes


def _unwatched(_given: int) -> None:
    """Nobody follows it."""


def followed(
    pump: Pump, pause: Callable[[float], None], moved: Callable[[int], None] = _unwatched
) -> Dispensed:
    """What came of it. Differs where it says RUN and gives nothing any more. `moved`: called with
    the steps given so far."""
    now = pump.calibration.dispensed()
    given, stands = now.given, 0
    while now.state == "RUN":
        moved(now.given)
        pause(_POLL_S)
        now = pump.calibration.dispensed()
        stands = stands + 1 if now.given == given else 0
        given = now.given
        if stands == _STANDS:
            text = f"the order runs, and gives nothing more after {given} of {now.asked} steps"
            raise Differs(text, "does a simulator's time stand still? Else look at motor and head")
    return now
