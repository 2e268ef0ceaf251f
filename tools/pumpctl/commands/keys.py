"""keys: status, enrol, rotate."""

from enum import Enum
from typing import Annotated

import typer
from rich.table import Table

from ..client.keys import generated
from ..client.pump import Pump
from ..desk import Desk, desk_of


class Role(Enum):
    """A role that has a key."""

    OPERATE = "OPERATE"
    PRESCRIBE = "PRESCRIBE"
    SERVICE = "SERVICE"


OfRole = Annotated[Role, typer.Argument(case_sensitive=False)]
Generate = Annotated[bool, typer.Option("--generate", help="Make a new key and write it down.")]

keys = typer.Typer(help="Role keys: the pump's, and those of this computer's key file.")


@keys.command()
def status(ctx: typer.Context) -> None:
    """Which roles have a key, on the pump and here. No key is shown."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        _tell(desk, pump)


@keys.command()
def enrol(ctx: typer.Context, role: OfRole, generate: Generate = False) -> None:
    """Give the pump its first key of a role; its button has to be held."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.enrol(role.value, generated() if generate else None)
        _tell(desk, pump)


@keys.command()
def rotate(ctx: typer.Context, role: OfRole, generate: Generate = False) -> None:
    """Replace a role's key by a new one, signed with SERVICE, the button held.

    A key that was sent before without an answer is sent again unless --generate makes another.
    """
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.rotate(role.value, generated() if generate else None)
        _tell(desk, pump)


def _tell(desk: Desk, pump: Pump) -> None:
    serial, held = pump.identify().serial, pump.keys
    states, line = pump.key_states(), pump.line_rights()
    table = Table("role", "on the pump", "here")
    here: dict[str, object] = {}
    for role, state in states.items():
        waiting = held.proposed(serial, role) is not None
        here[role] = {"pump": state, "here": held.source(serial, role), "sent": waiting}
        note = ", one sent without an answer: rotate sends it again" if waiting else ""
        table.add_row(role, state, held.source(serial, role) + note)
    answer = {"serial": serial, "file": str(held.path), "keys": here, "line": line}
    texts = [f"{serial}; here: {held.path}", f"a plain line may {line.role}"]
    if line.wait_s:
        texts.append(f"[yellow]signed lines wait another {line.wait_s} s[/]")
    desk.tell(answer, table, *texts)
