"""Why therapy is stopped: the pump's five reasons, and what people type for them."""

import re

from ..client.trouble import Mistake

REASONS = {
    "OVERDOSE": "overdose overdosed overdosage",
    "SERIOUS_ADR": "serious_adr adr reaction side_effect side_effects adverse_drug_reaction",
    "MAINTENANCE": "maintenance refill refilling reservoir service repair battery mri",
    "HOLIDAY": "holiday drug_holiday weaned",
    "OTHER": "other",
}
"""Reason by reason what is accepted, in lower case, words joined by `_`."""

_OTHERWISE = {
    "bolus": "pumpctl bolus --abort ends the bolus alone",
    "alarm": "pumpctl alarms pause silences tones",
    "tone": "pumpctl alarms pause silences tones",
}
"""What people may mean to end where it is not therapy."""


def reason_of(typed: list[str]) -> str:
    """OTHER for nothing. Mistake for words that name none: they may name something else to end."""
    said = "_".join(re.findall(r"[a-z]+", " ".join(typed).lower()))
    said = re.sub(r"^(for|because_of|due_to)_", "", said)
    said = re.sub(r"^(an?|the)_", "", said)
    if not said:
        return "OTHER"
    for reason, accepted in REASONS.items():
        if said in accepted.split():
            return reason
    meant = [step for word, step in _OTHERWISE.items() if word in said]
    raise Mistake(
        f'nothing was stopped: "{" ".join(typed)}" is no reason',
        "; ".join(["pumpctl stop, without a reason, stops now", *meant, "reasons: "])
        + " ".join(REASONS),
    )
