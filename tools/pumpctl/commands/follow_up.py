"""What is asked after an order was carried out: that it cannot be asked undoes nothing."""

from collections.abc import Callable
from typing import TypeVar

from ..client.trouble import Trouble

T = TypeVar("T")


def follow_up(notes: list[str], question: Callable[[], T]) -> T | None:
    """The answer; None, and a note more, where none comes."""
    try:
        return question()
    except Trouble as trouble:
        notes.append(f"done; how the pump is now could not be asked: {trouble.text}")
        return None
