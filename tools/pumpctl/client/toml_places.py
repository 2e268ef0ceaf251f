"""Where each key of a TOML text stands. For text that tomllib has read: judges nothing."""

import re
import tomllib

Path = tuple[str | int, ...]
"""Names and, in arrays, indices: ("segment", 1, "rate")."""

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^,\]}\n#]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)


def places(text: str) -> dict[Path, tuple[int, int]]:
    """Line and column, both from 1, of each key, table and element of an array."""
    return _Scan(text.replace("\r\n", "\n")).document()


class _Scan:
    """One pass. `counts`: how many tables each [[array]] has so far."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counts: dict[Path, int] = {}
        self._found: dict[Path, tuple[int, int]] = {}

    def document(self) -> dict[Path, tuple[int, int]]:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self._at == len(self._text):
                return self._found
            if self._next("["):
                table = self._header()
            else:
                self._pair(table)

    def _header(self) -> Path:
        begin, array = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if array else 1
        names = self._names()
        self._at += 2 if array else 1
        path: Path = ()
        for name in names[:-1]:
            self._found.setdefault((*path, name), self._place(begin))
            path = self._last((*path, name))
        path = (*path, names[-1])
        if array:
            self._counts[path] = self._counts.get(path, 0) + 1
            self._found.setdefault(path, self._place(begin))
            path = self._last(path)
        self._found.setdefault(path, self._place(begin))
        return path

    def _last(self, path: Path) -> Path:
        """The table that a header means by it: of an [[array]] the newest."""
        count = self._counts.get(path, 0)
        return (*path, count - 1) if count else path

    def _pair(self, table: Path) -> None:
        begin = self._at
        path = (*table, *self._names())
        for end in range(len(table) + 1, len(path) + 1):
            self._found.setdefault(path[:end], self._place(begin))
        self._at += 1  # the =
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        if self._next("["):
            self._items(path, "]")
        elif self._next("{"):
            self._items(path, "}")
        elif self._next('"') or self._next("'"):
            self._skip(_STRING)
        else:
            self._skip(_SCALAR)

    def _items(self, path: Path, end: str) -> None:
        """What stands in an array, or in an inline table."""
        self._at += 1
        count = 0
        while True:
            self._skip(_BLANK)
            if self._next(end):
                self._at += 1
                return
            if self._next(","):
                self._at += 1
            elif end == "}":
                self._pair(path)
            else:
                self._found[(*path, count)] = self._place(self._at)
                self._value((*path, count))
                count += 1

    def _names(self) -> list[str]:
        """A key, as far as it is dotted."""
        names: list[str] = []
        while True:
            self._skip(_SPACE)
            quoted = self._skip(_STRING)
            names.append(tomllib.loads(f"x = {quoted}")["x"] if quoted else self._skip(_BARE))
            self._skip(_SPACE)
            if not self._next("."):
                return names
            self._at += 1

    def _next(self, character: str) -> bool:
        return self._text.startswith(character, self._at)

    def _skip(self, form: re.Pattern[str]) -> str:
        found = form.match(self._text, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found[0]

    def _place(self, at: int) -> tuple[int, int]:
        line_begin = self._text.rfind("\n", 0, at) + 1
        return self._text.count("\n", 0, at) + 1, at - line_begin + 1
