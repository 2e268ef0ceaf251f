"""What was done over a line, written as a scenario that does it again."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.hands import Hands
from host_sim.board.setup import Setup
from host_sim.scenario.context import ScenarioContext
from host_sim.scenario.parser import parse
from host_sim.scenario.player import perform
from host_sim.scenario.story import Story

TITLE = "# What was done"


class Told:
    """A bench whose lines a story hears, as a served pump's are."""

    def __init__(self) -> None:
        self.bench = Bench(Setup())
        self.hands = Hands(self.bench)
        self.story = Story(TITLE)

    def say(self, line: str) -> str:
        errors = self.bench.instrument.context.status.errors
        errors.newest = 0
        at_ms = self.bench.time_ms()
        reply = self.bench.exchange(line)
        self.hands.follow()
        errors = self.bench.instrument.context.status.errors
        self.story.said(at_ms, line + "\n", errors.newest, self.bench.pump)
        return reply

    def text(self) -> str:
        return self.story.text(self.bench.time_ms())

    def replayed(self) -> Bench:
        scenario = parse(self.text(), "told.txt")
        bench = Bench(scenario.setup)
        assert perform(scenario, ScenarioContext(bench, scenario.setup.sample_ms)) is None
        return bench


def ordered(told: Told) -> None:
    for line in (
        "RES:FILL 18 ML,500 UG/ML",
        "CATH:CONT 500 UG/ML,CONFIRM",
        'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS',
        'PRES:SEGM1:STAR "00:00";RATE 240 UG/D',
    ):
        told.say(line)
    told.say("PRES:COMM " + told.say("PRES:DIG?"))
    told.say("PRES:HIST CONT,240 UG/D")
    told.say("DEL:STAR")


def test_a_day_with_a_power_cut_and_a_fault_is_lived_again_byte_for_byte() -> None:
    told = Told()
    ordered(told)
    told.say("SIM:TIME:ADV 7 HR")
    told.say("SIM:POW:CYCL 30 S")
    told.say("SIM:TIME:ADV 62.5 MIN")
    told.say("SIM:FAUL:INJ STALL,ON")
    told.say("SIM:TIME:ADV 2 HR")
    told.say("SIM:FAUL:CLE STALL")
    told.say("SIM:TIME:ADV 1 HR")
    told.say("DEL:STOP OTHER")
    again = told.replayed()
    for question in ("DEL:VOL:TOT?", "DEL:STAT?", "ALAR:LIST?", "LOG:HASH?", "SIM:PLAN:PUMPED_NL?"):
        assert again.exchange(question) == told.bench.exchange(question), question


def test_questions_and_what_concerns_a_line_alone_are_left_out() -> None:
    told = Told()
    for line in (
        "*IDN?",
        "DEL:STAT?;:RES:VOL?",
        "SYST:COMM:ECHO ON",
        "*CLS",
        "SIM:TIME:SCAL 60",
        "AUTH:CHAL?",
    ):
        told.say(line)
    assert told.text() == TITLE + "\n"


def test_an_envelope_is_taken_off_and_a_refusal_is_expected() -> None:
    told = Told()
    told.say("@7 DEL:STAR")
    assert "> DEL:STAR\nexpect error " in told.text()
    told.replayed()


@pytest.mark.parametrize(
    ("line", "statement"),
    [
        ("RES:FILL 18.5 ML,1 MG/ML,30 D", "fill 18.5 mL of 1000 ug/mL stable for 720 h"),
        (":RESERVOIR:FILL 18 ML,500 UG/ML;", "fill 18 mL of 500 ug/mL"),
        ("CATH:CONT 0 UG/ML,CONFIRM", "prime with saline"),
        ("CATHeter:CONTents 1 MG/ML,CONFIRM", "prime with 1000 ug/mL"),
        ("SIM:POW:CYCL 1.5 MIN", "power off for 90 s"),
        ("SIMulate:POWer:CYCLe 2 HR", "power off for 7200 s"),
    ],
)
def test_what_hands_do_is_said_as_they_do_it(line: str, statement: str) -> None:
    told = Told()
    told.say(line)
    assert statement in told.text()


def test_time_is_told_to_the_ms() -> None:
    told = Told()
    told.bench.run_to(93_784_005)
    told.say("DEL:STOP OTHER")
    assert "wait 1 d 2 h 3 min 4.005 s\n> DEL:STOP OTHER\n" in told.text()
