"""A month of a simulated pump, and what of it is known from outside: the moments at which it was
ordered something, the figures that were ordered, and the pump's own answers."""

from dataclasses import dataclass, field

from tests.commands.ports import Port

UG_PER_DAY = 240
UG_PER_ML = 500
NL_PER_DAY = UG_PER_DAY * 1_000_000 // UG_PER_ML
DAY_MS = 86_400_000


@dataclass
class Month:
    """Moments are ms since the first power-on, as the log counts them.

    stops    cause, since when, until when
    boluses  whose, ug, how it ended
    totals   DEL:VOL:TOT? at a moment
    """

    port: Port
    stops: list[tuple[str, int, int]] = field(default_factory=list)
    boluses: list[tuple[str, int, str]] = field(default_factory=list)
    totals: dict[int, tuple[int, int]] = field(default_factory=dict)
    withdrawn_nl: tuple[int, int] = (0, 0)  # expected, found

    def now_ms(self) -> int:
        pump = self.port.pump
        return pump.day * DAY_MS + pump.ms

    def say(self, line: str) -> str:
        answer = self.port.ask(line)
        error = self.port.ask("SYST:ERR?")
        assert error.startswith(("0,", "208,")), (line, error)
        return answer

    def wait(self, time: str) -> None:
        self.say(f"SIM:TIME:ADV {time}")

    def stands(self, cause: str, order: str, waits: str, again: str) -> None:
        self.say(order)
        began = self.now_ms()
        self.wait(waits)
        self.say(again)
        self.stops.append((cause, began, self.now_ms()))

    def total(self) -> tuple[int, int]:
        least, most = self.say("DEL:VOL:TOT?").split(",")
        return int(least), int(most)

    def log(self) -> bytes:
        files = self.port.bench.hal.files
        stored = [files.read(name) for name in ("log.a", "log.b") if name in files.names()]
        whole = b"".join(sorted(stored))
        return b"".join(line for line in whole.splitlines(keepends=True) if line.startswith(b"D"))

    def stopped_ms(self) -> int:
        return sum(ended - began for _, began, ended in self.stops)


def month() -> Month:
    """Filled, started, a suspension, boluses of both kinds, one that is ended, a stop for a refill
    with its reconciliation and checklist, a stall, a power cut; stopped at the end."""
    made = Month(Port())
    made.say("CATH:VOL 0.308 ML;:RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    made.say('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS')
    made.say("PRES:PTM:DOSE 10 UG;DUR 10 MIN;LOCK 2 HR;LIM 30 UG;STAT ON")
    made.say(f"PRES:SEGM1:RATE {UG_PER_DAY} UG/D")
    made.say(f"PRES:COMM {made.say('PRES:DIG?')};HIST CONT,{UG_PER_DAY} UG/D;:DEL:STAR")
    made.say("LOG:ATT STAR,127")
    made.wait("2 D")
    made.say("DEL:BOL 25 UG,30 MIN")
    made.boluses.append(("clinician", 25, "DONE"))
    made.wait("6 HR")
    made.say("DEL:PTM")
    made.boluses.append(("patient", 10, "DONE"))
    made.wait("3 D")
    made.stands("SUSPEND", "DEL:SUSP 5 HR", "90 MIN", "DEL:RES")
    made.wait("4 D")
    made.say("DEL:BOL 20 UG,20 MIN,CONFIRM")
    made.wait("10 MIN")
    made.say("DEL:BOL:ABOR")
    made.boluses.append(("clinician", 20, "ENDED"))
    made.wait("5 D")
    _refill(made)
    made.wait("16 HR")
    made.totals[made.now_ms()] = made.total()
    made.wait("6 D")
    made.wait("8 HR")
    _stall(made)
    made.wait("3 D")
    made.say("ALAR:ACKN MOTOR_STALL;:ALAR:RES MOTOR_STALL")
    _cut(made)
    made.wait("7 D")
    made.say("DEL:STOP OTHER")
    made.stops.append(("STOP OTHER", made.now_ms(), made.now_ms()))
    return made


def _refill(made: Month) -> None:
    made.say("DEL:STOP MAINTENANCE")
    began = made.now_ms()
    made.wait("20 MIN")
    expected = int(made.say("RES:VOL?"))
    found = made.say("RES:RECO 11.1 ML").split(",")
    assert int(found[0]) == expected
    made.withdrawn_nl = (expected, 11_100_000)
    made.say("RES:FILL 18 ML,500 UG/ML;:LOG:ATT REF,47;:DEL:STAR")
    made.stops.append(("STOP MAINTENANCE", began, made.now_ms()))


def _stall(made: Month) -> None:
    """The rotor stands for a while: a stall, and one try that succeeds."""
    made.say("SIM:FAUL:INJ stall")
    while made.say("DEL:STAT?") == "RUN":
        made.wait("1 S")
    made.say("SIM:FAUL:CLE stall")
    while made.say("DEL:STAT?") != "RUN":
        made.wait("1 S")
    made.stops.append(("STALL", 0, 60_000))  # the first try comes a minute after it


def _cut(made: Month) -> None:
    began = made.now_ms()
    made.port.bench.power_cycle(45 * 60_000)
    made.stops.append(("POWER", began, began + 45 * 60_000))
    made.port.pump, made.port.session = made.port.bench.pump, made.port.bench.turn.session
