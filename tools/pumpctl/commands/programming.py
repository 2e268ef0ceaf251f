"""program and commit: a prescription is seen beside the active one before it takes its place."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ..client import toml
from ..client.answers import Finding
from ..client.programme import Programme
from ..client.pump import Pump
from ..client.trouble import Refused, Trouble
from ..desk import Desk, desk_of
from ..present.programme import changes, finding_text, side_by_side
from .options import Confirm, Yes

programming = typer.Typer()


@programming.command()
def program(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="TOML: docs/pumpctl.md has the form.")],
    yes: Yes = False,
    confirm: Confirm = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Stage, compare, check, discard.")
    ] = False,
) -> None:
    """Stage a programme, show it beside the active one, ask once, commit."""
    desk = desk_of(ctx)
    meant = toml.load(file)
    with desk.pump() as pump:
        pump.stage(meant)
        try:
            committed = _judged(desk, pump, meant, yes, confirm, dry_run)
        except BaseException:
            with suppress(Trouble):  # what went wrong first is what is told
                pump.discard()
            raise
        if not committed:
            pump.discard()


@programming.command()
def commit(ctx: typer.Context, yes: Yes = False, confirm: Confirm = False) -> None:
    """Commit what is staged, by its digest, after a look at it."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        _judged(desk, pump, pump.staged(), yes, confirm, dry_run=False)


def _judged(
    desk: Desk, pump: Pump, meant: Programme, yes: bool, confirm: bool, dry_run: bool
) -> bool:
    """Whether it is active now. Refused where the pump would refuse it."""
    active, staged, findings = pump.active(), pump.staged(), pump.check()
    digest = pump.digest()
    table = side_by_side(active, staged)
    texts = [finding_text(finding) for finding in findings]
    desk.show(table, *texts)
    for finding in findings:
        if finding.refuses:
            raise Refused(finding.number, finding.text)
    if not dry_run:
        asks = [finding for finding in findings if finding.number]
        _agree(desk, asks, yes, confirm)
        pump.commit(meant, confirm=confirm or bool(asks))
    answer = {
        "committed": not dry_run,
        "digest": digest,
        "changes": changes(active, staged),
        "findings": [asdict(finding) for finding in findings],
    }
    said = "not committed: --dry-run" if dry_run else f"[green]committed[/] #H{digest}"
    desk.tell(answer, said)
    return not dry_run


def _agree(desk: Desk, asks: list[Finding], yes: bool, confirm: bool) -> None:
    """One question. --yes alone does not confirm what the pump wants to have confirmed."""
    if asks and yes and not confirm:
        raise Refused(asks[0].number, asks[0].text)
    also = " and confirm what is asked" if asks else ""
    desk.agree(f"Commit the new prescription{also}?", yes)
