"""What leaves the tip, by plugs: a line of the judges' own, filled by rotor and syringe label.

Drug in steps of ng/mL: a step is 1/64,000 mL of the nominal head. Imports nothing.
"""

STEPS_PER_ML = 64_000
LINE_NL = 308_000


class Tip:
    """`drug`: all that has left so far; `strength`: ng/mL of what enters the line."""

    def __init__(self) -> None:
        self.strength = 0
        self.drug = 0
        self.highest = 0  # ng/mL that stood anywhere in it lately
        self._plugs: list[list[int]] = [[LINE_NL * STEPS_PER_ML // 1_000_000, 0]]

    def fill(self, ng_per_ml: int) -> None:
        """The reservoir holds another drug."""
        self.strength = ng_per_ml
        self.highest = max(self.highest, ng_per_ml)

    def attest(self, ng_per_ml: int) -> None:
        """The whole line holds that."""
        self._plugs = [[LINE_NL * STEPS_PER_ML // 1_000_000, ng_per_ml]]
        self.highest = max(self.strength, ng_per_ml)

    def push(self, steps: int) -> int:
        """So many steps enter; what leaves."""
        plugs = self._plugs
        if plugs[-1][1] == self.strength:
            plugs[-1][0] += steps
        else:
            plugs.append([steps, self.strength])
        out = 0
        while steps > 0:
            first = plugs[0]
            taken = min(steps, first[0])
            out += taken * first[1]
            first[0] -= taken
            steps -= taken
            if not first[0]:
                plugs.pop(0)
        self.drug += out
        return out

    def mixed(self) -> bool:
        """Whether it holds more than one strength."""
        return len(self._plugs) > 1

    def follow(self, line: str) -> None:
        """An order that was done: a fill, or what the line is said to hold."""
        if line.startswith("RES:FILL "):
            self.fill(ug_per_ml(line.split(",")[1]))
        elif line.startswith("CATH:CONT "):
            self.attest(ug_per_ml(line.split(" ", 1)[1].split(",")[0]))


def ug_per_ml(text: str) -> int:
    """`500 UG/ML` in ng/mL."""
    return int(text.split(" ")[0]) * 1000
