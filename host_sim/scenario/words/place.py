"""Where something stands in a scenario file, and what can be wrong there."""


class Place:
    """Where a chunk or a statement stands: file name, line and column counted from 1."""

    def __init__(self, name: str, line: int, column: int, text: str, width: int = 1) -> None:
        self.name = name
        self.line = line
        self.column = column
        self.text = text
        self.width = width


class ScenarioFailure(Exception):
    """Something is wrong at one place of a scenario file. `str()` shows the place with a caret."""

    def __init__(self, place: "Place", message: str) -> None:
        super().__init__(message)
        self.name = place.name
        self.line = place.line
        self.column = place.column
        self.message = message
        self.place = place

    def __str__(self) -> str:
        caret = " " * (self.column - 1) + "^" * self.place.width
        where = "%s:%d:%d: " % (self.name, self.line, self.column)
        return where + self.message + "\n    " + self.place.text + "\n    " + caret


class ScenarioError(ScenarioFailure):
    """The file says something the language does not have; nothing was run."""


class ExpectationFailed(ScenarioFailure):
    """The pump or the plant is not as the line says. The scenario ends there."""
