"""What the commands of screening, phases and weaning answer with --json, as types; see `shapes`."""

from dataclasses import dataclass

from tools.pumpctl.client import answers
from tools.pumpctl.client.phases import Observation


@dataclass
class Phase:
    """The phase of therapy; null: no weaning is under way, nothing is to be observed."""

    phase: str
    screening: answers.Screening
    weaning: answers.Weaning | None
    observation: Observation | None


@dataclass
class ObservedSaid:
    """What was to be observed before that was said; null: nothing."""

    observation: Observation | None
    notes: tuple[str, ...]


@dataclass
class ScreeningAfter:
    """The screening after an order; null where it could not be asked."""

    screening: answers.Screening | None
    notes: tuple[str, ...]


@dataclass
class WeaningBegun:
    """The weaning after its first step; null where it could not be asked."""

    weaning: answers.Weaning | None
    notes: tuple[str, ...]
