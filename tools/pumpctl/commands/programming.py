"""program, commit: a prescription, seen beside the active one; history: what ran before it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..client import toml
from ..client.answers import Finding
from ..client.prescription import Staged
from ..client.programme import Programme
from ..client.pump import Pump
from ..client.quantities import DOSE_RATE, Amount
from ..client.trouble import Differs, Mistake, Refused
from ..context import CallContext, context_of
from ..present.programme import changes, finding_text, side_by_side
from .follow_up import follow_up
from .options import Confirm, Yes, digits16

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
    context = context_of(ctx)
    meant = toml.load(file)
    with context.pump() as pump:
        active = pump.prescription.active()
        staged = pump.prescription.stage(meant)
        with pump.prescription.dropped_unless_done():
            committed = _judged(context, pump, active, staged, yes, confirm, dry_run)
        if not committed:
            pump.prescription.discard()


@programming.command()
def commit(
    ctx: typer.Context,
    of: Annotated[
        str | None,
        typer.Argument(metavar="[DIGEST]", help="What is meant, as PRES:DIG? answers; for --yes."),
    ] = None,
    yes: Yes = False,
    confirm: Confirm = False,
) -> None:
    """The same of what is staged already. Without a person who sees it, its digest names it."""
    context = context_of(ctx)
    meant = None if of is None else digits16(of, "DIGEST").upper()
    with context.pump() as pump:
        active = pump.prescription.active()
        staged = pump.prescription.staged()
        if meant is None and yes:
            context.show(side_by_side(active, staged.programme))
            text = f"--yes, and nobody has said what: #H{staged.digest} is staged"
            raise Mistake(f"{text}; nothing was ordered", "pumpctl commit DIGEST --yes")
        if meant not in (None, staged.digest):
            text = f"#H{staged.digest} is staged, not #H{meant}; nothing was ordered"
            raise Differs(text, "pumpctl program FILE stages what is meant")
        _judged(context, pump, active, staged, yes, confirm, dry_run=False)


@programming.command()
def history(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="new|continued", help="Before the first start.")],
    dose: Annotated[
        str | None, typer.Argument(help='The daily dose that ran before, such as "300 UG/D".')
    ] = None,
    yes: Yes = False,
) -> None:
    """Attest what therapy was before this pump: none but a screening, or a dose that ran."""
    context = context_of(ctx)
    if kind not in ("new", "continued") or (dose is None) == (kind == "continued"):
        text = f"{kind} {dose or ''}".strip() + " is no history"
        raise Mistake(text, 'pumpctl history new, or: pumpctl history continued "300 UG/D"')
    ran = None if dose is None else Amount.read(dose, DOSE_RATE)
    said = "a new therapy after a screening" if ran is None else f"{ran} ran before this pump"
    with context.pump() as pump:
        context.show(f"history: {said}")
        context.agree("Is this so?", yes)
        prescription = pump.prescription
        done = prescription.say_new() if ran is None else prescription.say_continued(ran)
        notes = list(done.notes)
        now = follow_up(notes, prescription.history)
    answer = {"history": None if now is None else asdict(now), "notes": notes}
    context.tell(answer, f"history: {said}", *notes)


def _judged(
    context: CallContext,
    pump: Pump,
    active: Programme | None,
    staged: Staged,
    yes: bool,
    confirm: bool,
    dry_run: bool,
) -> bool:
    """Whether it is active now: what is shown, judged and committed is that one text. Refused
    where the pump would refuse it."""
    findings = staged.findings
    context.show(
        side_by_side(active, staged.programme), *(finding_text(finding) for finding in findings)
    )
    weaning = pump.phases.weaning()
    if weaning is not None:
        context.show(
            f"a weaning is under way, {weaning.ug_per_day:f} ug/d in its step {weaning.step}: "
            "a commit ends it"
        )
    notes: tuple[str, ...] = ()
    for finding in findings:
        if finding.refuses:
            raise Refused(finding.number, finding.text)
    if not dry_run:
        asks = [finding for finding in findings if finding.number]
        _agree(context, asks, yes, confirm)
        notes = pump.prescription.commit(staged, confirm=confirm or bool(asks)).notes
    answer = {
        "committed": not dry_run,
        "digest": staged.digest,
        "changes": changes(active, staged.programme),
        "findings": [asdict(finding) for finding in findings],
        "notes": notes,
    }
    said = Text("not committed: --dry-run")
    if not dry_run:
        said = Text("committed", style="green").append(f" #H{staged.digest}", style="default")
    context.tell(answer, said, *notes)
    return not dry_run


def _agree(context: CallContext, asks: list[Finding], yes: bool, confirm: bool) -> None:
    """One question. --yes alone does not confirm what the pump wants to have confirmed."""
    if asks and yes and not confirm:
        raise Refused(asks[0].number, asks[0].text)
    also = " and confirm what is asked" if asks else ""
    context.agree(f"Commit the new prescription{also}?", yes)
