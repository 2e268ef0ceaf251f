"""The first version's image: one flat row of values, cut into the sections of today.

It has no lengths, so that it can be read only whole, and in its own order. That order is the table
below and nowhere else; the values themselves are written as they are today.
"""

from micropython import const

from pump.core.codec import Reader, Writer

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from pump.core.sections import Sections

_VERSION = const(1)
_BINS = const(90)
_BIN_BYTES = const(5)

# w: an integer, f: a flag, t: a text, b: an integer that takes five bytes today,
# 2 3: a row of so many or none, B C D E: rows of 2 3 4 5.
# The section that each run of values belongs to today; a section takes its runs in this order.
_PUMP = const(0x81)
_FLAT = (
    (0x83, "tww"),  # in force: digest, committed
    (0x02, "wB"),  # restarts
    (0x84, "wwD2ff23222"),  # titration
    (_PUMP, "ww"),  # day, ms
    (0x85, "w"),  # therapy: state
    (0x86, "2w"),  # schedule: wall offset, rate
    (0x07, "w"),  # faults: tries
    (0x85, "2"),  # therapy: since
    (0x88, "f"),  # order: in progress
    (0x90, "f"),  # bolus: ends
    (0x88, "wwwww"),  # order: authorised, lag, planned, mark
    (0x86, "ww"),  # schedule: change
    (0x88, "ww"),  # order: due
    (0x12, "www"),  # assessment: up to when, day of the last LEDGER line
    (0x8E, "w"),  # exposure: recent
    (0x12, "w"),  # assessment: ran
    (0x85, "2"),  # therapy: resume at
    (0x09, "w"),  # metering
    (0x8A, "wfwwwwwwwww"),  # ledger
    (0x8B, "wwwwww"),  # reservoir
    (0x8C, "wwwB"),  # catheter
    (0x0D, "wwwwwwwwwwww"),  # effect: three patients
    (0x8E, "b" * _BINS + "w"),  # exposure: bins, the next one
    (0x8F, "DE"),  # alarms: states, history
    (0x90, "wwwwwwwww"),  # bolus
    (0x91, "CC"),  # bolus day
)


def split(data: bytes) -> "Sections":
    """The sections of a flat image. ValueError for one of another version, or that has a rest."""
    flat = Reader(data)
    if flat.whole(0) != _VERSION:
        raise ValueError("an image of another version")
    head = Writer()
    head.whole(flat.whole(0))  # steps per mL
    codecs = {_PUMP: head}
    for number, shape in _FLAT:
        if number not in codecs:
            codecs[number] = Writer()
        for kind in shape:
            _copy(kind, flat, codecs[number])
    if not flat.ended():
        raise ValueError("the image has a rest")
    return {number: (1, bytes(codec.data)) for number, codec in codecs.items()}


def _bin(drug: int) -> bytearray:
    if drug < 0 or drug >> 8 * _BIN_BYTES:
        raise ValueError("the image holds a number that means nothing here")
    return bytearray(drug.to_bytes(_BIN_BYTES, "little"))


def _copy(kind: str, flat: Reader, codec: Writer) -> None:
    if kind == "w":
        codec.whole(flat.whole(0))
    elif kind == "f":
        codec.flag(flat.flag(False))
    elif kind == "t":
        codec.text(flat.text(""))
    elif kind == "b":
        codec.raw(_bin(flat.whole(0)))
    elif kind in "23":
        codec.row(flat.row(None, int(kind)), int(kind))
    else:
        width = "BCDE".index(kind) + 2
        codec.rows(flat.rows([], width), width)
