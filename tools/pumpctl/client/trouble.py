"""What can go wrong between a host and a pump, split by whose turn it is to do something.

Each names its number, its words and the next step; `exit_code` is what pumpctl ends with.
"""

REFUSED = 1
USAGE = 2
LINE = 3
UNKNOWN = 4
UNSHOWN = 5
DIFFERS = 6
DEFECT = 7
UNSOUND = 1  # of a log that was judged: no pump has refused anything there

_PROTECTED = -203
_FORM = "the words say what belongs there; docs/commands.md has the parameters, and --help the call"
NEXT_STEPS = {
    -108: _FORM,
    -109: _FORM,
    -113: "the pump does not know this command: pumpctl identify shows its version",
    _PROTECTED: "sign it with the role's key, SERVICE with the button held: pumpctl keys status",
    -141: "give one of the words that are named",
    -221: "the words say what it contradicts: look with pumpctl status and pumpctl alarms list; "
    "another concentration needs pumpctl program",
    -222: "give a value in the range that is named",
    -225: "the pump has no room for another order just now: order it again in ten seconds of its "
    "own time; where a simulator's time stands still, after SIM:TIME:ADV 10 S",
    -230: "send the line again: its tag was taken",
    -241: "this pump lacks what the command needs",
    -360: "check that the key is this pump's (pumpctl keys status), then send it again",
    201: "pumpctl program FILE.toml commits a prescription",
    202: "somebody has staged another since this one was shown: pumpctl program once more",
    203: "order what the limits allow, or change them with a prescription",
    204: "read the reason; to go ahead, order it again with --confirm",
    205: "change the rate or the concentration (pumpctl program)",
    206: "give each segment a start of its own",
    207: "spell the drug as the pump knows it",
    210: "wait for the time that is named",
    211: "wait until the day's dose allows it",
    212: "wait for the time that is named, or order the dose that was",
    213: "look at pumpctl status: the order does not fit the state",
    220: "pumpctl line shows what stands there; pumpctl prime pushes drug to the tip, "
    "pumpctl attest says what a hand has put there",
    301: "look for a kink or a jam, then pumpctl start",
    302: "refill, then pumpctl fill",
    303: "look at the motor and at pumpctl alarms list, then pumpctl start",
    305: "commit the prescription anew: pumpctl program",
    306: "pumpctl alarms list; the ledger is not written",
    308: "pumpctl clock set",
}
# Where one number has several causes: by what the pump's words name.
_BY_WORDS = (
    (_PROTECTED, " wait ", "after wrong signatures signed lines wait; pumpctl stop needs none"),
    (
        201,
        "PRES:HIST",
        "say what therapy was before: pumpctl history new, after a screening, or pumpctl history "
        'continued "300 UG/D", the daily dose that ran',
    ),
    (201, "PRES:RESP", "say what was seen: pumpctl response none, effect or adverse"),
    (201, "SCR:OVER", "pumpctl phase shows how far it is, pumpctl screen dose gives the next"),
)
_OTHERWISE = "pumpctl status shows the pump as it is"


class Trouble(Exception):
    """Anything that keeps an order or a question from its answer.

    number     the pump's, or the exit code where the pump has said nothing
    text       what is wrong
    next_step  what a person can do about it
    """

    exit_code = LINE

    def __init__(self, text: str, next_step: str, number: int | None = None) -> None:
        super().__init__(text)
        self.number = self.exit_code if number is None else number
        self.text = text
        self.next_step = next_step


class Refused(Trouble):
    """The pump has not done it, and nothing has changed. Number and words are the pump's."""

    exit_code = REFUSED

    def __init__(self, number: int, text: str) -> None:
        steps = [step for of, named, step in _BY_WORDS if of == number and named in text]
        super().__init__(text, (*steps, NEXT_STEPS.get(number, _OTHERWISE))[0], number)


class Differs(Trouble):
    """Something is not what it was said to be: a digest, a log's chain, a state."""

    exit_code = DIFFERS


class Mistake(Trouble):
    """A call, a file or a key that cannot be used; the pump was not asked."""

    exit_code = USAGE


class LinkLost(Trouble):
    """The port is gone, or was never there."""


class Silence(Trouble):
    """No reply within the time, though the line was sent again."""


class Disturbed(Trouble):
    """Replies come, but damaged, or in no form that is known."""


class Unshown(Trouble):
    """An order was carried out, and what came of it cannot be shown: not to be given again."""

    exit_code = UNSHOWN


class Defect(Trouble):
    """A mistake of pumpctl's own; the pump was ordered nothing."""

    exit_code = DEFECT


class Uncertain(Trouble):
    """An order was sent, and nothing tells whether the pump has done it: look before sending."""

    exit_code = UNKNOWN
