"""An image that was changed and sealed anew, and what comes of reading it."""

import pytest

from pump.core import image as images
from pump.core import sections
from pump.core.pump import Pump
from tests.core.bench import sha256
from tests.core.snapshot import snapshot
from tests.core.used_pumps import in_a_bolus
from tests.images.write import HERE, Silent

MADE = in_a_bolus().pump
IMAGE = MADE.image()
SECTIONS = sections.split(IMAGE, sha256)
REQUIRED = [number for number in SECTIONS if number & sections.REQUIRED]
OPTIONAL = [number for number in SECTIONS if not number & sections.REQUIRED]
LATEST = {number: version for number, (version, _) in SECTIONS.items()}
FLAT = (HERE / "bb38913" / "in_a_bolus.image").read_bytes()


def sealed(found):
    """An image of such sections, in their order: pairs of number and (version, content)."""
    image = sections.Image()
    for number, (version, content) in found:
        image.begin(number, version)
        image.codec.data.extend(content)
        image.end()
    return image.sealed(sha256)


def changed(number, version, content):
    return sealed({**SECTIONS, number: (version, content)}.items())


def new():
    return Pump(MADE.model, Silent(), sha256, MADE.order.quantum)


def refused(image):
    """ValueError, and the pump is as it was."""
    pump = new()
    before = snapshot(pump)
    with pytest.raises(ValueError):
        images.recall(pump, image, MADE.active_text)
    assert snapshot(pump) == before


def read(image):
    """The pump of that image, and the priority at which it has to be told."""
    pump = new()
    told = images.recall(pump, image, MADE.active_text)
    return pump, told
