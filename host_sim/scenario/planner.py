"""What a clinician works out before an order: the monograph's starting dose, the night's segments.

Host side only: the pump checks what it is ordered and never proposes a dose.
"""

from pump.core.prescription.program import start_for_effect
from pump.core.profile import STARTING_RULE_MS

MINUTES_PER_DAY = 1440
WHOLE = 10_000  # 100 % in hundredths of a percent


def first_daily_dose_ng(screening_ng: int, lasted_ms: int) -> int:
    """Twice the screening dose over 24 h; the dose itself if it held for more than 12 h."""
    return screening_ng if lasted_ms > STARTING_RULE_MS else 2 * screening_ng


def effect_segments(
    base_ng_per_day: int, change: int, effect_begins: int, effect_ends: int
) -> list[tuple[int, int]]:
    """Program segments (start minute, ng/day) for an effect between two minutes of the day.

    `change` is in hundredths of a percent of the base rate. Both ends start two hours before
    their effect, across midnight where that falls on the evening before.
    """
    changed = base_ng_per_day * (WHOLE + change) // WHOLE
    plan = [
        (start_for_effect(effect_begins), changed),
        (start_for_effect(effect_ends), base_ng_per_day),
    ]
    plan.sort()
    if plan[0][0] > 0:  # whatever runs into midnight goes on after it
        plan.insert(0, (0, plan[-1][1]))
    return plan
