"""The label's limits as verdicts on a whole prescription: refuse, confirm or inform.

Every verdict names its cause and the next step. Judging changes nothing.
"""

from pump.core import profile, reasons
from pump.core.prescription import patient_bolus, peaks
from pump.core.prescription.prescription import (
    CONSTANT,
    DOSE,
    FLEX,
    SEGMENTS_MAX,
    Prescription,
    to_program,
)
from pump.core.prescription.program import Program
from pump.core.reasons import Refused
from pump.core.units import MIN_PER_DAY, MS_PER_DAY, NL_PER_ML, PL_PER_ML, PL_PER_NL, decimal

INFORM = 0
CONFIRM = 1
REFUSE = 2


class Verdict:
    """One finding: its level, its reason's number, its words."""

    def __init__(self, level: int, number: int, text: str) -> None:
        self.level = level
        self.number = number
        self.text = text

    @classmethod
    def refusal(cls, refused: Refused) -> "Verdict":
        """What an order would be refused with, as a finding."""
        return cls(REFUSE, refused.number, refused.detail)


def judge(rx: Prescription) -> list[Verdict]:
    """Every finding, refusals first. An incomplete prescription gets only what is missing."""
    return judged(rx)[0]


def judged(rx: Prescription) -> "tuple[list[Verdict], Program | None, int]":
    """As `judge`, with what had to be worked out for it: the programme, and basal drug of a day,
    rounded up. None and 0 where something is missing, or a limit is none."""
    found = _missing(rx)
    if found:
        return found, None, 0
    _concentration(rx, found)
    _limits(rx, found)
    if found and found[0].level == REFUSE:
        return _ranked(found), None, 0
    program = to_program(rx)
    scaled = daily_dose_scaled(rx, program)
    daily_ng = -(-scaled // DAY_SCALE)
    _dose(rx, scaled, found)
    _flow(rx, program, found)
    _rounding(rx, found)
    _peaks(rx, program, found)
    found += [Verdict.refusal(each) for each in patient_bolus.refusals(rx, daily_ng)]
    return _ranked(found), program, daily_ng


def _ranked(found: list[Verdict]) -> list[Verdict]:
    """Refusals first. Not by sort(): MicroPython's does not keep the order of equals."""
    ranked: list[Verdict] = []
    for level in (REFUSE, CONFIRM, INFORM):
        ranked += [verdict for verdict in found if verdict.level == level]
    return ranked


def _missing(rx: Prescription) -> list[Verdict]:
    if not rx.drug:
        return [_incomplete("no drug: PRES:DRUG")]
    if not rx.concentration_ng_per_ml:
        return [_incomplete("no concentration: PRES:CONC")]
    if not rx.mode:
        return [_incomplete("no mode: PRES:MODE")]
    if not rx.segments:
        return [_incomplete("no rate: PRES:SEGM1:RATE")]
    for number in sorted(rx.segments):
        segment = rx.segments[number]
        if not segment.kind:
            return [_incomplete("no rate: PRES:SEGM%d:RATE" % number)]
        if rx.mode == FLEX and segment.start_min < 0:
            return [_incomplete("no start: PRES:SEGM%d:STAR" % number)]
        if segment.start_min >= MIN_PER_DAY:
            text = "segment %d starts after 23:59" % number
            return [Verdict(REFUSE, reasons.SEGMENTS_CONFLICT, text)]
    if rx.mode == CONSTANT and len(rx.segments) > 1:
        text = "constant has one rate; PRES:SEGM:CLE or PRES:MODE FLEX"
        return [Verdict(REFUSE, reasons.SEGMENTS_CONFLICT, text)]
    if len(rx.segments) > SEGMENTS_MAX:
        text = "%d segments; at most %d" % (len(rx.segments), SEGMENTS_MAX)
        return [Verdict(REFUSE, reasons.SEGMENTS_CONFLICT, text)]
    patient = patient_bolus.missing(rx)
    return [_incomplete(patient)] if patient else _overlaps(rx)


def _overlaps(rx: Prescription) -> list[Verdict]:
    starts: dict[int, int] = {}
    for number in sorted(rx.segments):
        start = rx.segments[number].start_min
        if start in starts:
            text = "segments %d and %d start together; move one" % (starts[start], number)
            return [Verdict(REFUSE, reasons.SEGMENTS_CONFLICT, text)]
        starts[start] = number
    return []


def _incomplete(text: str) -> Verdict:
    return Verdict(REFUSE, reasons.PRESCRIPTION_INCOMPLETE, text)


def _concentration(rx: Prescription, found: list[Verdict]) -> None:
    concentration = rx.concentration_ng_per_ml
    least, most = profile.CONCENTRATION_MIN_NG_PER_ML, profile.CONCENTRATION_MAX_NG_PER_ML
    if rx.drug != profile.DRUG_NAME:
        text = 'only "%s" is known, so spelt' % profile.DRUG_NAME
        found.append(Verdict(REFUSE, reasons.DRUG_UNKNOWN, text))
    elif not least <= concentration <= most:
        text = "%s mg/mL; 0.05 to 2 mg/mL" % decimal(concentration, 6)
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text))
    elif concentration not in profile.PRESETS_NG_PER_ML:
        text = "%s mg/mL is a dilution: NaCl, preservative-free" % decimal(concentration, 6)
        found.append(Verdict(CONFIRM, reasons.CONFIRMATION_NEEDED, text))
    elif concentration == least:
        text = "0.05 mg/mL is the screening ampoule"
        found.append(Verdict(INFORM, 0, text))


def _limits(rx: Prescription, found: list[Verdict]) -> None:
    """Own limits tighten the label's and the pump's; none of them widens."""
    rate_pl = rx.limit_rate_nl_per_day * PL_PER_NL
    if not 0 <= rx.limit_day_ng <= profile.DOSE_MAX_NG_PER_DAY:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, "PRES:LIM:DAY is 0 to 1200 ug"))
    if not 0 <= rate_pl <= profile.FLOW_MAX_PL_PER_DAY:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, "PRES:LIM:RATE is 0 to 24 mL/d"))
    if not 0 <= rx.limit_bolus_ng <= profile.BOLUS_LIMIT_NG:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, "PRES:LIM:BOL is 0 to 100 ug"))
    if not profile.LOCKOUT_MIN_MS <= rx.limit_lockout_ms <= profile.LOCKOUT_MAX_MS:
        text = "PRES:LIM:LOCK is 15 min to 24 h"
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text))


def _flow(rx: Prescription, program: Program, found: list[Verdict]) -> None:
    lowest, highest = min(program.rates_pl_per_day), max(program.rates_pl_per_day)
    limit = rx.limit_rate_nl_per_day * PL_PER_NL
    if limit < highest and limit < profile.FLOW_MAX_PL_PER_DAY:
        text = "%s mL/d is above PRES:LIM:RATE" % decimal(highest, 9)
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text))
    if lowest >= profile.FLOW_MIN_PL_PER_DAY and highest <= profile.FLOW_MAX_PL_PER_DAY:
        return
    wrong = lowest if lowest < profile.FLOW_MIN_PL_PER_DAY else highest
    text = "%s mL/d; the pump gives %s to %s mL/d; " % (
        decimal(wrong, 9),
        decimal(profile.FLOW_MIN_PL_PER_DAY, 9),
        decimal(profile.FLOW_MAX_PL_PER_DAY, 9),
    )
    found.append(Verdict(REFUSE, reasons.FLOW_NOT_FEASIBLE, text + _feasible(rx)))


def _feasible(rx: Prescription) -> str:
    """Which concentrations would carry the same doses."""
    if any(segment.kind != DOSE for segment in rx.segments.values()):
        return "change the rate"
    doses = [segment.value for segment in rx.segments.values()]
    # the least dose asks for at most this concentration, the greatest for at least that
    most = min(doses) * PL_PER_ML // profile.FLOW_MIN_PL_PER_DAY
    least = -(-max(doses) * PL_PER_ML // profile.FLOW_MAX_PL_PER_DAY)
    presets = [
        decimal(preset, 6) for preset in profile.PRESETS_NG_PER_ML if least <= preset <= most
    ]
    if presets == [decimal(profile.CONCENTRATION_MIN_NG_PER_ML, 6)]:
        # A.8: the screening ampoule alone is no answer for an infusion
        return "feasible: %s mg/mL, or a dilution to %s or less" % (
            presets[0],
            decimal(most // 1000 * 1000, 6),
        )
    if presets:
        return "feasible: %s mg/mL" % ", ".join(presets)
    if least <= most and most >= profile.CONCENTRATION_MIN_NG_PER_ML:
        return "no preset is feasible; dilute to %s mg/mL or less" % decimal(most // 1000 * 1000, 6)
    return "no concentration is feasible; change the dose"


def daily_dose_scaled(rx: Prescription, program: Program) -> int:
    """Drug of one day in ng/day x 10^6 x ms: exact. Divide by `DAY_SCALE` for ng."""
    if not PL_PER_ML % rx.concentration_ng_per_ml:
        # of a preset no rate was rounded: the programme's volume holds just that drug
        return program.volume_pl_ms() * rx.concentration_ng_per_ml // PL_PER_NL
    total = 0
    for index, segment in enumerate(rx.in_order()):
        total += segment.dose_scaled(rx.concentration_ng_per_ml) * program.length_ms(index)
    return total


DAY_SCALE = NL_PER_ML * MS_PER_DAY


def _dose(rx: Prescription, scaled: int, found: list[Verdict]) -> None:
    text = "%s ug/d" % decimal(scaled // DAY_SCALE, 3)
    if scaled < profile.DOSE_MIN_NG_PER_DAY * DAY_SCALE:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text + "; the label's least is 10"))
    elif scaled > profile.DOSE_MAX_NG_PER_DAY * DAY_SCALE:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text + "; the label's most is 1200"))
    elif scaled > rx.limit_day_ng * DAY_SCALE:
        found.append(Verdict(REFUSE, reasons.LIMIT_EXCEEDED, text + " is above PRES:LIM:DAY"))
    elif scaled > profile.DOSE_CONFIRM_NG_PER_DAY * DAY_SCALE:
        text += "; limited experience above 1000"
        found.append(Verdict(CONFIRM, reasons.CONFIRMATION_NEEDED, text))
    elif not (
        profile.DOSE_USUAL_MIN_NG_PER_DAY * DAY_SCALE
        <= scaled
        <= profile.DOSE_USUAL_MAX_NG_PER_DAY * DAY_SCALE
    ):
        text += "; most patients need 300 to 800"
        found.append(Verdict(INFORM, 0, text))


def _peaks(rx: Prescription, program: Program, found: list[Verdict]) -> None:
    found += [Verdict.refusal(each) for each in peaks.refusals(rx, program)]
    text = peaks.question(program)
    if text:
        found.append(Verdict(CONFIRM, reasons.CONFIRMATION_NEEDED, text))


def _rounding(rx: Prescription, found: list[Verdict]) -> None:
    if not PL_PER_ML % rx.concentration_ng_per_ml:
        return  # of a preset no dose is rounded
    for segment in rx.in_order():
        rest = segment.value * PL_PER_ML % rx.concentration_ng_per_ml
        if segment.kind == DOSE and rest:
            text = "%s ug/d rounded down by less than 1 pL/d" % decimal(segment.value, 3)
            found.append(Verdict(INFORM, reasons.VALUE_ROUNDED, text))
