"""Wall dates from day numbers: day 0 is 2000-01-01. Proleptic Gregorian, no time zone, no DST.

The pump keeps a fixed offset (A.9 no. 14): a wall time only chooses the rate, it moves no volume.
"""

from pump.core.units import MS_PER_HOUR, MS_PER_MIN, MS_PER_S

_DAYS_TO_2000 = 730_425  # days from 0000-03-01 to 2000-01-01
_DAYS_400_Y = 146_097
FIRST_YEAR = 2000
LAST_YEAR = 2199  # ours: past 2036, 2038, 2100 and 2106, and beyond any pump's life
LAST_DAY = 73_048  # 2199-12-31: the last that can be set; a clock that runs on counts on


def day_number(year: int, month: int, day: int) -> int:
    """Days since 2000-01-01. ValueError when there is no such date between 2000 and 2199."""
    known = FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12
    if not known or not 1 <= day <= _days_in(year, month):
        raise ValueError("no such date between 2000-01-01 and 2199-12-31")
    shifted = year - (month <= 2)
    era, of_era = shifted // 400, shifted % 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    leaps = of_era // 4 - of_era // 100
    return era * _DAYS_400_Y + of_era * 365 + leaps + of_year - _DAYS_TO_2000


def _days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def date_of(day: int) -> tuple[int, int, int]:
    """(year, month, day of month) of a day number."""
    since = day + _DAYS_TO_2000
    era, of_era = since // _DAYS_400_Y, since % _DAYS_400_Y
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * of_year + 2) // 153
    month = (shifted_month + 2) % 12 + 1
    year = era * 400 + year_of_era + (month <= 2)
    return year, month, of_year - (153 * shifted_month + 2) // 5 + 1


def iso(day: int, ms: int) -> str:
    """`YYYY-MM-DDTHH:MM:SS` of a wall moment, the fraction of a second dropped."""
    year, month, of_month = date_of(day)
    hour, minute, second = ms // MS_PER_HOUR, ms // MS_PER_MIN % 60, ms // MS_PER_S % 60
    return "%04d-%02d-%02dT%02d:%02d:%02d" % (year, month, of_month, hour, minute, second)


def clock_text(minute_of_day: int) -> str:
    """`HH:MM` of a minute of the day."""
    return "%02d:%02d" % (minute_of_day // 60, minute_of_day % 60)
