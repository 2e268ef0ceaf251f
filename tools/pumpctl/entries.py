"""What a log line says: when, which word, which figures. Knows their form, not their meaning."""

import re
from dataclasses import dataclass, field

MS_PER_DAY = 86_400_000
_FORM = re.compile(
    r"D([0-9]{1,9}) ([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3}) ([A-Z_]+)((?: \S+)*)"
)


@dataclass(frozen=True)
class Entry:
    """One event. `at_ms` counts from the pump's first power-on and follows no wall clock."""

    at_ms: int
    word: str
    words: tuple[str, ...] = ()
    """What follows that is no figure: an alarm's name, priority and state."""

    figures: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, name: str) -> int:
        """A figure. KeyError where the line has none of that name."""
        return self.figures[name]


def parse(text: str) -> Entry | None:
    """The event of a line's text; None where it has not the form of one."""
    form = _FORM.fullmatch(text)
    if form is None:
        return None
    day, hour, minute, second, ms = (int(form[group]) for group in range(1, 6))
    if hour > 23 or minute > 59 or second > 59:
        return None
    figures: dict[str, int] = {}
    words: list[str] = []
    for part in form[7].split():
        name, sign, value = part.partition("=")
        if not sign:
            words.append(name)
        elif re.fullmatch(r"-?[0-9]{1,18}", value):
            figures[name] = int(value)
        else:
            return None
    at_ms = day * MS_PER_DAY + ((hour * 60 + minute) * 60 + second) * 1000 + ms
    return Entry(at_ms, form[6], tuple(words), figures)


def stamp(at_ms: int) -> str:
    """`D<day> HH:MM:SS.mmm`, as the pump writes it."""
    day, ms = divmod(at_ms, MS_PER_DAY)
    seconds, ms = divmod(ms, 1000)
    return f"D{day} {seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
