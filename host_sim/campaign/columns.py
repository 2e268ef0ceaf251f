"""What is known of a pump at its end: one row, these columns. One table for files and pages.

Hours count from the pump's first power-on; a moment that did not come is unknown. Truth is of the
plant and its patient; account is what the pump says.
"""

from dataclasses import dataclass

from host_sim.campaign.parameters import PARAMETERS, PUMP

WHOLE, REAL, TEXT, FLAG = "whole", "real", "text", "flag"


@dataclass(frozen=True)
class Column:
    """Name with its unit, kind of value, what it is."""

    name: str
    kind: str
    about: str


_OUTCOMES = (
    ("faults", TEXT, "each with its value, from when, for how long"),
    ("board_quanta", FLAG, "orders of a board's own length, five minutes at most: for the wear"),
    ("days", REAL, "simulated"),
    ("ended", TEXT, "why before its time: the pump's refusal; empty where it ran on"),
    ("visits", WHOLE, "after the first fill"),
    ("first_visit_h", REAL, "the first of them"),
    ("alarms", TEXT, "names of all that were raised"),
    # Withdrawal
    ("below_80_h", REAL, "true effect first below 80 % of its trailing week"),
    ("below_50_h", REAL, "true effect first below 50 % of its trailing week"),
    ("lead_80_h", REAL, "WITHDRAWAL was raised so long before 80 %; below 0: after it"),
    ("lead_50_h", REAL, "WITHDRAWAL was raised so long before 50 %; below 0: after it"),
    ("warned_50_h", REAL, "any alarm that stood then was raised so long before 50 %"),
    ("hours_below_80", REAL, "true effect below 80 % of its trailing week"),
    ("hours_below_50", REAL, "true effect below 50 % of its trailing week"),
    ("effect_least_percent", REAL, "least true effect, in % of its trailing week"),
    # Dose
    ("effect_most_percent", REAL, "most true effect, in % of what the prescribed dose holds"),
    ("hours_above_130", REAL, "true effect above 130 % of that"),
    ("ordered_ug", REAL, "prescribed, while it was prescribed"),
    ("account_ug", REAL, "delivered, by the pump's account and the strength that it was told"),
    ("delivered_ug", REAL, "truth: what reached the patient"),
    ("dose_error_percent", REAL, "delivered against account"),
    ("ordered_error_percent", REAL, "delivered against prescribed"),
    ("over_told_h", REAL, "OVER_DELIVERY, OVER_TREND or FLOW_MISMATCH first raised"),
    ("visits_till_told", WHOLE, "visits up to then, that one included"),
    ("reconciled_h", REAL, "the first reconciliation"),
    ("unseen_ug", REAL, "truth beyond account until one is, or until the end; below 0: less"),
    # Bounds and wear
    ("cuts", WHOLE, "of the power"),
    ("bounds_nl", REAL, "between least and most delivered, without the order that runs"),
    ("flash_erases", WHOLE, "of the journal's sectors, all together"),
    (
        "flash_seven_years_percent",
        REAL,
        "of a sector's 100,000 erases, after seven years",
    ),
    ("battery_seven_years_percent", REAL, "of its charge, after seven years"),
    # Titration
    ("test_ug", REAL, "the last test dose"),
    ("tests", WHOLE, "test doses"),
    ("initial_ug_per_day", REAL, "the first daily dose"),
    ("final_ug_per_day", REAL, "the last daily dose"),
    ("on_target_h", REAL, "felt effect first within its target at a visit"),
    ("felt_most_ng_per_ml", REAL, "most felt effect: concentration times sensitivity"),
    ("overdose_h", REAL, "felt effect first above what counts as an overdose"),
    ("overdose_at_test", FLAG, "that was at a test dose; as a number 1 or 0"),
    ("overdose_by", TEXT, "what flowed then: a test dose or a daily dose"),
)

COLUMNS = (
    Column("seed", WHOLE, "the pump"),
    *[Column(each.name, REAL, each.about) for each in PARAMETERS if each.each == PUMP],
    *[Column(*each) for each in _OUTCOMES],
)

BY_NAME = {column.name: column for column in COLUMNS}


def empty_row(seed: int) -> dict[str, object]:
    """Nothing is known yet."""
    row: dict[str, object] = {column.name: None for column in COLUMNS}
    row.update({column.name: "" for column in COLUMNS if column.kind == TEXT})
    row["seed"] = seed
    return row
