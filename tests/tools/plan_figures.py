"""Writes tools/pumpctl/planning/figures.py from the firmware's profile: `python -m
tests.tools.plan_figures`. pumpctl shares no code with the firmware; its figures are the same."""

from pathlib import Path

from pump.core import profile

FILE = Path(__file__).resolve().parents[2] / "tools" / "pumpctl" / "planning" / "figures.py"
NAMES = (
    "PRESETS_NG_PER_ML",
    "STABILITY_HOURS",
    "DOSE_MIN_NG_PER_DAY",
    "DOSE_MAX_NG_PER_DAY",
    "DOSE_CONFIRM_NG_PER_DAY",
    "FIRST_DOSE_MAX_NG",
    "INCREASE_MAX_PERCENT",
    "INCREASE_LOCK_MS",
    "REDUCTION_ASK_PERCENT",
    "SEGMENT_ASK_PERCENT",
    "CSF_HALF_LIFE_CENTIHOURS",
    "EFFECT_KE0_PER_10000_H",
    "WITHDRAWAL_ADVISORY_PERCENT",
    "WITHDRAWAL_ALARM_PERCENT",
    "RISK_ADVISORY_PERCENT",
    "RISK_ALARM_PERCENT",
    "CAUTIOUS_INCREASE_PERCENT",
    "WEANING_DAYS",
    "HOLIDAY_DAYS",
    "REFERENCE_HOURS",
    "FLOW_MIN_PL_PER_DAY",
    "FLOW_MAX_PL_PER_DAY",
    "RESIDUAL_NL",
    "LOW_NL",
    "LOW_DAYS",
)
_HEAD = '''"""Figures of the firmware's profile that a plan is made with. Generated, do not edit:
`python -m tests.tools.plan_figures`. Their sources stand in firmware/pump/core/profile.py.
"""

'''


def text() -> str:
    """The whole file."""
    lines = [f"{name} = {_shown(getattr(profile, name))}" for name in NAMES]
    sizes = ", ".join(f"{model.capacity_nl:_}" for model in profile.MODELS)
    return _HEAD + "\n".join([*lines, f"CAPACITIES_NL = ({sizes})"]) + "\n"


def _shown(value: int | tuple[int, ...]) -> str:
    if isinstance(value, tuple):
        return "(" + ", ".join(_shown(each) for each in value) + ")"
    return f"{value:_}"


if __name__ == "__main__":
    FILE.write_text(text())
