"""A night of more, by the time of its effect: rates start two hours before (L939-940, S48)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from ..client.effect_time import EFFECT_LEAD_MIN, clock, minute_of, start_for
from ..client.programme import Programme
from ..client.quantities import Amount, shown
from ..client.trouble import Mistake
from . import figures
from .course import Setting, grain, need_possible, ug
from .patient import Patient, steady

_DAY = 1440


@dataclass(frozen=True)
class Stretch:
    """A segment of the day: when it starts, on the evening before where its effect is after
    midnight, and when it acts."""

    start: str
    start_day: str
    effect: str
    dose_ug_per_day: Decimal


@dataclass(frozen=True)
class HourOfDay:
    """The rate at that hour and the effect, in percent of what the flat dose holds up."""

    hour: int
    dose_ug_per_day: Decimal
    effect_percent: Decimal


@dataclass(frozen=True)
class NightPlan:
    """The day's dose before and with the night; `programme` is the file for `pumpctl program`."""

    flat_ug: Decimal
    night_ug: Decimal
    day_ug: Decimal
    rise_percent: Decimal
    segments: tuple[Stretch, ...]
    hours: tuple[HourOfDay, ...]
    programme: str
    notes: tuple[str, ...]


def night(
    setting: Setting, percent: int, begins: str, ends: str, running: Programme | None = None
) -> NightPlan:
    """So much more for an effect between two times of day, "22:00" and "06:00"; limits, patient
    bolus and care are those of what is `running`. Mistake where that is no night, or no rate that
    the pump gives."""
    effects = (minute_of(begins), minute_of(ends))
    if effects[0] == effects[1] or percent < 1:
        raise Mistake("no night of more", "--effect 22:00 --until 06:00 --more 20")
    flat = setting.from_ng
    more = grain(flat * (100 + percent) // 100)
    need_possible(flat, setting.ng_per_ml)
    need_possible(more, setting.ng_per_ml)
    lasts = (effects[1] - effects[0]) % _DAY
    day = flat + Fraction((more - flat) * lasts, _DAY)
    rates = _rates(flat, more, effects)
    whole = int(day)
    return NightPlan(
        ug(flat),
        ug(more),
        ug(whole),
        Decimal(shown(100 * (day - flat) / flat, 2)),
        tuple(_stretch(effect, rate) for effect, rate in zip(effects, (more, flat), strict=True)),
        _hours(rates, flat),
        _toml(setting, effects, (more, flat), running),
        _notes(flat, more, day, running is not None),
    )


def _stretch(effect: int, rate_ng: int) -> Stretch:
    start = start_for(effect)
    day = "the day before" if start > effect else "the same day"
    return Stretch(clock(start), day, clock(effect), ug(rate_ng))


def _rates(flat: int, more: int, effects: tuple[int, int]) -> list[int]:
    """The rate of each minute of the day."""
    rates = [flat] * _DAY
    at, until = start_for(effects[0]), start_for(effects[1])
    while at != until:
        rates[at] = more
        at = (at + 1) % _DAY
    return rates


def _hours(rates: list[int], flat_ng: int) -> tuple[HourOfDay, ...]:
    """The third day of it: what was before acts no more."""
    patient = Patient(flat_ng)
    means = [sum(rates[60 * hour : 60 * hour + 60]) // 60 for hour in range(24)]
    found: list[HourOfDay] = []
    for day in range(3):
        for hour in range(24):
            percent = Decimal(shown(Fraction(100 * patient.effect / steady(flat_ng)), 1))
            if day == 2:
                found.append(HourOfDay(hour, ug(means[hour]), percent))
            patient.hour(means[hour])
    return tuple(found)


def _toml(
    setting: Setting,
    effects: tuple[int, int],
    rates: tuple[int, int],
    running: Programme | None,
) -> str:
    """The programme by its effect times, for `pumpctl program`."""
    lines = [
        'drug = "baclofen"',
        f'concentration = "{shown(Fraction(setting.ng_per_ml, 1000), 3)} UG/ML"',
        'mode = "FLEX"',
    ]
    if running is not None and running.care:
        lines.append("care = [" + ", ".join(f'"{each}"' for each in running.care) + "]")
    for effect, rate in zip(effects, rates, strict=True):
        lines += ["", "[[segment]]", f'effect = "{clock(effect)}" # starts {EFFECT_LEAD_MIN} min ']
        lines[-1] += f"earlier, at {clock(start_for(effect))}"
        lines.append(f'rate = "{ug(rate):f} UG/D"')
    if running is not None:
        lines += _settings("limits", running.limits)
        lines += _settings("patient_bolus", running.patient_bolus)
    return "\n".join(lines) + "\n"


def _settings(name: str, settings: dict[str, Amount]) -> list[str]:
    if not settings:
        return []
    return ["", f"[{name}]", *(f'{each} = "{amount}"' for each, amount in settings.items())]


def _notes(flat: int, more: int, day: Fraction, known: bool) -> tuple[str, ...]:
    found: list[str] = []
    if not known:
        text = "the programme has no limits, no patient bolus and no care of its own: write them "
        found.append(
            text + "into the file, or leave out --concentration, and those in force are taken"
        )
    if day * 100 > flat * figures.INCREASE_MAX_PERCENT:
        most = figures.INCREASE_MAX_PERCENT - 100
        found.append(f"the day's dose rises by more than {most} %: the pump refuses it (203)")
    if more * 100 > day * figures.SEGMENT_ASK_PERCENT:
        found.append("the night is more than twice the day's average: the pump asks (CONFIRM)")
    if day > flat:
        found.append("an increase: none within 24 h of a start or of another one (212)")
    return tuple(found)
