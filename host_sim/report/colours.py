"""Colours by what they stand for, in a light and a dark page: they stay apart for every kind of
colour vision (the Okabe-Ito set, lightened for the dark page).

A trace is drawn in the light page's colour; page.js repaints each by its role.
"""

ROLES = {
    "ink": ("#1c2733", "#dfe7ee"),
    "grey": ("#5b6875", "#93a3b3"),
    "pale": ("#e4e9ee", "#2d3844"),
    "pump": ("#0072B2", "#56B4E9"),  # what the pump says
    "truth": ("#D55E00", "#FFA45C"),  # what is true of the plant
    "held": ("#007A5A", "#4CC9A0"),
    "failed": ("#C1272D", "#FF8078"),
    "low": ("#56B4E9", "#56B4E9"),
    "medium": ("#E69F00", "#E69F00"),
    "high": ("#C1272D", "#D23B40"),
}
BACKS = ("#ffffff", "#1b222a")  # behind all of it
POWER_OFF = "rgba(120, 135, 150, 0.25)"  # the power is off
SHADE = {"pump": "rgba(0, 114, 178, 0.18)", "truth": "rgba(213, 94, 0, 0.20)",
         "grey": "rgba(110, 125, 140, 0.28)"}  # fmt: skip
ON_PRIORITY = {"LOW": "#1c2733", "MEDIUM": "#1c2733", "HIGH": "#ffffff"}


def light(role: str) -> str:
    """The colour of a role on the light page."""
    return ROLES[role][0]
