"""The pump's own line, as a clinic uses it: an order, confirmed where the pump asks for that."""

from host_sim.scenario.context import Refusal, ScenarioContext
from pump.core.reasons import CONFIRMATION_NEEDED


def order(context: ScenarioContext, line: str) -> None:
    """Refusal where it does not take it, confirmed or not."""
    try:
        context.send(line)
    except Refusal as refused:
        if refused.number != CONFIRMATION_NEEDED:
            raise
        context.send(line + ("," if " " in line else " ") + "CONFIRM")


def prescribe(context: ScenarioContext, ug_per_day: float, ug_per_ml: float) -> None:
    """A constant daily dose: staged, and committed by its digest."""
    context.send('PRES:DRUG "baclofen";CONC %d UG/ML;MODE CONS' % ug_per_ml)
    context.send("PRES:SEGM:CLE")
    context.send('PRES:SEGM1:STAR "00:00";RATE %.1f UG/D' % ug_per_day)
    digest = context.send("PRES:DIG?")
    if digest:
        order(context, "PRES:COMM " + digest)


def running(context: ScenarioContext) -> bool:
    """Whether therapy flows."""
    return context.ask("DEL:STAT?") == "RUN"
