"""What a log may not hide: cut off, edited, moved, dropped, put in, or of another volume."""

import json

import pytest
from typer.testing import CliRunner

from tests.core.bench import DAY, HOUR, MIN, MS, World, long_quanta
from tests.store.chain import chained
from tools.pumpctl.cli import app
from tools.pumpctl.stored import NotALog, read, unwrapped
from tools.pumpctl.verify import Expected, verify


def scenario(quantum=None):
    """Three days with a bolus, a suspension, a stall, a power cut, a stop and a start."""
    world = World(quantum=quantum)
    world.begin(200_000)
    world.wait(30 * HOUR)
    world.order(world.pump.give_bolus, 20_000, 600_000, True)
    world.wait(HOUR)
    world.order(world.pump.suspend, 90 * MIN // MS)
    world.wait(5 * HOUR)
    world.motor.stand(True)
    world.wait(3 * MIN)
    world.motor.stand(False)
    world.wait(4 * HOUR)
    world.order(world.pump.suspend, MIN // MS)
    world.wait(HOUR)
    world.power_cycle(20 * MIN)
    world.wait(5 * HOUR)
    world.order(world.pump.stop, "OTHER")
    world.wait(HOUR)
    world.order(world.pump.start)
    world.wait(DAY)
    return world


WORLD = scenario()
TEXTS = WORLD.hal.events.kept
STORED = chained(TEXTS)


def judged(stored, **expected):
    return verify(read(b"".join(stored)), Expected(**expected))


def at(word):
    return next(index for index, text in enumerate(TEXTS) if text.split()[2] == word.encode())


def test_the_scenario_has_what_is_judged_and_is_sound():
    words = {text.split()[2] for text in TEXTS}
    assert words >= {b"BOLUS", b"BOLUS_END", b"STALL", b"LOST", b"RESTART", b"LEDGER", b"SUSPEND"}
    report = judged(STORED, head=STORED[-1][-17:-1].decode())
    assert report.sound, report.differs
    assert report.told is not None
    _, least, most = report.told
    assert report.told_bounds[0] <= least <= most <= report.told_bounds[1]
    assert report.bounds is not None
    assert report.bounds[1] - report.bounds[0] < 100


def test_a_log_of_quanta_of_an_hour_is_sound():
    texts = scenario(long_quanta()).hal.events.kept
    assert judged(chained(texts)).sound


@pytest.mark.parametrize("index", range(len(STORED)))
def test_an_edited_line_does_not_fit(index):
    edited = list(STORED)
    digit = next(digit for digit in b"0123456789" if digit in edited[index])
    edited[index] = edited[index].replace(b"%c" % digit, b"%c" % (digit ^ 1), 1)
    report = judged(edited)
    assert index + 1 in report.unfit
    assert {index + 1, index + 2} >= {report.differs[0].number}


@pytest.mark.parametrize("index", range(len(STORED) - 1))
def test_a_dropped_line_is_missed(index):
    report = judged(STORED[:index] + STORED[index + 1 :])
    assert not report.sound
    assert any("missing" in note.text for note in report.differs)


@pytest.mark.parametrize("index", range(len(STORED) - 1))
def test_two_lines_that_changed_places_are_seen(index):
    moved = list(STORED)
    moved[index : index + 2] = moved[index + 1], moved[index]
    assert not judged(moved).sound


def test_lines_cut_off_at_the_end_show_by_the_link():
    head = STORED[-1][-17:-1].decode()
    assert judged(STORED[:-3]).sound
    assert not judged(STORED[:-3], head=head).sound
    assert not judged([*STORED[:-1], STORED[-1][:-9]]).sound


def test_lines_cut_off_at_the_beginning_show_unless_they_are_rotated_away():
    assert not judged(STORED[5:]).sound
    report = judged(STORED[5:], first=6)
    assert report.sound
    assert any("first lines are not here" in note.text for note in report.remarks)


def test_a_line_that_comes_twice_is_seen():
    assert not judged([*STORED[:4], STORED[3], *STORED[4:]]).sound


FORGED = [
    ("RATE", b"delivered_steps=0", b"delivered_steps=3"),
    ("RATE", b"rate_pl_per_day=400000000", b"rate_pl_per_day=410000000"),
    ("START", b"rate_pl_per_day=400000000", b"rate_pl_per_day=390000000"),
    ("BOLUS", b"dose_ng=20000", b"dose_ng=21000"),
    ("BOLUS", b"duration_ms=600000", b"duration_ms=60000"),
    ("BOLUS_END", b"delivered_steps=", b"delivered_steps=1"),
    ("FRONT", b"concentration_ng_per_ml=500000", b"concentration_ng_per_ml=400000"),
    ("LEDGER", b"most_steps=", b"most_steps=1"),
    ("LEDGER", b"least_steps=", b"least_steps=-"),
    ("RETRY", b"doubt_steps=", b"doubt_steps=1"),
    ("LOST", b"lost_steps=", b"lost_steps=1"),
    ("SUSPEND", b"delivered_steps=", b"delivered_steps=1"),
    ("RESUME", b"delivered_steps=", b"delivered_steps=1"),
    ("RESTART", b"gap_ms=", b"gap_ms=1"),
    ("BOOT", b"steps_per_ml=64000", b"steps_per_ml=64100"),
]


@pytest.mark.parametrize("word, was, becomes", FORGED)
def test_a_forged_figure_under_a_new_chain_shows_in_the_volume(word, was, becomes):
    """Who writes a new chain still has to make every figure fit all others."""
    texts = list(TEXTS)
    index = at(word)
    assert was in texts[index], texts[index]
    texts[index] = texts[index].replace(was, becomes)
    if word == "START":  # the RATE line behind it says it again
        texts[at("RATE")] = texts[at("RATE")].replace(was, becomes)
    report = judged(chained(texts))
    assert report.unfit == []
    assert not report.sound


@pytest.mark.parametrize("word", ["BOLUS", "SUSPEND", "STALL", "LOST", "STOP"])
def test_an_event_left_out_under_a_new_chain_shows_in_the_volume(word):
    texts = [text for text in TEXTS if text.split()[2] != word.encode()]
    report = judged(chained(texts))
    assert report.unfit == []
    assert not report.sound


def test_how_far_it_is_off_is_told_in_steps_at_the_line():
    texts = list(TEXTS)
    index = next(i for i in range(len(texts)) if b"LEDGER least_steps=25600 " in texts[i])
    texts[index] = texts[index].replace(b"=25600", b"=25650")
    report = judged(chained(texts))
    assert report.differs[0].number == index + 1
    assert 48 <= report.differs[0].steps <= 50


@pytest.mark.parametrize(
    "ledger_nl, sound",
    [((1_200_000, 1_201_000), True), ((400_000, 500_000), False), ((0, 10), False)],
)
def test_the_ledger_of_the_pump_is_compared(ledger_nl, sound):
    """A rate of 0.4 mL a day."""
    world = World()
    world.begin(200_000)
    world.wait(3 * DAY)
    report = judged(chained(world.hal.events.kept), ledger_nl=ledger_nl)
    assert report.sound is sound


def test_blocks_of_replies_are_unwrapped():
    parts = b"".join(STORED[:9]), b"".join(STORED[9:])
    replies = b"".join(b"#%d%d" % (len(str(len(part))), len(part)) + part + b"\n" for part in parts)
    assert unwrapped(replies) == b"".join(STORED)
    assert unwrapped(b"".join(STORED)) == b"".join(STORED)
    assert judged([replies]).sound


@pytest.mark.parametrize("data", [b"", b"\n\n", b"#15hello", b"no log\n", b"\xff\xfe\n"])
def test_what_is_no_log_is_told(data):
    with pytest.raises(NotALog):
        read(data)


def test_a_fault_log_is_judged_by_chain_and_numbers():
    report = judged(chained(WORLD.hal.faults.kept))
    assert report.sound
    assert any("chain and numbers only" in note.text for note in report.remarks)


# The command ------------------------------------------------------------------------------------


def run(tmp_path, stored, *options):
    path = tmp_path / "pump.log"
    path.write_bytes(b"".join(stored))
    return CliRunner().invoke(app, ["verify-log", str(path), *options])


def test_the_command_says_sound(tmp_path):
    done = run(tmp_path, STORED, "--head", "#H" + STORED[-1][-17:-1].decode().upper())
    assert done.exit_code == 0, done.output
    assert "sound" in done.output
    assert "every line fits" in done.output


def test_the_command_names_the_first_difference(tmp_path):
    edited = [*STORED[:6], STORED[6].replace(b"0", b"1", 1), *STORED[7:]]
    done = run(tmp_path, edited)
    assert done.exit_code == 1
    assert "line 7" in done.output


def test_json_has_everything(tmp_path):
    done = run(tmp_path, STORED[:-1], "--json", "--ledger", "0,99000000")
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert found["sound"] is True
    assert found["lines"] == len(STORED) - 1
    assert found["bounds"][0] <= found["bounds"][1]


@pytest.mark.parametrize(
    "options",
    [["--head", "12"], ["--ledger", "5"], ["--ledger", "9,5"], ["--first", "0"], ["--nonsense"]],
)
def test_mistakes_in_the_call_are_told(tmp_path, options):
    done = run(tmp_path, STORED, *options)
    assert done.exit_code == 2


def test_a_file_that_is_missing_or_no_log_is_told(tmp_path):
    assert CliRunner().invoke(app, ["verify-log", str(tmp_path / "none")]).exit_code == 2
    assert run(tmp_path, [b"nothing\n"]).exit_code == 2
