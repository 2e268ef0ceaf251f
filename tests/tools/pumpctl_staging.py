"""The peer's staged prescription: settings in, canonical text out."""

import hashlib
from decimal import Decimal

_NG_OR_NL = {
    "UG/ML": 1_000, "MG/ML": 1_000_000, "UG/D": 1_000, "UL/D": 1_000, "ML/D": 1_000_000,
    "UL/HR": 24_000, "UG": 1_000, "MG": 1_000_000,
    "MIN": 60_000, "HR": 3_600_000,
}  # fmt: skip
_DEFAULTS = {"DAY": "1200000 ng", "RATE": "24000000 nL/d", "BOLUS": "100000 ng",
             "LOCKOUT": "3600000 ms"}  # fmt: skip
_PATIENT = {"DOSE": "ng", "DURATION": "ms", "LOCKOUT": "ms", "LIMIT": "ng"}


def _base(text: str) -> tuple[int, str]:
    number, unit = text.split(" ")
    kind = "ng/d" if unit.startswith("UG/") else "nL/d"
    return int(Decimal(number) * _NG_OR_NL[unit]), kind


class Staging:
    def __init__(self) -> None:
        self.drug = ""
        self.concentration = 0
        self.mode = ""
        self.segments: dict[str, dict[str, str]] = {}
        self.limits = dict(_DEFAULTS)
        self.patient: dict[str, str] = {}
        self.off_by = 0  # what it makes of a concentration: so much more than was said

    def take(self, header: str, rest: str) -> None:
        nodes = header.split(":")[1:]
        if nodes == ["DISC"]:
            off_by = self.off_by
            self.__init__()
            self.off_by = off_by
        elif nodes == ["DRUG"]:
            self.drug = rest.strip('"')
        elif nodes == ["CONC"]:
            self.concentration = _base(rest)[0] + self.off_by
        elif nodes == ["MODE"]:
            self.mode = rest
        elif nodes[0] == "LIM":
            self.limits[nodes[1]] = f"{_base(rest)[0]} {_DEFAULTS[nodes[1]].split(' ')[1]}"
        elif nodes == ["PTM", "STAT"]:
            assert rest == "ON"
        elif nodes[0] == "PTM":
            self.patient[nodes[1]] = f"{_base(rest)[0]} {_PATIENT[nodes[1]]}"
        else:
            self.segments.setdefault(nodes[0], {})[nodes[1]] = rest.strip('"')

    def text(self) -> bytes:
        lines = [
            "CISTERNA RX 1",
            f"DRUG {self.drug}",
            f"CONCENTRATION {self.concentration} ng/mL",
            "RESERVOIR 20000000 nL",
            f"MODE {self.mode}",
        ]
        for segment in sorted(self.segments.values(), key=lambda each: each.get("STAR", "00:00")):
            value, unit = _base(segment["RATE"])
            lines.append(f"SEGMENT {segment.get('STAR', '00:00')} {value} {unit}")
        lines += [
            f"LIMIT {name} {limit}"
            for name, limit in self.limits.items()
            if name != "LOCKOUT" or limit != _DEFAULTS[name]
        ]
        lines += [f"PTM {name} {self.patient[name]}" for name in _PATIENT if self.patient]
        return ("\n".join(lines) + "\n").encode()

    def digest(self) -> str:
        return hashlib.sha256(self.text()).hexdigest()[:16].upper()
