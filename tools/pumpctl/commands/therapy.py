"""start, suspend, resume, stop, bolus; a first start and a holiday with their checklists."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from .. import checklists
from ..client import stopping
from ..client.answers import Bolus, Stopped
from ..client.conversation import Done
from ..client.pump import Pump
from ..client.trouble import Differs, Mistake, Refused, Trouble, Uncertain
from ..context import CallContext, context_of
from ..present import words
from .attesting import Attest, asked, logged
from .follow_up import follow_up
from .options import Confirm, Yes
from .reasons import REASONS, reason_of

therapy = typer.Typer()


@therapy.command()
def start(ctx: typer.Context, confirm: Confirm = False, attest: Attest = None) -> None:
    """Run the active prescription; a first start goes through its checklist."""
    context = context_of(ctx)
    with context.pump() as pump:
        first = pump.state() == "IDLE"  # nothing has ever run
        if attest is not None and not first:
            text = "therapy has begun before: the checklist is that of a first start"
            raise Mistake(text, "pumpctl start without --attest")
        mask = asked(context, checklists.START, attest) if first else 0
        done = pump.therapy.start(confirm)
        notes = [logged(pump, checklists.START, mask)] if first else []
        _tell_state(context, pump, done, notes)


@therapy.command()
def suspend(
    ctx: typer.Context,
    time: Annotated[str, typer.Argument(help='1 min to 24 h, for example "30 MIN".')],
) -> None:
    """Pause; therapy resumes by itself."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell_state(context, pump, pump.therapy.suspend(time))


@therapy.command()
def resume(ctx: typer.Context, confirm: Confirm = False) -> None:
    """End a suspension early."""
    context = context_of(ctx)
    with context.pump() as pump:
        _tell_state(context, pump, pump.therapy.resume(confirm))


@therapy.command()
def minrate(ctx: typer.Context, yes: Yes = False) -> None:
    """The least flow, 0.048 mL/d, until resume or start: no stop, but it counts as a pause."""
    context = context_of(ctx)
    with context.pump() as pump:
        context.show("the least flow is a dose by what stands in the line: 96 ug/d of 2 mg/mL")
        context.agree("Go on at the least flow?", yes)
        _tell_state(context, pump, pump.therapy.least_flow())


@therapy.command()
def stop(
    ctx: typer.Context,
    why: Annotated[
        list[str] | None,
        typer.Argument(metavar="[REASON]", help=f"{' '.join(REASONS)}, or for example: for refill"),
    ] = None,
    attest: Attest = None,
) -> None:
    """Stop at once, in any state: sent before anything is asked, with no key. Then the state is
    read back, and the stop sent again until the pump says that it is at rest. Behind a HOLIDAY, and
    no other stop, comes its checklist."""
    context, reason = context_of(ctx), reason_of(why or [])
    with context.stopping() as link:
        now = stopping.stop(link, reason)
    if reason == "HOLIDAY":
        now = replace(now, notes=_begin_holiday(context, now, attest))
    elif attest is not None:
        now = replace(now, notes=("no checklist belongs to this stop: nothing was attested",))
    said = f"{now.state}; delivered so far {words.interval(now.delivered)}"
    context.tell(now, said, *now.notes)


def _begin_holiday(context: CallContext, now: Stopped, attest: str | None) -> tuple[str, ...]:
    """It limits resumption, and so takes a right, which a stop does not. Differs, or Uncertain,
    where it failed: the stop stands."""
    try:
        with context.pump() as pump:
            done = pump.therapy.begin_holiday()
            return (*done.notes, *_holiday_list(context, pump, attest))
    except Trouble as trouble:
        text = f"{now.state}: stopped, but not for a holiday: {trouble.text}"
        kind = Uncertain if isinstance(trouble, Uncertain) else Differs
        raise kind(text, trouble.next_step) from None


def _holiday_list(context: CallContext, pump: Pump, attest: str | None) -> tuple[str, ...]:
    """Its checklist, behind the stop: an item that is not known is told, and attests nothing."""
    try:
        return (logged(pump, checklists.HOLIDAY, asked(context, checklists.HOLIDAY, attest)),)
    except Mistake as mistake:
        told = f"{mistake.text} ({mistake.next_step})"
        return (told, logged(pump, checklists.HOLIDAY, 0))


def _tell_state(context: CallContext, pump: Pump, done: Done, more: Sequence[str] = ()) -> None:
    notes = [*done.notes, *more]
    now = follow_up(notes, lambda: (pump.state(), pump.therapy.volume_total()))
    state, delivered = now or (None, None)
    said = f"{state}; delivered so far {words.interval(delivered)}" if now else "done"
    context.tell({"state": state, "delivered": delivered, "notes": notes}, said, *notes)


@therapy.command()
def bolus(
    ctx: typer.Context,
    dose: Annotated[
        str | None, typer.Argument(help='Drug or volume, for example "25 UG" or "50 UL".')
    ] = None,
    over: Annotated[
        str | None, typer.Option(help='For example "10 MIN"; without, the shortest allowed.')
    ] = None,
    abort: Annotated[
        bool, typer.Option("--abort", help="End the bolus that runs; basal goes on.")
    ] = False,
    confirm: Confirm = False,
    yes: Yes = False,
) -> None:
    """Give one bolus on top of the basal rate, or end the one that runs."""
    context = context_of(ctx)
    if abort == (dose is not None):
        raise Mistake("a dose, or --abort", 'pumpctl bolus "25 UG" --over "10 MIN"')
    with context.pump() as pump:
        if dose is None:
            done = pump.therapy.abort_bolus()
        else:
            found = pump.therapy.check_bolus(dose, over)
            if found.refuses or (found.number and not confirm):
                raise Refused(found.number, found.text)
            context.show(f"bolus: {found.text}")
            context.agree("Give this bolus?", yes)
            done = pump.therapy.bolus(dose, over, found.digest, bool(found.number))
        notes = list(done.notes)
        now = follow_up(notes, pump.therapy.bolus_state)
    said = _bolus_text(now) if now else "aborted" if abort else "the bolus is given"
    context.tell({"bolus": now, "notes": notes}, said, *notes)


def _bolus_text(now: Bolus) -> str:
    return (
        f"{now.state}: {words.interval(now.delivered)} of {words.ml(now.ordered_nl)} delivered, "
        f"{words.duration(now.left_s)} left"
    )
