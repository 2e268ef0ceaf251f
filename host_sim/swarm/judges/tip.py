"""What leaves the tip, by plugs: a line of the judges' own, filled by rotor and syringe label.

Drug in steps of ng/mL: a step is 1/64,000 mL of the nominal head. Imports nothing.
"""

STEPS_PER_ML = 64_000
LINE_NL = 308_000
_STEP_MS = 4  # of a service order
_SERVICE_MS = 30_000  # its quanta begin and end


class Tip:
    """`drug`: all that has left so far; `strength`: ng/mL of what enters the line."""

    def __init__(self) -> None:
        self.strength = 0
        self.drug = 0
        self.vessel_ms = -1  # until then what leaves is caught
        self._service_ms = 0  # how long the service that is asked for takes; 0: none is
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

    def push(self, steps: int, ms: int) -> int:
        """So many steps enter until then; what leaves, and is not for a vessel."""
        plugs = self._plugs
        if plugs[-1][1] == self.strength:
            plugs[-1][0] += steps
        else:
            plugs.append([steps, self.strength])
        out = 0
        first = plugs[0]
        while steps >= first[0]:
            out += first[0] * first[1]
            steps -= first[0]
            plugs.pop(0)
            first = plugs[0]
        out += steps * first[1]
        first[0] -= steps
        if self._service_ms or ms <= self.vessel_ms:
            return 0
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

    def catch(self, line: str) -> None:
        """Service that goes into a vessel is asked for. The vessel stands there from now on: steps
        come before an answer that is lost, and where the power goes in the order it is asked for
        again, and may lose an answer again, once that is back."""
        try:
            if line.startswith("CAL:DISP "):
                steps = int(line[9:].split(",")[0])
            elif line.startswith("CATH:PRIM ") and line.endswith(",OUTS"):
                steps = int(float(line[10:].split(" ")[0]) * STEPS_PER_ML)
            else:
                return
        except ValueError:
            return  # a typing error is refused
        self._service_ms = steps * _STEP_MS * 5 // 4 + _SERVICE_MS

    def answered(self, ms: int) -> None:
        """The order has its answer: the vessel is there for as long as 4 ms a step take."""
        if self._service_ms:
            self.vessel_ms = ms + self._service_ms
            self._service_ms = 0


def ug_per_ml(text: str) -> int:
    """`500 UG/ML` in ng/mL."""
    return int(text.split(" ")[0]) * 1000
