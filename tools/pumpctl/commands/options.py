"""Options that several commands take."""

from typing import Annotated

import typer

Yes = Annotated[bool, typer.Option("--yes", help="Do not ask: it is meant.")]
Confirm = Annotated[
    bool, typer.Option("--confirm", help="What the pump asks to be confirmed (204) is meant.")
]
