"""Writes tools/pumpctl/present/watch/alarm_steps.py from what docs/alarms.md is made of: `python -m
tests.tools.alarm_step_texts`. pumpctl shares no code with the simulator; its words are the same."""

import textwrap
from pathlib import Path

from host_sim.reference.alarm_steps import TOLD

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tools" / "pumpctl" / "present" / "watch" / "alarm_steps.py"
_HEAD = '''"""What to do about each alarm, in the words of docs/alarms.md. Generated, do not edit:
`python -m tests.tools.alarm_step_texts`. They stand in host_sim/reference/alarm_steps.py.
"""

STEPS = {
'''


def text() -> str:
    """The whole file."""
    return _HEAD + "".join(_entry(name, told.do) for name, told in TOLD.items()) + "}\n"


def _entry(name: str, step: str) -> str:
    words = step.replace("`", "")
    if len(f'    "{name}": {_quoted(words)},') <= 100:
        return f'    "{name}": {_quoted(words)},\n'
    parts = textwrap.wrap(words, 89, break_on_hyphens=False) if len(words) > 90 else [words]
    lines = [f"        {_quoted(part + ' ')}\n" for part in parts[:-1]]
    return f'    "{name}": (\n' + "".join(lines) + f"        {_quoted(parts[-1])}\n    ),\n"


def _quoted(words: str) -> str:
    quote = "'" if '"' in words else '"'
    return quote + words + quote


if __name__ == "__main__":
    FILE.write_text(text())
