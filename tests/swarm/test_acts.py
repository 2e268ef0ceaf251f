"""What people and troubles of a life do: it comes to what it is for."""

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from host_sim.swarm import coverage
from host_sim.swarm.acts import clerk, keys, service, troubles
from host_sim.swarm.acts.clerk import TYPOS
from host_sim.swarm.judges.due_rules import RULES
from host_sim.swarm.life import Life
from host_sim.swarm.plan import Config
from pump.core import reasons
from pump.core.alarms.table import TABLE

COMMAND_ERRORS = range(-199, -99)  # SCPI-1999: a line that could not be understood


class Begun:
    """A life that runs without happenings, for acts of a test's own."""

    def __init__(self, seed: int = 5) -> None:
        self.life = Life(seed, Config(1, only=()))
        self.life.live()

    def reached(self) -> set[str]:
        return set(coverage.of(self.life))


@pytest.mark.parametrize(("number", "line"), TYPOS)
def test_a_wrong_line_is_refused_with_its_number(number: int, line: str) -> None:
    bench = Bench(Setup())
    assert bench.exchange("@1 " + line) == f"@1 {number}"


def test_there_is_a_wrong_line_for_every_command_error() -> None:
    """By the firmware's table of reasons: a new one of its fails here until a life types it."""
    numbers = {each for each in reasons.TEXT[::2] if each in COMMAND_ERRORS}
    assert numbers <= {number for number, _ in TYPOS}


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [(0, (-363, -430)), (1, (-350,)), (2, (-225, -230)), (3, (206, 207, 208))],
)
def test_what_no_single_line_does(kind: int, numbers: tuple[int, ...]) -> None:
    begun = Begun()
    for variant in range(3):
        clerk.typo(begun.life, (0, 0, kind, variant))
    assert {f"refusals {number}" for number in numbers} <= begun.reached()


def test_service_leaves_its_lines_in_the_log() -> None:
    begun = Begun()
    service.prime(begun.life, (0, 0, 0, 0))
    service.calibrate(begun.life, (0, 5, 1, 0))
    service.emptied(begun.life, (0, 0, 0, 0))
    service.calendar(begun.life, (1, 0, 0, 0))
    words = ("PRIME", "LINE", "CALIBRATION", "EMPTIED", "CALENDAR_STOP")
    assert {f"events {word}" for word in words} <= begun.reached()
    assert "refusals 220" in begun.reached()


def test_a_calibrated_head_is_reckoned_in_steps_of_its_design() -> None:
    begun = Begun()
    service.calibrate(begun.life, (0, 0, 0, 0))  # 3 % less than designed
    witness = begun.life.witness
    before, turned = witness.rotor, begun.life.bench.plant.stepper.position
    begun.life.bench.run_to(begun.life.now_ms() + 86_400_000)
    turned = begun.life.bench.plant.stepper.position - turned
    assert turned > 1000
    assert abs((witness.rotor - before) - turned * 64_000 // 65_979) <= 1


def test_keys_are_made_used_and_guessed() -> None:
    begun = Begun()
    for act in (keys.enroll, keys.rotate, keys.sign, keys.guess, keys.unkept, keys.lock):
        act(begun.life, (0, 0, 0, 1))
    keys.regain(begun.life)
    assert begun.life.client.ask("AUTH:PLA?") == "SERVICE"
    assert {"events KEY", "events DENIED", "refusals -203", "refusals -321"} <= begun.reached()


def test_lost_keys_are_made_anew() -> None:
    begun = Begun()
    keys.enroll(begun.life, (0, 2, 0, 1))
    for copy in ("keys.a", "keys.b"):
        begun.life.rot(copy, True)
    begun.life.power_off(1000)
    assert begun.life.client.ask("AUTH:KEYS?").endswith("SERVICE,NONE")
    keys.enroll(begun.life, (0, 2, 0, 1))
    assert begun.life.client.ask("AUTH:KEYS?").endswith("SERVICE,ENROLLED")
    assert "events KEYS_DAMAGED" in begun.reached()


def test_troubles_of_the_program_are_told() -> None:
    begun = Begun()
    life = begun.life
    troubles.fail(life, (0, 0, 0, 0))
    life.bench.run_to(life.now_ms() + 7_200_000)
    troubles.held_up(life, (1, 0, 0, 0))
    life.bench.run_to(life.now_ms() + 7_200_000)
    troubles.rot(life, (1, 1, 0, 0))
    life.power_off(1000)
    life.witness.look()
    words = ("alarms FIRMWARE_FAULT", "events CAUSE", "events LATE", "events MENDED")
    assert set(words) <= begun.reached()
    assert life.bench.plant.board.escapes == 0


def test_every_alarm_has_a_rule_or_a_reason() -> None:
    alarms = {row[0] for row in TABLE}
    ruled = {rule.alarm for rule in RULES}
    assert ruled | set(coverage.NO_RULE) == alarms
    assert not ruled & set(coverage.NO_RULE)
