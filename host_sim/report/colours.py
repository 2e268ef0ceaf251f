"""Colours that stay apart for every kind of colour vision (the Okabe-Ito set), and their uses."""

BLUE = "#0072B2"
SKY = "#56B4E9"
ORANGE = "#E69F00"
VERMILION = "#D55E00"
GREEN = "#007A5A"
INK = "#1c2733"
GREY = "#5b6875"
PALE = "#e4e9ee"

PUMP = BLUE  # what the pump says
TRUTH = VERMILION  # what is true of the plant
POWER_OFF = "rgba(91, 104, 117, 0.18)"  # the power is off
BAND = "rgba(0, 114, 178, 0.16)"
PRIORITY = {"LOW": SKY, "MEDIUM": ORANGE, "HIGH": "#C1272D"}
ON_PRIORITY = {"LOW": INK, "MEDIUM": INK, "HIGH": "#ffffff"}
