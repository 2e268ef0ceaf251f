"""Units and reasons as people write them mean what the usual spelling means."""

import pytest

from host_sim.scenario.parser import parse
from host_sim.scenario.words.cursor import Cursor
from host_sim.scenario.words.orders import STOP_WORDS, Order
from host_sim.scenario.words.quantities import (
    CLEARANCE,
    DOSE_RATE,
    FLOW,
    TIME,
    Kind,
    duration_ms,
    one_of,
    quantity,
)
from pump.core.control.therapy_orders import STOP_REASONS
from tools.pumpctl.commands.reasons import reason_of


def lines_of(text: str) -> tuple[str, ...]:
    statement = parse(text, "here.txt").statements[0]
    assert isinstance(statement, Order)
    return statement.lines


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("fill 18 ml of 500 \u00b5g/ml", "fill 18 mL of 500 ug/mL"),
        ("fill 18ml of 500\u03bcg/mL", "fill 18 mL of 500 ug/mL"),
        ("fill 18 ML of 0.5 MG/ML", "fill 18 mL of 0.5 mg/mL"),
        ("bolus 50 mcg over 5 minutes", "bolus 50 ug over 5 min"),
        ("bolus 20 \u00b5L over 1 hour", "bolus 20 uL over 1 h"),
        ("suspend for 1 day 2 hrs", "suspend for 1 d 2 h"),
        ("prescribe constant 9 \u00b5g/day at 5 mcg/ml", "prescribe constant 9 ug/d at 5 ug/mL"),
        ("prescribe constant 9 \u00b5l/hr at 5 mg/ml", "prescribe constant 9 uL/h at 5 mg/mL"),
        ("stop for refill", "stop for maintenance"),
        ("stop for adr", "stop for serious_adr"),
    ],
)  # fmt: skip
def test_both_send_the_same_lines(written: str, usual: str) -> None:
    assert lines_of(written) == lines_of(usual)


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("2 ms", TIME, 2),
        ("2 S", TIME, 2_000),
        ("1.5 Days", TIME, 129_600_000),
        ("30 ml/hour", CLEARANCE, 30),
        ("1 ML/D", FLOW, 1_000_000_000),
    ],
)
def test_the_value_is_that_of_the_usual_spelling(written: str, kind: Kind, value: int) -> None:
    assert quantity(Cursor("here.txt", 1, written), kind).value == value


def test_a_kind_is_told_by_any_spelling() -> None:
    assert one_of(Cursor("here.txt", 1, "100 \u00b5g/day"), (DOSE_RATE, FLOW)).kind is DOSE_RATE
    assert one_of(Cursor("here.txt", 1, "20 ul/HR"), (DOSE_RATE, FLOW)).kind is FLOW
    assert duration_ms(Cursor("here.txt", 1, "1 day 12 hours")) == 129_600_000


@pytest.mark.parametrize("word", STOP_WORDS)
def test_pumpctl_takes_the_word_for_the_same_reason(word: str) -> None:
    assert STOP_WORDS[word] in STOP_REASONS
    assert STOP_WORDS[word] == reason_of([word])
