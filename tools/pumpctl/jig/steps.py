"""Every step, in its order: what needs no hand first, what needs the button held together."""

from .clock import ClockRuns
from .electrical import SelfTested
from .handled import ButtonLetGo, ButtonPressed, Signals
from .identity import Bare, OwnKeys, Serial, Signs
from .motion import GuardCuts, RotorTurns
from .step import Step

STEPS: tuple[Step, ...] = (
    Bare(),
    Serial(),
    OwnKeys(),
    Signs(),
    SelfTested(
        "memory",
        "program, memory, journal and files are as they should be",
        ("PROGRAM", "MEMORY", "RING", "FILES"),
    ),
    SelfTested(
        "driver",
        "STEP is counted, ENABLE floats high, the encoder is still",
        ("STEP", "ENABLE", "WATCH", "ENCODER"),
    ),
    SelfTested("pins", "the pins of lamps and buzzer follow", ("LAMPS", "BUZZER")),
    SelfTested("battery", "the battery's voltage is high enough", ("BATTERY",)),
    ClockRuns(),
    Signals(),
    ButtonPressed(),
    GuardCuts(),
    RotorTurns(),
    ButtonLetGo(),
)
