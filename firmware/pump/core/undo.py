"""Orders are taken back where nothing durable would hold them: every part, as it was before.

Lives while one line of orders runs. Puts back what the parts hold, so it knows their fields; it
does not know what an order is, nor why it is taken back.
"""

from micropython import const

from pump.core.image import parts_of

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from typing import Any

    from pump.core.pump import Pump


def fields_of(part: object) -> "dict[str, object]":
    """What it holds, by name. The compiled build on a host has its own way: there no part has a
    dictionary (host_sim/fast)."""
    return dict(part.__dict__)


class Undo:
    """The pump at the moment at which this is made. Some 4 KB of a board's heap, as reckoned."""

    def __init__(self, pump: "Pump") -> None:
        self._fields: list[tuple[object, dict[str, object]]] = []
        self._lists: list[tuple[list[object], list[object]]] = []
        self._bytes: list[tuple[bytearray, bytearray]] = []
        # what no image holds has its fields too
        bounds, presses = pump.drug.exposure.bounds, pump.control.patient_orders
        watch = pump.control.energy_watch
        others = (pump.attention, pump.events, pump.staging, bounds, presses, watch)
        for part in parts_of(pump) + others + pump.drug.effect.parts():
            self._keep(part)

    def _keep(self, part: object) -> None:
        fields = fields_of(part)
        self._fields.append((part, fields))
        for value in fields.values():
            if type(value) is list:
                self._keep_list(value)
            elif isinstance(value, bytearray):
                self._bytes.append((value, bytearray(value)))

    def _keep_list(self, box: "Any") -> None:
        self._lists.append((box, list(box)))
        for each in box:
            if type(each) is list:  # a catheter's slugs
                self._keep_list(each)

    def back(self) -> None:
        """The pump is as it was then, but for what lies in storage and what the motor did."""
        for part, fields in self._fields:
            for name in fields:
                setattr(part, name, fields[name])
        for box, content in self._lists:
            box[:] = content
        for buffer, data in self._bytes:
            buffer[:] = data
