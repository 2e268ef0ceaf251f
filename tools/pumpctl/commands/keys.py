"""keys: status, enrol, rotate, plain."""

from enum import Enum
from typing import Annotated

import typer
from rich.table import Table

from ..client.answers import LineRights
from ..client.conversation import Done
from ..client.keys import generated
from ..client.pump import Pump
from ..context import CallContext, context_of
from .follow_up import follow_up


class Role(Enum):
    """A role that has a key."""

    OPERATE = "OPERATE"
    PRESCRIBE = "PRESCRIBE"
    SERVICE = "SERVICE"


class Plain(Enum):
    """What a plain line may."""

    OBSERVE = "OBSERVE"
    OPERATE = "OPERATE"
    PRESCRIBE = "PRESCRIBE"
    SERVICE = "SERVICE"


OfRole = Annotated[Role, typer.Argument(case_sensitive=False)]

keys = typer.Typer(help="Role keys: the pump's, and those of this computer's key file.")


@keys.command()
def status(ctx: typer.Context) -> None:
    """Which roles have a key, on the pump and here. No key is shown."""
    context = context_of(ctx)
    with context.pump() as pump:
        _show(context, pump, pump.keys.states(), pump.keys.line_rights(), [])


@keys.command()
def enrol(
    ctx: typer.Context,
    role: OfRole,
    generate: Annotated[
        bool, typer.Option("--generate", help="Make a key, unless one waits to be sent again.")
    ] = False,
) -> None:
    """Give the pump its first key of a role; its button has to be held.

    A key that was sent before and not taken for certain is sent again.
    """
    context = context_of(ctx)
    with context.pump() as pump:
        waits = pump.keys.file.proposed(pump.identity.serial, role.value) is not None
        done = pump.keys.enrol(role.value, generated() if generate and not waits else None)
        _tell(context, pump, done)


@keys.command()
def rotate(ctx: typer.Context, role: OfRole) -> None:
    """Replace a role's key by a new one, signed with SERVICE, the button held.

    A key that was sent before without an answer is sent again, or found to be in force.
    """
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.keys.rotate(role.value))


@keys.command()
def plain(ctx: typer.Context, role: Annotated[Plain, typer.Argument(case_sensitive=False)]) -> None:
    """Set what a plain line may on a SIM or BENCH pump, durably; signed with SERVICE, the button
    held. OBSERVE takes it back."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell(context, pump, pump.keys.allow_plain(role.value))


def _tell(context: CallContext, pump: Pump, done: Done) -> None:
    notes = list(done.notes)
    now = follow_up(notes, lambda: (pump.keys.states(), pump.keys.line_rights()))
    if now:
        _show(context, pump, *now, notes)
    else:
        context.tell({"keys": None, "notes": notes}, "done", *notes)


def _show(
    context: CallContext, pump: Pump, states: dict[str, str], line: LineRights, notes: list[str]
) -> None:
    serial, held = pump.identity.serial, pump.keys.file
    table = Table("role", "on the pump", "here")
    here: dict[str, object] = {}
    for role, state in states.items():
        waiting = held.proposed(serial, role) is not None
        here[role] = {"pump": state, "here": held.source(serial, role), "sent": waiting}
        note = ", one sent without an answer: enrol or rotate sends it again" if waiting else ""
        table.add_row(role, state, held.source(serial, role) + note)
    answer = {"serial": serial, "file": str(held.path), "keys": here, "line": line, "notes": notes}
    texts = [f"{serial}; here: {held.path}", f"a plain line may {line.role}"]
    if line.wait_s:
        texts.append(f"signed lines wait another {line.wait_s} s")
    context.tell(answer, table, *texts, *notes)
