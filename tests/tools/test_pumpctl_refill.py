"""A refill, the ampoules for it, and the line: what is shown, asked and ordered."""

import pytest

from tests.tools.pumpctl_call import Call, json_of
from tools.pumpctl import ampoules
from tools.pumpctl.client.trouble import Mistake

ML = 1_000_000
ANSWERS = ("--withdrawn", "16.4 ML", "--volume", "18 ML", "--concentration", "500 UG/ML")


@pytest.fixture
def call(tmp_path):
    return Call(tmp_path)


# Ampoules -----------------------------------------------------------------------------------------


@pytest.mark.req("S2", "S3")
@pytest.mark.parametrize(
    "volume_ml, ng_per_ml, count, cartons, saline_ml, waste_ml",
    [
        (20, 2_000_000, 4, 1, 0, 0),  # S2
        (40, 2_000_000, 8, 2, 0, 0),
        (18, 500_000, 1, 1, 0, 2),
        (20.000001, 500_000, 2, 2, 0, 19.999999),
        (18, 1_000_000, 2, 1, 9, 1),  # of 2 mg/mL
        (18, 50_000, 18, 4, 0, 0),
        (40, 100_000, 1, 1, 32, 12),  # of 0.5 mg/mL: less drug is thrown away
    ],
)
def test_ampoules_are_rounded_up_and_the_waste_is_told(
    volume_ml, ng_per_ml, count, cartons, saline_ml, waste_ml
):
    found = ampoules.for_filling(round(volume_ml * ML), ng_per_ml)
    assert (found.ampoules, found.cartons) == (count, cartons)
    assert (found.saline_nl, found.waste_nl) == (saline_ml * ML, round(waste_ml * ML))
    held = found.drawn_nl * found.ampoule_ng_per_ml
    assert held >= round(volume_ml * ML) * ng_per_ml


@pytest.mark.req("S2")
@pytest.mark.parametrize("ng_per_ml", [49_999, 2_000_001])
def test_no_ampoule_makes_these(ng_per_ml):
    with pytest.raises(Mistake):
        ampoules.for_filling(18 * ML, ng_per_ml)


@pytest.mark.req("S6")
def test_a_screening_dose_takes_the_weakest_each_by_itself(call):
    told = json_of(call("ampoules", "50 UG", "75 UG", "100 UG", "--json", port=False))
    assert [each["ampoules"] for each in told["needed"]] == [1, 2, 2]
    assert [each["waste_ng"] for each in told["needed"]] == [0, 25_000, 0]


def test_other_amounts_are_a_mistake(call):
    for said in (["18 ML"], ["500 UG/ML", "18 ML"], ["18 ML", "50 UG"]):
        assert call("ampoules", *said, port=False).exit_code == 2


# A refill -----------------------------------------------------------------------------------------


@pytest.mark.req("S14", "S16")
def test_a_refill_is_led_through_by_questions(call):
    call.peer.answers["CATH:SLUG?"] = "308000,500"
    done = call("refill", typed="16.4 ML\n18 ML\n500 UG/ML\n\n\n\n\n\n\ny\n")
    assert done.exit_code == 0, done.output
    assert call.orders() == ["RES:RECO 16.4 ML", "RES:FILL 18 ML,500 UG/ML", "LOG:ATT REF,0"]
    for words in (
        "16.5 mL expected",
        "1 ampoule(s) of 20 mL, 500 ug/mL",
        "days left",
        "refill due",
        "L359",
    ):
        assert words in done.stdout
    assert "another concentration" not in done.stdout


def test_after_another_concentration_there_are_no_days_before_its_programme(call):
    """What is in force is the programme of the drug before."""
    call.peer.answers["CATH:SLUG?"] = "308000,1000"
    call.peer.answers["RES:DAYS?"] = "9.91E37,9.91E37"
    said = call("refill", *ANSWERS, "--yes").stdout
    assert "days left: told once a programme for this concentration is committed" in said


def test_it_scripts_and_answers_in_one_object(call):
    told = json_of(call("refill", *ANSWERS, "--yes", "--json"))
    assert told["ordered"] is True
    assert told["reconciled"]["verdict"] == "OK"
    assert told["trend"] == {
        "refills": 2,
        "error_nl": 300_000,
        "given_nl": 31_500_000,
        "verdict": "OK",
    }
    assert told["needed"]["waste_nl"] == 2 * ML


@pytest.mark.parametrize(("error_nl", "told"), [(300_000, "less found"), (-300_000, "more found")])
def test_the_memory_of_refills_says_on_which_side(call, error_nl, told):
    call.peer.answers["RES:RECO:TREN?"] = f"2,{error_nl},31500000,OK"
    said = call("refill", *ANSWERS, "--yes").stdout
    assert f"OK, 0.3 mL {told} than expected, of 31.5 mL given" in said


def test_a_dry_run_orders_nothing(call):
    told = json_of(call("refill", *ANSWERS, "--dry-run", "--json"))
    assert (told["ordered"], told["reconciled"], told["trend"]) == (False, None, None)
    assert call.orders() == []


@pytest.mark.req("S4")
def test_a_dilution_says_how_long_it_keeps(call):
    dilution = (*ANSWERS[:4], "--concentration", "1 MG/ML")
    assert "how long" in json_of(call("refill", *dilution, "--yes", "--json"))["text"]
    assert call.orders() == []
    done = call("refill", *dilution, "--stability", "24 HR", "--yes")
    assert done.exit_code == 0, done.output
    assert call.orders()[-2] == "RES:FILL 18 ML,1 MG/ML,24 HR"
    assert "another concentration" in done.stdout
    assert "289.5 ug, leave the tip first" in done.stdout


def test_what_the_pump_would_refuse_is_told_before_anything_is_ordered(call):
    call.peer.state = "RUN"
    for more in (["--concentration", "2 MG/ML"], ["--volume", "21 ML"]):
        assert call("refill", *ANSWERS, *more, "--yes").exit_code == 2
    assert call.orders() == []


def test_who_says_no_or_leaves_an_answer_out_orders_nothing(call):
    assert call("refill", *ANSWERS, typed="n\n").exit_code == 2
    assert call("refill", *ANSWERS, "--json").exit_code == 2
    assert call("refill", *ANSWERS[2:], "--json", "--yes").exit_code == 2
    assert call.orders() == []


def test_a_pump_that_was_never_filled_is_not_reconciled(call):
    call.peer.answers["RES:STAB?"] = "9.91E37,9.91E37"
    assert call("refill", *ANSWERS, "--yes").exit_code == 0
    assert call.orders() == ["RES:FILL 18 ML,500 UG/ML", "LOG:ATT REF,0"]


def test_an_emptied_reservoir_is_told(call):
    assert call("empty", typed="n\n").exit_code == 2
    assert call.orders() == []
    assert call("empty", "--yes").exit_code == 0
    assert call.peer.done == [("RES:EMPT", "OPERATE")]


# The line -----------------------------------------------------------------------------------------


def test_the_line_is_drawn_from_tip_to_pump(call):
    shown = call("line").stdout
    bar = shown.splitlines()[0]
    assert bar.startswith("tip [#####")
    assert bar.endswith("=] pump")
    assert (bar.count("#"), bar.count("=")) == (42, 17)
    for words in ("0.217667 mL of 1000 ug/mL: 217.667 ug", "BRIDGING", "60 min = 1 h"):
        assert words in shown


def test_a_line_that_nobody_knows_says_so(call):
    call.peer.answers |= {"CATH:STAT?": "UNKNOWN", "CATH:SLUG?": "308000,0", "CATH:BRID?": "0,0"}
    shown = call("line").stdout
    assert "nobody has primed or attested it" in shown
    assert "what stands at the tip nobody knows" in shown
    assert "the reservoir's drug is at the tip" not in shown


@pytest.mark.parametrize(
    "told",
    [
        {"CATH:BRID?": "217667,9.91E37"},
        # another concentration was filled: the programme that is left is of the drug before
        {"DEL:STAT?": "STOP", "RES:DAYS?": "9.91E37,9.91E37"},
    ],
)
def test_a_line_without_a_programme_says_no_time(call, told):
    call.peer.answers |= told
    assert "no programme of the reservoir's drug says when" in call("line").stdout
    assert json_of(call("line", "--json"))["arrives_in_s"] is None


@pytest.mark.req("S66")
def test_priming_wants_the_dose_repeated(call):
    assert call("prime", "308 UL", typed="154 UG\n").exit_code == 0
    assert call.orders() == ["CATH:PRIM 308 UL,154 UG"]
    assert "INTO THE PATIENT" in call("prime", "308 UL", "--dose", "154 UG").stdout
    call("prime", "308 UL", "--dose", "0.154 MG", "--outside")
    assert call.orders()[-1] == "CATH:PRIM 308 UL,0.154 MG,OUTS"


@pytest.mark.req("S66")
def test_priming_with_another_dose_moves_nothing(call):
    assert call("prime", "308 UL", "--dose", "155 UG").exit_code == 2
    assert call("prime", "308 UL", "--json").exit_code == 2
    assert call("prime", "308 UL", typed="\n").exit_code == 2
    call.peer.refusals["CATH:PRIM 308 UL"] = (213, "Wrong state")
    assert call("prime", "308 UL", "--dose", "154 UG").exit_code == 1
    assert call.orders() == []


def test_the_contents_are_attested_once_confirmed(call):
    assert call("attest", "500 UG/ML", typed="n\n").exit_code == 2
    assert call.orders() == []
    assert call("attest", "500 UG/ML", typed="y\n").exit_code == 0
    assert call.peer.done == [("CATH:CONT 500 UG/ML,CONFIRM", "PRESCRIBE")]
