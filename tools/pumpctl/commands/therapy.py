"""start, suspend, resume, stop, bolus."""

from enum import Enum
from typing import Annotated

import typer

from ..client.pump import Pump
from ..client.trouble import Mistake, Refused
from ..desk import Desk, desk_of
from ..present import words
from .options import Confirm, Yes


class Reason(Enum):
    """Why therapy is stopped, as the pump logs it."""

    OVERDOSE = "OVERDOSE"
    SERIOUS_ADR = "SERIOUS_ADR"
    MAINTENANCE = "MAINTENANCE"
    HOLIDAY = "HOLIDAY"
    OTHER = "OTHER"


therapy = typer.Typer()


@therapy.command()
def start(ctx: typer.Context, confirm: Confirm = False) -> None:
    """Run the active prescription."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.start(confirm)
        _tell_state(desk, pump)


@therapy.command()
def suspend(
    ctx: typer.Context,
    time: Annotated[str, typer.Argument(help='1 min to 24 h, for example "30 MIN".')],
) -> None:
    """Pause; therapy resumes by itself."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.suspend(time)
        _tell_state(desk, pump)


@therapy.command()
def resume(ctx: typer.Context, confirm: Confirm = False) -> None:
    """End a suspension early."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.resume(confirm)
        _tell_state(desk, pump)


@therapy.command()
def stop(
    ctx: typer.Context,
    reason: Annotated[Reason, typer.Argument(case_sensitive=False)] = Reason.OTHER,
) -> None:
    """Stop at once, in any state; needs no key. The state is read back."""
    desk = desk_of(ctx)
    with desk.pump() as pump:
        pump.stop(reason.value)
        _tell_state(desk, pump)


def _tell_state(desk: Desk, pump: Pump) -> None:
    state, delivered = pump.state(), pump.volume_total()
    answer = {"state": state, "delivered": delivered}
    desk.tell(answer, f"{state}; delivered so far {words.interval(delivered)}")


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
    yes: Yes = False,
) -> None:
    """Give one bolus on top of the basal rate, or end the one that runs."""
    desk = desk_of(ctx)
    if abort == (dose is not None):
        raise Mistake("a dose, or --abort", 'pumpctl bolus "25 UG" --over "10 MIN"')
    with desk.pump() as pump:
        notes: tuple[str, ...] = ()
        if dose is None:
            pump.abort_bolus()
        else:
            found = pump.check_bolus(dose, over)
            if found.number:
                raise Refused(found.number, found.text)
            desk.show(f"bolus: {found.text}")
            desk.agree("Give this bolus?", yes)
            notes = pump.bolus(dose, over).notes
        now = pump.bolus_state()
    said = (
        f"{now.state}: {words.interval(now.delivered)} of {words.ml(now.ordered_nl)} delivered, "
        f"{words.duration(now.left_s)} left"
    )
    desk.tell({"bolus": now, "notes": notes}, said, *notes)
