"""Who looks, listens and presses: a person at the terminal, or a rig that writes its answers down.

Nothing answers by itself: without a person there has to be a file, and the report names it.
"""

import tomllib
from pathlib import Path
from typing import Protocol

import typer

from ..client.trouble import Mistake

SAID = {"serial": str, "lamp_red": bool, "lamp_yellow": bool, "lamp_cyan": bool, "tone": bool}
"""Every answer, by the name of its question."""


class Operator(Protocol):
    """Whoever stands at the board. `name`: one of `SAID`."""

    who: str
    """For the report."""

    def tell(self, text: str) -> None:
        """Something to do or to know; nothing is waited for."""
        ...

    def ready(self, text: str) -> None:
        """Wait until whoever it is has read that and is ready."""
        ...

    def saw(self, name: str, question: str) -> bool:
        """A question with yes or no."""
        ...

    def read(self, name: str, question: str) -> str:
        """A question with a text for an answer."""
        ...


class Person:
    """Asked in the terminal, on stderr: stdout is the answer's."""

    who = "a person"

    def tell(self, text: str) -> None:
        typer.echo(text, err=True)

    def ready(self, text: str) -> None:
        typer.prompt(f"{text}, then Enter", default="", show_default=False, err=True)

    def saw(self, name: str, question: str) -> bool:
        del name
        return typer.confirm(question, err=True)

    def read(self, name: str, question: str) -> str:
        del name
        return str(typer.prompt(question, err=True)).strip()


class Rig:
    """A rig with sensors: each answer is read when its question comes, from a TOML file."""

    def __init__(self, path: Path) -> None:
        """Mistake when the file is not there, or has other names than `SAID`."""
        self._path = path
        self.who = f"the file {path.name}"
        self._answers()

    def tell(self, text: str) -> None:
        typer.echo(text, err=True)

    def ready(self, text: str) -> None:
        typer.echo(text, err=True)

    def saw(self, name: str, question: str) -> bool:
        del question
        return bool(self._answers()[name])

    def read(self, name: str, question: str) -> str:
        del question
        return str(self._answers()[name])

    def _answers(self) -> dict[str, object]:
        try:
            found = tomllib.loads(self._path.read_text())
        except (OSError, ValueError) as error:
            raise Mistake(f"{self._path}: {error}", "docs/jig.md shows the file") from None
        kinds = {name: type(value) for name, value in found.items()}
        if kinds != SAID:
            wrong = sorted(name for name, _ in kinds.items() ^ SAID.items())
            names = ", ".join(f"{name} ({kind.__name__})" for name, kind in SAID.items())
            raise Mistake(f"{self._path}: {', '.join(wrong)}", f"it has to name {names}")
        return found
