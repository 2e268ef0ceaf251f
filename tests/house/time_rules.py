"""What a part may not hold of time, by syntax tree: a clock; and who has something due."""

import ast
import re
from collections.abc import Iterator

# A field of such a name would be somebody's own idea of what time it is.
_CLOCK = re.compile(r"^_?(now|ticks|today|time|day|ms|(now|ticks)_(day|ms|us|s))$")
# A field of such a name is a moment to come.
_TO_COME = re.compile(r"(^|_)(due|until|resume_at|retry_at|change_day|change_ms)($|_)")


def clocks(source: str) -> list[str]:
    """Each field that is called like a clock, as `Class.field`."""
    return [f"{part}.{name}" for part, name in _fields(source) if _CLOCK.match(name)]


def awaited(source: str) -> set[str]:
    """Each class that holds a moment to come."""
    return {part for part, name in _fields(source) if _TO_COME.search(name)}


def telling(source: str) -> set[str]:
    """Each class that tells when it has something to do: it has `next_due`."""
    return {
        part.name
        for part in ast.walk(ast.parse(source))
        if isinstance(part, ast.ClassDef)
        for node in part.body
        if isinstance(node, ast.FunctionDef) and node.name == "next_due"
    }


def _fields(source: str) -> Iterator[tuple[str, str]]:
    """(class, field) of whatever a class binds of self, each once, in order."""
    found = dict.fromkeys(
        (part.name, node.attr)
        for part in ast.walk(ast.parse(source))
        if isinstance(part, ast.ClassDef)
        for node in ast.walk(part)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    )
    yield from found
