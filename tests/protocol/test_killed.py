"""kill -9 of a served pump at any moment. Pump and plant are files of their own, which cannot go
back together: what the plant gave is held against what was answered, bolus by bolus.
"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

from tests.protocol.killed import Killed, Pump
from tests.share import share

STEP_NL = 15.625
BASAL_STEPS_PER_US = 12_800 / 86_400_000_000  # 100 ug a day of 500 ug/mL
QUANTUM = 128  # steps: 1 ug
THERAPY = (
    'PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;SEGM1:RATE 100 UG/D',
    "RES:FILL 18 ML,500 UG/ML",
    "CATH:CONT 500 UG/ML,CONFIRM",
)
LOCKOUT = "210"
FILL_EVERY = 3  # rounds; after more cuts a quantum would be a step


@dataclass
class Bolus:
    """One that was ordered: its answer, and what became of it.

    answered  it was answered 0
    from_us   the plant's time before it, `to_us` when it was over or found to be none
    kills     of the pump between
    state     as the pump has it at the end; "" where it knows nothing of it
    given_nl  least and most, by the pump
    """

    dose_ng: int
    from_us: int
    answered: bool = False
    to_us: int = 0
    kills: int = 0
    state: str = ""
    given_nl: tuple[int, int] = (0, 0)

    def steps(self) -> int:
        return self.dose_ng * 2 * 64 // 1000


class Life:
    """Rounds of therapy, each ended by a kill."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.pump = Pump(folder, chance)
        self.boluses: list[Bolus] = []
        self.kills = 0
        self._chance = chance

    def begin(self) -> None:
        pump = self.pump
        pump.start()
        for line in THERAPY:
            assert pump.ask(line + ";:SYST:ERR?") == '0,"No error"'
        digest = pump.ask("PRES:DIG?")
        assert pump.ask(f"PRES:COMM {digest};HIST NEW;:DEL:STAR;STAT?") == "RUN"

    def round(self, number: int) -> None:
        """Boluses and time, until it is killed in one of these; then it is up again."""
        try:
            if number % FILL_EVERY == 0:
                assert self.pump.ask(THERAPY[1] + ";:SYST:ERR?") == '0,"No error"'
            for _ in range(self._chance.randrange(3)):
                self._bolus()
                self._goes_on()
            self._dies(6_000)
            self._bolus()
            self._dies(60_000)
            self._goes_on()
            self.pump.kill()
        except Killed:
            pass
        self._comes_back()

    def _dies(self, most_bytes: int) -> None:
        if self._chance.random() < 0.5:
            self.pump.dies_within(most_bytes)

    def _now_us(self) -> int:
        return round(float(self.pump.ask("SIM:TIME?")) * 1_000_000)

    def _bolus(self) -> None:
        """Each of another dose, so that none is taken for another."""
        bolus = Bolus(8_000 + 25 * (len(self.boluses) % 160), self._now_us())
        self.boluses.append(bolus)
        minutes = self._chance.choice([1, 3, 10])
        order = f"DEL:BOL {bolus.dose_ng / 1000:.3f} UG,{minutes} MIN,CONFIRM"
        number = self.pump.order(order)
        if number == LOCKOUT:  # 24 of them in 24 hours
            self.boluses.pop()
            self.pump.ask("*CLS;:SIM:TIME:ADV 12 HR;*OPC?")
            return
        bolus.answered = number == "0"
        assert bolus.answered, self.pump.ask("SYST:ERR?")

    def _goes_on(self) -> None:
        """Until it is over, in part or whole."""
        self.pump.ask(f"SIM:TIME:ADV {self._chance.randrange(30, 1_500)} S;*OPC?")
        if self.pump.ask("DEL:BOL:STAT?").startswith(("RUN", "ARM")):
            self.pump.ask("SIM:TIME:ADV 11 MIN;*OPC?")
        self._look()

    def _look(self) -> None:
        """What became of the last one."""
        bolus = self.boluses[-1]
        state, volume, least, most, _ = self.pump.ask("DEL:BOL:STAT?").split(",")
        bolus.to_us = self._now_us()
        if round(int(volume)) == bolus.dose_ng * 2:
            bolus.state, bolus.given_nl = state, (int(least), int(most))

    def _comes_back(self) -> None:
        self.kills += 1
        self.pump.start(dies=True)
        if self.boluses[-1].state in ("", "RUN", "ARM"):
            self.boluses[-1].kills += 1
            self._look()
        assert self.pump.ask("DEL:STAT?") == "RUN"
        self.holds()

    def holds(self) -> None:
        """The interval holds the rotor."""
        least, most = self.pump.ask("DEL:VOL:TOT?").split(",")
        nl = int(self.pump.ask("SIM:PLAN:ROTOR_STEPS?")) * STEP_NL
        assert int(least) <= nl <= int(most)


def trace(plant: Path) -> list[tuple[int, int]]:
    """(us, steps of the rotor), as they were told. Neither ever goes back."""
    lines = plant.read_text().splitlines()[1:]
    told = [json.loads(line.split(" ", 1)[1]) for line in lines]
    found = [(each["us"], each["plant"]["stepper"]["position"]) for each in told]
    assert found == sorted(found)
    assert [steps for _, steps in found] == sorted(steps for _, steps in found)
    return found


def steps_at(found: list[tuple[int, int]], us: int) -> int:
    return [steps for at, steps in found if at <= us][-1]


def test_no_bolus_is_given_twice_or_lost_wherever_the_pump_is_killed(tmp_path: Path) -> None:
    life = Life(tmp_path, random.Random(15))
    life.begin()
    for number in range(share("KILLED_ROUNDS")):
        life.round(number)
    assert life.pump.ask("SIM:TIME:ADV 20 MIN;*OPC?") == "1"
    life.holds()
    found = trace(life.pump.plant)
    assert life.pump.end() == 0
    for bolus in life.boluses:
        passed_us = bolus.to_us - bolus.from_us
        turned = steps_at(found, bolus.to_us) - steps_at(found, bolus.from_us)
        most_basal = passed_us * BASAL_STEPS_PER_US
        given = turned - most_basal  # a quantum less for each kill that fell into it
        if not bolus.answered and not bolus.state:
            assert given <= 2, bolus  # not accepted: nothing of it
            continue
        assert bolus.state in ("DONE", "ABORTED"), bolus
        assert given <= bolus.steps() + 2, bolus
        if bolus.state == "DONE":
            assert given >= bolus.steps() - 2 - QUANTUM * bolus.kills, bolus
        else:
            assert bolus.kills == 1, bolus
        least, most = bolus.given_nl
        less = 2 + QUANTUM * bolus.kills  # basal steps that a kill has cost are not given later
        assert least - STEP_NL * less <= given * STEP_NL <= most + STEP_NL * 2, bolus
