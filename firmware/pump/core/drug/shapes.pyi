"""What the drug's parts are handed, for type checkers alone: a board has no file of this name.

Apart from the parts, for a compiler on a host takes no class within an `if`.
"""

from typing import Protocol

class Head(Protocol):
    """Who owns the head's figure."""

    steps_per_ml: int

class Coming(Protocol):
    """What a programme lets out at the tip, in order."""

    def bins(self, each_ms: int, count: int) -> list[int]: ...
