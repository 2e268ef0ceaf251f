"""Times of day by their effect: a rate acts two hours after it starts (monograph L939-940, S48)."""

import re

from .trouble import Mistake

EFFECT_LEAD_MIN = 120  # the firmware's; a test holds the two together
_MIN_PER_DAY = 1440
FORM = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def minute_of(text: str) -> int:
    """ "HH:MM" in minutes of the day. Mistake for another text."""
    if not FORM.fullmatch(text):
        raise Mistake(f'"{text}" is no time of day', "00:00 to 23:59")
    return int(text[:2]) * 60 + int(text[3:])


def clock(minute: int) -> str:
    """The same as "HH:MM"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def start_for(effect_minute: int) -> int:
    """When a rate starts that shall act then: an effect at 00:30 starts at 22:30 the day before."""
    return (effect_minute - EFFECT_LEAD_MIN) % _MIN_PER_DAY


def effect_of(start_minute: int) -> int:
    """When a rate acts that starts then."""
    return (start_minute + EFFECT_LEAD_MIN) % _MIN_PER_DAY
