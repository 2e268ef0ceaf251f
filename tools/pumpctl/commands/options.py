"""Options that several commands take."""

from typing import Annotated

import typer

Yes = Annotated[bool, typer.Option("--yes", help="Skip the confirmation prompt.")]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="Confirm what the pump asks to have confirmed (204).")
]
