"""How a board tool ends when it cannot go on: what is wrong, what to do next, an exit code."""

NOT_DONE = 2  # something stands in the way; nothing of the pump was changed


class Trouble(Exception):
    """One thing that stands in the way, and the next step.

    Knows no command: whoever runs one prints it and exits with `code`.
    """

    def __init__(self, what: str, next_step: str, code: int = NOT_DONE) -> None:
        super().__init__(f"{what}\n{next_step}")
        self.what = what
        self.next_step = next_step
        self.code = code
