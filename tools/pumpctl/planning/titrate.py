"""Up to a target by the label's steps: 10 to 30 %, once in 24 h; 48 h for a fixed rate."""

from ..client.trouble import Mistake
from . import figures, label
from .course import Plan, Setting, followed, grain, need_possible, ug

_MS_PER_HOUR = 3_600_000
CAUTIOUS_PERCENT = figures.CAUTIOUS_INCREASE_PERCENT - 100
_EVERY_HOURS = figures.INCREASE_LOCK_MS // _MS_PER_HOUR
_MOST_PERCENT = figures.INCREASE_MAX_PERCENT - 100
LOCK = (
    f"the pump takes no increase within {_EVERY_HOURS} h of a start or of another one (212): "
    "the first step may have to wait"
)


def titrate(
    setting: Setting, to_ng: int, step_percent: int, fixed_rate: bool, cautious: bool
) -> Plan:
    """The steps and the days behind the last one. Mistake for a step that the label has not, or a
    target that is none."""
    need_possible(setting.from_ng, setting.ng_per_ml)
    need_possible(to_ng, setting.ng_per_ml)
    if not 1 <= step_percent <= _MOST_PERCENT:
        text = f"steps of {step_percent} %: the pump takes 1 to {_MOST_PERCENT} % of the dose"
        raise Mistake(text, f"{label.STEP_LEAST_PERCENT} to {_MOST_PERCENT}, as the label has it")
    if to_ng <= setting.from_ng:
        text = f"{ug(to_ng):f} is no more than the {ug(setting.from_ng):f} ug/d that run"
        raise Mistake(text, "a lower dose needs no titration: pumpctl program; pumpctl plan wean")
    every = label.FIXED_RATE_HOURS if fixed_rate else _EVERY_HOURS
    doses, told = steps(setting.from_ng, to_ng, step_percent, every // 24)
    doses += [to_ng] * label.AFTER_DAYS
    told += [[] for _ in range(label.AFTER_DAYS)]
    days = followed(setting, doses, to_ng, told)
    notes = [*_about(step_percent, every, cautious), LOCK]
    begins = setting.begins.isoformat()
    return Plan("titrate", begins, ug(setting.from_ng), ug(to_ng), ug(to_ng), days, tuple(notes))


def steps(
    from_ng: int, to_ng: int, percent: int, every_days: int
) -> tuple[list[int], list[list[str]]]:
    """Doses day by day from the first step up to the day of the last one, and what is told."""
    doses: list[int] = []
    told: list[list[str]] = []
    now = from_ng
    while now < to_ng:
        before, now = now, min(to_ng, grain(now * (100 + percent) // 100))
        if now <= before:  # so small a dose that the step is below what a plan works with
            raise Mistake("no step: the dose is too small for it", "a larger step")
        doses += [now] + [now] * (every_days - 1) * (now < to_ng)
        told += [_told(before, now)] + [[] for _ in range((every_days - 1) * (now < to_ng))]
    return doses, told


def _told(before_ng: int, dose_ng: int) -> list[str]:
    told = ["increase"]
    if dose_ng * 100 < before_ng * (100 + label.STEP_LEAST_PERCENT):
        told = [f"increase of less than {label.STEP_LEAST_PERCENT} %"]
    if dose_ng > figures.DOSE_CONFIRM_NG_PER_DAY:
        told.append(f"above {ug(figures.DOSE_CONFIRM_NG_PER_DAY):f} ug/d: the pump asks (CONFIRM)")
    return told


def _about(step_percent: int, every_hours: int, cautious: bool) -> list[str]:
    found = [f"steps of {step_percent} %, {every_hours} h apart, rounded down to 0.1 ug"]
    if step_percent < label.STEP_LEAST_PERCENT:
        found.append(
            f"the label's steps are {label.STEP_LEAST_PERCENT} to {_MOST_PERCENT} % (L842)"
        )
    if cautious and step_percent > CAUTIOUS_PERCENT:
        most = CAUTIOUS_PERCENT
        found.append(f"above {most} % the pump of a cautious patient asks (CONFIRM; L903-909)")
    return found
