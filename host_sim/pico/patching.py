"""Applies a unified diff to a folder, to the letter: no fuzz, no offset, or nothing at all.

Knows what `diff -u` writes. Does not know what is patched.
"""

import re
from pathlib import Path

_HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@")


class Mismatch(Exception):
    """The file is not the one that the diff was made from."""


def apply(diff: str, folder: Path) -> None:
    """Change the files of the folder. Mismatch before the first change, if at all."""
    changed = {}
    for name, hunks in _files(diff):
        path = folder / name
        old = path.read_text().splitlines(keepends=True) if path.exists() else []
        changed[path] = "".join(_patched(name, old, hunks))
    for path, text in changed.items():
        path.write_text(text)


def _files(diff: str) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """(name, hunks) of each file; a hunk is its first old line, from 0, and its lines.

    What stands ahead of the first `---` is for people.
    """
    files: list[tuple[str, list[tuple[int, list[str]]]]] = []
    left = new = 0  # lines of the hunk that are still to come
    for line in diff.splitlines(keepends=True):
        if left > 0 or new > 0:
            files[-1][1][-1][1].append(line)
            left -= line[0] in " -"
            new -= line[0] in " +"
        elif line.startswith("+++ "):
            files.append((line[4:].split("\t")[0].strip().removeprefix("b/"), []))
        elif found := _HUNK.match(line):
            left = int(found[2] or 1)
            new = int((re.search(r"\+\d+,(\d+)", line) or [0, 1])[1])
            files[-1][1].append((max(int(found[1]) - 1, 0), []))
    return files


def _patched(name: str, old: list[str], hunks: list[tuple[int, list[str]]]) -> list[str]:
    result: list[str] = []
    done = 0
    for start, lines in hunks:
        result += old[done:start]
        before = [line[1:] for line in lines if line[0] in " -"]
        if old[start : start + len(before)] != before:
            raise Mismatch("%s, line %d: not as the patch has it" % (name, start + 1))
        result += [line[1:] for line in lines if line[0] in " +"]
        done = start + len(before)
    return result + old[done:]
