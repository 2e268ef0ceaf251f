"""Programmes in TOML and amounts with units: every mistake names its place."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.tools.pumpctl_peer import Peer
from tools.pumpctl import Amount, Differs, Keys, Mistake, Pump, Refused
from tools.pumpctl.client import toml
from tools.pumpctl.client.programme import canonical, digest
from tools.pumpctl.client.quantities import DOSE_RATE, FLOW, MASS, TIME, VOLUME, shown
from tools.pumpctl.client.trouble import Disturbed
from tools.pumpctl.present.as_json import text_of

FLEX = """\
drug = "baclofen"
concentration = "500 UG/ML"
mode = "FLEX"

[[segment]]
start = "22:00"
rate = "360 UG/D"

[[segment]]
start = "00:00"
rate = "20 UL/HR"

[limits]
day = "400 UG"
"""


# Programmes -------------------------------------------------------------------------------------


def test_a_programme_becomes_the_lines_that_stage_it():
    assert toml.parse(FLEX, "x.toml").messages() == [
        'PRES:DRUG "baclofen";CONC 500 UG/ML',
        'PRES:SEGM1:STAR "00:00";RATE 20 UL/HR',
        'PRES:SEGM2:STAR "22:00";RATE 360 UG/D',
        "PRES:LIM:DAY 400 UG",
        "PRES:MODE FLEX",
    ]


def test_a_days_dose_counts_each_segment_for_as_long_as_it_holds():
    programme = toml.parse(FLEX, "x.toml")
    assert programme.day_ng() == 250_000  # 22 h of 240 and 2 h of 360 ug a day
    assert programme.day_nl() == 500_000


@pytest.mark.parametrize("name", ["flex", "constant"])
def test_the_examples_are_programmes(name, pytestconfig):
    path = pytestconfig.rootpath / "tools/pumpctl/examples" / f"{name}.toml"
    assert toml.load(path).drug == "baclofen"


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('drug = "baclofen"', "drug = 5", "x.toml:1:1: drug: is no text"),
        ('drug = "baclofen"\n', "", "x.toml:1:1: drug: is missing"),
        ('"500 UG/ML"', "500", "x.toml:2:1: concentration: is no text"),
        ('"500 UG/ML"', '"500"', 'x.toml:2:1: concentration: "500" is no amount'),
        ('"500 UG/ML"', '"500 UG"', "x.toml:2:1: concentration: 500 UG is no concentration"),
        ('"500 UG/ML"', '"0,5 MG/ML"', 'x.toml:2:1: concentration: "0,5 MG/ML" is no amount'),
        ('"500 UG/ML"', '"0.00005 UG/ML"', "x.toml:2:1: concentration: 0.00005 UG/ML is finer"),
        ('"FLEX"', '"FLUX"', 'x.toml:3:1: mode: "FLUX" is no mode'),
        ('mode = "FLEX"', 'mode = "CONS"', "x.toml:9:1: segment 2: CONS has one rate"),
        ('"22:00"', '"24:00"', 'x.toml:6:1: segment 1, start: "24:00" is no time of day'),
        (
            '"20 UL/HR"',
            '"20 UL/FORTNIGHT"',
            'x.toml:11:1: segment 2, rate: "UL/FORTNIGHT" is no unit',
        ),
        ('rate = "20 UL/HR"', 'rat = "20 UL/HR"', "x.toml:11:1: segment 2, rat: is no key"),
        ('start = "00:00"\n', "", "x.toml:9:1: segment 2, start: is missing"),
        ('day = "400 UG"', 'day = "400 UG/D"', "x.toml:14:1: limits, day: 400 UG/D is no drug"),
        ('day = "400 UG"', 'week = "400 UG"', "x.toml:14:1: limits, week: is no key"),
        ("[limits]", "[limit]", "x.toml:13:1: limit: is no key"),
        ('"baclofen"', '"baclofen', "x.toml:1:17: Illegal character '\\n'"),
    ],
)
def test_a_mistake_names_line_and_key(was, becomes, told):
    assert was in FLEX
    with pytest.raises(Mistake) as mistake:
        toml.parse(FLEX.replace(was, becomes), "x.toml")
    assert mistake.value.text.startswith(told)
    assert mistake.value.next_step
    assert mistake.value.exit_code == 2


DEFAULTS = {
    "day": Amount.read("1200 UG", MASS),
    "rate": Amount.read("24 ML/D", FLOW),
    "bolus": Amount.read("100 UG", MASS),
    "lockout": Amount.read("1 HR", TIME),
}
TEXT = (
    b"CISTERNA RX 1\nDRUG baclofen\nCONCENTRATION 500000 ng/mL\nRESERVOIR 20000000 nL\n"
    b"MODE FLEX\nSEGMENT 00:00 480000 nL/d\nSEGMENT 22:00 360000 ng/d\n"
    b"LIMIT DAY 400000 ng\nLIMIT RATE 24000000 nL/d\nLIMIT BOLUS 100000 ng\n"
)


def test_a_canonical_text_says_what_was_meant():
    text = TEXT
    given = toml.parse(FLEX, "x.toml")
    meant = given.completed(DEFAULTS)
    assert meant.differences(canonical(text)) == []
    assert len(given.differences(canonical(text))) == 3  # limits that it does not speak of
    assert len(digest(text)) == 16
    for was, becomes in [
        (b"baclofen", b"morphine"),
        (b"500000 ng", b"500001 ng"),
        (b"FLEX", b"CONS"),
        (b"480000 nL", b"480001 nL"),
        (b"480000 nL/d", b"480000 ng/d"),
        (b"SEGMENT 22:00 360000 ng/d\n", b""),
        (b"DAY 400000", b"DAY 500000"),
        (b"BOLUS 100000", b"BOLUS 1000"),
        (b"LIMIT RATE 24000000 nL/d\n", b""),
        (b"LIMIT DAY", b"SEGMENT 23:00 1000 ng/d\nLIMIT DAY"),
        (b"LIMIT DAY", b"LIMIT LOCKOUT 3600001 ms\nLIMIT DAY"),
    ]:
        assert len(meant.differences(canonical(text.replace(was, becomes)))) == 1


# Amounts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dimension", "base", "said"),
    [
        ("25 UG", MASS, 25_000, "25 UG"),
        ("0.025mg", MASS, 25_000, "0.025 MG"),
        ("25 mcg", MASS, 25_000, "25 UG"),
        ("25 \u00b5g", MASS, 25_000, "25 UG"),
        ("25\u03bcg", MASS, 25_000, "25 UG"),
        ("240 \u00b5g/day", DOSE_RATE, 240_000, "240 UG/D"),
        ("20 ml / d", FLOW, 20_000_000, "20 ML/D"),
        ("2 days", TIME, 172_800_000, "2 D"),
        ("90 minutes", TIME, 5_400_000, "90 MIN"),
        ("20 ul/h", FLOW, 480_000, "20 UL/HR"),
        ("1e1 MIN", TIME, 600_000, "10 MIN"),
    ],
)
def test_text_is_an_exact_amount(text, dimension, base, said):
    amount = Amount.read(text, dimension)
    assert (amount.base, str(amount)) == (base, said)


@pytest.mark.parametrize("text", ["25", "UG", "-1 UG", "25 UG/D", "25,5 UG", "25 M", "1.0001 NG"])
def test_what_is_no_dose_is_refused_with_the_units_that_are(text):
    with pytest.raises(Mistake) as mistake:
        Amount.read(text, MASS)
    assert mistake.value.next_step


@pytest.mark.parametrize(
    "text, hint",
    [("1,500 ml", '"1.500 ml"'), ("5 M", "MIN"), ("5 u", "UG"), ("\u0662\u0665 ug", "UG")],
)
def test_what_may_mean_two_things_is_refused_and_never_guessed(text, hint):
    with pytest.raises(Mistake) as mistake:
        Amount.read(text, VOLUME, MASS, TIME)
    assert hint in mistake.value.next_step


def test_a_float_is_no_dose():
    with pytest.raises(TypeError):
        Amount.of(0.1, "UG")  # type: ignore[arg-type]
    assert Amount.of(Decimal("0.1"), "UG").base == 100
    with pytest.raises(Mistake, match="below zero"):
        Amount.of(-1, "UG")


def test_figures_are_rounded_half_away_and_end():
    assert [shown(Fraction(*ratio), 2) for ratio in [(1, 8), (-1, 8), (2, 1), (1, 3), (0, 1)]] == [
        "0.13",
        "-0.13",
        "2",
        "0.33",
        "0",
    ]


def test_json_keeps_every_digit():
    assert text_of({"a": Decimal("20.833333"), "b": None, "c": Decimal("Infinity")}) == (
        '{"a": 20.833333, "b": null, "c": "beyond"}'
    )
    assert text_of([Decimal("1E+3"), True, 'x"']) == '[1000, true, "x\\""]'


# On the pump ------------------------------------------------------------------------------------


@pytest.fixture
def peer():
    return Peer()


@pytest.fixture
def pump(peer, tmp_path):
    return Pump(peer, Keys(tmp_path / "keys.toml"))


def test_what_a_pump_makes_of_it_is_read_back_before_anything_else(pump, peer):
    peer.staging.off_by = 1
    with pytest.raises(Differs, match="concentration"):
        pump.prescription.stage(toml.parse(FLEX, "x.toml"))
    assert peer.staging.drug == ""


def test_what_somebody_else_has_staged_meanwhile_is_not_committed(pump, peer):
    staged = pump.prescription.stage(toml.parse(FLEX, "x.toml"))
    peer.staging.take("PRES:SEGM1:RATE", "200 UG/D")
    with pytest.raises(Refused, match="Digest mismatch") as refused:
        pump.prescription.commit(staged)
    assert "pumpctl program once more" in refused.value.next_step
    assert peer.done == []


@pytest.mark.parametrize(
    ("header", "rest"),
    [("PRES:LIM:BOLUS", "1 UG"), ("PRES:LIM:DAY", "900 UG"), ("PRES:SEGM3:RATE", "1 UL/HR")],
)
def test_what_somebody_else_adds_while_it_is_staged_is_seen(pump, peer, header, rest):
    run = peer._run

    def with_a_stranger(message, level):
        if "PRES:DATA?" in message:
            peer.staging.take(header, rest)
        return run(message, level)

    peer._run = with_a_stranger
    with pytest.raises(Differs, match="meant"):
        pump.prescription.stage(toml.parse(FLEX, "x.toml"))
    assert peer.staging.drug == ""


def test_what_is_active_after_a_commit_is_looked_at(pump, peer):
    staged = pump.prescription.stage(toml.parse(FLEX, "x.toml"))
    peer.answers["PRES:ACT:DIG?"] = "#H" + "0" * 16
    with pytest.raises(Differs, match="is active, not"):
        pump.prescription.commit(staged)


CARE = 'care = ["cautious", "withdrawal_risk_high"]\n'


def test_what_care_a_patient_needs_is_staged_and_compared():
    meant = toml.parse(CARE + FLEX, "x.toml")
    lines = meant.messages()
    assert lines[-3:-1] == ["PRES:CARE:CAUT ON", "PRES:CARE:WITH ON"]
    there = canonical(TEXT + b"CARE CAUTIOUS\n")
    found = meant.completed(DEFAULTS).differences(there)
    assert found == ["care: cautious withdrawal_risk_high meant, cautious staged"]
    both = canonical(TEXT + b"CARE CAUTIOUS\nCARE WITHDRAWAL_RISK\n")
    assert meant.completed(DEFAULTS).differences(both) == []


@pytest.mark.parametrize("wrong", ['"cautious"', '["careful"]', '["cautious", "cautious"]', "3"])
def test_care_of_another_form_is_told(wrong):
    with pytest.raises(Mistake, match="care"):
        toml.parse(f"care = {wrong}\n" + FLEX, "x.toml")


def test_a_text_that_has_it_twice_is_not_guessed():
    with pytest.raises(Disturbed):
        canonical(TEXT + b"CARE CAUTIOUS\nCARE CAUTIOUS\n")
