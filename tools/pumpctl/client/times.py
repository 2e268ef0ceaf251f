"""The pump's wall-clock time as a person types it: date and time of day, and no zone."""

import re
from datetime import date, datetime

from .trouble import Mistake

FORM = "YYYY-MM-DD HH:MM[:SS]"
_EXAMPLE = f'{FORM}, local time by a 24 h clock: "2030-01-01 12:30:00"'
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(.*))?")


def day_of(text: str, example: str) -> date:
    """A day, "2030-01-31". Mistake for another text, with an example of what is meant."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Mistake(f'"{text}" is no day', example) from None


def wall_time(text: str) -> datetime:
    """Whole seconds. Mistake for an offset, which the pump cannot keep, and for a bare date."""
    form = _FORM.fullmatch(text.strip())
    if form is None:
        raise Mistake(f'"{text}" is no time', _EXAMPLE)
    if form[1] is None:
        raise Mistake(f'"{text}" has no time of day', _EXAMPLE)
    if form[2]:
        what = f'"{form[2]}" behind the time: the pump knows no zone and no part of a second'
        raise Mistake(what, f"say it as {_EXAMPLE}")
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Mistake(f'"{text}" is no time: {error}', _EXAMPLE) from None
