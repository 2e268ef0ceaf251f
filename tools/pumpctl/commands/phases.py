"""phase, screen, response, wean: the therapy from its first test dose to its last step down."""

from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from .. import checklists
from ..client.answers import Screening, Weaning
from ..client.conversation import Done
from ..client.phases import Observation
from ..client.quantities import shown
from ..client.trouble import Mistake, Refused
from ..context import CallContext, context_of
from ..present import words
from .attesting import Attest, asked, logged
from .follow_up import follow_up
from .options import Confirm, Yes

phases = typer.Typer()
screen = typer.Typer(help="Test doses: in the label's order, or with a word that is logged.")
phases.add_typer(screen, name="screen")

_SEEN = ("none", "effect", "adverse")
_NO_NEXT = {
    ("RUN", "AWAITED"): "; pumpctl response says what it was",
    ("RUN", "ADV"): "; the label has no next dose",
}


@phases.command()
def phase(ctx: typer.Context) -> None:
    """The phase of therapy, how far a screening has come, and a weaning."""
    context = context_of(ctx)
    with context.pump() as pump:
        now, tested, weaning = pump.phases.now(), pump.phases.screening(), pump.phases.weaning()
        observation = pump.phases.observation()
    lines = [now]
    if tested.outcome != "NONE":
        lines.append("screening: " + _screening_text(tested))
    if weaning is not None:
        lines.append("weaning: " + _weaning_text(weaning))
    if observation is not None:
        lines.append("observation: " + _observation_text(observation))
    told = {"phase": now, "screening": tested, "weaning": weaning, "observation": observation}
    context.tell(told, "\n".join(lines))


@phases.command()
def observed(ctx: typer.Context, yes: Yes = False) -> None:
    """Say that the patient was observed after the last change of dose or drug; logged."""
    context = context_of(ctx)
    with context.pump() as pump:
        before = pump.phases.observation()
        context.show("observation: " + (_observation_text(before) if before else "none is due"))
        context.agree("Was the patient observed?", yes)
        done = pump.phases.observed()
    context.tell({"observation": before, "notes": done.notes}, "it is in the log", *done.notes)


@screen.command()
def dose(
    ctx: typer.Context,
    amount: Annotated[str, typer.Argument(metavar="DOSE", help='For example "25 UG".')],
    over: Annotated[
        str | None, typer.Option(help='For example "5 MIN"; without, the shortest allowed.')
    ] = None,
    override: Annotated[
        bool, typer.Option("--override", help="Another dose than the label has next; logged.")
    ] = False,
    attest: Attest = None,
    yes: Yes = False,
) -> None:
    """Give a test dose through the line: at least a minute, 24 h after the last one."""
    context = context_of(ctx)
    with context.pump() as pump:
        found = pump.phases.check_test_dose(amount, over, override)
        if found.number:
            raise Refused(found.number, found.text)
        label = ", whatever the label has next" if override else ""
        context.show(f"test dose: {found.text}{label}")
        mask = asked(context, checklists.SCREENING, attest, ask=not yes)
        context.agree("Give this test dose?", yes)
        done = pump.phases.give_test_dose(amount, over, override)
        notes = [logged(pump, checklists.SCREENING, mask)]
        _tell(context, done, pump.phases.screening, notes)


@screen.command("override")
def override_screening(ctx: typer.Context, yes: Yes = False) -> None:
    """Let therapy begin though no test dose had an effect of four hours; logged."""
    context = context_of(ctx)
    with context.pump() as pump:
        context.show("screening: " + _screening_text(pump.phases.screening()))
        context.agree("Let therapy begin all the same?", yes)
        notes = ["therapy may begin: pumpctl program, then pumpctl start"]
        _tell(context, pump.phases.override_screening(), pump.phases.screening, notes)


@phases.command()
def response(
    ctx: typer.Context,
    seen: Annotated[str, typer.Argument(help="none, effect or adverse.")],
    lasted: Annotated[
        str | None, typer.Argument(help='How long a test dose\'s effect lasted: "6 HR".')
    ] = None,
) -> None:
    """Record what was seen after the last dose."""
    context = context_of(ctx)
    if seen.lower() not in _SEEN:
        raise Mistake(f"{seen}: no response", f"one of {', '.join(_SEEN)}")
    with context.pump() as pump:
        done = pump.phases.record_response(seen.lower(), lasted)
        _tell(context, done, pump.phases.screening)


@phases.command()
def wean(
    ctx: typer.Context,
    days: Annotated[int, typer.Argument(help="Steps, one a day: 7 to 14, to a holiday 14 to 28.")],
    holiday: Annotated[bool, typer.Option("--holiday", help="Until a drug holiday.")] = False,
    confirm: Confirm = False,
    yes: Yes = False,
) -> None:
    """Reduce the dose day by day; the pump follows by itself. `pumpctl plan wean` shows it
    beforehand, `pumpctl phase` how far it is; `pumpctl program` of a dose ends it."""
    context = context_of(ctx)
    with context.pump() as pump:
        found = pump.phases.check_weaning(days, holiday)
        if found.refuses or (yes and not confirm):
            raise Refused(found.number, found.text)
        context.show(found.text)
        context.agree("Begin this weaning?", yes)
        done = pump.phases.wean(days, holiday, confirm=True)
        notes = list(done.notes)
        now = follow_up(notes, pump.phases.weaning)
    said = f"weaning: {_weaning_text(now)}" if now else "the weaning has begun"
    context.tell({"weaning": now, "notes": notes}, said, *notes)


def _tell(
    context: CallContext, done: Done, look: Callable[[], Screening], more: Sequence[str] = ()
) -> None:
    notes = [*done.notes, *more]
    now = follow_up(notes, look)
    said = _screening_text(now) if now and now.outcome != "NONE" else "done; it is in the log"
    context.tell({"screening": now, "notes": notes}, said, *notes)


def _screening_text(tested: Screening) -> str:
    if tested.outcome == "NONE":
        return "none here"
    text = f"{tested.outcome}; last {tested.last_ug:f} ug, seen: {tested.seen}"
    if tested.lasted_min:
        text += f" for {shown(tested.lasted_min / 60, 2)} h"
    ways = " or ".join(f"{way:f}" for way in tested.next_ug)
    if ways:
        return f"{text}; next {ways} ug"
    return text + _NO_NEXT.get((tested.outcome, tested.seen), "")


def _observation_text(now: Observation) -> str:
    left = f"{now.left_min} min more" if now.left_min else "its time is over"
    return f"after {now.change}: {left}; pumpctl observed ends it"


def _weaning_text(now: Weaning) -> str:
    end = "a holiday" if now.to_holiday else "the end"
    figures = f"step {now.step} of {now.steps} to {end}, {now.ug_per_day:f} ug/d"
    return f"{figures}; the next {words.wall(now.next_due)}"
