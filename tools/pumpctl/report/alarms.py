"""Alarms of an interval: how often each was raised at each priority, how long it held."""

from ..entries import Entry
from .minutes import minutes
from .told import AlarmTold

_HOLDS = ("ACTIVE", "ACTIVE_ACKED", "ACKED")
_WORDS = 3  # name, priority, state


class Alarms:
    """`take` each ALARM line in order, then `told` at the end."""

    def __init__(self, since_ms: int) -> None:
        self._since_ms = since_ms
        self._now: dict[str, tuple[str, int]] = {}  # priority, and since when
        self._raised: dict[tuple[str, str], int] = {}
        self._held_ms: dict[tuple[str, str], int] = {}

    def take(self, entry: Entry) -> None:
        """A change of one of them."""
        if len(entry.words) != _WORDS:
            return
        name, priority, state = entry.words
        before = self._now.get(name)
        if state in _HOLDS and before is not None and before[0] == priority:
            return
        self._end(name, entry.at_ms)
        if state in _HOLDS:
            self._now[name] = (priority, entry.at_ms)
            if entry.at_ms >= self._since_ms:
                key = (name, priority)
                self._raised[key] = self._raised.get(key, 0) + 1

    def told(self, until_ms: int) -> tuple[AlarmTold, ...]:
        """All of the interval, the one that held longest first."""
        for name in list(self._now):
            self._end(name, until_ms)
        keys = sorted(self._held_ms, key=lambda key: (-self._held_ms[key], key))
        return tuple(
            AlarmTold(*key, self._raised.get(key, 0), minutes(self._held_ms[key])) for key in keys
        )

    def _end(self, name: str, at_ms: int) -> None:
        if name not in self._now:
            return
        priority, since = self._now.pop(name)
        if at_ms >= self._since_ms:
            key = (name, priority)
            held = at_ms - max(since, self._since_ms)
            self._held_ms[key] = self._held_ms.get(key, 0) + held
