"""The picture of `pumpctl status --watch`: its alarm lane, and what it says without an answer."""

import re
from decimal import Decimal

import pytest

from tests.tools.watch_views import ALARMS, row, screen, view
from tools.pumpctl.client.answers import Alarm
from tools.pumpctl.present.watch.view import Outage

SILENT = Outage("the pump does not answer", "is it switched on?", 3)


# Alarms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 200])
def test_the_highest_alarm_that_nobody_acknowledged_comes_first(width):
    text = "\n".join(screen(view(alarms=ALARMS), width))
    places = [text.index(name) for name in ("MOTOR_STALL", "DAY_DOSE", "RESERVOIR_LOW", "STOPPED")]
    assert places == sorted(places)
    for priority in ("HIGH", "MEDIUM", "LOW"):
        assert f" {priority} " in text


def test_a_priority_that_nobody_knows_comes_before_all():
    text = "\n".join(screen(view(alarms=(*ALARMS, Alarm(99, "NEW_ONE", "DIRE", "ACTIVE")))))
    assert text.index("DIRE") < text.index("HIGH")


def test_each_says_what_to_do():
    lines = screen(view(alarms=ALARMS), 80)
    at = next(at for at, line in enumerate(lines) if "MOTOR_STALL" in line)
    assert lines[at + 1].startswith("  Look for a kink, a jam or a magnet.")
    whole = " ".join(line.split("│")[-1].strip() for line in screen(view(alarms=ALARMS), 160, None))
    assert "when it has turned again, ALAR:RES MOTOR_STALL." in whole


def test_no_alarm_is_a_word():
    assert "no alarm" in screen(view())


@pytest.mark.parametrize("width", [60, 200])
def test_more_alarms_than_there_is_room_for_are_counted(width):
    many = tuple(Alarm(at, f"A{at}", "HIGH" if at < 3 else "LOW", "ACTIVE") for at in range(28))
    lines = screen(view(alarms=many), width)
    text = "\n".join(lines)
    (more,) = [line for line in lines if "pumpctl alarms list" in line]
    shown = len(re.findall(r"A\d+ ACTIVE", text))
    assert f"and {28 - shown} more ({28 - shown} LOW): pumpctl" in more
    assert "delivered" in text  # an alarm lane hides no bar
    assert "A0 ACTIVE" in text


# Without an answer -------------------------------------------------------------------------------


def test_without_an_answer_all_is_stale_and_says_since_when():
    lines = screen(view(outage=SILENT, state="SUSP", resumes_in_s=Decimal(9)), now_s=142.0)
    assert lines[1].startswith(" was SUSP ")
    assert lines[1].endswith("does not answer")
    assert "resumes" not in lines[1]  # that was then
    assert lines[2].startswith(" STALE  42 s old: as it was at 12:30:05 by this computer")
    assert lines[3].strip() == "tried 3 times, goes on: the pump does not answer"
    assert lines[4].strip() == "next: is it switched on?"
    assert row(lines, "delivered").endswith("1.5 to 1.501 mL")


@pytest.mark.parametrize(("now_s", "stale"), [(103.0, False), (103.5, True)])
def test_an_answer_that_does_not_come_makes_it_stale_by_itself(now_s, stale):
    text = "\n".join(screen(view(), now_s=now_s))
    assert ("STALE  3 s old" in text) is stale
    assert ("waiting for the answer" in text) is stale


def test_what_is_stale_is_dimmed_but_its_mark_is_not():
    lines = screen(view(outage=SILENT), force_terminal=True, color_system="standard")
    body = [line for line in lines if "delivered" in line or "rate" in line]
    assert all(re.match(r"\x1b\[([0-9]+;)*2[;m]", line) for line in body)
    (mark,) = [line for line in lines if "STALE" in line]
    assert re.search(r"\x1b\[1;7m STALE", mark)
