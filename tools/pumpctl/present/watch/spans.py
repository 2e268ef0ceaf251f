"""Times to come and gone, in two units, so that nobody takes minutes for hours."""

from datetime import datetime
from decimal import Decimal

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def span(seconds: Decimal | float) -> str:
    """`18 d 23 h`, `29 min 12 s`, `0 s`: rounded down, the two largest units that say something."""
    left = max(0, int(seconds))
    words: list[str] = []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count:
            words.append(f"{count} {unit}")
        elif words:
            break
    return " ".join(words[:2]) or "0 s"


def countdown(at: datetime | None, clock: datetime | None) -> str:
    """How long until a time by the pump's clock, and that time; unknown where either is."""
    if at is None:
        return "unknown"
    when = at.isoformat(" ", "minutes")
    if clock is None:
        return when
    return f"reached {when}" if at <= clock else f"in {span((at - clock).total_seconds())}, {when}"


def coming(at: datetime, clock: datetime | None) -> str:
    """The same for what comes within a day."""
    when = f"at {at:%H:%M}"
    return when if clock is None else f"{when}, in {span((at - clock).total_seconds())}"
