"""Replaces parts of a source by their place in its syntax tree; every other line stays.

A part that spans lines leaves as many line ends behind: what a traceback says of the rest stays
true. Knows places. Does not know what is written there.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Edit:
    """Text in the place of what stands between two places: (line from 1, byte of it from 0)."""

    start: tuple[int, int]
    end: tuple[int, int]
    text: str


def instead_of(node: ast.expr | ast.stmt, text: str) -> Edit:
    """The edit that puts `text`, a part of one line, in the place of a node."""
    assert node.end_lineno is not None and node.end_col_offset is not None
    return Edit((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset), text)


def edited(source: str, edits: Iterable[Edit]) -> str:
    """The source with every edit made; one that lies within another is left out."""
    lines = [line.encode() for line in source.split("\n")]
    for edit in reversed(_outermost(edits)):
        (first, start), (last, end) = edit.start, edit.end
        before, after = lines[first - 1][:start], lines[last - 1][end:]
        between = [b""] * (last - first)
        lines[first - 1 : last] = (
            [before + edit.text.encode(), *between[:-1], after]
            if between
            else [before + edit.text.encode() + after]
        )
    return "\n".join(line.decode().rstrip() for line in lines)


def alone(source: str, node: ast.stmt) -> bool:
    """Whether nothing but a comment shares the statement's lines with it."""
    lines = source.split("\n")
    assert node.end_lineno is not None
    before = lines[node.lineno - 1].encode()[: node.col_offset]
    after = lines[node.end_lineno - 1].encode()[node.end_col_offset :]
    return not before.strip() and after.strip()[:1] in (b"", b"#")


def _outermost(edits: Iterable[Edit]) -> list[Edit]:
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, tuple(-at for at in edit.end))):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return kept
