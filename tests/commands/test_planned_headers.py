"""Every header that the instrument's specification names is built, or listed with its reason."""

import re
from pathlib import Path

import pytest

from host_sim.board.bench import Bench
from host_sim.board.setup import Setup
from pump.commands.tree import make_tree
from tests.commands.ports import Port

PROTOCOL = Path(__file__).resolve().parents[2] / "docs/protocol.md"
# The specification's command tree, its instrument rules and its transport rules.
TREE = """
*CLS *ESE *ESE? *ESR? *IDN? *OPC *OPC? *RST *SRE *SRE? *STB? *TST? *WAI *OPT? *TRG ABORt
SYSTem:ERRor[:NEXT]? SYSTem:ERRor:COUNt? SYSTem:ERRor:ALL? SYSTem:VERSion? SYSTem:HELP:HEADers?
STATus:OPERation[:EVENt]? STATus:OPERation:CONDition? STATus:OPERation:ENABle
STATus:OPERation:ENABle? STATus:OPERation:PTRansition STATus:OPERation:PTRansition?
STATus:OPERation:NTRansition STATus:OPERation:NTRansition? STATus:QUEStionable[:EVENt]?
STATus:QUEStionable:CONDition? STATus:QUEStionable:ENABle STATus:QUEStionable:ENABle?
STATus:QUEStionable:PTRansition STATus:QUEStionable:PTRansition? STATus:QUEStionable:NTRansition
STATus:QUEStionable:NTRansition? STATus:PRESet
SYSTem:DATE SYSTem:TIME SYSTem:UPTime?
SYSTem:COMMunicate:EOL SYSTem:COMMunicate:ECHO SYSTem:COMMunicate:CHECk SYSTem:COMMunicate:LAST?
AUTHenticate:CHALlenge? AUTHenticate:OPEN AUTHenticate:CLOSe AUTHenticate:STATe?
AUTHenticate:ENRoll AUTHenticate:ROTate
PREScription:DRUG PREScription:CONCentration PREScription:MODE
PREScription:SEGMent<n>:STARt PREScription:SEGMent<n>:RATE PREScription:SEGMent:COUNt?
PREScription:SEGMent:CLEar
PREScription:PTM:STATe PREScription:PTM:DOSE PREScription:PTM:DURation PREScription:PTM:LOCKout
PREScription:PTM:LIMit PREScription:LIMit:DAY PREScription:LIMit:RATE PREScription:LIMit:BOLus
PREScription:CHECk? PREScription:DATA? PREScription:DIGest? PREScription:DISCard PREScription:COPY
PREScription:COMMit PREScription:ACTive:DATA? PREScription:ACTive:DIGest? PREScription:ACTive:TIME?
DELivery:STATe? DELivery:RATE? DELivery:DOSE:DAY? DELivery:VOLume:TOTal? DELivery:NEXT?
DELivery:STARt DELivery:SUSPend DELivery:RESume DELivery:BOLus DELivery:BOLus:STATe?
DELivery:BOLus:ABORt DELivery:PTM DELivery:STOP
REServoir:VOLume? REServoir:CAPacity? REServoir:LOW? REServoir:DAYS? REServoir:PREDicted:LOW?
REServoir:PREDicted:EMPTy? REServoir:REFill:DUE? REServoir:FILL REServoir:RECOncile
CATHeter:VOLume CATHeter:CONTents? CATHeter:PRIMe CATHeter:BRIDge?
FORecast:EFFect? FORecast:WITHdrawal?
ALARm:LIST? ALARm:COUNt? ALARm:ACKNowledge ALARm:RESet ALARm:AUDio:PAUSe ALARm:TEST ALARm:HISTory?
LOG:COUNt? LOG:FIRSt? LOG:DATA? LOG:HASH?
BATTery:VOLTage? BATTery:CHARge? BATTery:LIFE?
CALibration:STEPs CALibration:DATE?
SIMulate:TIME:ADVance SIMulate:TIME? SIMulate:TIME:SCALe SIMulate:FAULt:INJect SIMulate:FAULt:CLEar
SIMulate:FAULt:LIST? SIMulate:LINK:DROP SIMulate:LINK:CORRupt SIMulate:LINK:DELay
"""
PLANNED = TREE.split()


def not_built():
    """Of the table in docs/protocol.md, in full: `A:B`, `:C` is A:B and A:C."""
    section = PROTOCOL.read_text().split("## Planned and not built\n")[1].split("\n## ")[0]
    found = []
    for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE):
        for header in re.findall("`(.+?)`", row):
            path = found[-1].rsplit(":", 1)[0] if header.startswith(":") else ""
            found.append(path + header)
    return found


def test_each_planned_header_is_built_or_listed_as_not_built():
    built = make_tree(Bench(Setup())).patterns
    missing = [header for header in PLANNED if header not in built]
    assert missing == not_built()


@pytest.mark.parametrize("header", not_built())
def test_what_is_not_built_is_told_so(header):
    port = Port()
    port.ask(header)
    assert port.error() == -113


@pytest.mark.parametrize("header", ["ABOR", "abort", "*RST", "*CLS", "*SRE 0"])
def test_what_clients_send_when_they_connect_never_touches_therapy(header):
    port = Port()
    port.run()
    port.ask("DEL:BOL 20 UG,10 MIN,CONFIRM;:SIM:TIME:ADV 1 MIN")
    assert port.ask(header) == ""
    assert port.error() == 0
    assert port.ask("DEL:STAT?;BOL:STAT?").startswith("RUN;RUN,")


def test_the_battery_has_a_voltage_or_is_not_there():
    port = Port()
    assert 2.4 < float(port.ask("BATT:VOLT?")) < 4.5
    port.context.hal.battery_mv = lambda: 499
    assert port.ask("BATT:VOLT?") == "9.91E37"
    port.context.hal.battery_mv = lambda: 2_999
    assert port.ask("BATT:VOLT?") == "2.999"
