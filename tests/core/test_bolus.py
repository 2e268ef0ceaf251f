"""A bolus by itself: its share of the account, its end, and what may have been given of it."""

import pytest

from pump.core.codec import Reader, Writer
from pump.core.reasons import Refused
from pump.core.therapy import bolus as boluses
from pump.core.therapy.bolus import Bolus, Lockout
from pump.core.units import MS_PER_DAY, MS_PER_MIN, SCALE

STEPS = 1000
UNEVEN = 7  # account units that no whole share a ms holds


def running(duration_ms=60_000):
    bolus = Bolus()
    bolus.arm(50_000, 100_000, STEPS * SCALE + UNEVEN, duration_ms)
    bolus.begin()
    return bolus


def test_it_is_over_with_its_last_millisecond_and_the_account_is_whole():
    bolus = running()
    share = bolus.per_ms
    assert bolus.accrue(59_999) == 0
    assert bolus.state == boluses.RUNNING
    rest = bolus.accrue(1)
    assert bolus.state == boluses.DONE
    assert share * 60_000 + rest == STEPS * SCALE + UNEVEN
    assert bolus.delivered_steps(0) == (STEPS, STEPS + 1)


@pytest.mark.parametrize("late_ms", [1, 999])
def test_what_was_booked_for_time_beyond_its_end_is_taken_back(late_ms):
    """A turn that comes late finds the account to have accrued at the bolus's rate until then."""
    bolus = running()
    share = bolus.per_ms
    rest = bolus.accrue(60_000 + late_ms)
    assert bolus.state == boluses.DONE
    assert rest < 0
    assert share * (60_000 + late_ms) + rest == STEPS * SCALE + UNEVEN
    assert bolus.delivered_steps(0) == (STEPS, STEPS + 1)


@pytest.mark.parametrize(
    "end", [lambda bolus: bolus.accrue(60_000), lambda bolus: bolus.abort(0), lambda b: b.cut(0)]
)
def test_nothing_of_it_is_left_when_it_is_over(end):
    bolus = running()
    bolus.ask_end()
    assert bolus.ends
    end(bolus)
    assert not bolus.active()
    assert (bolus.left_ms, bolus.per_ms, bolus.ends) == (0, 0, False)


def test_an_order_to_end_it_needs_one():
    bolus = Bolus()
    bolus.ask_end()
    assert not bolus.ends
    with pytest.raises(Refused):
        bolus.need_one()
    bolus = running()
    with pytest.raises(Refused):
        bolus.need_none()
    bolus.abort(0)
    bolus.need_none()
    with pytest.raises(Refused):
        bolus.need_one()


def test_pulses_of_a_standing_rotor_are_off_the_lower_bound_alone():
    bolus = running()
    bolus.accrue(30_000)
    bolus.abort(40)
    least, most = bolus.delivered_steps(0)
    assert least == STEPS // 2 - 40
    assert most == STEPS // 2


def test_more_is_not_lost_than_was_given():
    bolus = running()
    bolus.abort(40)
    assert bolus.delivered_steps(0) == (0, 0)


def test_its_first_step_is_certain():
    bolus = running()
    bolus.accrue(60_000 // STEPS)
    assert bolus.delivered_steps(0) == (1, 1)


def test_a_cut_may_have_given_all_that_was_under_way():
    bolus = running()
    bolus.accrue(30_000)
    bolus.cut(6_000)
    assert bolus.delivered_steps(0) == (STEPS // 2, STEPS // 2 + STEPS // 10)
    bolus = running()
    bolus.accrue(54_000)
    bolus.cut(60_000)  # more than is left
    assert bolus.delivered_steps(0)[1] == STEPS


def test_each_step_of_a_missing_record_may_have_been_the_bolus_s():
    bolus = running()
    bolus.accrue(30_000)
    bolus.missed(25)
    bolus.abort(0)
    assert bolus.delivered_steps(0)[1] == STEPS // 2 + 25
    bolus.missed(25)  # it is over: not of this one
    assert bolus.delivered_steps(0)[1] == STEPS // 2 + 25


def test_it_is_never_more_than_was_ordered():
    bolus = running()
    bolus.accrue(30_000)
    bolus.missed(STEPS)
    assert bolus.delivered_steps(30_000)[1] == STEPS + 1  # the uneven units' step
    assert bolus.delivered_steps(90_000)[1] == STEPS + 1


def test_the_next_one_begins_at_nothing():
    bolus = running()
    bolus.accrue(30_000)
    bolus.missed(25)
    bolus.abort(40)
    bolus.arm(50_000, 100_000, STEPS * SCALE, 60_000)
    assert bolus.per_ms == 0  # until its first quantum
    bolus.begin()
    assert bolus.delivered_steps(0) == (0, 0)
    bolus.accrue(30_000)
    assert bolus.delivered_steps(0) == (STEPS // 2, STEPS // 2)


def test_another_figure_of_the_head_leaves_a_bolus_its_volume():
    """Three steps for what were two: more steps, and whole ones outwards."""
    bolus = running()
    bolus.accrue(60_000)
    bolus.recalibrate(2, 3)
    assert bolus.delivered_steps(0) == (STEPS * 3 // 2, STEPS * 3 // 2 + 1)
    bolus = running()
    bolus.accrue(30_000)
    bolus.missed(25)
    bolus.abort(41)
    assert bolus.delivered_steps(0) == (STEPS // 2 - 41, STEPS // 2 + 25)
    bolus.recalibrate(2, 3)
    assert bolus.delivered_steps(0) == (STEPS * 3 // 4 - 62, STEPS * 3 // 4 + 38)


@pytest.mark.req("S25")
def test_its_shortest_time_is_a_minute_and_what_the_motor_can_do():
    assert boluses.time_ms(1, 0) == MS_PER_MIN
    assert boluses.time_ms(2_000_000, 0) == 4 * MS_PER_MIN
    assert boluses.time_ms(2_000_001, 0) == 4 * MS_PER_MIN + 1
    assert boluses.time_ms(1, MS_PER_DAY) == MS_PER_DAY
    for volume_nl, duration_ms in [(1, 59_999), (2_000_000, 239_999), (1, MS_PER_DAY + 1)]:
        with pytest.raises(Refused):
            boluses.time_ms(volume_nl, duration_ms)


@pytest.mark.req("D-4")
def test_the_lockout_is_counted_from_the_end():
    lockout = Lockout()
    assert lockout.left_ms(3_600_000, 5, 0) == 0
    lockout.ends((5, 1000))
    assert lockout.left_ms(3_600_000, 5, 0) == 3_601_000  # it still runs
    assert lockout.left_ms(3_600_000, 5, 3_600_999) == 1
    assert lockout.left_ms(3_600_000, 5, 3_601_000) == 0
    assert lockout.left_ms(86_400_000, 6, 999) == 1


def test_after_an_unknown_past_there_is_none_for_a_day():
    lockout = Lockout()
    lockout.past_unknown(3, 500)
    assert lockout.left_ms(900_000, 4, 499) == 1
    assert lockout.unknown(4, 499)
    assert lockout.left_ms(900_000, 4, 500) == 0
    assert not lockout.unknown(4, 500)


def test_the_ends_of_an_older_image_are_one_lockout():
    codec = Writer()
    codec.rows([(2, 700, 5), (3, 100, 5), (2, 900, 5)], 3)
    codec.rows([(3, 100, 400)], 3)
    lockout = Lockout()
    lockout.persist(Reader(bytes(codec.data), 1))
    assert lockout.left_ms(1000, 3, 100) == 1000
