"""A checklist, asked item by item, and its line in the pump's log. It bars nothing: what is not
attested is logged as such, and the order goes on."""

import sys
from typing import Annotated

import typer

from ..checklists import ALL, NONE, Checklist
from ..client.pump import Pump
from ..client.trouble import Trouble
from ..context import CallContext

Attest = Annotated[
    str | None,
    typer.Option(
        help="Checklist: all, none, or items by name with a comma between; without, each is asked."
    ),
]


def asked(context: CallContext, of: Checklist, given: str | None, ask: bool = True) -> int:
    """The items that a person attests, a bit each: as `given`, or asked for. Where nobody answers,
    with JSON too, none is attested. Mistake for a name that no item has."""
    if given == ALL:
        return of.mask([item.name for item in of.items])
    if given is not None:
        names = [] if given == NONE else [name.strip() for name in given.split(",")]
        return of.mask(names)
    if context.as_json or not ask:
        return 0
    context.err.print(f"{of.title} checklist: y attests an item; anything else leaves it open")
    return of.mask([item.name for item in of.items if _yes(context, item.text, item.lines)])


def _yes(context: CallContext, text: str, lines: str) -> bool:
    """Read as it is: the end of the input answers no, and breaks nothing off."""
    context.err.print(f"  {text} ({lines}) [y/N]: ", end="")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def logged(pump: Pump, of: Checklist, mask: int) -> str:
    """Write it into the pump's log; what is told of it. A pump that does not take it bars nothing
    either."""
    told = of.told(mask)
    try:
        pump.log.attest(of.word, mask)
    except Trouble as trouble:
        return f"{told}; could not be written into the pump's log: {trouble.text}"
    return f"{told}; in the pump's log"
