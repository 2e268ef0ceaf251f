"""`pump.line`: tubing and catheter, from the pump to the tip; orders are signed with PRESCRIBE."""

import re
from decimal import Decimal

from . import read, replies
from .answers import Line as LineNow
from .answers import Slug
from .conversation import Done
from .instrument import Instrument
from .quantities import CONCENTRATION, MASS, VOLUME, Amount
from .trouble import Disturbed, Mistake, Refused

_QUERIES = "CATH:STAT?;:CATH:CONT?;:CATH:SLUG?;:CATH:BRID?;:CATH:FLOW?;:DEL:STAT?;:RES:DAYS?"
_PUSHED = re.compile(r"pushes ([0-9.]+) ug out of the tip")


class Line:
    """What stands between the pump and the tip, as plugs."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument

    def now(self) -> LineNow:
        """Its state, its slugs from the tip to the pump, and when the new drug arrives."""
        state, contents, slugs, bridge, flow, therapy, days = self._instrument.parts(_QUERIES, 7)
        volume, drug = read.exactly(contents, 2)
        if not slugs or len(slugs) % 2:
            raise Disturbed("slugs are pairs", "pumpctl identify")
        left, seconds = read.exactly(bridge, 2)
        therapy_now = read.word(therapy[0].encode(), *read.STATES)
        # at rest with unknown days no programme can run with what the reservoir holds
        lasts = therapy_now == "RUN" or replies.number(read.exactly(days, 2)[0]) is not None
        return LineNow(
            state=read.word(state[0].encode(), "UNKNOWN", "PRIMED", "BRIDGING"),
            therapy=therapy_now,
            volume_nl=replies.whole(volume),
            drug_ug=read.known(drug),
            slugs=tuple(_slug(slugs[at], slugs[at + 1]) for at in range(0, len(slugs), 2)),
            bridge_nl=replies.whole(left),
            arrives_in_s=replies.number(seconds) if lasts else None,
            flow_ul_per_h=read.known(read.exactly(flow, 1)[0]),
        )

    def pushes_out(self, volume: str | Amount) -> Decimal:
        """The drug in ug that priming with so much pushes out of the tip; nothing is moved. Refused
        where the pump would not prime."""
        amount = Amount.read(volume, VOLUME)
        try:
            self._instrument.order("PRESCRIBE", f"CATH:PRIM {amount}")
        except Refused as refused:
            told = _PUSHED.search(refused.text)
            if refused.number != 204 or told is None:
                raise
            return Decimal(told[1])
        raise Disturbed("primed, though no dose was repeated", "pumpctl line")

    def prime(self, volume: str | Amount, dose: str | Amount, outside: bool = False) -> Done:
        """Push so much through at once. `dose`: the drug that leaves the tip by it, as `pushes_out`
        tells; `outside`: the tip ends in no patient."""
        amount, drug = Amount.read(volume, VOLUME), Amount.read(dose, MASS)
        end = ",OUTS" if outside else ""
        return self._instrument.order("PRESCRIBE", f"CATH:PRIM {amount},{drug}{end}")

    def attest(self, concentration: str | Amount) -> Done:
        """The whole line holds that concentration; "0 UG/ML": no drug. While nothing flows."""
        strength = Amount.read(concentration, CONCENTRATION)
        return self._instrument.order("PRESCRIBE", f"CATH:CONT {strength},CONFIRM")


def _slug(volume: str, strength: str) -> Slug:
    nl, ug_per_ml = replies.whole(volume), read.known(strength)
    return Slug(nl, ug_per_ml, nl * ug_per_ml / 1_000_000)


def need_same(said: Amount, pushed_ug: Decimal) -> None:
    """Mistake unless who orders repeats the drug that leaves the tip."""
    if said.base != pushed_ug * 1000:
        text = f"{said} was said, {pushed_ug:f} ug leave the tip; nothing was moved"
        raise Mistake(text, f'--dose "{pushed_ug:f} UG"')
