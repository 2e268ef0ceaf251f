"""A life written down as a scenario, line by line as it is lived: `host_sim run` plays it.

What the pump refused stands with its number, so that the file plays to its end.
"""

from host_sim.swarm.plan import Plan

LONG = "# Motor orders of up to an hour: host_sim run --long-quanta"
FIVE = "# Motor orders of five minutes, as a board has them"


class Told:
    """The lines so far; `text()` is the file."""

    def __init__(self, plan: Plan, command: str) -> None:
        self._lines = ["# A life of the swarm: " + command, FIVE if plan.short_quanta else LONG]
        self._lines += ["", "pump %s mL" % plan.model[-2:]]
        self._lines.append("clock 2030-01-01 %02d:%02d" % (plan.minute // 60, plan.minute % 60))
        if plan.ticks_s:
            self._lines.append("ticks %d s before wrap" % plan.ticks_s)
        self._lines.append("patient clearance %d mL/h" % plan.clearance)
        self._lines.append("patient sensitivity %d" % plan.sensitivity)
        self._lines.append("")

    def at(self, now_ms: int) -> None:
        """What follows happens then."""
        if now_ms:
            self._lines.append("wait until %d ms" % now_ms)

    def say(self, words: str, refused: int = 0) -> None:
        """One line, and the number with which the pump refuses it."""
        self._lines.append(words)
        if refused:
            self._lines.append("expect error %d" % refused)

    def instead(self, line: str, words: str) -> None:
        """A word of the language in place of the last line that said this to the pump."""
        for at in range(len(self._lines) - 1, -1, -1):
            if self._lines[at].startswith(">") and line in self._lines[at]:
                self._lines[at] = words
                return

    def note(self, words: str) -> None:
        """A comment."""
        self._lines.append("# " + words)

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines) + "\n"
