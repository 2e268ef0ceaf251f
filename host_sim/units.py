"""Time for the whole host house: milliseconds in a minute, an hour, a day; a span in words.

Below every room, so that bench, recording, language and report count alike. No imports.
"""

MS_PER_MIN = 60_000
MS_PER_HOUR = 3_600_000
MS_PER_DAY = 86_400_000
_IN_WORDS = ((MS_PER_DAY, "d"), (MS_PER_HOUR, "h"), (MS_PER_MIN, "min"), (1000, "s"))


def span(ms: int) -> str:
    """A time as people say it: `84 d 3 h`, `5 h 12 min`, `30 s`."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    parts: list[str] = []
    for size, unit in _IN_WORDS:
        if ms >= size and len(parts) < 2:
            parts.append("%d %s" % (ms // size, unit))
            ms %= size
        elif parts:
            break
    return sign + (" ".join(parts) or "0 s")
