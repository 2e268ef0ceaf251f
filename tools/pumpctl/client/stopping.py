"""The emergency stop: sent before anything is asked, over any link, with no key and no identity."""

import time
from collections.abc import Callable

from . import envelope, read, replies
from .answers import STATES, Interval, Stopped
from .exchange import Exchange
from .transport import Link
from .trouble import Differs, Disturbed, LinkLost, Trouble, Uncertain

TIMES = 5
DEADLINE_S = 30.0  # for all of it: a stop that is not proven by then is not proven
_AT_REST = ("STOP", "IDLE")
_LOOK = "look and listen: does the motor run? Then take the pump's power away; else pumpctl status"


def stop(link: Link, reason: str, now_s: Callable[[], float] = time.monotonic) -> Stopped:
    """Send it, then read the state; send it again until the pump says that it is at rest, or the
    deadline is over.

    Differs when it says something else, Uncertain when it says nothing.
    """
    until_s = now_s() + DEADLINE_S
    order = f"\nDEL:STOP {reason}\n".encode("ascii", "replace")  # the first \n ends a half line
    sent, failure = 0, Trouble("nothing came", _LOOK)
    for _ in range(TIMES):
        try:
            link.send(order)
            sent += 1
            state, delivered = _look(Exchange(link))
        except LinkLost as lost:
            failure = lost
            if now_s() >= until_s or not _reopened(link):
                break
        except Trouble as trouble:
            failure = trouble
        else:
            if state in _AT_REST:
                return Stopped(state, delivered, sent)
            text = f"the state is {state}, not STOP; the stop was sent {_times(sent)}"
            failure = Differs(text, f"pumpctl stop again; {_LOOK}")
        if now_s() >= until_s:
            break
    if isinstance(failure, Differs):
        raise failure
    raise not_known(sent, failure)


def not_known(sent: int, failure: Trouble) -> Trouble:
    """What is told of a stop that went out so many times and was not answered."""
    if not sent:
        return LinkLost(f"the stop was not sent: {failure.text}", _LOOK)
    text = f"the stop was sent {_times(sent)}, and no answer says whether the pump has stopped"
    return Uncertain(f"{text}: {failure.text}", _LOOK)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _look(exchange: Exchange) -> tuple[str, Interval | None]:
    """One question, asked once: state and delivered volume."""
    line = envelope.checked(exchange.tag(), "DEL:STAT?;VOL:TOT?")
    reply = exchange.answer(line, tries=1)
    state, delivered = read.units(reply.response, 2)
    return read.word(state, *STATES), _volume(delivered)


def _volume(response: bytes) -> Interval | None:
    try:
        return read.interval(replies.fields(response))
    except Disturbed:
        return None  # the state is what matters


def _reopened(link: Link) -> bool:
    try:
        link.reopen()
    except LinkLost:
        return False
    return True
