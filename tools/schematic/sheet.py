"""Chips with labelled pins and chains of two-legged parts on one sheet, drawn by schemdraw.

What hangs on what is asked of the netlist, never written here: a chain whose parts do not share a
net is refused. Knows symbols and places. Does not know this bench.
"""

from functools import partial
from typing import Any, Literal

import schemdraw
import schemdraw.elements as elm

from tools.schematic.netlist import PICO_PINS, Netlist

GROUND = "GND"
_STUB = 0.6
_SMALL, _PLAIN = 9, 11
_NET = "#1f4e79"
_SYMBOLS = {
    "resistor": elm.ResistorIEC, "capacitor": elm.Capacitor,
    "capacitor, polarized": partial(elm.Capacitor, polar=True), "LED": elm.LED, "diode": elm.Diode,
    "fuse": elm.FuseIEC, "switch": elm.Switch, "push button": elm.Button,
    "cell or pack": elm.BatteryCell, "motor supply": elm.Battery, "buzzer, active": elm.RBox,
}  # fmt: skip
Leg = tuple[str, str, str]  # part, the pin that comes first, the pin that comes last


class Sheet:
    """A drawing that grows; `svg()` ends it."""

    def __init__(self, netlist: Netlist) -> None:
        schemdraw.use("svg")
        self._netlist = netlist
        self._drawing: Any = schemdraw.Drawing(show=False)
        self._drawing.config(fontsize=_PLAIN, font="sans-serif", lw=1.4, bgcolor="white")
        self.drawn: set[str] = set()

    def svg(self) -> str:
        """The sheet as text."""
        return self._drawing.get_imagedata("svg").decode()

    def words(self, at: tuple[float, float], text: str, size: int = _PLAIN) -> None:
        """A line of text that begins there."""
        label = (
            elm.Label().theta(0).at(at).label(text, fontsize=size, halign="left", valign="center")
        )
        self._drawing.add(label)

    def chip(
        self, ref: str, at: tuple[float, float], left: list[str], right: list[str], wide: float
    ) -> None:
        """A box with pins at both sides, a net's name at each."""
        rows = max(len(left), len(right))
        pins = self._pins(ref, "left", left, rows) + self._pins(ref, "right", right, rows)
        part = self._netlist.parts[ref]
        box = elm.Ic(size=(wide, rows * 0.62 + 0.5), pins=pins, lsize=_SMALL, lofst=0.12)
        box = self._drawing.add(box.theta(0).at(at).label(f"{ref} {part.kind}", "top"))
        for side, names in ((-1, left), (1, right)):
            for pin in names:
                end = getattr(box, pin)
                self._stub((end.x, end.y), side, self._netlist.net_of(f"{ref}.{pin}"))
        self.drawn.add(ref)

    def chain(self, at: tuple[float, float], legs: list[Leg], named: bool = True) -> None:
        """Parts one below the other from `at` on; a net's name between each two, where `named`.

        ValueError where two neighbours share no net.
        """
        x, y = at
        above = self._netlist.net_of(f"{legs[0][0]}.{legs[0][1]}")
        self._net((x, y), above, up=True)
        for number, (ref, first, last) in enumerate(legs):
            if self._netlist.net_of(f"{ref}.{first}") != above:
                raise ValueError(f"{ref}.{first} is not on {above}")
            part = self._netlist.parts[ref]
            symbol = _SYMBOLS[part.kind]().at((x, y)).to((x, y - 1.9))
            told = f"{ref}\n{part.value.split(',')[0]}"
            self._drawing.add(symbol.label(told, "bottom", fontsize=_SMALL))
            self.drawn.add(ref)
            y -= 1.9
            above = self._netlist.net_of(f"{ref}.{last}")
            if number + 1 < len(legs):
                self._drawing.add(elm.Dot().at((x, y)))
                if named:
                    self._stub((x, y), 1, above, length=0.35)
        self._net((x, y), above, up=False)

    def beside(self, at: tuple[float, float], leg: Leg, of: Leg, wide: float) -> None:
        """A part to the right of `of`, which goes down from `at`. ValueError if not parallel."""
        ref, first, last = leg
        x, y = at
        for here, there in ((first, of[1]), (last, of[2])):
            if self._netlist.net_of(f"{ref}.{here}") != self._netlist.net_of(f"{of[0]}.{there}"):
                raise ValueError(f"{ref}.{here} is not on {of[0]}.{there}")
        part = self._netlist.parts[ref]
        symbol = _SYMBOLS[part.kind]().at((x + wide, y)).to((x + wide, y - 1.9))
        self._drawing.add(elm.Line().at((x, y)).to((x + wide, y)))
        told = f"{ref}\n{part.value.split(',')[0]}"
        self._drawing.add(symbol.label(told, "bottom", fontsize=_SMALL))
        self._drawing.add(elm.Line().at((x, y - 1.9)).to((x + wide, y - 1.9)))
        self.drawn.add(ref)

    def transistor(self, ref: str, at: tuple[float, float], base: Leg) -> None:
        """An NPN whose collector is at `at`, its base behind a resistor, its emitter at ground."""
        x, y = at
        bjt = self._drawing.add(elm.BjtNpn(circle=True).theta(0).anchor("collector").at((x, y)))
        self._drawing.add(elm.Line().at((bjt.emitter.x, bjt.emitter.y)).down().length(0.3))
        self._drawing.add(elm.Ground().theta(0))
        ref_r, first, last = base
        if self._netlist.net_of(f"{ref}.B") != self._netlist.net_of(f"{ref_r}.{last}"):
            raise ValueError(f"{ref}.B is not on {ref_r}.{last}")
        end = (bjt.base.x - 1.9, bjt.base.y)
        value = self._netlist.parts[ref_r].value
        resistor = elm.ResistorIEC().at(end).to((bjt.base.x, bjt.base.y))
        self._drawing.add(resistor.label(f"{ref_r} {value}", "top", fontsize=_SMALL))
        self._stub(end, -1, self._netlist.net_of(f"{ref_r}.{first}"))
        name = (
            elm.Label().theta(0).at((x + 0.7, y - 0.6)).label(ref, fontsize=_SMALL, halign="left")
        )
        self._drawing.add(name)
        self.drawn |= {ref, ref_r}

    def follower(self, ref: str, at: tuple[float, float], wire: float) -> None:
        """An op amp as a buffer, its input at the end of a wire from `at` to the right."""
        x, y = at[0] + wire, at[1]
        self._drawing.add(elm.Line().at(at).to((x, y)))
        amp = self._drawing.add(elm.Opamp().theta(0).anchor("in2").at((x, y)))
        out, back = (amp.out.x, amp.out.y), (amp.in1.x, amp.in1.y)
        high = back[1] + 0.9
        for begin, end in (
            (back, (back[0], high)),
            ((back[0], high), (out[0], high)),
            ((out[0], high), out),
        ):
            self._drawing.add(elm.Line().at(begin).to(end))
        if self._netlist.net_of(f"{ref}.OUT") != self._netlist.net_of(f"{ref}.IN-"):
            raise ValueError(f"{ref} is no follower")
        self._drawing.add(elm.Dot().at(out))
        self._stub(out, 1, self._netlist.net_of(f"{ref}.OUT"))
        told = f"{ref} {self._netlist.parts[ref].value}"
        label = (
            elm.Label()
            .theta(0)
            .at((back[0], high + 0.35))
            .label(told, fontsize=_SMALL, halign="left")
        )
        self._drawing.add(label)
        self.drawn.add(ref)

    def _pins(
        self, ref: str, side: Literal["left", "right"], names: list[str], rows: int
    ) -> list[elm.IcPin]:
        """The pins of one side, from the top."""
        return [
            elm.IcPin(
                name=self._shown(ref, pin), side=side, slot=f"{rows - at}/{rows}", anchorname=pin
            )
            for at, pin in enumerate(names)
        ]

    def _shown(self, ref: str, pin: str) -> str:
        return f"{pin} ({PICO_PINS[pin]})" if ref == "U1" else pin

    def _net(self, at: tuple[float, float], net: str, up: bool) -> None:
        """What a chain begins or ends with: a ground, or the net's name."""
        if net == GROUND:
            self._drawing.add(elm.Ground().theta(0).at(at))
            return
        self._drawing.add(elm.Dot(open=True).at(at))
        away = (at[0], at[1] + (0.35 if up else -0.35))
        label = (
            elm.Label().theta(0).at(away).label(net, color=_NET, halign="center", valign="center")
        )
        self._drawing.add(label)

    def _stub(self, at: tuple[float, float], side: int, net: str, length: float = _STUB) -> None:
        """A short wire to one side, and the net's name."""
        end = (at[0] + side * length, at[1])
        self._drawing.add(elm.Line().at(at).to(end))
        away = (end[0] + side * 0.12, end[1])
        align = "left" if side > 0 else "right"
        label = elm.Label().theta(0).at(away)
        label.label(net, color=_NET, fontsize=_SMALL + 1, halign=align, valign="center")
        self._drawing.add(label)
