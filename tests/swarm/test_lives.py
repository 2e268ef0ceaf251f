"""A life is a pure function of its seed; what is left out changes nothing of the rest."""

import pytest

from host_sim.measure.lives import measure
from host_sim.swarm.draws import Draw
from host_sim.swarm.kinds import KINDS, NAMES, TROUBLES
from host_sim.swarm.life import Life
from host_sim.swarm.plan import DAY_S, EVENTFUL_DAYS, Config, Plan
from host_sim.swarm.pool import lived, run
from host_sim.units import MS_PER_DAY

SEEDS = range(60)


def test_a_draw_is_what_it_was() -> None:
    draw = Draw(1, 0)
    assert [draw.word() for _ in range(3)] == FIRST
    assert Draw(1 << 40, 0).word() != Draw(0, 0).word()


FIRST = [2_877_414_208, 2_380_002_740, 2_664_205_378]


def test_the_same_seed_is_the_same_life() -> None:
    once, again = Life(13, Config(2)), Life(13, Config(2))
    once.trace, again.trace = [], []
    first, second = once.live(), again.live()
    assert (first.ms, first.digest, once.trace) == (second.ms, second.digest, again.trace)
    assert once.told.text() == again.told.text()


def test_another_seed_is_another_life() -> None:
    assert len({tuple(Plan(seed, Config()).kinds) for seed in SEEDS}) == len(SEEDS)


def test_each_kind_exists_in_some_and_not_in_all() -> None:
    plans = [Plan(seed, Config()) for seed in range(400)]
    for name in NAMES:
        assert 0 < sum(name in plan.kinds for plan in plans) < len(plans)


def test_leaving_a_kind_away_changes_no_other() -> None:
    for seed in SEEDS:
        whole = Plan(seed, Config())
        kind = whole.kinds[seed % len(whole.kinds)]
        less = Plan(seed, Config(without=(kind,)))
        rest = [each for each in whole.happenings if each.kind != kind]
        assert [vars(each) for each in less.happenings] == [vars(each) for each in rest]


def test_an_earlier_end_cuts_and_changes_nothing() -> None:
    for seed in SEEDS:
        whole, short = Plan(seed, Config()), Plan(seed, Config(until=2))
        kept = whole.happenings[: len(short.happenings)]
        assert [vars(each) for each in short.happenings] == [vars(each) for each in kept]
        assert all(each.at_s < 2 * 86_400 for each in short.happenings)


def test_some_happenings_only() -> None:
    plan = Plan(13, Config(only=(0, 2)))
    assert [each.number for each in plan.happenings] == [0, 2]


def test_troubles_end_before_a_life_does() -> None:
    for seed in SEEDS:
        plan = Plan(seed, Config())
        last_s = (plan.drawn_days - 2) * 86_400
        assert all(
            each.at_s <= max(last_s, 3600) for each in plan.happenings if each.kind in TROUBLES
        )


@pytest.mark.parametrize("workers", [1, 2])
def test_the_workers_change_nothing(workers: int) -> None:
    found = [(each.seed, each.digest) for each in run(3, 3, workers)]
    assert found == [(each.seed, each.digest) for each in run(3, 3, 1)]


def test_noise_in_a_question_of_the_witness_makes_no_prescription_another(monkeypatch) -> None:
    """Whatever bit it hits: without an answer, and as a tagged line, whose reply is not empty."""
    life = Life(1, Config(1))
    life.live()
    witness = life.witness
    sound = witness.stored
    assert sound.startswith("#H")
    for bit in range(8 * len("PRES:ACT:DIG?")):
        monkeypatch.setattr(
            "host_sim.board.bench.flipped",
            lambda data, _, at=bit: (
                data[: at >> 3] + bytes([data[at >> 3] ^ 1 << (at & 7)]) + data[(at >> 3) + 1 :]
            ),
        )
        life.bench.corrupt_link(1)
        witness.prescribed()
        assert witness.stored == sound, bit


def test_every_kind_of_the_plant_is_a_switch_or_an_act() -> None:
    life = Life(0)
    acts = ("cut", "tear", "storm", "noise", "repeat", "lost_reply")
    acts += ("strays_in_pause", "fail", "held_up", "rot")
    switches = [name for name, _, _, trouble in KINDS if trouble and name not in acts]
    assert set(switches) <= set(life.bench.fault_names())


def test_a_life_of_months_is_visited_and_has_the_troubles_of_40_days() -> None:
    plans = [Plan(seed, Config()) for seed in range(1, 301)]
    months = [plan for plan in plans if plan.drawn_days > EVENTFUL_DAYS]
    assert 15 <= len(months) <= 45
    for plan in months:
        assert 120 <= plan.drawn_days <= 400
        visits = [each.at_s // DAY_S for each in plan.happenings if each.kind == "visit"]
        gaps = [after - before for before, after in zip([0, *visits], visits, strict=False)]
        assert max(gaps) <= 15
        troubles = [each for each in plan.happenings if each.kind in TROUBLES]
        assert len(troubles) <= sum(max(1, row[2] * 40 // 100 + 1) for row in KINDS if row[3])
    assert all(plan.drawn_days <= 5 for plan in plans if plan.short_quanta)


def test_the_measure_tells_days_of_each_length_of_life() -> None:
    found = measure(14)
    lengths = [found[name] for name in ("2 to 40 days", "a board's orders")]
    assert sum(each["lives"] for each in lengths) == 14
    assert found["days"] == pytest.approx(sum(each["days"] for each in lengths))
    assert all(each["cpu_s"] > 0 for each in lengths)


def test_years_on_a_shelf_are_no_days_of_a_life() -> None:
    seed = next(seed for seed in range(1, 200) if Plan(seed, Config()).shelf_days)
    result = lived(seed, Config(2, only=()))
    assert 2 <= result.days <= 4 < result.ms / MS_PER_DAY
