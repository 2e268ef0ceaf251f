"""Plays every history, keeps its image and what it says, in a folder of the release's own.

What stands there already is never written again: see README.md.
"""

import json
from pathlib import Path

from pump.core import image as images
from pump.core.pump import Pump
from tests.core.bench import sha256
from tests.images.histories import HISTORIES
from tests.images.values import values

HERE = Path(__file__).parent


class Silent:
    """A log for a pump that only recalls."""

    def event(self, line, fault):
        return True


def reread(pump, image, text):
    """A new pump that has read that image."""
    other = Pump(pump.model, Silent(), sha256, pump.order.quantum)
    images.recall(other, image, text)
    return other


def write(release, read=reread, says=values):
    """Image and text of every history. The text's figures are those of a pump that has read it."""
    folder = HERE / release
    folder.mkdir()
    for history in HISTORIES:
        pump = history().pump
        image, text = pump.image(), pump.active_text or None
        facts = {
            "written by": release,
            "doing": history.__doc__,
            "model": pump.model.name,
            "prescription": text.split("\n") if text else None,
        }
        facts.update(says(read(pump, image, text)))
        (folder / f"{history.__name__}.image").write_bytes(image)
        (folder / f"{history.__name__}.json").write_text(lines(facts))


def lines(facts):
    """JSON with one figure a line."""
    blocks = []
    for name, value in facts.items():
        if isinstance(value, dict):
            inner = [f"    {json.dumps(key)}: {json.dumps(each)}" for key, each in value.items()]
            text = "{\n" + ",\n".join(inner) + "\n  }" if inner else "{}"
        else:
            text = json.dumps(value)
        blocks.append(f"  {json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"
