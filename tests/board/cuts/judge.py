"""The power comes back after a cut: what a board must answer, and how it goes on by itself.

Every byte that it sends is looked at: replies, and nothing else. Knows what docs/durability.md
promises to a pump without a clock of its own. The plant says what is true.
"""

from host_sim.pico.bench import BOOT_MS, PicoBench
from tests.board.cuts.scenario import FACTS, STEPS_PER_MIN, log_line, powered
from tests.board.cuts.tape import Cut, Report

QUANTUM_NL = 2_000  # 1 ug of 500 ug/mL
NL_PER_STEP = 15.625  # 1 mL is 64,000 steps
_NS_PER_MS = 1_000_000
_WATCHED_MIN = 2
_QUERY = FACTS + ";:ALAR:LIST?;:SYST:ERR?"


class Wrong(AssertionError):
    """What is not as it must be."""


class _Line:
    """The board's line, and all that has to come over it.

    received  every byte that came; replies  the replies that were asked for
    """

    def __init__(self, bench: PicoBench) -> None:
        self.bench = bench
        self.received = bytearray()
        self.replies = ""
        bench.pico.usb.on_data = self.received.extend

    def boot(self) -> None:
        name = self.bench.boot()
        self.replies += name + "\n"
        if not name.startswith("CISTERNA,"):
            raise Wrong(f"it calls itself {name!r}")
        if self.bench.pico.ns > BOOT_MS * _NS_PER_MS:
            raise Wrong(f"{self.bench.pico.ns // _NS_PER_MS} ms until it answered")

    def ask(self, line: str) -> str:
        reply = self.bench.ask(line)
        self.replies += reply + "\n"
        return reply

    def log_line(self, number: int) -> str:
        line = log_line(self.bench, number)
        self.replies += f"#{len(str(len(line)))}{len(line)}{line}\n"
        return line

    def end(self) -> None:
        """Nothing but replies, and no reset, since the power came."""
        if bytes(self.received) != self.replies.encode():
            raise Wrong(f"it said more than its replies: {bytes(self.received)!r}")
        if self.bench.pico.resets:
            raise Wrong(f"it was reset: {self.bench.pico.resets}")


def judge(cut: Cut) -> None:
    """Power on, query it, watch it for two minutes. Raises Wrong, or what the bench raises."""
    bench = powered(cut.flash, cut.position)
    line = _Line(bench)
    line.boot()
    _bounds_hold(line)
    state, digest, bolus, _, alarms, error = line.ask(_QUERY).split(";")
    found = _recognised(cut, state, digest, bolus.split(",")[0])
    _alarms_fit(cut, alarms, error)
    kept = line.log_line(cut.before.lines)  # what was reported is there, whatever came of the order
    if kept != cut.before.newest:
        raise Wrong(f"the log's {cut.before.newest!r} is {kept!r}")
    bench.run_ms(_WATCHED_MIN * 60_000)
    _flow_fits(found.state, len(bench.pins.steps))
    _bounds_hold(line)
    line.end()


def _recognised(cut: Cut, state: str, digest: str, bolus: str) -> Report:
    """Which of what may be there is there: the earlier one, where both are. A bolus is over."""
    for report in (cut.before, cut.after):
        over = "ABORTED" if report.bolus == "RUN" else report.bolus
        if (state, digest, bolus) == (report.state, report.digest, over):
            return report
    raise Wrong(f"{state} {digest} {bolus}, after {cut.before} or {cut.after}")


def _bounds_hold(line: _Line) -> None:
    """The interval holds the rotor's place as it is reported, and is one quantum wide at most."""
    stepper = line.bench.plant.stepper
    first = stepper.position
    least_nl, most_nl = (int(text) for text in line.ask("DEL:VOL:TOT?").split(","))
    if not (least_nl <= stepper.position * NL_PER_STEP and first * NL_PER_STEP <= most_nl):
        raise Wrong(f"{least_nl}..{most_nl} nL, and the rotor at {first * NL_PER_STEP} nL")
    if most_nl - least_nl > QUANTUM_NL:
        raise Wrong(f"{least_nl}..{most_nl} nL is wider than a quantum")


def _alarms_fit(cut: Cut, alarms: str, error: str) -> None:
    """A running pump tells that nobody knows for how long it was off; nothing else is serious.

    A cut damages no copy, so STORED_DATA does not stand there either. Where an order was under way
    its outcome may be there already, and then nothing was running.
    """
    if not error.startswith("0,"):
        raise Wrong(error)
    reports = (cut.before, cut.after)
    needed = ["RESET,"]
    if all(each.state == "RUN" for each in reports):
        needed.append("INTERRUPTED,MEDIUM,ACTIVE")
    if all(each.bolus == "RUN" for each in reports):
        needed.append("BOLUS_CUT,LOW,LATCHED")
    unfit = "HIGH" in alarms or "STORED_DATA" in alarms
    if unfit or not all(each in alarms for each in needed):
        raise Wrong(f"alarms {alarms}, needed {needed}")


def _flow_fits(state: str, steps: int) -> None:
    """The basal rate, at once or when a pause of a minute is over, and alone; none at rest."""
    minutes = {"RUN": (_WATCHED_MIN, _WATCHED_MIN), "SUSP": (_WATCHED_MIN - 1, _WATCHED_MIN)}
    least, most = (STEPS_PER_MIN * each for each in minutes.get(state, (0, 0)))
    if not least - 1 <= steps <= most + (1 if most else 0):
        raise Wrong(f"{state}: {steps} steps, {least}..{most} due")
