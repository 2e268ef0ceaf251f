"""A line for every header of the command table, for tests that send them all. Knows no board."""

from pump.commands.tree import make_tree

TABLE = make_tree()

# One line for each header with something behind it; those that end therapy come last.
LINES = """
*CLS;*ESE 0;*ESE?;*OPC;*SRE 0;*WAI;*TRG;*RST;ABOR
SYST:DATE 2030,1,2;TIME 1,2,3;COMM:ECHO OFF;EOL AUTO;CHEC OFF;:SYST:REPL
STAT:PRES;OPER:ENAB 1;PTR 1;NTR 0;:STAT:QUES:ENAB 1;PTR 1;NTR 0
AUTH:OPEN 1 MIN;STAT?;CLOS
AUTH:ENR OPER,"00"
AUTH:ROT OPER,"00"
AUTH:PLA SERV
PRES:COPY;DRUG "baclofen";CONC 500 UG/ML;MODE CONS
PRES:SEGM2:STAR "12:00";RATE 20 UL/HR;:PRES:SEGM:CLE
PRES:SEGM1:STAR "00:00";RATE 240 UG/D
PRES:LIM:DAY 800 UG;RATE 100 UL/HR;BOL 100 UG;LOCK 30 MIN
PRES:PTM:DOSE 10 UG;DUR 5 MIN;LOCK 2 HR;LIM 40 UG;STAT ON;STAT OFF
PRES:CARE:CAUT ON;WITH ON
PRES:CHEC?;CHEC:ALL?;:PRES:DATA?;DIG?
PRES:COMM #H0123456789ABCDEF,CONFIRM
PRES:HIST CONT,300 UG/D
SCR:BOL 25 UG,2 MIN,OVER;BOL:CHEC? 25 UG;:SCR:STAT?;OVER
PRES:RESP EFF,6 HR
THER:PHAS?;OBS?;OBS:END;:THER:WEAN 10,THER,CONFIRM;WEAN:CHEC? 10;STAT?
PRES:DISC
DEL:STAR;SUSP 5 MIN;RES;MINR;RES
DEL:BOL:CHEC? 10 UG
DEL:BOL 10 UG,0 S,CONFIRM
DEL:BOL:ABOR
RES:FILL 18 ML,500 UG/ML
CATH:CONT 500 UG/ML,CONFIRM
CATH:PRIM 20 UL,10 UG
DEL:PTM
DEL:PTM:CHEC?
RES:RECO 17 ML
CATH:VOL 300 UL
ALAR:ACKN 1;:ALAR:RES 1;:ALAR:AUD:PAUS 60 S;:ALAR:TEST
LOG:DATA? 1,5;:LOG:FAUL:DATA? 1,5
LOG:ATT REF,63;ATT? REF
DEL:STOP OVERDOSE
BATT:FIT;CAL ON;CAL OFF
CAL:STEP 63900,0.3 PCT
CAL:DISP 10,DET
RES:EMPT
"""

# What is ordered while a pulse comes each 48 ms, and the state behind it. A commit names what is
# staged.
URGENT = {
    "DEL:STOP OVERDOSE": "STOP",
    "DEL:SUSP 5 MIN": "SUSP",
    "DEL:BOL:ABOR": "RUN",
    "PRES:COMM {digest},CONFIRM": "RUN",
}


def queries() -> list[str]:
    """Every query that needs no parameter, by its short form."""
    return [_short(row.pattern) for row in TABLE.rows if row.pattern[-1] == "?" and not _needs(row)]


def _needs(row) -> bool:
    return len(row.kinds) > row.optional


def _short(pattern: str) -> str:
    plain = pattern.replace("[:NEXT]", "").replace("[:EVENt]", "").replace("<n>", "1")
    return "".join([letter for letter in plain if not letter.islower()])


def lines() -> list[str]:
    return [*queries(), *LINES.split("\n")[1:-1]]


def headers(line: str) -> list[str]:
    """Those of its units, from the root."""
    found: list[str] = []
    path = ""
    for unit in line.split(";"):
        header = unit.split(" ")[0]
        if header[0] not in ":*":
            header = path + header
        header = header.removeprefix(":")
        if header[0] != "*":
            path = header[: header.rfind(":") + 1]
        found.append(header)
    return found
