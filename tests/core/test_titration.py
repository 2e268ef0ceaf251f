"""C-04: increases of at most 30 %, once in 24 h, to the ms and the ng; what no trick leads past."""

import pytest

from pump.core.codec import Reader, Writer
from pump.core.reasons import Refused
from pump.core.therapy.interruption import Interruption
from pump.core.therapy.states import RUN, STOPPED, SUSPENDED
from pump.core.therapy.titration import Titration
from pump.core.units import decimal
from tests.core.bench import DAY, HOUR, MIN, MS, S, World, long_quanta

UG = 1000


def started(dose_ng=100 * UG):
    world = World("CISTERNA-40", quantum=long_quanta())
    world.begin(dose_ng, fill_nl=40_000_000)
    return world


def refusal(world, call, *arguments):
    """(number, words) of the refusal, (0, "") without one."""
    try:
        world.order(call, *arguments)
    except Refused as refused:
        return refused.number, refused.detail
    return 0, ""


def commit(world, dose_ng):
    world.stage(500_000, dose_ng)
    return refusal(world, world.pump.commit, world.pump.staged_digest(), True)


def start(world, confirmed=False):
    return refusal(world, world.pump.start, confirmed)


def test_nothing_holds_before_the_first_start():
    world = World("CISTERNA-40")
    assert commit(world, 100 * UG) == (0, "")
    assert commit(world, 900 * UG) == (0, "")
    assert commit(world, 300 * UG) == (0, "")
    world.wait(80 * HOUR)
    world.order(world.pump.stop, "HOLIDAY")
    world.order(world.pump.fill, 40_000_000, 500_000)
    assert start(world) == (0, "")
    assert world.pump.titration.initial_ng == world.pump.titration.reference_ng == 300 * UG


@pytest.mark.req("S31")
def test_no_increase_in_the_first_24_hours():
    """S31, to the millisecond; the dose may fall, and be committed again as it is."""
    world = started()
    world.wait(86_399_999 * MS)
    text = "no increase in 24 h of a start or an increase; 0 h 1 min left, then PRES:COMM"
    assert commit(world, 100 * UG + 1) == (212, text)
    assert commit(world, 100 * UG) == (0, "")
    world.wait(MS)
    assert commit(world, 100 * UG + 1) == (0, "")


@pytest.mark.req("S33")
def test_one_increase_in_24_hours():
    """S33: from each increase on, however small it was; a lower dose begins nothing."""
    world = started()
    world.wait(DAY)
    assert commit(world, 101 * UG)[0] == 0
    world.wait(HOUR)
    assert commit(world, 90 * UG)[0] == 0
    assert commit(world, 91 * UG)[1].startswith("no increase in 24 h")
    world.wait(86_399_999 * MS - HOUR)
    assert commit(world, 91 * UG)[0] == 212
    world.wait(MS)
    assert commit(world, 91 * UG) == (0, "")


@pytest.mark.req("S39", "S75", "D-11")
@pytest.mark.parametrize("pause_h, asks", [(1, True), (72, True), (73, False)])
def test_a_large_reduction_is_asked_about_and_never_refused(pause_h, asks):
    """S39, D-11: against the dose that ran, not the one that was committed meanwhile; after 72 h
    without flow nothing acts any more."""
    world = started()
    world.wait(DAY)
    world.order(world.pump.stop, "OTHER")
    world.wait(pause_h * HOUR)
    for dose_ng, asked in ((80 * UG, False), (80 * UG - 1, asks), (40 * UG, asks)):
        world.stage(500_000, dose_ng)
        of_digest = world.pump.staged_digest()
        number, words = refusal(world, world.pump.commit, of_digest, False)
        assert number == (204 if asked else 0)
        assert ("below 100 ug/d: withdrawal" in words) == asked
        assert refusal(world, world.pump.commit, of_digest, True) == (0, "")


@pytest.mark.req("S32", "C-04", "FI-44")
@pytest.mark.parametrize("before_ng", [100_000, 99_999, 100_001, 456_789])
def test_an_increase_is_at_most_30_percent(before_ng):
    """S32: new x 100 > old x 130 is refused, to the nanogram."""
    world = started(before_ng)
    world.wait(DAY)
    most_ng = before_ng * 130 // 100
    number, words = commit(world, most_ng + 1)
    assert number == 203
    assert words.endswith(f"; at most {decimal(most_ng, 3)} ug/d")
    assert commit(world, most_ng) == (0, "")


def test_a_schedule_is_measured_by_its_day():
    """A.9 no. 13: a night of three times the rate is less than 30 % more in a day."""
    world = started()
    world.wait(DAY)
    night = [(0, 100 * UG), (22 * 60, 300 * UG)]  # 116.67 ug/d
    world.commit(500_000, night)
    assert world.pump.titration.reference_ng == 116_667
    world.commit(500_000, night)
    world.wait(DAY)
    assert commit(world, 116_667 * 13 // 10 + 1)[0] == 203


def test_both_reasons_are_told_by_the_check():
    world = started()
    world.stage(500_000, 200 * UG)
    found = [(each.level, each.number) for each in world.pump.judge_staged()]
    assert found == [(2, 212), (2, 203), (0, 0)]
    assert world.pump.judge_staged()[1].text == (
        "200 ug/d is more than 30 % above 100 ug/d; at most 130 ug/d"
    )


@pytest.mark.parametrize("state", [RUN, SUSPENDED, STOPPED])
def test_committing_twice_leads_no_further(state):
    """What was committed and never flowed is no dose that a patient is used to."""
    world = started()
    world.wait(2 * DAY)
    if state == SUSPENDED:
        world.order(world.pump.suspend, DAY // MS)
    if state == STOPPED:
        world.order(world.pump.stop, "MAINTENANCE")
    assert commit(world, 130 * UG) == (0, "")
    assert commit(world, 131 * UG)[0] == (212 if state == RUN else 203)
    assert commit(world, 169 * UG)[0] == (212 if state == RUN else 203)
    assert commit(world, 120 * UG) == (0, "")
    assert commit(world, 130 * UG)[0] == (212 if state == RUN else 0)


def test_a_dose_that_was_raised_while_stopped_is_an_increase_when_it_flows():
    world = started()
    world.wait(2 * DAY)
    world.order(world.pump.stop, "MAINTENANCE")
    assert commit(world, 130 * UG) == (0, "")
    assert world.pump.titration.reference_ng == 100 * UG
    world.wait(2 * HOUR)
    assert start(world) == (0, "")
    assert world.pump.titration.increases == [(2, 7_200_000, 100 * UG, 130 * UG)]
    assert commit(world, 131 * UG)[1].startswith(
        "no increase in 24 h of a start or an increase; 24"
    )


def test_a_dose_that_was_raised_in_a_suspension_is_one_when_it_resumes_by_itself():
    world = started()
    world.wait(2 * DAY)
    world.order(world.pump.suspend, HOUR // MS)
    assert commit(world, 130 * UG) == (0, "")
    world.wait(2 * HOUR)
    assert world.pump.state == RUN
    assert world.pump.titration.lock == (2, 3_600_000)


def test_stop_and_start_do_not_open_the_lock():
    world = started()
    for _ in range(23):
        world.wait(HOUR)
        world.order(world.pump.stop, "OTHER")
        assert start(world) == (0, "")
        assert commit(world, 101 * UG)[0] == 212
    world.wait(HOUR)
    assert commit(world, 101 * UG) == (0, "")


def test_a_raise_while_stopped_waits_for_the_lock_too():
    world = started()
    world.wait(HOUR)
    world.order(world.pump.stop, "OTHER")
    assert commit(world, 101 * UG)[0] == 212


def test_a_dose_that_ran_before_is_an_increase_like_any_other():
    """There is no exception: lowered for a reason that the pump does not know."""
    world = started()
    world.wait(2 * DAY)
    assert commit(world, 70 * UG) == (0, "")
    world.wait(MIN)
    assert commit(world, 100 * UG)[0] == 203
    assert commit(world, 91 * UG) == (0, "")
    assert commit(world, 100 * UG)[0] == 212


def test_the_largest_reduction_of_the_label_is_taken_back_in_one_step():
    world = started()
    world.wait(2 * DAY)
    assert commit(world, 80 * UG) == (0, "")
    assert commit(world, 100 * UG) == (0, "")


@pytest.mark.req("S33", "C-04")
def test_the_lock_survives_a_thousand_resets():
    """C-04: 1000 times what is kept goes through the codec, some 86 s apart."""
    world = started()
    for _ in range(1000):
        world.wait(86_399 * MS)
        codec = Writer()
        codec.begin(2)
        world.pump.titration.persist(codec)
        world.pump.titration.persist(Reader(bytes(codec.data), 2))
        assert commit(world, 101 * UG)[0] == 212
    world.wait(S)
    assert commit(world, 101 * UG) == (0, "")


def test_a_first_dose_that_is_put_right_in_its_first_day_is_not_the_initial_one():
    """A typing error of ten times, seen within hours, must not be what a holiday ends with."""
    world = started(1_000 * UG)
    world.wait(23 * HOUR)
    assert commit(world, 100 * UG) == (0, "")
    assert world.pump.titration.initial_ng == 100 * UG
    world.wait(HOUR)
    assert commit(world, 90 * UG) == (0, "")
    assert world.pump.titration.initial_ng == 100 * UG


def test_all_that_it_knows_goes_through_the_pen():
    """With a climb, increases, a holiday and a short run behind it: no field is left out."""
    world = started()
    world.wait(40 * DAY)
    assert commit(world, 130 * UG) == (0, "")
    world.order(world.pump.stop, "OTHER")
    world.wait(HOUR)
    assert start(world) == (0, "")
    world.order(world.pump.stop, "HOLIDAY")
    before = world.pump.titration
    before.unsure = True
    before.interruption.cut((50, 0), (9_000, 7), [(50, 0), (1, 2)], 51, 3)
    before.interruption.reduce(90 * UG, HOUR // MS, 51, 4, True)
    titration, interruption = Titration(), Interruption()
    for part, after in ((before, titration), (before.interruption, interruption)):
        assert all(vars(part).values())
        codec = Writer()
        codec.begin(2)
        part.persist(codec)
        kept = Reader(bytes(codec.data), 2)
        after.persist(kept)
        assert kept.ended()
    titration.interruption = before.interruption
    titration.history = before.history
    assert vars(titration) == vars(before)
    assert vars(interruption) == vars(before.interruption)


def test_an_image_of_before_tells_of_its_last_pause():
    """Version 1: when flow began, when it had ended before that, when a person let it flow."""
    for ordered, unanswered in ((None, 20), ((9, 0), 20), ((10, 0), 0)):
        codec = Writer()
        for each in (100_000, 100_000):
            codec.whole(each)
        codec.rows([], 4)
        codec.row(None, 2)
        codec.flag(False)
        codec.flag(False)
        codec.row((0, 0), 2)
        codec.row(None, 3)
        codec.row((10, 0), 2)
        codec.row((9, 4 * HOUR // MS), 2)
        codec.row(ordered, 2)
        titration, kept = Titration(), Reader(bytes(codec.data))
        titration.persist(kept)
        assert kept.ended()
        interruption = titration.interruption
        assert interruption.lasts_ms((10, 0), 10, 0) == 20 * HOUR // MS
        assert interruption.unanswered_ms((10, 0), 10, 0) == unanswered * HOUR // MS


@pytest.mark.req("C-04")
def test_the_lock_survives_a_power_cut_every_minute_and_a_half():
    """C-04 once more over the stores: a thousand cuts within 24 h, each with its restart. Quanta as
    on a board: all that a cut quantum may have given counts in the windows.
    """
    world = World("CISTERNA-40")
    world.begin(100 * UG, fill_nl=40_000_000)
    for _ in range(1000):
        world.wait(60 * S)
        world.power_cycle(20 * S)
        world.wait(S)
        assert commit(world, 101 * UG)[0] == 212
    world.wait(DAY - world.us - MS)
    assert commit(world, 101 * UG)[0] == 212
    world.wait(MIN)
    assert commit(world, 101 * UG) == (0, "")
