"""Options that several commands take."""

import re
from math import isfinite
from typing import Annotated

import typer

Yes = Annotated[bool, typer.Option("--yes", help="Skip the confirmation prompt.")]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="Confirm what the pump asks to have confirmed (204).")
]


def finite(value: float) -> float:
    """A number that can be counted with: typer takes `nan` and `inf` for one."""
    if not isfinite(value):
        raise typer.BadParameter(f"{value} is no number to count with")
    return value


def digits16(text: str, named: str) -> str:
    """A link or a digest as the pump answers it, in lower case. BadParameter for another text."""
    digits = text.strip().removeprefix("#H").lower()
    if not re.fullmatch("[0-9a-f]{16}", digits):
        raise typer.BadParameter("16 hexadecimal digits, as the pump answers", param_hint=named)
    return digits
