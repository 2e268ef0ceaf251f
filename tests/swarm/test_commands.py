"""`host_sim life` and `host_sim swarm`: what they print and how they end."""

from pathlib import Path

import pytest

from host_sim.commands.bad_input import BadInput
from host_sim.commands.swarm import config_of, life, swarm
from host_sim.scenario.parser import load
from host_sim.swarm import coverage
from host_sim.swarm.judges.escaped import Escaped
from host_sim.swarm.plan import Config, Plan
from host_sim.swarm.shrink import command, shrink


def test_a_life_prints_its_digest_twice_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    config = config_of(1, "", "")
    assert life(5, config, False, None) == 0
    first = capsys.readouterr().out
    assert life(5, config, False, None) == 0
    assert capsys.readouterr().out == first
    assert "digest" in first
    assert first.endswith("no judge spoke\n")


def test_a_trace_has_the_orders(capsys: pytest.CaptureFixture[str]) -> None:
    life(5, Config(1), True, None)
    assert "PRES:COMM" in capsys.readouterr().out


def test_a_life_is_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "life.txt"
    life(5, Config(1), False, path)
    assert load(str(path)).title.startswith(
        "A life of the swarm: python -m host_sim life 5 --until 1"
    )


@pytest.mark.parametrize(("without", "only"), [("rain", ""), ("", "3,x"), ("", "-1")])
def test_what_is_no_kind_or_number_is_refused(without: str, only: str) -> None:
    with pytest.raises(BadInput):
        config_of(0, without, only)


def test_a_command_is_its_configuration() -> None:
    config = config_of(3, "cut,tear", "1,4")
    assert command(7, config) == "life 7 --until 3 --without cut,tear --only 1,4"
    assert command(7, config_of(0, "", "none")) == "life 7 --only none"


def test_the_swarm_tells_what_it_has_reached(capsys: pytest.CaptureFixture[str]) -> None:
    assert swarm(2, 1, 18, False, None) == 0
    said = capsys.readouterr().out
    for group in coverage.sets():
        assert group in said
    assert "2 of 2 lives" in said


def test_a_failing_life_is_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A judge that cannot stand a refusal: what is left is little, and still has one."""

    def told(self: Escaped, witness: object, order: object) -> None:
        if order.number == 213:  # type: ignore[attr-defined]
            self.accuse("213")

    monkeypatch.setattr(Escaped, "told", told)
    seed = next(seed for seed in range(100) if _fails(seed))
    small = shrink(seed, "escaped", print)
    left = Plan(seed, small.config)
    assert small.judge == "escaped"
    assert len(left.happenings) <= 2 < len(Plan(seed, Config()).happenings)


def _fails(seed: int) -> bool:
    from host_sim.swarm.life import Life

    return Life(seed, Config(3)).live().judge == "escaped"
