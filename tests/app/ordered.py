"""Every order that must be durable before it is answered: a state that takes it, its line, and how
its effect is told apart; and why each other command need not be. By the patterns of the table.

`done` is False before the order, True after it, and True after a power cut where it was kept.
"""

from dataclasses import dataclass

from host_sim.board.setup import Setup
from pump.core.alarms import table as alarms
from pump.core.calendar import date_of
from pump.core.motion import dispense
from pump.core.therapy import bolus
from pump.core.therapy.states import RUN, STOPPED, SUSPENDED
from pump.core.units import MS_PER_HOUR
from pump.wire.rights import OPERATE, SERVICE
from tests.commands.ports import Port

KEY = "00112233445566778899AABBCCDDEEFF" * 2


@dataclass(frozen=True)
class Ordered:
    """`prepare` makes a pump that takes `line`; `happens`: also where nothing can be written."""

    line: object  # text, or the port -> text
    done: object  # the port -> bool
    prepare: object
    happens: bool = False

    def text(self, port):
        return self.line if isinstance(self.line, str) else self.line(port)


class Powered(Port):
    """A port of a pump whose power can be cut."""

    def cut(self):
        """The power goes now, and is back a minute later, with media that are sound again."""
        bench = self.bench
        bench.hal.flash.before = bench.hal.files.before = None
        bench.plant.faults.clear(None)
        bench.power_cycle(60_000)
        self.pump, self.session = bench.pump, bench.turn.session
        self.context = bench.instrument.context


BOLUS = "DEL:BOL 20 UG,20 MIN,CONFIRM"


def running():
    port = Powered()
    port.run()
    return port


def resting():
    port = Powered()
    port.ask("RES:FILL 18 ML,500 UG/ML;:CATH:CONT 500 UG/ML,CONFIRM")
    port.ask('PRES:DRUG "baclofen";CONC 500 UG/ML;MODE CONS;:PRES:SEGM1:RATE 240 UG/D')
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    return port


def after(line, prepare=running):
    """A pump to which that was said, some minutes ago."""

    def made():
        port = prepare()
        port.ask(line)
        port.ask("SIM:TIME:ADV 5 MIN")
        return port

    return made


def bolus_cut():
    """A latched alarm."""
    port = after(BOLUS)()
    port.cut()
    return port


def staged():
    port = running()
    port.ask("PRES:COPY;:PRES:SEGM1:RATE 220 UG/D")
    return port


def with_patients_bolus():
    """It runs, a day after its start, and lets the patient take 10 ug."""
    port = running()
    port.ask("PRES:COPY;:PRES:PTM:STAT ON;DOSE 10 UG;DUR 10 MIN;LOCK 2 HR;LIM 30 UG")
    port.ask("PRES:COMM " + port.ask("PRES:DIG?"))
    port.ask("SIM:TIME:ADV 25 HR")
    return port


def without_time():
    setup = Setup()
    setup.wall = None
    port = Powered(setup)
    port.run()
    port.ask("SYST:DATE 2031,2,3")
    return port


def held_button():
    port = running()
    port.bench.inject("button", 1)
    return port


def state(wanted):
    return lambda port: port.pump.state == wanted


def alarm(*wanted):
    return lambda port: port.pump.alarms.state[alarms.BOLUS_CUT] in wanted


def wall(port):
    pump = port.pump
    return pump.schedule.wall(pump.day, pump.ms) or (0, 0)


def aborted(port):
    """By the operator: a cut leaves the alarm that says so."""
    uncut = port.pump.alarms.state[alarms.BOLUS_CUT] == alarms.INACTIVE
    return port.pump.bolus.state == bolus.ABORTED and uncut


def in_2031(port):
    return date_of(wall(port)[0])[0] == 2031


def committed(port):
    return "220" in port.pump.active_text


def attested(port):
    return (port.pump.events.attested.said(2) or (0,))[0] == 5


def has_key(role):
    return lambda port: port.context.keys.key(role) == bytes.fromhex(KEY)


ORDERS = {
    "ALARm:ACKNowledge": [
        Ordered(
            "ALAR:ACKN BOLUS_CUT",
            alarm(alarms.LATCHED_ACKED),
            bolus_cut,
            happens=True,
        )
    ],
    "ALARm:RESet": [Ordered("ALAR:RES BOLUS_CUT", alarm(alarms.INACTIVE), bolus_cut)],
    "AUTHenticate:ENRoll": [Ordered(f'AUTH:ENR OPER,"{KEY}"', has_key(OPERATE), held_button)],
    "AUTHenticate:ROTate": [Ordered(f'AUTH:ROT SERV,"{KEY}"', has_key(SERVICE), running)],
    "AUTHenticate:PLAin": [
        Ordered("AUTH:PLA OPER", lambda port: port.context.keys.plain == OPERATE, running)
    ],
    "BATTery:FIT": [Ordered("BATT:FIT", lambda port: port.pump.battery.fit_ms > 0, after("*CLS"))],
    "DELivery:MINRate": [Ordered("DEL:MINR", lambda port: port.ask("DEL:MINR?") == "1", running)],
    "BATTery:CALendar": [Ordered("BATT:CAL ON", lambda port: port.pump.battery.calendar, running)],
    "CALibration:STEPs": [
        Ordered(
            "CAL:STEP 63000,1 PCT",
            lambda port: port.pump.calibration.steps_per_ml == 63_000,
            resting,
        )
    ],
    "CALibration:DISPense": [
        Ordered(
            "CAL:DISP 640,DET",
            lambda port: (
                port.pump.dispense.state != dispense.NONE and port.pump.dispense.asked == 640
            ),
            resting,
        )
    ],
    "DELivery:STARt": [Ordered("DEL:STAR", state(RUN), after("DEL:STOP OTHER"))],
    "DELivery:SUSPend": [Ordered("DEL:SUSP 30 MIN", state(SUSPENDED), running, happens=True)],
    "DELivery:RESume": [Ordered("DEL:RES", state(RUN), after("DEL:SUSP 1 HR"))],
    "DELivery:STOP": [
        Ordered("DEL:STOP OVERDOSE", state(STOPPED), running, happens=True),
        Ordered("DEL:STOP OTHER", state(STOPPED), after(BOLUS), happens=True),
    ],
    "DELivery:BOLus": [Ordered(BOLUS, lambda port: port.pump.bolus.volume_nl == 40_000, running)],
    "DELivery:PTM": [
        Ordered("DEL:PTM", lambda port: port.pump.bolus.volume_nl == 20_000, with_patients_bolus)
    ],
    "DELivery:BOLus:ABORt": [Ordered("DEL:BOL:ABOR", aborted, after(BOLUS), happens=True)],
    "PREScription:COMMit": [
        Ordered(lambda port: "PRES:COMM " + port.ask("PRES:DIG?"), committed, staged)
    ],
    "PREScription:HISTory": [
        Ordered(
            "PRES:HIST CONT,250 UG/D",
            lambda port: port.pump.titration.history.ran_ng == 250_000,
            Powered,
        )
    ],
    "REServoir:FILL": [
        Ordered(
            "RES:FILL 10 ML,500 UG/ML",
            lambda port: 9_000_000 < port.pump.reservoir.volume_nl() < 10_000_001,
            running,
        )
    ],
    "REServoir:EMPTy": [
        Ordered("RES:EMPT", lambda port: not port.pump.reservoir.filled(), resting)
    ],
    "REServoir:RECOncile": [
        Ordered("RES:RECO 16 ML", lambda port: int(port.ask("RES:VOL?")) <= 16_000_000, running)
    ],
    "CATHeter:VOLume": [
        Ordered(
            "CATH:VOL 300 UL",
            lambda port: abs(port.pump.drug.catheter.volume_nl - 300_000) < 50,
            resting,
        )
    ],
    "CATHeter:CONTents": [
        Ordered(
            "CATH:CONT 50 UG/ML,CONFIRM",
            lambda port: 0 < port.pump.drug.catheter.contents_ng() < 16_000,
            resting,
        )
    ],
    "CATHeter:PRIMe": [
        Ordered(
            "CATH:PRIM 10 UL,5 UG",
            lambda port: (
                port.pump.dispense.state != dispense.NONE and port.pump.dispense.asked == 640
            ),
            resting,
        )
    ],
    "LOG:ATTest": [Ordered("LOG:ATT HOL,5", attested, running)],
    "SYSTem:DATE": [
        Ordered("SYST:DATE 2031,2,3", lambda port: date_of(wall(port)[0])[0] == 2031, running)
    ],
    "SYSTem:TIME": [
        Ordered("SYST:TIME 12,0,0", lambda port: wall(port)[1] >= 12 * MS_PER_HOUR, running),
        Ordered("SYST:TIME 12,0,0", lambda port: wall(port)[1] >= 12 * MS_PER_HOUR, without_time),
    ],
}

_CONVERSATION = "of the conversation: a new one begins after the power cut"
_STAGED = "staged: a power cut drops what is not committed, and a commit names its digest"
_REGISTERS = "registers of the conversation"

# Commands that a power cut may forget although they were answered with 0.
FORGOTTEN = {
    "*CLS": _REGISTERS,
    "*ESE": _REGISTERS,
    "*OPC": _REGISTERS,
    "*SRE": _REGISTERS,
    "*RST": "clears conversation and staging, which do not outlive the power anyway",
    "*TRG": "always refused",
    "ABORt": "does nothing",
    "*WAI": "does nothing",
    "ALARm:AUDio:PAUSe": "tones sound again after a power cut: the safe way to forget",
    "ALARm:TEST": "lamps and tones of nine seconds",
    "AUTHenticate:OPEN": _CONVERSATION,
    "AUTHenticate:CLOSe": _CONVERSATION,
    "SYSTem:COMMunicate:ECHO": _CONVERSATION,
    "SYSTem:COMMunicate:EOL": _CONVERSATION,
    "SYSTem:COMMunicate:CHECk": _CONVERSATION,
    "SYSTem:REPL": "restarts the board: nothing of it is to be kept",
    "STATus:PRESet": _REGISTERS,
    "STATus:OPERation:ENABle": _REGISTERS,
    "STATus:OPERation:PTRansition": _REGISTERS,
    "STATus:OPERation:NTRansition": _REGISTERS,
    "STATus:QUEStionable:ENABle": _REGISTERS,
    "STATus:QUEStionable:PTRansition": _REGISTERS,
    "STATus:QUEStionable:NTRansition": _REGISTERS,
    "PREScription:DISCard": _STAGED,
    "PREScription:COPY": _STAGED,
    "PREScription:DRUG": _STAGED,
    "PREScription:CONCentration": _STAGED,
    "PREScription:MODE": _STAGED,
    "PREScription:SEGMent<n>:STARt": _STAGED,
    "PREScription:SEGMent<n>:RATE": _STAGED,
    "PREScription:SEGMent:CLEar": _STAGED,
    "PREScription:LIMit:DAY": _STAGED,
    "PREScription:LIMit:RATE": _STAGED,
    "PREScription:LIMit:BOLus": _STAGED,
    "PREScription:LIMit:LOCKout": _STAGED,
    "PREScription:PTM:STATe": _STAGED,
    "PREScription:CARE:CAUTious": _STAGED,
    "PREScription:CARE:WITHdrawal": _STAGED,
    "PREScription:PTM:DOSE": _STAGED,
    "PREScription:PTM:DURation": _STAGED,
    "PREScription:PTM:LOCKout": _STAGED,
    "PREScription:PTM:LIMit": _STAGED,
}
