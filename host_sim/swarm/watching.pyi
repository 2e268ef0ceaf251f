"""What the witness asks of the judges. For type checkers; nothing of it runs."""

from typing import Any, Protocol

class Watching(Protocol):
    """It is handed the witness, and its answers; judges.judge.Judge is one."""

    turns: bool

    def turn(self, witness: Any) -> None: ...
    def look(self, witness: Any, answers: Any) -> None: ...
    def power(self, witness: Any) -> None: ...
