"""The line as a small picture: the tip on the left, the pump on the right, each slug as wide as its
share; below them what each holds."""

from decimal import Decimal

from ..client.answers import Line, Slug
from ..client.quantities import shown
from . import words

_SIGNS = "#=-.+"
_LEAST = 3  # columns of a slug that there is


def drawn(line: Line, width: int = 60) -> list[str]:
    """The picture and its legend, plain ASCII."""
    slugs = [each for each in line.slugs if each.volume_nl]
    bar = "".join(
        sign * columns for sign, columns in zip(_signs(slugs), _columns(slugs, width), strict=True)
    )
    found = [f"tip [{bar}] pump"] if bar else ["the line holds nothing"]
    for sign, slug in zip(_signs(slugs), slugs, strict=True):
        found.append(f"  {sign}  {_slug(slug)}")
    held = f"{words.ml(line.volume_nl)}, {line.drug_ug:f} ug"
    if line.state == "UNKNOWN":
        held += " at most: nobody has primed or attested it"
    return [*found, f"{line.state}: {held}", arrival(line)]


def arrival(line: Line) -> str:
    """When the reservoir's drug is at the tip."""
    if line.state == "UNKNOWN":
        return "what stands at the tip nobody knows"
    if not line.bridge_nl:
        return "the reservoir's drug is at the tip"
    left = f"{words.ml(line.bridge_nl)} before the new drug is at the tip"
    if line.arrives_in_s is None:
        return f"{left}; no programme of the reservoir's drug says when"
    when = words.duration(line.arrives_in_s)
    return f"{left}: in {when}" + ("" if line.therapy == "RUN" else " of the programme")


def _slug(slug: Slug) -> str:
    return f"{words.ml(slug.volume_nl)} of {slug.ug_per_ml:f} ug/mL: {shown(slug.drug_ug, 3)} ug"


def _signs(slugs: list[Slug]) -> list[str]:
    """The same drug has the same sign."""
    strengths: list[Decimal] = []
    for each in slugs:
        if each.ug_per_ml not in strengths:
            strengths.append(each.ug_per_ml)
    return [_SIGNS[strengths.index(each.ug_per_ml) % len(_SIGNS)] for each in slugs]


def _columns(slugs: list[Slug], width: int) -> list[int]:
    whole = sum(each.volume_nl for each in slugs) or 1
    return [max(_LEAST, each.volume_nl * width // whole) for each in slugs]
