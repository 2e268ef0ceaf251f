"""Down to nothing, linear in the starting dose; and a holiday: that, a few days without, and back.

Two-sided: where the pump cannot give so little, the least that it gives goes on to the last day.
"""

from itertools import pairwise

from ..client.trouble import Mistake
from . import figures, label
from .course import (
    Plan,
    Setting,
    asks_to_reduce,
    followed,
    least_ng,
    need_possible,
    ug,
)
from .titrate import steps

_ASKED = 100 - figures.REDUCTION_ASK_PERCENT
_STOP = "nothing flows from here on"


def wean(setting: Setting, lasts_days: int) -> Plan:
    """Equal steps over that many days, 7 to 14. Mistake for another number."""
    _need_days(lasts_days, figures.WEANING_DAYS, "a weaning")
    doses, told = _down(setting, lasts_days)
    doses += [0] * label.AFTER_DAYS
    told += [[_STOP], *[[] for _ in range(label.AFTER_DAYS - 1)]]
    notes = [*_about(setting, doses), _by_itself(lasts_days, holiday=False)]
    return _plan("wean", setting, 0, doses, told, notes)


def holiday(
    setting: Setting, initial_ng: int, lasts_days: int, without_days: int, step_percent: int
) -> Plan:
    """Down over 14 to 28 days, some days without, back at the lower of the initial dose and the
    last that flowed, and up to the initial one by the label's steps. Mistake for other numbers."""
    _need_days(lasts_days, figures.HOLIDAY_DAYS, "the reduction")
    _need_days(without_days, label.WITHOUT_DAYS, "the time without")
    need_possible(initial_ng, setting.ng_per_ml)
    doses, told = _down(setting, lasts_days)
    lower = min(initial_ng, doses[-1])
    doses += [0] * without_days + [lower]
    told += [[_STOP], *[[] for _ in range(without_days - 1)]]
    told.append(["back: pumpctl program, pumpctl start --confirm"])
    if lower < initial_ng:
        up, said = steps(lower, initial_ng, step_percent, 1)
        doses, told = doses + up, told + said
    doses += [doses[-1]] * label.AFTER_DAYS
    told += [[] for _ in range(label.AFTER_DAYS)]
    notes = [
        *_about(setting, doses[:lasts_days]),
        _by_itself(lasts_days, holiday=True),
        f"back at {ug(lower):f} ug/d, the lower of the initial dose and the last that flowed: the "
        "pump takes no more after a holiday (203), and an increase 24 h later",
        "in a hospital unit (L879)",
    ]
    return _plan("holiday", setting, initial_ng, doses, told, notes)


def _plan(
    kind: str,
    setting: Setting,
    to_ng: int,
    doses: list[int],
    told: list[list[str]],
    notes: list[str],
) -> Plan:
    start = ug(setting.from_ng)
    days = followed(setting, doses, setting.from_ng, told)
    return Plan(kind, setting.begins.isoformat(), start, ug(to_ng), start, days, tuple(notes))


def _down(setting: Setting, lasts_days: int) -> tuple[list[int], list[list[str]]]:
    """The doses of the days before the one without, and what is told of each."""
    need_possible(setting.from_ng, setting.ng_per_ml)
    least = least_ng(setting.ng_per_ml)
    doses: list[int] = []
    told: list[list[str]] = []
    before = setting.from_ng
    for passed in range(1, lasts_days):
        wanted = setting.from_ng * (lasts_days - passed) // lasts_days
        dose = max(wanted, least)
        said = [f"the least that the pump gives; {ug(wanted):f} is due"] if wanted < least else []
        if asks_to_reduce(before, dose):
            said.append(f"more than {_ASKED} % of the current dose")
        doses.append(dose)
        told.append(said)
        before = dose
    return doses, told


def _about(setting: Setting, doses: list[int]) -> list[str]:
    """The late steps, and what keeps the last of them large."""
    given = [setting.from_ng, *[dose for dose in doses if dose]]
    large = sum(asks_to_reduce(*pair) for pair in pairwise(given))
    found = [
        f"linear in the starting dose: {large} of the steps, the late ones, exceed {_ASKED} % "
    ]
    found[0] += "of the current dose, and so does the end"
    least = least_ng(setting.ng_per_ml)
    if setting.ng_per_ml and least > figures.DOSE_MIN_NG_PER_DAY:
        found.append(
            f"at this concentration the pump gives {ug(least):f} ug/d at least, "
            f"{figures.FLOW_MIN_PL_PER_DAY / 1e9:g} mL/d: a weaker one goes lower"
        )
    return found


def _by_itself(days: int, holiday: bool) -> str:
    order = f"pumpctl wean {days}" + (" --holiday" if holiday else "")
    return (
        f"{order}: the pump follows it by itself, flat; by hand each step is a commit, and a large "
        "one asks (CONFIRM)"
    )


def _need_days(days: int, bounds: tuple[int, int], what: str) -> None:
    least, most = bounds
    if not least <= days <= most:
        raise Mistake(f"{what} of {days} days: {least} to {most}", f"--days {most}, for example")
