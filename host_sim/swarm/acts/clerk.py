"""What somebody types wrong: a line for each way in which the pump understands none.

docs/errors.md has the numbers. A refusal here changes nothing, and the judges look whether so.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Dice, Life

_A_DRUG = '"a drug with a name that is longer than any"'

# number, line: sent with a tag, and refused so in whatever state
TYPOS = (
    (-101, "DEL:BOL 5 \u00b5G"),
    (-101, "DEL$BOL 5 UG"),
    (-102, "DEL:BOL 5 UG,,60 S"),
    (-102, "1DEL:BOL 5 UG"),
    (-103, "DEL:BOL 5 UG 60 S"),
    (-103, 'DEL:BOL 5 UG "x"'),
    (-104, "DEL:BOL 5 UG,60 S,60 S"),
    (-108, "DEL:BOL:ABOR 1"),
    (-109, "DEL:BOL"),
    (-111, "DEL:BOL(5)"),
    (-112, "DELIVERYOFDRUG:BOL 5 UG"),
    (-113, "DEL:BOLUSES 5 UG"),
    (-114, "PRES:SEGM0:RATE 5 UG/D"),
    (-114, "PRES:SEGM30:RATE 5 UG/D"),
    (-120, "DEL:BOL . UG"),
    (-121, "DEL:SUSP #B2"),
    (-121, "DEL:BOL 5..5 UG"),
    (-123, "DEL:SUSP 1E99999 S"),
    (-128, "PRES:MODE 5"),
    (-130, "DEL:BOL 5"),
    (-131, "DEL:SUSP 5 MOONS"),
    (-134, "DEL:BOL 5 UGUGUGUGUGUGUG"),
    (-138, "CAL:STEP 64000 S,1 PCT"),
    (-141, "CAL:DISP 5,ATTACHED"),
    (-144, "PRES:MODE CONTINUOUSLYALLDAY"),
    (-148, "DEL:BOL ABC"),
    (-151, 'PRES:DRUG "baclofen'),
    (-158, 'DEL:BOL "5 UG"'),
    (-168, "DEL:SUSP #15HELLO"),
    (-178, "DEL:SUSP (5 S)"),
    (-203, 'AUTH:ENR OPER,"00"'),
    (-211, "*TRG"),
    (-222, "DEL:SUSP 2 D"),
    (-223, "PRES:DRUG " + _A_DRUG),
    (-224, 'AUTH:ROT OPER,"0123"'),
    (-241, "SYST:REPL"),
)
_MOST_ORDERS = 33  # one more than are remembered within ten seconds
_QUEUE = 17  # one more than errors are kept
_LONG = "DEL:BOL 5 UG," + "1" * 300
_DEADLOCK = ";:".join(["SYST:HELP:HEAD?"] * 3)
_NOT_THERE = "ALAR:RES BATTERY_LOW"


def typo(life: "Life", dice: "Dice") -> None:
    """Two of them; at times what no single line does."""
    for word in dice[:2]:
        life.client.order(TYPOS[word % len(TYPOS)][1])
    kind = dice[2] % 14
    if kind < len(_ODD):
        _ODD[kind](life, dice)


def _too_long(life: "Life", dice: "Dice") -> None:
    """More than a line may have, and more than an answer may."""
    life.client.bare(_LONG)
    life.client.bare(_DEADLOCK)


def _unread(life: "Life", dice: "Dice") -> None:
    """Errors that nobody reads."""
    life.client.unread("DEL:BOL ABC", _QUEUE)


def _hasty(life: "Life", dice: "Dice") -> None:
    """A tag that was another line's; then more orders than are remembered."""
    client = life.client
    client.set(_NOT_THERE)
    client.stale("ALAR:ACKN BATTERY_LOW")
    for _ in range(_MOST_ORDERS):
        client.set(_NOT_THERE)
    life.bench.run_to(life.now_ms() + 11_000)
    life.told.at(life.now_ms())


def _odd_drug(life: "Life", dice: "Dice") -> None:
    """Another drug; two segments that start together; a strength that is rounded."""
    client = life.client
    life.hands("staged", 0)
    client.set("PRES:COPY")
    lines = (
        ('PRES:DRUG "morphine";CONC 500 UG/ML;MODE CONS', "PRES:SEGM1:RATE 90 UG/D"),
        ("PRES:MODE FLEX", 'PRES:SEGM1:STAR "06:00";RATE 90 UG/D', 'PRES:SEGM2:STAR "06:00"'),
        ("PRES:CONC 333.3333333 UG/ML",),
    )[dice[3] % 3]
    for line in lines:
        client.set(line)
        client.error()
    if dice[3] % 3 == 1:
        client.set("PRES:SEGM2:RATE 95 UG/D")
    digest = client.ask("PRES:DIG?")
    if dice[3] % 3 != 2 and digest.startswith("#H"):
        client.order("PRES:COMM %s,CONFIRM" % digest)
    client.set("PRES:DISC")


def _no_clock(life: "Life", dice: "Dice") -> None:
    """What only a clock that is set can tell."""
    life.client.bare("SYST:TIME?")
    life.client.bare("PRES:ACT:DATA?")


_ODD = (_too_long, _unread, _hasty, _odd_drug, _odd_drug, _odd_drug, _no_clock)
