"""Dates of a log: its moments count from the first power-on, and WALL_SET lines anchor them."""

from datetime import date, datetime, timedelta

from ..entries import MS_PER_DAY, Entry

_EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001 - the pump knows no zone


class Wall:
    """What the pump's wall clock showed, by the newest line before; the first one where none is."""

    def __init__(self, entries: list[Entry]) -> None:
        self._anchors = [
            (entry.at_ms, entry["day"] * MS_PER_DAY + entry["ms"])
            for entry in entries
            if entry.word == "WALL_SET" and {"day", "ms"} <= entry.figures.keys()
        ]

    def at(self, at_ms: int) -> datetime | None:
        """The wall's moment; None where no line tells it."""
        if not self._anchors:
            return None
        before = [anchor for anchor in self._anchors if anchor[0] <= at_ms]
        anchor, shown = before[-1] if before else self._anchors[0]
        return _EPOCH + timedelta(milliseconds=shown + at_ms - anchor)

    def begin_of(self, day: date) -> int | None:
        """When that day began, by the pump's own count; None where no line tells it."""
        begin = _EPOCH.replace(year=day.year, month=day.month, day=day.day)
        wanted = (begin - _EPOCH) // timedelta(milliseconds=1)
        found: int | None = None
        for anchor, shown in self._anchors:
            at = anchor + wanted - shown
            if found is None or at >= anchor:
                found = at
        return found

    def midnight_ms(self) -> int:
        """A midnight by the newest line, 0 .. a day; the pump's own where none tells it."""
        if not self._anchors:
            return 0
        anchor, shown = self._anchors[-1]
        return (anchor - shown) % MS_PER_DAY
