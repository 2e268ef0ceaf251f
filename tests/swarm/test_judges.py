"""What a judge lets pass because it is as it should be, and that it still speaks beside that."""

import pytest

from host_sim.board.failing import HEAP
from host_sim.swarm.acts import troubles
from host_sim.swarm.judges.judge import Order
from host_sim.swarm.judges.tip import Tip
from host_sim.swarm.life import Life, Verdict
from host_sim.swarm.plan import Config
from host_sim.swarm.witness import Accused, Answers
from pump.core.alarms import conditions
from pump.core.alarms.table import FIRMWARE_FAULT, NONE
from pump.store.journal import Log

_S = 1_000
_H = 3_600_000
_LONG, _SHORT = 5, 13  # seeds: motor orders of an hour; of five minutes, as a board has them
_CUTS = 8  # docs/durability.md: by then an order at 0.5 mg/mL is one step


def begun(seed: int = _LONG) -> Life:
    """A life without happenings, lived, for troubles of a test's own."""
    life = Life(seed, Config(1, only=()))
    assert life.live().judge == ""
    return life


def looked(life: Life, later_ms: int) -> Answers:
    """The pump's answers then. A judge that speaks ends the test."""
    life.bench.run_to(life.now_ms() + later_ms)
    answers = life.witness.look()
    assert answers is not None
    return answers


def accused(life: Life, later_ms: int) -> str:
    """What a judge says until then."""
    with pytest.raises(Accused) as accusation:
        looked(life, later_ms)
    return accusation.value.words


# A vessel ------------------------------------------------------------------------------------


def poured(line: str) -> Tip:
    """A line full of 1 mg/mL, and that service asked for."""
    tip = Tip()
    tip.fill(1_000_000)
    tip.attest(1_000_000)
    tip.catch(line)
    return tip


@pytest.mark.parametrize("line", ["CAL:DISP 569,DET", "CATH:PRIM 0.02 ML,0 UG,OUTS"])
def test_the_vessel_stands_there_until_the_order_is_answered(line: str) -> None:
    """The power went in the order; it was asked for again ten minutes later, twice."""
    tip = poured(line)
    assert tip.push(250, 601 * _S) == 0
    tip.answered(602 * _S)
    assert tip.push(250, 603 * _S) == 0
    assert tip.push(10, 700 * _S) == 10 * 1_000_000


def test_no_vessel_stands_there_for_another_order() -> None:
    assert poured("DEL:BOL 10 UG,0 S").push(10, 0) == 10 * 1_000_000


# A reset that was asked for again after a cut ------------------------------------------------


def failed() -> Life:
    """The program has ended by an exception, and an alarm says so."""
    life = begun()
    troubles.fail(life, (0, 0, 0, 0))
    assert "FIRMWARE_FAULT" in looked(life, 2 * _H).alarms
    return life


def test_an_alarm_may_have_been_reset_before_the_power_went() -> None:
    """Its image was written, its answer was not: asked again there is nothing to reset."""
    life = failed()
    life.tear(2, 1489, 1000)  # the second copy of that image
    assert life.client.order("ALAR:RES FIRMWARE_FAULT") == -221
    assert "FIRMWARE_FAULT" not in looked(life, 10 * _S).alarms


def test_a_reset_is_refused_where_the_power_stayed() -> None:
    """A pump that forgets its alarm and says that there is none is still found."""
    life = failed()
    pump = life.bench.pump
    assert pump.alarms.reset(FIRMWARE_FAULT, pump.day, pump.ms)
    assert life.client.order("ALAR:RES FIRMWARE_FAULT") == -221
    assert accused(life, 10 * _S).startswith("FIRMWARE_FAULT is to be HIGH")


# An order that is no news to the log ---------------------------------------------------------


def emptied(life: Life) -> None:
    """By hand, in a stop."""
    assert life.client.order("DEL:STOP MAINTENANCE") == 0
    assert life.client.order("RES:EMPT") == 0


def test_an_emptied_reservoir_that_is_emptied_asks_for_no_line() -> None:
    life = begun()
    emptied(life)
    life.fault("events_fail", 1)
    looked(life, 1)
    assert life.client.order("RES:EMPT") == 0
    looked(life, 0)
    assert "LOG_WRITE" not in looked(life, _H).alarms


def test_the_first_emptying_asks_for_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    life = begun()
    monkeypatch.setattr(life.bench.pump.events, "logged", lambda *_: None)
    assert life.client.order("DEL:STOP MAINTENANCE") == 0
    life.fault("events_fail", 1)
    looked(life, 1)
    assert life.client.order("RES:EMPT") == 0
    looked(life, 0)
    assert accused(life, _H).startswith("LOG_WRITE is to be MEDIUM")


# What looks at each pulse --------------------------------------------------------------------


def unwatched() -> Life:
    """Nothing looks at each pulse of orders of one step, to which cuts have brought it."""
    life = begun(_SHORT)
    for _ in range(_CUTS):
        life.bench.run_to(life.now_ms() + 600 * _S)
        life.power_off(1000)
    life.fault("watch_lost", 1)
    return life


def test_nobody_can_tell_of_orders_of_one_step_whether_each_pulse_is_looked_at() -> None:
    life = unwatched()
    before = life.witness.pulses
    for _ in range(4):
        assert "WATCH_LOST" not in looked(life, 6 * _H).alarms
    assert life.witness.pulses > before + 1000


def test_a_stall_is_told_there_all_the_same() -> None:
    """At the end of an order, within what limits.md says."""
    life = unwatched()
    life.bench.run_to(life.now_ms() + 600 * _S)
    life.fault("stall", 1)
    before = life.witness.pulses
    assert "MOTOR_STALL" in looked(life, 300 * _S).alarms
    assert 6 <= life.witness.pulses - before <= 9


def test_of_whole_orders_the_pump_tells() -> None:
    life = begun(_SHORT)
    life.fault("watch_lost", 1)
    assert "WATCH_LOST" in looked(life, 6 * _H).alarms


def test_a_pump_that_does_not_tell_of_whole_orders_is_found(monkeypatch) -> None:
    life = begun(_SHORT)
    monkeypatch.setattr(life.bench.pump.control.board_watch, "unwatched", lambda *_: None)
    life.fault("watch_lost", 1)
    looked(life, 6 * _H)
    assert accused(life, 4 * _H).startswith("WATCH_LOST is to be MEDIUM")


# Both copies of the image rot ----------------------------------------------------------------


def rot(life: Life, copies: str) -> None:
    for copy in copies:
        life.rot("state." + copy, True)


def rotted_while_down(copies: str) -> Life:
    """The program has ended in a write, and these copies rot before the board starts again."""
    life = begun()
    life.fail(1, HEAP)
    life.hold_up(2 * _S)  # up to the next order, which is written down first
    life.bench.exchange("DEL:STAT?")
    assert not life.bench.powered
    rot(life, copies)
    return life


def test_a_pump_that_lost_its_image_while_it_was_down_knows_of_no_reset() -> None:
    alarms = looked(rotted_while_down("ab"), 10 * _S).alarms
    assert "RESET" not in alarms
    assert alarms["STORED_DATA"][0] == "HIGH"


def test_one_that_has_a_copy_left_tells_of_its_reset(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "RESET" in looked(rotted_while_down("a"), 10 * _S).alarms
    monkeypatch.setattr(conditions, "resets", lambda *_: NONE)
    life = rotted_while_down("a")
    looked(life, 0)
    assert accused(life, 10 * _S).startswith("RESET is to be LOW")


def twice_down(life: Life, copies: str) -> None:
    """These copies have rotted; the power goes, and goes again in the power-on after it, which has
    written one copy anew and not yet the other."""
    rot(life, copies)
    life.tear(6, 8664, 1000)
    life.power_off(1)
    assert not life.bench.powered
    assert life.bench.hal.files.rotten == ["state." + copy for copy in copies[1:]]


def filled(life: Life) -> None:
    """By hand; it opens an account where none is known of."""
    emptied(life)
    assert life.client.order("RES:FILL 18 ML,500 UG/ML") == 0


def test_a_power_on_that_is_cut_has_lost_the_account_all_the_same() -> None:
    life = begun()
    twice_down(life, "ab")
    assert looked(life, 10 * _S).least_nl is None
    filled(life)
    assert looked(life, 0).least_nl == 0


def test_no_account_is_lost_by_one_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pump that begins a new one all the same is found."""
    life = begun()
    monkeypatch.setattr(Log, "image", lambda _: None)
    twice_down(life, "a")
    life.bench.run_to(life.now_ms() + _S)
    filled(life)
    assert accused(life, 0).startswith("delivered 0..0 nL by the pump")


# An effect to fall from ----------------------------------------------------------------------

_SCREENED = 26_711  # a seed: test doses for four days, then therapy
_STARTS_S = 353_400


def ended(ran_s: int) -> Verdict:
    """What a judge says of therapy that a runaway source has ended after that long."""
    life = Life(_SCREENED, Config(7, only=()))
    life.later((_STARTS_S + ran_s) * _S, "runaway", (2, 3))  # 500 Hz for two hours
    return life.live()


def test_nobody_can_tell_of_a_withdrawal_before_an_hour_of_therapy_is_over() -> None:
    assert ended(3_595).words == ""


def test_from_then_on_the_pump_tells() -> None:
    assert ended(3 * 3_600).words == ""


def test_a_pump_that_does_not_tell_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "withdrawal", lambda *_: NONE)
    assert ended(3 * 3_600).words.startswith("WITHDRAWAL is to be HIGH")


# A reservoir ---------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [0, 1])
def test_another_volume_is_asked_for_where_the_fill_was_answered(number: int) -> None:
    """1: its line or its answer was lost, and nobody knows what is in there."""
    life = begun()
    due = next(judge for judge in life.judges if judge.name == "due")
    for line, answered in (("RES:FILL 18 ML,500 UG/ML", number), ("RES:RECO 0.0 ML", 0)):
        due.told(life.witness, Order(line, answered, (0, 0), (0, 0), True))
    looked(life, _S)
    if number:
        looked(life, 120 * _S)
    else:
        assert accused(life, 120 * _S).startswith("FLOW_MISMATCH is to be MEDIUM")
