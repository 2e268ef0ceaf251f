"""Any TOML file of a person's: read in one way, its mistakes told with line and column.

UTF-8 with or without a byte order mark, lines ended by LF or CRLF.
"""

import re
import tomllib
from pathlib import Path as File
from typing import Any

from .toml_places import Path, places
from .trouble import Mistake

_KEY = re.compile("[0-9A-Fa-f]{16}")
_AT = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)


def text_of(data: bytes, name: str, form: str) -> str:
    """The text of a file. Mistake for bytes that are no UTF-8. `form`: where one is shown."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        raise Mistake(f"{name}:{line}:{column}: no UTF-8 text", form) from None


class TomlFile:
    """What stands in it, and where."""

    def __init__(self, text: str, name: str, form: str, secret: bool = False) -> None:
        """Mistake for what is no TOML; its words begin with `name`. `secret`: keys may stand
        anywhere in it, so that no mistake repeats its words."""
        self.name = name
        self._form = form
        self._secret = secret
        try:
            self.whole: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._no_toml(text, str(error)) from None
        self._places = places(text)

    @classmethod
    def read(cls, path: File, form: str) -> "TomlFile":
        """Mistake for a file that is not there, too."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Mistake(f"{path}: {error.strerror}", form) from None
        return cls(text_of(data, str(path), form), str(path), form)

    def wrong(self, path: Path, text: str, next_step: str = "") -> Mistake:
        """A mistake in what stands there; where that is missing, in its table."""
        at = path
        while at and at not in self._places:
            at = at[:-1]
        line, column = self._places.get(at, (1, 1))
        said = _hidden(words(path)) if self._secret else words(path)
        names = f"{said}: " if path else ""
        return Mistake(f"{self.name}:{line}:{column}: {names}{text}", next_step or self._form)

    def _no_toml(self, text: str, error: str) -> Mistake:
        said = _AT.fullmatch(error)
        if said is None:
            return Mistake(f"{self.name}: {'no TOML' if self._secret else error}", self._form)
        ends = text.count("\n") + 1, len(text) - text.rfind("\n")
        line, column = (said[2], said[3]) if said[2] else ends
        what = "no TOML" if self._secret else said[1]
        return Mistake(f"{self.name}:{line}:{column}: {what}", self._form)


def _hidden(said: str) -> str:
    """Names out of a file for an error; not one in whose place a key may stand."""
    return ", ".join("?" if _KEY.search(name) else name for name in said.split(", "))


def words(path: Path) -> str:
    """A place as people call it: `segment 2, rate`."""
    said = ""
    for part in path:
        said += f" {part + 1}" if isinstance(part, int) else f", {part}"
    return said.removeprefix(", ")
