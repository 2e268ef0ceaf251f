"""Plans against the pump: it takes each of their steps, asks where they say so, counts as they."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest

from tests.commands.ports import Port
from tests.tools.pumpctl_call import FLEX, Call, json_of
from tools.pumpctl.client import toml
from tools.pumpctl.client.programme import canonical
from tools.pumpctl.planning.course import Setting
from tools.pumpctl.planning.night import night
from tools.pumpctl.planning.refill import Meant, refill
from tools.pumpctl.planning.titrate import titrate
from tools.pumpctl.planning.wean import holiday, wean

BEGINS = date(2030, 1, 1)
UG = 1000


@pytest.fixture
def call(tmp_path):
    found = Call(tmp_path)
    found.peer.answers["THER:WEAN:STAT?"] = "OFF"
    return found


def running(dose_ug, days=0, ug_per_ml=500):
    """A pump of 20 mL that has run at that dose for so long."""
    port = Port()
    port.ask(f"RES:FILL 20 ML,{ug_per_ml} UG/ML;:CATH:CONT {ug_per_ml} UG/ML,CONFIRM")
    port.ask(f'PRES:DRUG "baclofen";CONC {ug_per_ml} UG/ML;MODE CONS')
    port.ask(f"PRES:SEGM1:RATE {dose_ug} UG/D")
    port.ask(f"PRES:COMM {port.ask('PRES:DIG?')};HIST CONT,{dose_ug} UG/D;:DEL:STAR")
    if days:
        port.ask(f"SIM:TIME:ADV {days} D")
    return port


def ordered(port, dose_ug):
    """That dose staged and committed; what the pump says before it and after it."""
    port.ask(f"PRES:COPY;:PRES:SEGM1:RATE {dose_ug} UG/D")
    asked = port.ask("PRES:CHEC?").split(",")[0]
    port.ask(f"PRES:COMM {port.ask('PRES:DIG?')},CONFIRM")
    return asked, port.ask("SYST:ERR?").split(",")[0]


@pytest.mark.req("S32", "S33")
def test_the_pump_takes_each_step_of_a_titration_and_none_sooner():
    port = running(100, days=2)
    plan = titrate(Setting(100 * UG, 500 * UG, BEGINS), 300 * UG, 30, False, False)
    for day in plan.days:
        if day.change_percent is not None:
            assert ordered(port, day.dose_ug) == ("0", "0"), day
            assert ordered(port, day.dose_ug + 1)[1] == "212"
        port.ask("SIM:TIME:ADV 24 HR")
    assert port.ask("PRES:COPY;:PRES:SEGM1:RATE?") == "25"  # uL/h


def test_the_pump_asks_for_those_steps_of_a_weaning_that_the_plan_names():
    port = running(300, days=2)
    plan = wean(Setting(300 * UG, 500 * UG, BEGINS), 14)
    for day in plan.days:
        if not day.dose_ug:
            break
        named = any("more than 20 %" in note for note in day.notes)
        assert ordered(port, day.dose_ug) == ("204" if named else "0", "0"), day
        port.ask("SIM:TIME:ADV 24 HR")


@pytest.mark.parametrize("ug_per_ml", [500, 2000])
def test_a_weaning_that_the_pump_follows_is_the_plans(ug_per_ml):
    port = running(300, days=2, ug_per_ml=ug_per_ml)
    plan = wean(Setting(300 * UG, ug_per_ml * UG, BEGINS), 14)
    assert "pumpctl wean 14:" in plan.notes[-1]
    port.ask("THER:WEAN 14,THER,CONFIRM")
    for day in plan.days:
        flowing = port.ask("DEL:STAT?") == "RUN"
        assert flowing == (day.dose_ug > 0)
        if flowing:
            assert float(port.ask("THER:WEAN:STAT?").split(",")[3]) == float(day.dose_ug), day
        port.ask("SIM:TIME:ADV 24 HR")


def test_what_care_a_patient_needs_the_active_prescription_says(tmp_path, call):
    file = tmp_path / "rx.toml"
    file.write_text(FLEX)
    assert call("program", str(file), "--yes", "--confirm").exit_code == 0
    call.peer.active += b"CARE CAUTIOUS\nCARE WITHDRAWAL_RISK\n"
    assert any("below 90" in note for day in json_of(call("plan", "wean", "--json"))["days"]
               for note in day["notes"])  # fmt: skip
    told = json_of(call("plan", "titrate", "300 UG/D", "--json"))
    assert told["days"][0]["change_percent"] == 10


@pytest.mark.req("S41")
def test_the_pump_lets_a_holiday_come_back_at_that_dose_and_at_no_more():
    port = running(300, days=2)
    plan = holiday(Setting(300 * UG, 500 * UG, BEGINS), 300 * UG, 14, 3, 30)
    for day in plan.days[:13]:
        ordered(port, day.dose_ug)
        port.ask("SIM:TIME:ADV 24 HR")
    port.ask("DEL:STOP HOLIDAY;:SIM:TIME:ADV 3 D")
    back = plan.days[16]
    assert back.dose_ug == plan.days[12].dose_ug
    assert ordered(port, back.dose_ug + 1)[1] == "203"
    port.ask("PRES:DISC;:DEL:STAR CONFIRM")
    assert port.ask("DEL:STAT?;:SYST:ERR?").startswith("RUN;0")
    for day in plan.days[17:]:
        port.ask("SIM:TIME:ADV 24 HR")
        if day.change_percent is not None:
            assert ordered(port, day.dose_ug)[1] == "0", day


def test_the_pump_counts_days_as_the_plan_does():
    port = running(300)
    own = refill(Meant(20_000_000, 20_000_000, 500 * UG, 300 * UG, 0, BEGINS)).meant
    assert own.empty_days is not None
    assert 0 <= float(own.empty_days) - float(port.ask("RES:DAYS?").split(",")[0]) < 0.1
    assert own.due is not None
    assert port.ask("RES:REF:DUE?").startswith(own.due)
    assert port.ask("RES:PRED:LOW?").startswith(own.due)


def test_the_file_of_a_night_says_what_the_plan_says(tmp_path, call):
    file = tmp_path / "night.toml"
    night_of = ["plan", "night", "--effect", "00:30", "--until", "06:00", "--out", str(file)]
    done = call(*night_of, "--from", "300 UG/D", "--concentration", "500 UG/ML", port=False)
    assert done.exit_code == 0, done.output
    assert "starts at 22:30 on the day before and acts from 00:30" in done.stdout
    meant = toml.load(file)
    assert [(each.start, str(each.rate)) for each in meant.segments] == [
        ("04:00", "300 UG/D"),
        ("22:30", "360 UG/D"),
    ]
    plan = night(Setting(300 * UG, 500 * UG, BEGINS), 20, "00:30", "06:00")
    assert float(meant.day_ng()) == float(plan.day_ug) * UG


def test_the_file_of_a_night_keeps_limits_patient_bolus_and_care_of_what_runs(tmp_path, call):
    file, out = tmp_path / "rx.toml", tmp_path / "night.toml"
    more = ["[limits]", 'bolus = "50 UG"', 'lockout = "2 HR"', "[patient_bolus]", 'dose = "10 UG"']
    more += ['duration = "10 MIN"', 'lockout = "4 HR"', 'limit = "40 UG"', ""]
    file.write_text(FLEX + "\n".join(more))
    assert call("program", str(file), "--yes", "--confirm").exit_code == 0
    call.peer.active += b"CARE CAUTIOUS\n"
    done = call("plan", "night", "--effect", "00:30", "--until", "06:00", "--out", str(out))
    assert done.exit_code == 0, done.output
    assert "no limits" not in done.stdout
    active, meant = canonical(call.peer.active), toml.load(out)
    assert meant.limits["bolus"].base == 50 * UG
    for own, other in ((meant.limits, active.limits), (meant.patient_bolus, active.patient_bolus)):
        assert {key: each.base for key, each in own.items()} == {
            key: each.base for key, each in other.items()
        }
    assert meant.care == ("cautious",)
    dose = ["--from", "300 UG/D", "--concentration", "500 UG/ML"]
    alone = call("plan", "night", "--effect", "00:30", "--until", "06:00", *dose, port=False)
    assert "no limits, no patient bolus and no care of its own" in alone.stdout


@pytest.mark.req("S48")
def test_a_programme_shows_both_times(tmp_path, call):
    file = tmp_path / "rx.toml"
    file.write_text(FLEX.replace('start = "22:00"', 'effect = "00:30"'))
    done = call("program", str(file), "--dry-run")
    assert done.exit_code == 0, done.output
    assert "from 22:30" in done.stdout
    assert "acts from 00:30" in done.stdout
    file.write_text(FLEX.replace('start = "22:00"', 'start = "22:00", effect = "00:00"'))
    assert "one of the two" in call("program", str(file), "--dry-run").stderr
    file.write_text(FLEX.replace('start = "22:00"', 'effect = "24:00"'))
    assert '"24:00" is no time of day' in call("program", str(file), "--dry-run").stderr


def test_what_no_option_says_the_pump_is_asked_and_nothing_is_ordered(tmp_path, call):
    file = tmp_path / "rx.toml"
    file.write_text(FLEX)
    assert call("program", str(file), "--yes", "--confirm").exit_code == 0
    before = list(call.peer.done)
    told = json_of(call("plan", "wean", "--json"))
    assert (told["from_ug"], told["begins"]) == (250, "2030-01-01")
    assert told["days"][0]["flow_ml"] == 0.4643
    assert json_of(call("plan", "refill", "--json"))["meant"]["size_ml"] == 20
    assert call.peer.done == before


@pytest.mark.parametrize(
    ("query", "answer", "told"),
    [
        (
            "THER:WEAN:STAT?",
            "THER,4,10,60,2030-01-09T00:24:00",
            "a weaning is under way, 60 ug/d in its step 4",
        ),
        ("DEL:RED?", '24,"DEL:MINR, no flow"', "24 ug/d: DEL:MINR"),
    ],
)
def test_while_less_than_the_programme_flows_the_dose_has_to_be_said(
    tmp_path, call, query, answer, told
):
    file = tmp_path / "rx.toml"
    file.write_text(FLEX)
    assert call("program", str(file), "--yes", "--confirm").exit_code == 0
    call.peer.answers[query] = answer
    done = call("plan", "titrate", "400 UG/D")
    assert done.exit_code == 2
    assert told in done.stderr
    assert 'next: say what to begin with: --from "100 UG/D"' in done.stderr
    assert call("plan", "titrate", "400 UG/D", "--from", "60 UG/D").exit_code == 0


def test_without_a_pump_and_a_dose_it_is_a_mistake_with_its_next_step(call):
    done = call("plan", "wean", port=False)
    assert done.exit_code == 2
    assert "next: " in done.stderr
    for wrong in (["--on", "2030-13-01"], ["--from", "0 UG/D"], ["--days", "20"]):
        more = [] if wrong[0] == "--from" else ["--from", "300 UG/D"]
        assert call("plan", "wean", *more, *wrong, port=False).exit_code == 2
    for wrong in (["--size", "30 ML"], ["--volume", "41 ML"], ["--volume", "2 ML"]):
        more = [] if wrong[0] == "--size" else ["--size", "40 ML"]
        dose = ["--from", "300 UG/D", "--concentration", "500 UG/ML"]
        assert call("plan", "refill", *dose, *more, *wrong, port=False).exit_code == 2


def test_table_and_picture_stand_in_80_columns(call):
    dose = ["--from", "100 UG/D", "--on", "2030-01-01"]
    done = call("plan", "titrate", "300 UG/D", *dose, port=False, COLUMNS="80")
    assert done.exit_code == 0, done.output
    drawn = [line for line in done.stdout.splitlines() if "●" in line or "─" in line]
    assert len(drawn) > 5
    assert max(len(line) for line in drawn) <= 80
    assert "dose that would hold the effect up, ug/d" in done.stdout
    assert "│ 2030-01-02 │" in done.stdout
    dose = ["--from", "300 UG/D", "--concentration", "500 UG/ML", "--initial", "100 UG/D"]
    told = call("plan", "holiday", *dose, port=False, COLUMNS="80").stdout
    assert "day 23: back: pumpctl program, pumpctl start --confirm\n" in told
    assert "…" not in told


def test_the_picture_and_the_page_stand_by_themselves(tmp_path, call):
    svg, html = tmp_path / "a.svg", tmp_path / "a.html"
    dose = ["--from", "800 UG/D", "--concentration", "500 UG/ML", "--on", "2030-01-01"]
    files = ["--svg", str(svg), "--html", str(html)]
    done = call("plan", "holiday", "--initial", "100 UG/D", *dose, *files, port=False)
    assert done.exit_code == 0, done.output
    drawn = ElementTree.fromstring(svg.read_text())
    assert drawn.tag.endswith("svg")
    assert sum(each.tag.endswith("polyline") for each in drawn.iter()) == 2
    page = html.read_text()
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count("<tr>") == len(json.loads(call("plan", "holiday", "--initial", "100 UG/D",
        *dose, "--json", port=False).stdout)["days"]) + 1  # fmt: skip
