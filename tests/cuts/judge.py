"""Power comes back after a cut: what must be true at once, and for hours on."""

from fractions import Fraction

from pump.core.profile import STALL_LAG_STEPS
from pump.core.therapy import bolus
from pump.core.therapy.states import IDLE, RUN, SUSPENDED
from pump.core.units import SCALE, elapsed_ms
from tests.core.bench import HOUR, MIN, MS, S
from tests.core.dose_oracle import DAY_US, Day, DoseOracle, pl_per_day
from tests.core.truth import HIDDEN
from tests.cuts.board import Board
from tests.cuts.scenario import DRUG
from tests.cuts.seen import WRITTEN, as_acknowledged, differences, seen
from tests.store.chain import unfit

OFF_US = 5 * S
FIRST_US = 2 * MIN  # whose writes are on the tape
AHEAD = SCALE // 1_000  # of a step: what quanta of whole milliseconds may have given too soon


class Wrong(Exception):
    """What is not as it must be."""


def judge(cut, on_us=3 * HOUR, tape=None, once_more=True):
    """Power on, look, run on; and `once_more`. Raises Wrong, or what the firmware raises.

    With a `tape`, the writes of power-on and of the first minutes are on it afterwards.
    """
    board = Board(cut.media, cut.power, tape, OFF_US)
    try:
        before = _recognised(cut.maybe, seen(board))
        if before is not None:
            board.bolus_gave(_bolus_truth(cut, before))
            _bolus_holds_truth(board, before)
        if tape is not None:
            tape.found(as_acknowledged(cut.maybe[0], before))
        _goes_on(board, cut, on_us, tape)
        _log_is_whole(board, cut.maybe[0])
        if once_more:
            _power_once_more(board, cut)
    finally:
        board.close()


def _goes_on(board, cut, on_us, tape):
    bounds, flow = Bounds(board, cut), Flow(board)
    bounds.hold()
    board.after_turn = bounds.hold
    board.wait(MIN)
    flow.judge()
    board.wait(FIRST_US - MIN)
    if tape is not None:
        tape.muted = True
    board.wait(on_us - FIRST_US)
    flow.judge()


def _power_once_more(board, cut):
    before, media = seen(board), board.media()
    again = Board(media, board.power(), None, OFF_US)
    try:
        _recognised([before], seen(again))
        Bounds(again, cut).hold()
    finally:
        again.close()


def _recognised(maybe, found):
    """Which of what may be there is there; None: a new pump."""
    nearest = None
    for name in WRITTEN if maybe[0] else ():
        if found[name] < maybe[0][name]:
            raise Wrong(f"{name} {maybe[0][name]} -> {found[name]}")
    for before in maybe:
        if before is None:
            if (found["boots"], found["state"], found["log"] > 0) == (1, IDLE, True):
                return None
            continue
        wrong = differences(before, found)
        if not wrong:
            return before
        if nearest is None or len(wrong) < len(nearest):
            nearest = wrong
    lost = [f"{name} {was} -> {now}" for name, was, now in nearest or [("new pump", "", found)]]
    raise Wrong("; ".join(lost))


def _bolus_truth(cut, before):
    running = before["bolus"][0] in (bolus.RUNNING, bolus.ARMED)
    return cut.power.bolus_steps if running else before["bolus truth"]


def _bolus_holds_truth(board, before):
    """Its own interval holds what it gave; a step of the basal rate's remainder either way."""
    if before["bolus"][0] == bolus.NONE or board.motor.rotor != board.motor.pulses:
        return
    least, most = board.pump.bolus.delivered_steps(0)
    truth = board.bolus_truth()
    if not least - 1 <= truth <= most + 1:
        raise Wrong(f"bolus gave {float(truth):.2f}, reported {least}..{most}")


def _log_is_whole(board, acknowledged):
    """Every line fits the one above it, and those that were there are still there."""
    events = board.store.events
    lines, number = [], events.first
    while number <= events.count:
        part = events.data(number, 40).splitlines(keepends=True)
        lines += part
        number += len(part)
    if unfit(lines)[1:] or not lines:
        raise Wrong("a line of the log does not fit the one above it")
    kept = acknowledged is not None and acknowledged["log"] >= events.first
    if kept and lines[acknowledged["log"] - events.first][-17:-1] != acknowledged["link"]:
        raise Wrong(f"line {acknowledged['log']} of the log is another one")


class Bounds:
    """The ledger's interval against the rotor, at every turn.

    While no encoder disagrees and nobody else turns the motor, it holds the truth exactly, and
    what has come to it since the last fill is one quantum at most.
    """

    def __init__(self, board, cut):
        self._board = board
        acknowledged = cut.maybe[0]
        # pulses of nobody that no turn has seen before the cut: no record can hold them
        self._strays = cut.power.strays - (acknowledged["strays"] if acknowledged else 0)
        motor = board.motor
        sound = motor.rotor == motor.pulses and not motor.standing
        # the encoder's rounding comes anew with each power-on; a stall has to show itself
        self._hidden = 0 if sound else HIDDEN * board.pump.restarts.boots
        self._stall = 0 if sound else STALL_LAG_STEPS * 3

    def hold(self):
        board, ledger = self._board, self._board.pump.ledger
        least, most = ledger.bounds()
        rotor = board.motor.rotor
        if not least - self._hidden <= rotor <= most + self._strays:
            raise Wrong(f"truth {rotor} outside {least}..{most}")
        wide = most - least - ledger._uncertain_at_fill
        if wide > board.pump.order.max_steps + self._stall:
            raise Wrong(f"bounds wider than a quantum: {wide} of {board.pump.order.max_steps}")


class Flow:
    """What flows from power-on, against the exact oracle of the prescription in force.

    A suspended pump resumes at its moment. Tries of a stalled motor are not followed. What a
    quantum has given ahead before the cut is not due again: below a thousandth of a step.
    """

    def __init__(self, board):
        pump = board.pump
        self._board = board
        self._begun = board.motor.pulses
        ahead = -pump.metering.owed
        self._ahead = Fraction(ahead, SCALE) if 0 < ahead < AHEAD else 0
        self._from_us = board.us if pump.state == RUN else None
        resume_at = pump.therapy.resume_at
        if pump.state == SUSPENDED:
            self._from_us = (
                board.us + elapsed_ms(pump.day, pump.ms, resume_at[0], resume_at[1]) * MS
            )
        self._followed = not board.motor.standing and (resume_at is None or pump.state == SUSPENDED)
        self._oracle = oracle = DoseOracle(board.us)
        if pump.active is not None:
            rows = pump.active.in_order()
            oracle.day = Day([(row.start_min, pl_per_day(row.value, DRUG)) for row in rows])
            oracle.wall_us = (board.hal.wall_us or 0) % DAY_US

    def judge(self):
        if not self._followed:
            return
        board, oracle = self._board, self._oracle
        if self._from_us is not None and self._from_us <= board.us:
            oracle.pass_to(self._from_us)
            oracle.running = True
        oracle.pass_to(board.us)
        given, due = board.motor.pulses - self._begun, oracle.at(board.us) - self._ahead
        if abs(given - due) >= 1:
            raise Wrong(f"{given} steps since power-on, {float(due):.2f} due")
