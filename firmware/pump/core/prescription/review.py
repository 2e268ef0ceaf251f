"""Every verdict on a prescription in this pump and at this moment: the label's, and what the pump
knows of therapy so far. Pure: what it needs is handed in.
"""

from pump.core import reasons
from pump.core.prescription import rules
from pump.core.prescription.plausibility import implausible, limit_raised
from pump.core.prescription.prescription import Prescription
from pump.core.reasons import Refused
from pump.core.units import decimal


class Facts:
    """What is so now, as a prescription that is reviewed meets it.

    in_force    the prescription in force; None before the first
    refusals    every reason for which the dose may not be raised to this one (S31-S33, A.9 no. 12)
    held        what the reservoir holds in ng/mL, where therapy runs or would by itself; else -1
    boluses_ng  drug in the boluses of 24 hours
    day_ng      basal drug of any 24 hours that reach up to now, under this prescription
    raises      its dose is above the one in force
    escalates   raising to it now is the pattern of S38
    reduction   its dose is far below the one that ran: in words (S39); "": it is not
    head        the head's figure has changed since the last commit: in words; "": it has not
    """

    def __init__(
        self,
        in_force: "Prescription | None",
        refusals: "list[Refused]",
        held: int,
        boluses_ng: int,
        day_ng: int,
        raises: bool,
        escalates: bool,
        reduction: str,
        head: str,
    ) -> None:
        self.in_force = in_force
        self.refusals = refusals
        self.held = held
        self.boluses_ng = boluses_ng
        self.day_ng = day_ng
        self.raises = raises
        self.escalates = escalates
        self.reduction = reduction
        self.head = head


def refused(found: "list[rules.Verdict]") -> bool:
    """Whether the label refuses it: what the pump knows of it does not matter then."""
    return bool(found) and found[0].level == rules.REFUSE


def reviewed(rx: Prescription, found: "list[rules.Verdict]", facts: Facts) -> "list[rules.Verdict]":
    """The label's verdicts, none of which refuses, with those of the moment; refusals first."""
    paced = [rules.Verdict.refusal(each) for each in facts.refusals]
    found = paced + found
    _drug(rx, facts, found)
    _day(rx, facts, found)
    _ask(facts.reduction, found)
    if facts.in_force is not None:
        _ask(limit_raised(rx, facts.in_force), found)
        _ask(implausible(rx, facts.in_force), found)
        _ask(facts.head, found)
    if facts.escalates:
        text = "frequent or large increases: catheter kinked, dislodged, a mass at its tip, "
        found.append(rules.Verdict(rules.INFORM, 0, text + "or the pump at fault?"))
    return found


def _drug(rx: Prescription, facts: Facts, found: "list[rules.Verdict]") -> None:
    """Therapy that runs, or will resume by itself, must find the drug that it reckons with."""
    if facts.held >= 0 and facts.held != rx.concentration_ng_per_ml:
        text = "the reservoir holds %s mg/mL; DEL:STOP, then RES:FILL" % decimal(facts.held, 6)
        found.insert(0, rules.Verdict(rules.REFUSE, reasons.SETTINGS_CONFLICT, text))


def _day(rx: Prescription, facts: Facts, found: "list[rules.Verdict]") -> None:
    """The day's limit once more, with the boluses that a raised basal would come on top of."""
    if not facts.raises:
        return  # a dose can always be lowered
    if facts.boluses_ng and facts.day_ng + facts.boluses_ng > rx.limit_day_ng:
        text = "with %s ug of boluses in 24 h above PRES:LIM:DAY" % decimal(facts.boluses_ng, 3)
        found.insert(0, rules.Verdict(rules.REFUSE, reasons.DAILY_LIMIT, text))


def _ask(text: str, found: "list[rules.Verdict]") -> None:
    """Ask before it is committed, ahead of what was asked before."""
    if text:
        refusals = [verdict for verdict in found if verdict.level == rules.REFUSE]
        ask = rules.Verdict(rules.CONFIRM, reasons.CONFIRMATION_NEEDED, text)
        found.insert(len(refusals), ask)
