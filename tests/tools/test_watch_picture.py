"""The picture of `pumpctl status --watch`: widths, heights, states, what it says without colour."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tools.watch_views import ALARMS, NL, STATUS, row, screen, view, wall
from tools.pumpctl.client.answers import Alarm, Bolus, Forecast, Interval
from tools.pumpctl.present.watch.view import Outage


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_all_that_matters_is_there_at_each_width_in_24_lines(width, encoding):
    lines = screen(view(alarms=ALARMS), width, 24, encoding)
    assert len(lines) <= 24
    assert max(cell_len(line) for line in lines) <= width
    text = "\n".join(lines)
    for said in ("CISTERNA-20 SIM00007", "firmware 0.1.0", "2030-01-01 12:30:05", "answers"):
        assert said in text
    left = [line.split(" │ ")[0].split(" | ")[0].rstrip() for line in lines]
    assert left[1].startswith(" RUN  the programme flows")
    assert row(left, "rate").startswith("20 uL/h = 240 ug/d")
    for label, figures in {
        "delivered": "1.5 to 1.501 mL",
        "drug, 24 h": "at most 240.5 of 400 ug",
        "reservoir": "16.5 of 20 mL",
        "effect": "99.5 % (95 to 104)",
    }.items():
        assert row(left, label).startswith("[")
        assert row(left, label).endswith("] " + figures)
    for alarm in ALARMS:
        assert f"{alarm.name} {alarm.state}" in text


def test_bars_of_one_picture_have_one_width_and_end_with_the_line():
    ends = {line.index("]") for line in screen(view()) if "]" in line}
    assert len(ends) == 1
    assert max(len(line) for line in screen(view()) if "]" in line) == 80


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("IDLE", "nothing flows: not started"),
        ("RUN", "the programme flows"),
        ("SUSP", "paused"),
        ("STOP", "nothing flows: stopped"),
        ("FAULT", "nothing flows: a fault, see the alarms"),
    ],
)
def test_a_state_is_a_word_and_what_it_means(state, says):
    assert screen(view(state=state))[1].startswith(f" {state}  {says}")


def test_a_suspension_says_when_it_ends_by_itself():
    line = screen(view(state="SUSP", resumes_in_s=Decimal(1752)), 60)[1]
    assert "paused, resumes by itself in 29 min 12 s" in line


def test_a_lower_dose_and_a_bolus_are_told():
    running = Bolus("RUN", 50_000, Interval(10_000, 12_000), Decimal(480))
    lines = screen(view(lower_dose="100 ug/d: no flow for 30 h", bolus=running))
    assert "a lower dose flows, bolus for 8 min" in lines[1]
    assert row(lines, "lower dose") == "100 ug/d: no flow for 30 h"
    assert row(lines, "bolus").endswith("] 0.01 to 0.012 of 0.05 mL")
    assert "bolus" not in "".join(screen(view()))


def test_the_next_rate_is_told_with_its_time():
    assert "then 30 uL/h = 360 ug/d at 22:00, in 9 h 29 min" in row(screen(view()), "rate")
    assert "then" not in "".join(screen(view(next_change=None, next_rate_ul_per_h=None)))


def test_without_a_programme_no_dose_and_no_limit_is_made_up():
    lines = screen(view(programme=None))
    assert row(lines, "rate").startswith("20 uL/h, ug/d unknown")
    assert row(lines, "drug, 24 h") == "240.5 ug at most; the day's limit is unknown"


def test_a_day_that_holds_its_limit_says_so():
    assert row(screen(view(dose_day_ug=Decimal(400))), "drug, 24 h").endswith("400 ug FULL")


def test_a_lost_ledger_is_no_bar():
    assert row(screen(view(delivered=None)), "delivered").startswith("unknown: what came before")


@pytest.mark.parametrize(
    ("volume_nl", "word"), [(4 * NL + 1, "mL"), (4 * NL, "LOW"), (2 * NL, "EMPTY"), (0, "EMPTY")]
)
def test_low_and_empty_are_words(volume_nl, word):
    left = replace(STATUS.reservoir, volume_nl=volume_nl)
    assert row(screen(view(reservoir=left)), "reservoir").endswith(word)


def test_thresholds_are_counted_down_to():
    text = "\n".join(screen(view()))
    assert "L low 4 mL in 19 d, 2030-01-20 12:30" in text
    assert "E empty 2 mL in 32 d 23 h, 2030-02-03 12:00" in text
    assert "refill due reached 2030-01-01 12:00" in text


def test_without_a_clock_days_are_told_and_no_dates():
    left = replace(
        STATUS.reservoir, predicted_low=None, predicted_empty=None, days_with_boluses=Decimal(30)
    )
    lines = screen(view(clock=None, reservoir=left, next_change=None))
    assert lines[0].endswith("clock not set")
    assert row(lines, "until").startswith("33.12 d to empty; 30 d with all boluses")


@pytest.mark.parametrize(
    ("percent", "word"), [(100, ""), (79, " BELOW 80 %"), (49, " BELOW 50 %"), (0, " BELOW 50 %")]
)
def test_an_effect_below_a_level_is_a_word(percent, word):
    ahead = replace(STATUS.forecast, effect=Decimal(percent))
    line = row(screen(view(forecast=ahead)), "effect")
    assert line.endswith(f"{percent} % (95 to 104){word}")


def test_an_unknown_effect_is_no_bar():
    lines = screen(view(forecast=Forecast(None, None, None, STATUS.forecast.levels)))
    assert row(lines, "effect") == "unknown"
    assert row(lines, "effect seen") == "unknown"


def test_hours_until_each_level_with_their_band():
    line = " ".join(screen(view(), 120))
    assert "below 80 % in 12.5 h (10 to 14)" in line
    assert "below 50 % in 26.25 h (20 to beyond)" in line
    assert "below 80 % unknown" in line


def test_nothing_is_told_by_colour_alone():
    def plain(**changed):
        return screen(view(alarms=ALARMS, **changed), 100, None)

    for changed in ({}, {"state": "FAULT"}, {"dose_day_ug": Decimal(400)}):
        coloured = screen(
            view(alarms=ALARMS, **changed), 100, None, force_terminal=True, color_system="256"
        )
        bare = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in coloured]
        assert bare == plain(**changed)
    assert len({tuple(plain(state=state)) for state in ("IDLE", "RUN", "SUSP", "STOP")}) == 4


def test_no_color_leaves_no_colour():
    env = {"NO_COLOR": "1", "TERM": "xterm-256color"}
    lines = screen(view(alarms=ALARMS), force_terminal=True, no_color=None, _environ=env)
    codes = {code for found in re.findall(r"\x1b\[([0-9;]*)m", "\n".join(lines))
             for code in found.split(";")}  # fmt: skip
    assert codes
    assert codes <= {"0", "1", "2", "7", ""}  # bold, dim, reverse


def test_ascii_where_the_encoding_is_not_utf():
    odd = Outage("nö answer", "µ", 1)
    lines = screen(view(alarms=ALARMS, outage=odd), 80, None, "ascii")
    text = "\n".join(lines)
    assert text.isascii()
    assert "n? answer" in text
    assert row(lines, "reservoir").startswith("[####E###L####")
    assert "[" + "#" * 10 in row(screen(view(), 80, 24, "latin-1"), "delivered")


# Any size ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("height", [1, 2, 5, 12, 23])
def test_what_matters_least_is_left_out_first(height):
    lines = screen(view(alarms=ALARMS), 80, height)
    assert len(lines) == height
    assert lines[0].startswith("CISTERNA-20")
    for at_least, said in ((2, " RUN "), (12, "MOTOR_STALL"), (12, "rate  "), (12, "reservoir")):
        if height >= at_least:
            assert said in "\n".join(lines)
    if height < 23:
        assert "Ctrl-C" not in "\n".join(lines)


decimals = st.decimals(0, 10**6, places=3)
percents = st.none() | st.decimals(0, 1000, places=1) | st.just(Decimal("Infinity"))
volumes = st.integers(0, 10**13)


@given(
    st.integers(40, 250),
    st.none() | st.integers(1, 80),
    st.sampled_from(["utf-8", "ascii"]),
    st.tuples(percents, percents, percents),
    st.tuples(volumes, volumes),
    st.lists(st.sampled_from([*ALARMS, Alarm(1, "X" * 70, "HIGH", "Y" * 70)]), max_size=28),
    st.tuples(decimals, st.sampled_from(["RUN", "SUSP", "STOP"]), st.booleans(), st.booleans()),
    st.text(max_size=200),
)
def test_no_width_raises_or_overflows_a_line(
    width, height, encoding, effect, delivered, alarms, flow, text
):
    rate, state, programme, silent = flow
    what = view(
        state=state,
        rate_ul_per_h=rate,
        resumes_in_s=rate,
        rates=(rate, 0, rate * 7),
        delivered=Interval(*sorted(delivered)),
        bolus=Bolus("RUN", delivered[0], Interval(*sorted(delivered)), rate),
        reservoir=replace(STATUS.reservoir, volume_nl=delivered[1], low_nl=delivered[0]),
        forecast=Forecast(*effect, STATUS.forecast.levels),
        alarms=tuple(alarms),
        lower_dose=text,
        next_change=wall(2030, 1, 2),
        outage=Outage(text, text, 10**6) if silent else None,
        **({} if programme else {"programme": None}),
    )
    lines = screen(what, width, height, encoding, now_s=1e7)
    assert max(cell_len(line) for line in lines) <= width
    assert height is None or len(lines) <= height
