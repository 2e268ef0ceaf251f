"""Start-up graph and trumpet of records and logs, against every window tried by fractions."""

import random
from fractions import Fraction

import pytest

from tests.core.bench import DAY, HOUR, MIN, World, long_quanta
from tests.store.chain import chained
from tests.tools.pumpctl_call import Call, json_of
from tests.tools.trumpet_oracle import errors, startup
from tools.pumpctl.trumpet.curve import Period, TooShort, Track, flows, mean_error, trumpet
from tools.pumpctl.trumpet.records import NoRecord, read

STEP_PL = Fraction(15_625)
MS_PER_DAY = 86_400_000


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


def due(rate_pl_per_day, unit_pl=STEP_PL):
    return Fraction(rate_pl_per_day, MS_PER_DAY) / unit_pl


def jittered(seed, minutes, rate_pl_per_day):
    """Samples some 30 s apart of steps that come unevenly."""
    dice = random.Random(seed)
    samples, at, steps = {}, 0, Fraction(0)
    while at <= minutes * 60_000:
        samples[at] = int(steps)
        passed = 30_000 + dice.randrange(-400, 400)
        steps += due(rate_pl_per_day) * passed * Fraction(dice.randrange(0, 2000), 1000)
        at += passed
    return samples


def tracked(samples):
    totals = tuple(samples.values())
    return Track("steps", STEP_PL, tuple(samples), totals, totals)


# The arithmetic ---------------------------------------------------------------------------------


@pytest.mark.req("S49")
@pytest.mark.parametrize("seed", range(12))
def test_every_window_of_every_length_is_looked_at(seed):
    rate = (48_000_000, 600_000_000, 24_000_000_000)[seed % 3]
    samples = jittered(seed, 100, rate)
    begin, end = 600_000, max(samples) - 90_000
    period = Period(Fraction(rate), begin, end)
    for minutes in (2, 5, 11, 19, 31, 60):
        found = trumpet(tracked(samples), period, minutes)
        wanted = errors(samples, due(rate), minutes, begin, end)
        assert (found.windows, found.lowest, found.highest) == (
            len(wanted), min(wanted), max(wanted),
        )  # fmt: skip


def test_the_start_up_graph_is_each_flow_and_the_mean_all_of_it():
    samples = jittered(5, 60, 600_000_000)
    period = Period(Fraction(600_000_000), 30_000, 2_000_000)
    assert flows(tracked(samples), period) == startup(samples, due(600_000_000), 30_000, 2_000_000)
    inside = [at for at in samples if 30_000 <= at <= 2_000_000]
    moved = Fraction(samples[inside[-1]] - samples[inside[0]])
    even = due(600_000_000) * (inside[-1] - inside[0])
    assert mean_error(tracked(samples), period) == moved / even - 1


def test_steps_that_come_evenly_are_the_table_of_quantisation():
    """67.5 s a step at 0.02 mL/d: one or two steps in two minutes, where 1.78 are due."""
    samples = {at: at // 67_500 for at in range(0, 40 * 3_600_000, 30_000)}
    period = Period(Fraction(20_000_000), 7_200_000, max(samples))
    two = trumpet(tracked(samples), period, 2)
    assert (two.lowest, two.highest) == (Fraction(-7, 16), Fraction(1, 8))
    five = trumpet(tracked(samples), period, 5)
    assert (five.lowest, five.highest) == (Fraction(-1, 10), Fraction(1, 8))
    day = trumpet(tracked(samples), period, 1440)
    assert (day.lowest, day.highest) == (0, 0)


def test_bounds_give_the_widest_errors():
    track = Track("log", Fraction(1), (0, 60_000, 120_000), (0, 90, 190), (0, 110, 210))
    period = Period(Fraction(100 * 1440), 0, 120_000)
    one = trumpet(track, period, 1)
    assert (one.lowest, one.highest) == (Fraction(-20, 100), Fraction(20, 100))
    assert trumpet(track, period, 2).lowest == Fraction(-5, 100)


def test_a_window_longer_than_the_period_and_samples_too_far_apart_are_refused():
    samples = {at: at for at in range(0, 600_001, 50_000)}
    period = Period(Fraction(1), 0, 600_000)
    with pytest.raises(TooShort, match="too short for a window of 11 min"):
        trumpet(tracked(samples), period, 11)
    with pytest.raises(TooShort, match="no two samples are 2 min apart"):
        trumpet(tracked(samples), period, 2)
    assert trumpet(tracked(samples), period, 5).windows == 7


# Records ------------------------------------------------------------------------------------------

HEAD = "ms,least_nl,rate_pl_per_day\n"


def test_steps_come_back_from_the_nanolitres_that_were_told():
    for steps_per_ml in (16_000, 60_000, 64_000, 100_000):
        steps = [0, 1, 2, 3, 77, 1_000, 123_456]
        rows = [f"{n},{s * 10**6 // steps_per_ml}," for n, s in enumerate(steps)]
        [track] = read(HEAD + "\n".join(rows), steps_per_ml).tracks
        assert list(track.least) == steps


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at,least_nl\n0,0\n1,1\n", "no column ms"),
        (HEAD + "0,0,\n", "less than two moments"),
        (HEAD + "0,0,\n0.5,1,\n", "no whole number"),
        (HEAD + "0,0,\nx,15,\n", "no whole number"),
        (HEAD + "5,0,\n4,15,\n", "falls from 5 to 4"),
        (HEAD + "0,31,\n1,15,\n", "falls from 2 to 1"),
        (HEAD + "0,0,\n1,16,\n", "no whole steps at 64000"),
        ("ms,encoder_steps\n0,0\n1,0.5\n", "a step is whole"),
        ("ms,most_nl\n0,0\n1,15\n", "follows no volume"),
        (HEAD + "0,0,\n1,nan,\n", "no number"),
    ],
)
def test_what_is_no_record_is_refused(text, words):
    with pytest.raises(NoRecord, match=words):
        read(text, 64_000)


def test_the_longest_time_at_one_rate_is_found_and_a_balance_may_tremble():
    rows = ["0,0,", "1,0,5", "2,15,5", "3,15,7", "4,15,7", "5,31,7", "6,31,", "7,31,7"]
    record = read(HEAD + "\n".join(rows), 64_000)
    assert record.steady == Period(Fraction(7), 3, 5)
    [track] = read("ms,volume_nl\n0,1.5\n1,1.25\n", 64_000).tracks
    assert track.most == (1500, 1250)


# The command --------------------------------------------------------------------------------------


def written(tmp_path, minutes, rate=600_000_000):
    samples = {
        at: at * 64 * rate // (MS_PER_DAY * 10**6) for at in range(0, minutes * 60_000 + 1, 30_000)
    }
    rows = [f"{at},{steps * 15_625 // 1000}," for at, steps in samples.items()]
    path = tmp_path / "record.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


def test_a_record_is_judged_in_words_and_in_json(call, tmp_path):
    path = written(tmp_path, 28 * 60)
    done = call("trumpet", str(path), "--rate", "0.6 ML/D", port=False)
    assert done.exit_code == 0, done.output
    assert "1440 min" in done.stdout and "-0.62 to +1.25" in done.stdout
    told = json_of(call("trumpet", str(path), "--rate", "0.6 ML/D", "--json", port=False))
    assert told["rate_ml_per_day"] == 0.6
    assert told["analysis_begin_ms"] == 7_200_000
    [curve] = told["curves"]
    assert [each["minutes"] for each in curve["trumpet"]] == [2, 5, 11, 19, 31, 60, 360, 1440]
    assert curve["trumpet"][0] == {
        "minutes": 2, "windows": 26 * 120 + 1 - 4,
        "lowest_percent": -0.625, "highest_percent": 1.25,
    }  # fmt: skip
    assert len(curve["startup"]) == 240


def test_one_that_is_too_short_for_a_window_names_those_it_holds(call, tmp_path):
    path = written(tmp_path, 180)
    done = call("trumpet", str(path), "--rate", "0.6 ML/D", port=False)
    assert done.exit_code == 2
    assert "60 min: too short for a window of 360 min" in " ".join(done.stderr.split())
    assert "next: --windows 2,5,11,19,31,60" in done.stderr
    assert (
        call("trumpet", str(path), "--rate", "0.6 ML/D", "--windows", "60,2", port=False).exit_code
        == 0
    )
    path = written(tmp_path, 121)
    done = call("trumpet", str(path), "--rate", "0.6 ML/D", "--windows", "2", port=False)
    assert done.exit_code == 2 and "next: record flow at one rate" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "tells no rate"),
        (["--rate", "0.6 ML"], "is no flow"),
        (["--rate", "0 ML/D"], "a rate of nothing"),
        (["--rate", "0.6 ML/D", "--windows", "2,x"], "whole minutes"),
        (["--rate", "0.6 ML/D", "--windows", "0"], "whole minutes"),
        (["--rate", "0.6 ML/D", "--from", "40 HR"], "no two samples in the analysis"),
    ],
)
def test_a_mistake_in_the_call_is_named(call, tmp_path, arguments, words):
    done = call("trumpet", str(written(tmp_path, 180)), *arguments, port=False)
    assert done.exit_code == 2
    assert words in done.stderr


def test_the_end_can_be_chosen_as_the_standard_has_it(call, tmp_path):
    """The second hour of two."""
    path = written(tmp_path, 300)
    chosen = ["--until", "2 HR", "--startup", "60 MIN", "--windows", "2,5,11,19,31", "--json"]
    told = json_of(call("trumpet", str(path), "--rate", "0.6 ML/D", *chosen, port=False))
    assert (told["analysis_begin_ms"], told["end_ms"]) == (3_600_000, 7_200_000)
    assert told["curves"][0]["trumpet"][0]["windows"] == 117


# A board's own log --------------------------------------------------------------------------------


def log_of(world):
    return b"".join(chained(world.hal.events.kept))


@pytest.fixture(scope="module")
def days():
    world = World(quantum=long_quanta())
    world.begin(200_000)
    world.wait(4 * DAY)
    return log_of(world)


def test_a_log_tells_days_and_no_less(call, tmp_path, days):
    path = tmp_path / "pump.raw"
    path.write_bytes(days)
    told = json_of(call("trumpet", str(path), "--json", port=False))
    [curve] = told["curves"]
    [day] = curve["trumpet"]
    assert day["minutes"] == 1440 and day["windows"] >= 2 and curve["startup"] == []
    assert max(abs(day["lowest_percent"]), abs(day["highest_percent"])) < 0.01
    done = call("trumpet", str(path), "--windows", "60", port=False)
    assert done.exit_code == 2
    assert "no two samples are 60 min apart" in " ".join(done.stderr.split())
    assert "next: pumpctl record" in done.stderr


def test_what_disturbs_the_rate_is_in_no_window(call, tmp_path):
    world = World(quantum=long_quanta())
    world.begin(200_000)
    world.wait(30 * HOUR)
    world.order(world.pump.give_bolus, 20_000, 600_000, True)
    world.wait(10 * MIN + 4 * DAY)
    path = tmp_path / "pump.raw"
    path.write_bytes(log_of(world))
    told = json_of(call("trumpet", str(path), "--json", port=False))
    assert told["begin_ms"] > 40 * 3_600_000
    [day] = told["curves"][0]["trumpet"]
    assert max(abs(day["lowest_percent"]), abs(day["highest_percent"])) < 0.01


def test_a_log_without_two_figures_or_with_a_changed_line_is_refused(call, tmp_path, days):
    path = tmp_path / "pump.raw"
    path.write_bytes(b"".join(days.splitlines(True)[:4]))
    done = call("trumpet", str(path), port=False)
    assert done.exit_code == 2 and "no two figures" in done.stderr
    path.write_bytes(days.replace(b"most_steps=", b"most_steps=1", 1))
    done = call("trumpet", str(path), port=False)
    assert done.exit_code == 2 and "not sound" in done.stderr
