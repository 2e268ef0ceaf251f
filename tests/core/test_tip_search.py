"""C-25: a share of the search, and each guard taken out once: the search finds it."""

import pytest

from pump.core.control.looking_ahead import LookingAhead
from pump.core.control.pacing import Pacing
from pump.core.drug.exposure import Exposure
from tests.core.tip_search import ACTS, judged
from tests.share import share

FIRST = 1
GUARDS = {
    "flow is never held back": (Exposure, "room", lambda _: 10**9),
    "a bolus is not looked ahead of": (
        LookingAhead,
        "need_room_for_bolus",
        lambda *_: None,
    ),
    "a commit is not looked ahead of": (LookingAhead, "refusal", lambda *_: None),
    "flow does not follow what stands at the tip": (Pacing, "bridged", lambda _, rate: rate),
}


def test_no_window_of_any_life_passes_its_bound():
    for seed in range(FIRST, FIRST + share("TIP_LIVES")):
        assert judged(seed) == "", f"python -m tests.core.tip_search --lives 1 --seed {seed}"


@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_search_finds_it(guard, monkeypatch):
    owner, name, instead = GUARDS[guard]
    monkeypatch.setattr(owner, name, instead)
    acts = ("drug", "bolus") if owner is Pacing else ACTS  # other drugs are rare among all acts
    assert any(judged(seed, acts) for seed in range(FIRST, FIRST + 60))
