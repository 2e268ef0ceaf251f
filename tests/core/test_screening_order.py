"""C-05: a screening in every order that there is, by the label's alone; no line, no pump."""

import pytest

from pump.core import reasons
from pump.core.reasons import Refused
from pump.core.therapy.screening import ADVERSE, EFFECT, NOTHING, Screening

pytestmark = pytest.mark.req("C-05", "S22", "S23", "S26", "S29")
UG = 1_000
HOUR_MS = 3_600_000

SHORT = ("none", "3 h")  # no effect, or one that is too short
ENDS = ("4 h",)


LABEL = {(25,), (25, 50), (25, 50, 75), (25, 50, 75, 100)}
LABEL |= {(50,), (50, 75), (50, 75, 100)}
LABEL |= {(25, 10)}  # after an adverse reaction at 25


def may_follow(steps, ug):
    """Whether that dose may follow those steps, a day later: an oracle of its own."""
    for before in steps[:-1]:
        assert before[1] not in ENDS
    if steps and steps[-1][1] == "adverse":
        return steps == [(25, "adverse")] and ug == 10
    if any(seen == "adverse" for _, seen in steps):
        return False  # after 10 ug nothing but an override
    if ug == 10 or (steps and steps[-1][1] not in SHORT):
        return False
    return tuple([dose for dose, _ in steps] + [ug]) in LABEL


SEEN = {"none": (NOTHING, 0), "3 h": (EFFECT, 4 * HOUR_MS - 1), "4 h": (EFFECT, 4 * HOUR_MS)}
SEEN["adverse"] = (ADVERSE, 0)
HOURS = (0, 1, 12, 23, 24, 25, 48)


def tried(steps, ug, hours, seen_last=True):
    """Whether the pump takes that dose so many hours after the steps, each a day apart."""
    screening = Screening()
    for day, (dose, seen) in enumerate(steps):
        screening.given(dose * UG, day, 0)
        if seen_last or day < len(steps) - 1:
            screening.saw(*SEEN[seen])
    before = list(screening.doses)
    day, hour = divmod(hours, 24)
    try:
        screening.need(ug * UG, False, max(0, len(steps) - 1) + day, hour * HOUR_MS)
    except Refused:
        assert screening.doses == before
        return False
    return True


def test_all_sequences_of_the_label_pass_and_all_others_of_up_to_five_steps_fail():
    """A grid of 5 ug and hours. Only what was taken is gone on with: a refusal changes nothing."""
    taken, open_ways = set(), [[]]
    while open_ways:
        steps = open_ways.pop()
        for ug in range(5, 126, 5):
            for hours in HOURS:
                right = may_follow(steps, ug) and (not steps or hours >= 24)
                assert tried(steps, ug, hours) == right, (steps, ug, hours)
            if may_follow(steps, ug):
                taken.add(tuple([dose for dose, _ in steps] + [ug]))
                if len(steps) < 4:
                    for seen in SEEN:
                        open_ways.append(list(steps))
                        open_ways[-1].append((ug, seen))
    assert taken == LABEL


@pytest.mark.parametrize("hours", HOURS)
def test_none_follows_one_of_which_nobody_has_said_what_was_seen(hours):
    assert not tried([(25, "none")], 50, hours, seen_last=False)


def test_an_override_is_no_way_around_what_nobody_has_said():
    screening = Screening()
    screening.given(25 * UG, 0, 0)
    with pytest.raises(Refused) as unsaid:
        screening.need(50 * UG, True, 2, 0)
    assert unsaid.value.number == reasons.PRESCRIPTION_INCOMPLETE


def test_an_override_is_no_way_around_a_day_or_100_ug():
    screening = Screening()
    screening.given(25 * UG, 0, 0)
    screening.saw(NOTHING, 0)
    with pytest.raises(Refused) as early:
        screening.need(100 * UG, True, 0, 86_399_999)
    assert early.value.number == reasons.TOO_SOON
    with pytest.raises(Refused) as much:
        screening.need(100 * UG + 1, True, 1, 0)
    assert much.value.number == reasons.LIMIT_EXCEEDED
    screening.need(100 * UG, True, 1, 0)
