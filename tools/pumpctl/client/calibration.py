"""`pump.calibration`: the head's steps per mL; orders are signed with SERVICE, the button held."""

from . import read, replies
from .answers import Dispensed, Head
from .conversation import Done
from .instrument import Instrument
from .trouble import Mistake, Refused

_CLOCK_NOT_SET = 308


class Calibration:
    """What a step is, and so many of them into a vessel."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def read(self) -> Head:
        """The figure in use. Its date is None too while the pump's clock is not set."""
        parts = self._instrument.parts("CAL:STEP?;STEP? MIN;STEP? MAX;UNC?", 4)
        now, least, most, uncertainty = [read.exactly(part, 1)[0] for part in parts]
        try:
            date = read.exactly(self._instrument.fields("CAL:DATE?"), 1)[0]
        except Refused as refused:
            if refused.number != _CLOCK_NOT_SET:
                raise
            date = "NONE"
        return Head(
            replies.whole(now),
            replies.number(uncertainty),
            None if date == "NONE" else replies.moment(date),
            replies.whole(least),
            replies.whole(most),
        )

    def set(self, steps_per_ml: int, uncertainty_ppm: int) -> Done:
        """That is the figure from now on, +- so much (expanded). Therapy starts on another one only
        after a commit that confirms it."""
        if steps_per_ml <= 0 or uncertainty_ppm <= 0:
            text = f"{steps_per_ml} steps/mL +-{uncertainty_ppm} ppm"
            raise Mistake(text, "whole numbers above 0")
        return self._instrument.order("SERVICE", f"CAL:STEP {steps_per_ml},{uncertainty_ppm} PPM")

    def dispense(self, steps: int) -> Done:
        """Exactly that many steps into a vessel: the caller attests that the catheter is detached.
        `dispensed` tells when it is over; a stop ends it."""
        return self._instrument.order("SERVICE", f"CAL:DISP {steps},DETACHED")

    def dispensed(self) -> Dispensed:
        """The service order that runs, or the last one."""
        parts = self._instrument.fields("CAL:DISP?")
        state, asked, given = read.exactly(parts, 3)
        word = read.word(state.encode(), "NONE", "RUN", "DONE", "ENDED")
        return Dispensed(word, replies.whole(asked), replies.whole(given))
