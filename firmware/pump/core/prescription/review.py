"""Every verdict on a prescription in this pump and at this moment: the label's, and what the pump
knows of therapy so far. Pure: what it needs is handed in.
"""

from micropython import const

from pump.core import reasons
from pump.core.prescription import rules
from pump.core.prescription.plausibility import implausible, limit_raised
from pump.core.prescription.prescription import Prescription, to_program
from pump.core.reasons import Refused
from pump.core.units import decimal

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.prescription.program import Program


class Facts:
    """What is so now, as a prescription that is reviewed meets it.

    program     what it lets flow
    in_force    the prescription in force; None before the first
    refusals    every reason for which the dose may not be raised to this one (S31-S33, A.9 no. 12)
    held        what the reservoir holds in ng/mL, where therapy runs or would by itself; else -1
    windows     why it may not run from now on, by what has left the tip and would; None: it may
    escalates   raising to it now is the pattern of S38
    questions   what it asks for what therapy has done so far (S39, S46, S70); "": nothing
    head        the head's figure has changed since the last commit: in words; "": it has not
    """

    def __init__(
        self,
        program: "Program",
        in_force: "Prescription | None",
        refusals: "list[Refused]",
        held: int,
        windows: "Refused | None",
        escalates: bool,
        questions: "list[str]",
        head: str,
    ) -> None:
        self.program = program
        self.in_force = in_force
        self.refusals = refusals
        self.held = held
        self.windows = windows
        self.escalates = escalates
        self.questions = questions
        self.head = head


def refused(found: "list[rules.Verdict]") -> bool:
    """Whether the label refuses it: what the pump knows of it does not matter then."""
    return bool(found) and found[0].level == rules.REFUSE


def reviewed(rx: Prescription, found: "list[rules.Verdict]", facts: Facts) -> "list[rules.Verdict]":
    """The label's verdicts, none of which refuses, with those of the moment; refusals first."""
    paced = [rules.Verdict.refusal(each) for each in facts.refusals]
    found = paced + found
    _drug(rx, facts, found)
    if facts.windows is not None:
        refused_by = facts.windows
        found.insert(0, rules.Verdict(rules.REFUSE, refused_by.number, refused_by.detail))
    for text in facts.questions:
        _ask(text, found)
    ran = facts.in_force
    if ran is not None:
        _ask(limit_raised(rx, ran), found)
        per_ml, ran_per_ml = rx.concentration_ng_per_ml, ran.concentration_ng_per_ml
        _ask(implausible(facts.program, per_ml, to_program(ran), ran_per_ml), found)
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


def _ask(text: str, found: "list[rules.Verdict]") -> None:
    """Ask before it is committed, ahead of what was asked before."""
    if text:
        refusals = [verdict for verdict in found if verdict.level == rules.REFUSE]
        ask = rules.Verdict(rules.CONFIRM, reasons.CONFIRMATION_NEEDED, text)
        found.insert(len(refusals), ask)
