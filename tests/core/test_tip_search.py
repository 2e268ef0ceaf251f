"""C-25: a share of the search, and each guard of the windows taken out once: the search finds it.

Without D-7 the windows hold all the same, they count what leaves the tip; its tests are others.
"""

import pytest

from pump.core.control.looking_ahead import LookingAhead
from pump.core.drug.exposure import Exposure
from tests.core.tip_search import judged
from tests.share import share

FIRST = 1
GUARDS = {  # the seed from which on few lives have to be looked at, and what is taken out
    "flow is never held back": (5, Exposure, "room", lambda _: 10**9),
    "a bolus is not looked ahead of": (
        4,
        LookingAhead,
        "need_room_for_bolus",
        lambda *_: None,
    ),
    "a commit is not looked ahead of": (184, LookingAhead, "refusal", lambda *_: None),
}


@pytest.mark.req("C-25", "D-1", "D-2", "D-3")
def test_no_window_of_any_life_passes_its_bound():
    for seed in range(FIRST, FIRST + share("TIP_LIVES")):
        assert judged(seed) == "", f"python -m tests.core.tip_search --lives 1 --seed {seed}"


@pytest.mark.req("C-25")
@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_search_finds_it(guard, monkeypatch):
    first, owner, name, instead = GUARDS[guard]
    monkeypatch.setattr(owner, name, instead)
    assert any(judged(seed) for seed in range(first, first + 20))
