"""Each judge has a mutant that it finds; the day's one is hunted, all by `make swarm-mutants`."""

import datetime

from host_sim.swarm.judges.bench import JUDGES
from tests.swarm.hunt import hunted, hunts


def test_every_judge_has_its_mutant() -> None:
    first = {hunt.judges[0] for hunt in hunts()}
    assert first == {kind.name for kind in JUDGES}


def test_the_lines_are_in_the_firmware() -> None:
    for hunt in hunts():
        assert hunt.mutant.text() != hunt.mutant.path().read_text()


def test_one_is_found() -> None:
    quick = [hunt for hunt in hunts() if hunt.lives <= 50]
    hunt = quick[datetime.datetime.now(datetime.UTC).toordinal() % len(quick)]
    count, judge, words = hunted(hunt)
    assert judge in hunt.judges, f"{hunt.mutant.name}: {judge or 'nobody'} in {count} lives {words}"
