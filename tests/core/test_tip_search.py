"""C-25: a share of the search, and each guard of the windows taken out once: the search finds it.

Without D-7 the windows hold all the same, they count what leaves the tip; and without a look ahead
at a commit, which flow is held back for then. The tests of both are others.
"""

import pytest

from pump.core.control.looking_ahead import LookingAhead
from pump.core.control.pacing import Pacing
from pump.core.drug.exposure import Exposure
from tests.core.tip_search import judged
from tests.share import share

FIRST = 1
# Where a bolus is not looked ahead of, this one still holds the windows: it is taken out, too.
GOES_ON = (Pacing, "crowded", lambda *_: False)
GUARDS = {  # the seed from which on few lives have to be looked at, and what is taken out
    "flow is never held back": (5, (Exposure, "room", lambda _: 10**9)),
    "a bolus is not looked ahead of": (
        4,
        (LookingAhead, "need_room_for_bolus", lambda *_: None),
        GOES_ON,
    ),
    "a bolus goes on in a full window": (4433, GOES_ON),
}


@pytest.mark.req("C-25", "D-1", "D-2", "D-3")
def test_no_window_of_any_life_passes_its_bound():
    for seed in range(FIRST, FIRST + share("TIP_LIVES")):
        assert judged(seed) == "", f"python -m tests.core.tip_search --lives 1 --seed {seed}"


# Found by long runs, and mended: a bolus went on where a clock had moved the peak into it; a limit
# that was lowered stood aside for five minutes, a day later; a front of weaker drug was taken to be
# at the tip by steps that may not have moved; a bolus was counted in the rest of a bin, where
# all of the next was meant; a replay pushed steps twice, where bounds had followed the encoder.
MENDED = (715, 2161, 2932, 4433, 571, 3835, 4749, 7032, 10174, 8608, 9210, 14162, 14535)


@pytest.mark.req("C-25", "D-2")
@pytest.mark.parametrize("seed", MENDED)
def test_what_long_runs_have_found_is_mended(seed):
    assert judged(seed) == ""


@pytest.mark.req("C-25")
@pytest.mark.parametrize("guard", GUARDS)
def test_without_a_guard_the_search_finds_it(guard, monkeypatch):
    first, *taken = GUARDS[guard]
    for owner, name, instead in taken:
        monkeypatch.setattr(owner, name, instead)
    assert any(judged(seed) for seed in range(first, first + 20))
