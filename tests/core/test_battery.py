"""The battery's charge, days and dates against an independent reference in exact fractions (FI-5).

A history is years of rates, refits, cuts of unknown length and clocks set; the reference adds it up
piece by piece, in fractions of a coulomb, and counts days with the standard library's calendar.
"""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pump.core import calendar, profile
from pump.core.codec import Reader, Writer
from pump.core.motion.battery import NC_PER_UAH, Battery, daily_nc
from tests.core.example_share import percent

MS_PER_DAY = 86_400_000
C = Fraction(1, 10**9)  # coulomb in a nC
PIECES = st.lists(
    st.one_of(
        # ms, steps and quanta of a time at one rate
        st.tuples(
            st.just("run"),
            st.integers(0, 400 * MS_PER_DAY),
            st.integers(0, 20_000_000),
            st.integers(0, 200_000),
        ),
        st.tuples(st.just("fit")),
        st.tuples(st.just("gap"), st.integers(0, 60 * MS_PER_DAY)),
        st.tuples(st.just("image"), st.integers(1, 500)),
        st.tuples(st.just("asked"), st.integers(1, 500)),
        st.tuples(st.just("stored")),
    ),
    max_size=12,
)


class Reference:
    """The charge by what each piece takes, and the age by what each lasts."""

    def __init__(self):
        self.used = self.age_ms = Fraction(0)

    def run(self, ms, steps, quanta):
        amperes = Fraction(profile.STANDING_NA, 10**9)
        self.used += amperes * Fraction(ms, 1000) + steps * profile.STEP_NC * C
        self.used += quanta * (profile.WAKE_NC + profile.RECORD_NC) * C
        self.age_ms += ms


class Both:
    """The same history for the firmware's part and the reference."""

    def __init__(self):
        self.battery, self.reference = Battery(), Reference()
        self.day = self.ms = self.steps = self.quanta = 0

    def live(self, pieces):
        for what, *figures in pieces:
            getattr(self, what)(*figures)

    def run(self, ms, steps, quanta):
        self.day, self.ms = divmod(self.day * MS_PER_DAY + self.ms + ms, MS_PER_DAY)
        self.steps += steps
        self.quanta += quanta
        self.reference.run(ms, steps, quanta)

    def fit(self):
        self.battery.fit(self.day, self.ms, self.steps, self.quanta)
        self.reference = Reference()

    def gap(self, ms):
        self.battery.older_by(ms)
        self.reference.run(ms, 0, 0)

    def image(self, count):
        self.battery.wrote(count)
        self.reference.used += count * profile.IMAGE_NC * C

    def asked(self, count):
        self.battery.asked(count)
        self.reference.used += count * profile.ASKED_NC * C

    def stored(self):
        codec = Writer()
        codec.begin(2)
        self.battery.persist(codec)
        self.battery = Battery()
        self.battery.persist(Reader(bytes(codec.data), 2))

    def now(self):
        return self.day, self.ms, self.steps, self.quanta


@pytest.mark.req("FI-26")
def test_a_client_that_asks_a_hundred_times_a_second_takes_a_battery_in_days():
    a_day = 100 * 86_400 * profile.ASKED_NC
    assert 4 < profile.BATTERY_UAH * NC_PER_UAH / a_day < 6


def test_an_image_from_before_questions_were_counted_has_none():
    battery, codec = Battery(), Writer()
    battery.asked(1)
    battery.wrote(3)
    codec.begin(1)
    battery.persist(codec)
    back = Battery()
    back.persist(Reader(bytes(codec.data), 1))
    assert back.used_nc(0, 0, 0, 0) == 3 * profile.IMAGE_NC


@pytest.mark.req("FI-5", "S13")
@percent(200)  # 10,000 where nothing is cut short
@given(PIECES, st.integers(0, 2_000_000), st.integers(1, 3_000), st.integers(0, 73_000 - 9_000))
def test_charge_days_and_dates_of_any_history(pieces, steps_a_day, quanta_a_day, began):
    both = Both()
    both.live(pieces)
    battery, reference = both.battery, both.reference
    used_nc = battery.used_nc(*both.now())
    assert used_nc * C <= reference.used < (used_nc + 1) * C
    full = profile.BATTERY_UAH * NC_PER_UAH * C
    left = max(Fraction(0), full - reference.used)
    assert battery.left_permille(*both.now()) == (left * 1000 // full if left else 0)
    # days, and the date on which they end, from a first boot on any day up to 2175
    a_day = Fraction(profile.STANDING_NA * 86_400, 10**9) + steps_a_day * profile.STEP_NC * C
    a_day += quanta_a_day * (profile.WAKE_NC + profile.RECORD_NC + profile.IMAGE_NC // 128) * C
    assert daily_nc(steps_a_day, quanta_a_day) * C == a_day
    left_ms = battery.left_nc(*both.now()) * MS_PER_DAY // daily_nc(steps_a_day, quanta_a_day)
    exact_ms = left / a_day * MS_PER_DAY
    assert abs(left_ms - exact_ms) <= 2
    ends = (both.day * MS_PER_DAY + both.ms + left_ms) // MS_PER_DAY
    if began + ends <= calendar.LAST_DAY:
        told = calendar.date_of(began + ends)
        assert date(*told) == date(2000, 1, 1) + timedelta(days=began + ends)


@percent(40)
@given(PIECES)
def test_seven_years_are_days_that_no_clock_moves(pieces):
    both = Both()
    both.live(pieces)
    left_ms = both.battery.calendar_ms(both.day, both.ms)
    assert left_ms == profile.BATTERY_LIFE_DAYS * MS_PER_DAY - both.reference.age_ms


def test_seven_years_hold_their_leap_days():
    """From any day, the end by days is that by dates, or a day before it, and never after."""
    for start in range(1_500):
        fitted = date(2024, 1, 1) + timedelta(days=start)
        ends = fitted + timedelta(days=profile.BATTERY_LIFE_DAYS)
        leap = (fitted.month, fitted.day) == (2, 29)
        by_date = date(fitted.year + 7, 3 if leap else fitted.month, 1 if leap else fitted.day)
        assert 0 <= (by_date - ends).days <= 1


def test_the_label_s_span_of_life():
    """L 961: 4 to 7 years; ours at 0.6 and at 1.4 mL/d, of some 300 and 700 quanta."""
    full = profile.BATTERY_UAH * NC_PER_UAH
    slow, fast = daily_nc(38_400, 300), daily_nc(89_600, 700)
    assert 6.5 * 365 < full // slow < 7 * 365
    assert 4 * 365 < full // fast < 4.5 * 365


def test_an_empty_battery_has_nothing_less_than_nothing():
    battery = Battery()
    assert battery.left_nc(100_000, 0, 10**12, 10**9) == 0
    assert battery.left_permille(100_000, 0, 10**12, 10**9) == 0
