"""A mistake in a scenario names file, line, column and what was expected there."""

import pytest

from host_sim.scenario.parser import parse
from host_sim.scenario.words.place import ScenarioError

# line, column, what the message says, the text
MISTAKES = [
    (1, 1, "perhaps `fill`; found `filll`", "filll 18 mL of 500 ug/mL"),
    (1, 1, "expected a statement: >, acknowledge", "xylophone"),
    (1, 5, "expected a volume such as 18 mL; the line ends", "fill"),
    (1, 8, "expected a unit of volume (mL, uL, nL); the line ends", "fill 18"),
    (1, 9, "expected a unit of volume (mL, uL, nL); found `mg`", "fill 18 mg of 500 ug/mL"),
    (1, 8, "expected a unit of volume (mL, uL, nL); found `mg`", "fill 18mg of 500 ug/mL"),
    (1, 6, "expected a volume such as 18 mL; found `1.8.2`", "fill 1.8.2 mL of 500 ug/mL"),
    (1, 6, "expected a volume such as 18 mL; found `.5`", "fill .5 mL of 500 ug/mL"),
    (1, 6, "expected a volume such as 18 mL; found `mL`", "fill mL of 500 ug/mL"),
    (1, 8, "expected a unit of volume (mL, uL, nL); found `,`", "fill 18,5 mL of 500 ug/mL"),
    (1, 14, "expected a concentration such as 500 ug/mL; the line ends", "fill 18 mL of"),
    (1, 12, "expected `of`; found `with`", "fill 18 mL with 500 ug/mL"),
    (1, 16, "no finer than 1 nL; found `mL`", "fill 0.0000001 mL of 500 ug/mL"),
    (1, 7, "expected a unit of time (d, h, min, s, ms); the line ends", "wait 3"),
    (1, 8, "expected a unit of time (d, h, min, s, ms); found `weeks`", "wait 3 weeks"),
    (1, 8, "expected a unit of time (d, h, min, s, ms); found `m`", "wait 3 m"),
    (1, 8, "expected a unit of volume (mL, uL, nL); found `\u00b5g`", "fill 18\u00b5g"),
    (1, 17, "an amount of drug no finer than 1 ng; found `mcg`", "puncture 0.0001 mcg"),
    (1, 10, "a reason, perhaps `refill`; found `refil`", "stop for refil"),
    (1, 10, "a reason: overdose, serious_adr, maintenance, other, holiday", "stop for lunch"),
    (1, 6, "expected a time above zero; found `0`", "wait 0 s"),
    (1, 11, "expected the end of the line; found `extra`", "wait 30 d extra"),
    (1, 12, "expected a time of day from 00:00 to 23:59; found `24:00`", "wait until 24:00"),
    (1, 12, "expected a time of day from 00:00 to 23:59; found `7:00`", "wait until 7:00"),
    (1, 6, "expected `for`; found `now`", "stop now"),
    (1, 10, "a reason, perhaps `maintenance`; found `maintenence`", "stop for maintenence"),
    (1, 6, "this text in quotes never ends", 'note "x'),
    (1, 6, "expected words in quotes", "note night"),
    (1, 2, "expected a protocol line such as PRES:MODE FLEX; the line ends", ">"),
    (1, 11, "expected a mode: constant, flex; found `c`", "prescribe c"),
    (1, 20, "a dose rate such as 100 ug/d or a flow such as 20 uL/h", "prescribe constant at"),
    (1, 24, "expected a unit of dose rate (ug/d, mg/d, ug/h) or flow", "prescribe constant 100 ug"),
    (1, 41, "expected the end of the line; found `,`", "prescribe constant 100 ug/d at 500 ug/mL,"),
    (1, 7, "expected a fault of the plant, perhaps `gain`; found `gian`", "fault gian 3"),
    (1, 12, "gain: -50 to 25", "fault gain 99"),
    (1, 12, "on, off or a whole number", "fault gain much"),
    (1, 14, "expected an alarm, perhaps `RESERVOIR_LOW`", "expect alarm RESERVOR_LOW"),
    (1, 13, "expected an alarm: OVER_DELIVERY", "expect alarm"),
    (1, 8, "expected something to expect, perhaps `state`; found `stat`", "expect stat RUN"),
    (1, 14, "expected a state: IDLE, RUN, SUSP, STOP, FAULT", "expect state RUNNING"),
    (1, 28, "a unit of volume (mL, uL, nL) or percentage (%)", "expect delivered 6 mL +- 1 d"),
    (2, 14, "expected one of the pump's error numbers", "start\nexpect error 999"),
    (2, 14, "`expect error` must follow the order", "wait 1 d\nexpect error 201"),
    (1, 7, "expected a date such as 2030-01-31, or `unset`", "clock 2030-13-01 00:00"),
    (1, 6, "a reservoir of 20 mL or 40 mL", "pump 30 mL"),
    (1, 19, "expected a clearance from 16 to 40 mL/h", "patient clearance 90 mL/h"),
    (1, 7, "expected a time below one ring of ticks", "ticks 13 d before wrap"),
    (2, 1, "expected `pump` before the first order; found `pump`", "start\npump 20 mL"),
    (1, 1, "this `repeat` has no `end`", "repeat 2 times\nstart"),
    (1, 1, "expected `repeat` before `end`", "end"),
    (1, 8, "expected a number of rounds from 1 to 10000", "repeat 0 times\nend"),
    (1, 8, "expected a number of rounds such as 30", "repeat often\nend"),
    (1, 1, "expected at least one order; the file ends", ""),
    (3, 1, "expected at least one order; the file ends", "# only\n\n"),
    (1, 4, "a control character, 0x1b: take it out", "# a\x1b[31mtitle\nstart"),
    (2, 7, "a control character, 0x9b: take it out", 'start\nnote "\x9b"'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "column", "words", "text"), MISTAKES)
def test_a_mistake_names_its_place(line: int, column: int, words: str, text: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(text, "here.txt")
    mistake = caught.value
    assert words in mistake.message
    assert (mistake.line, mistake.column) == (line, column)


def test_the_error_shows_the_line_with_a_caret_below() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse("# A title\nstart\nfill 18 mg of 500 ug/mL   # a remark", "here.txt")
    assert str(caught.value).split("\n") == [
        "here.txt:3:9: expected a unit of volume (mL, uL, nL); found `mg`",
        "    fill 18 mg of 500 ug/mL",
        "            ^^",
    ]


def test_the_line_of_a_control_character_is_shown_without_it() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse("# a\x1b[31mtitle\x07\nstart", "here.txt")
    assert str(caught.value).split("\n")[1:] == ["    # a [31mtitle ", "       ^"]


def test_a_byte_order_mark_is_no_word() -> None:
    assert parse("\ufeff# A title\r\nstart\r\n", "here.txt").title == "A title"


def test_a_tab_counts_as_one_column() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse("fill\t18 mg of 500 ug/mL", "here.txt")
    assert caught.value.column == 9
