"""What became of a signed order whose reply was lost, or came without a signature.

SYST:COMM:LAST?, asked signed, names the line that was run last. An answer that nobody signed
proves nothing: then nobody can tell.
"""

import re
from dataclasses import dataclass

from . import envelope, replies
from .exchange import TRIES, Exchange
from .read import exactly
from .trouble import Trouble, Uncertain

_PROTECTED = -203
_LOOK = "pumpctl status, and the newest lines of pumpctl log download, before it is sent again"


@dataclass(frozen=True)
class Sent:
    """An order that went out.

    tag     its own: the challenge
    before  of the line that asked for the challenge: the last run, unless the order was
    """

    tag: str
    before: str
    key: bytes
    serial: str


def outcome(exchange: Exchange, sent: Sent) -> int | None:
    """The order's error, 0 for done; None: it has not been run. Uncertain."""
    try:
        for _ in range(TRIES):
            challenge = _challenge(exchange)
            last = exchange.answer(
                envelope.signed(challenge, "SYST:COMM:LAST?", sent.key, sent.serial)
            )
            if last.proven and not last.error:
                return _told(sent, last.response)
            if last.error != _PROTECTED:  # which a challenge gets that came disturbed
                break
    except Uncertain:
        raise
    except Trouble as trouble:
        raise uncertain(trouble.text) from None
    raise uncertain("no signed answer came, neither to the order nor to the question about it")


def _told(sent: Sent, response: bytes) -> int | None:
    tag, error = exactly(replies.fields(response), 2)
    if tag == sent.before:
        return None
    if tag != sent.tag:
        raise uncertain("the answer was lost, and another line came between")
    return replies.whole(error)


def _challenge(exchange: Exchange) -> str:
    """One asked for without an envelope, which SYST:COMM:LAST? does not tell of."""
    for _ in range(TRIES):
        for raw in exchange.bare("AUTH:CHAL?"):
            if re.fullmatch(rb"[0-9A-F]{16}", raw):
                return raw.decode()
    raise uncertain("no challenge comes")


def uncertain(text: str, first: str = "") -> Uncertain:
    """Nobody can tell; `first`: what to look at before all else."""
    return Uncertain(
        f"{text}: it is not known whether the pump has done it",
        f"{first} Then {_LOOK}" if first else _LOOK,
    )
