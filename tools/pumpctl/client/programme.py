"""A prescription as a host means it: from a TOML file, from the pump's canonical text.

The two are compared fact by fact before anything is committed. Knows no limits of therapy: the
pump judges.
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from .quantities import CONCENTRATION, DOSE_RATE, FLOW, MASS, TIME, Amount, shown
from .trouble import Disturbed, Mistake

LIMITS = {"day": MASS, "rate": FLOW, "bolus": MASS, "lockout": TIME}
CARE = {"cautious": "CAUTIOUS", "withdrawal_risk_high": "WITHDRAWAL_RISK"}
_CARE_HEADERS = {"cautious": "CAUT", "withdrawal_risk_high": "WITH"}
PATIENT_BOLUS = {"dose": MASS, "duration": TIME, "lockout": TIME, "limit": MASS}
MIN_PER_DAY = 1440
SEGMENTS_MAX = 24  # `<n>` of PRES:SEGM<n>, docs/commands.md
_NL_PER_ML = 1_000_000
_UNITS = {"ng/mL": "UG/ML", "ng/d": "UG/D", "nL/d": "UL/D", "ng": "UG", "ms": "MIN"}
_LOCKOUT = Amount.from_base(3_600_000, "MIN")  # what a text without a line of it says
_LIMIT = re.compile(r"LIMIT (DAY|RATE|BOLUS|LOCKOUT) ([0-9]{1,18}) (\S+)")
_PATIENT = re.compile(r"PTM (DOSE|DURATION|LOCKOUT|LIMIT) ([0-9]{1,18}) (\S+)")
_CARE = re.compile(r"CARE (CAUTIOUS|WITHDRAWAL_RISK)")
_SEGMENT = re.compile(r"SEGMENT ((?:[01][0-9]|2[0-3]):[0-5][0-9]) ([0-9]{1,18}) (\S+)")
_CONCENTRATION = re.compile(r"CONCENTRATION ([0-9]{1,18} ng/mL)")
_RESERVOIR = re.compile(r"RESERVOIR ([0-9]{1,18}) nL")
_MODE = re.compile(r"MODE (CONS|FLEX)")
_DRUG = re.compile(r"DRUG ([\x20-\x7e]{1,32})")


@dataclass(frozen=True)
class Segment:
    """A rate and the time of day, "HH:MM", from which it holds; kept as it was given."""

    start: str
    rate: Amount

    @property
    def minute(self) -> int:
        """The start in minutes of the day."""
        return int(self.start[:2]) * 60 + int(self.start[3:])

    def volume_nl_per_day(self, concentration: Amount) -> Fraction:
        """The rate as a flow."""
        if self.rate.dimension == FLOW:
            return Fraction(self.rate.base)
        return Fraction(self.rate.base * _NL_PER_ML, concentration.base)


@dataclass(frozen=True)
class Programme:
    """Drug, concentration, mode ("CONS" or "FLEX"), segments by start, limits by name, the
    patient bolus by name, empty while it is off, and what care the patient needs, of CARE."""

    drug: str
    concentration: Amount
    mode: str
    segments: tuple[Segment, ...]
    limits: dict[str, Amount] = field(default_factory=dict)
    patient_bolus: dict[str, Amount] = field(default_factory=dict)
    care: tuple[str, ...] = ()

    def messages(self) -> list[str]:
        """What stages it on a pump whose staging is empty: complete with the last line only, so
        that a part of it cannot be committed. Mistake for more segments than a pump has."""
        if len(self.segments) > SEGMENTS_MAX:
            text = f"{len(self.segments)} segments; a pump has {SEGMENTS_MAX}"
            raise Mistake(text, "join segments that have one rate; nothing was staged")
        drug = self.drug.replace('"', '""')
        lines = [f'PRES:DRUG "{drug}";CONC {self.concentration}']
        for number, segment in enumerate(self.segments, 1):
            start = f'STAR "{segment.start}";' if self.mode == "FLEX" else ""
            lines.append(f"PRES:SEGM{number}:{start}RATE {segment.rate}")
        lines += [f"PRES:LIM:{name.upper()} {self.limits[name]}" for name in self.limits]
        if self.patient_bolus:
            settings = [f"{name.upper()} {each}" for name, each in self.patient_bolus.items()]
            lines.append("PRES:PTM:" + ";".join([*settings, "STAT ON"]))
        lines += [f"PRES:CARE:{_CARE_HEADERS[each]} ON" for each in self.care]
        return [*lines, f"PRES:MODE {self.mode}"]

    def differences(self, there: "Programme") -> list[str]:
        """Where what the pump has staged does not say what is meant here, or says more."""
        found: list[str] = []
        if there.drug != self.drug:
            found.append(f'drug: "{self.drug}" is meant, "{there.drug}" staged')
        if there.concentration.base != self.concentration.base:
            found.append(f"concentration: {self.concentration} meant, {there.concentration} staged")
        if there.mode != self.mode:
            found.append(f"mode: {self.mode} meant, {there.mode} staged")
        if len(there.segments) != len(self.segments):
            found.append(f"{len(self.segments)} segments meant, {len(there.segments)} staged")
        for own, other in zip(self.segments, there.segments, strict=False):
            if own.start != other.start or not _same(own.rate, other.rate):
                found.append(f"{own.start} {own.rate} meant, {other.start} {other.rate} staged")
        found += _unlike("limit", LIMITS, self.limits, there.limits)
        found += _unlike("patient bolus", PATIENT_BOLUS, self.patient_bolus, there.patient_bolus)
        if set(self.care) != set(there.care):
            meant, staged = (" ".join(each) or "none" for each in (self.care, there.care))
            found.append(f"care: {meant} meant, {staged} staged")
        return found

    def completed(self, defaults: dict[str, Amount]) -> "Programme":
        """The same, with those limits where none is given here."""
        return dataclasses.replace(self, limits=defaults | self.limits)

    def minutes(self, index: int) -> int:
        """How much of a day that segment holds."""
        if len(self.segments) == 1:
            return MIN_PER_DAY
        start = self.segments[index].minute
        return (self.segments[(index + 1) % len(self.segments)].minute - start) % MIN_PER_DAY

    def day_nl(self) -> Fraction:
        """Volume of a day."""
        return sum(
            (
                segment.volume_nl_per_day(self.concentration) * self.minutes(index) / MIN_PER_DAY
                for index, segment in enumerate(self.segments)
            ),
            Fraction(0),
        )

    def day_ng(self) -> Fraction:
        """Drug of a day, boluses not counted."""
        return self.day_nl() * self.concentration.base / _NL_PER_ML


def _unlike(
    of: str, names: Iterable[str], meant: dict[str, Amount], staged: dict[str, Amount]
) -> Iterator[str]:
    for name in names:
        one, other = meant.get(name), staged.get(name)
        alike = one is other if one is None or other is None else _same(one, other)
        if not alike:
            yield f"{of} {name}: {one} meant, {other} staged"


def _same(one: Amount, other: Amount) -> bool:
    return (one.dimension, one.base) == (other.dimension, other.base)


def digest(text: bytes) -> str:
    """The first 64 bits of SHA-256 over a canonical text, 16 digits in capitals."""
    return hashlib.sha256(text).digest()[:8].hex().upper()


def canonical(text: bytes) -> Programme:
    """The programme that a pump's canonical text says. Disturbed for another text."""
    lines = text.decode("latin-1").split("\n")
    try:
        if lines[0] != "CISTERNA RX 1" or lines[-1] != "":
            raise ValueError
        drug = _read(_DRUG, lines[1])
        concentration = _amount(_read(_CONCENTRATION, lines[2]), CONCENTRATION)
        _read(_RESERVOIR, lines[3])
        mode = _read(_MODE, lines[4])
        if not concentration.base:
            raise ValueError
        segments: list[Segment] = []
        limits: dict[str, Amount] = {}
        patient: dict[str, Amount] = {}
        care: list[str] = []
        for line in lines[5:-1]:
            if form := _SEGMENT.fullmatch(line):
                segments.append(Segment(form[1], _amount(f"{form[2]} {form[3]}", FLOW, DOSE_RATE)))
            elif form := _LIMIT.fullmatch(line):
                _note(form, limits, LIMITS)
            elif form := _PATIENT.fullmatch(line):
                _note(form, patient, PATIENT_BOLUS)
            elif form := _CARE.fullmatch(line):
                care += [name for name in CARE if CARE[name] == form[1]]
            else:
                raise ValueError
        if len(set(care)) < len(care):
            raise ValueError
        if patient and len(patient) < len(PATIENT_BOLUS):
            raise ValueError
        limits.setdefault("lockout", _LOCKOUT)
        return Programme(drug, concentration, mode, tuple(segments), limits, patient, tuple(care))
    except (IndexError, KeyError, ValueError):
        raise Disturbed(
            "a prescription in a form that is not known",
            "is this pumpctl as new as the pump? pumpctl identify",
        ) from None


def _note(form: re.Match[str], settings: dict[str, Amount], known: dict[str, str]) -> None:
    name = form[1].lower()
    if name in settings:
        raise ValueError
    settings[name] = _amount(f"{form[2]} {form[3]}", known[name])


def _read(form: re.Pattern[str], line: str) -> str:
    found = form.fullmatch(line)
    if found is None:
        raise ValueError
    return found[1]


def _amount(text: str, *dimensions: str) -> Amount:
    base, unit = text.split(" ")
    amount = Amount.from_base(int(base), _UNITS[unit])
    if amount.dimension not in dimensions:
        raise ValueError
    return amount


def flow_text(nl_per_day: Fraction) -> str:
    """A flow as people compare it: uL/h and mL/d."""
    return f"{shown(nl_per_day / 24_000, 6)} uL/h, {shown(nl_per_day / _NL_PER_ML, 6)} mL/d"
