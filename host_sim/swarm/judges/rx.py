"""A prescription as its canonical text says it, read by the judges' own eyes. Imports nothing."""

_MS_PER_DAY = 86_400_000


class Rx:
    """Of one text: ng a day and their greatest, limits, lockouts; all 0 for none.

    day_ng      drug of a whole day by its segments
    top_ng      a day at its greatest rate
    limit_ng    the most of 24 hours; bolus_ng: of one bolus; lockout_ms: between two
    ptm_ng      the patient's bolus, 0: none; ptm_lockout_ms
    """

    def __init__(self, text: str) -> None:
        self.strength = 0
        self.flex = False
        self.limit_ng = 0
        self.bolus_ng = 0
        self.lockout_ms = 3_600_000
        self.ptm_ng = 0
        self.ptm_lockout_ms = 0
        rows = []
        for line in text.split("\n"):
            words = line.strip().split(" ")
            if words[0] == "CONCENTRATION":
                self.strength = int(words[1])
            elif words[0] == "MODE":
                self.flex = words[1] == "FLEX"
            elif words[0] == "SEGMENT":
                hour, minute = words[1].split(":")
                rows.append((int(hour) * 60 + int(minute), self._ng(words[2], words[3])))
            elif words[0] == "LIMIT":
                self._limit(words)
            elif words[0] == "PTM":
                self._ptm(words)
        self.top_ng = max([row[1] for row in rows]) if rows else 0
        self.day_ng = _day(rows)

    def _ng(self, value: str, unit: str) -> int:
        number = int(value)
        return number if unit == "ng/d" else number * self.strength // 1_000_000

    def _limit(self, words: "list[str]") -> None:
        if words[1] == "DAY":
            self.limit_ng = int(words[2])
        elif words[1] == "BOLUS":
            self.bolus_ng = int(words[2])
        elif words[1] == "LOCKOUT":
            self.lockout_ms = int(words[2])

    def _ptm(self, words: "list[str]") -> None:
        if words[1] == "DOSE":
            self.ptm_ng = int(words[2])
        elif words[1] == "LOCKOUT":
            self.ptm_lockout_ms = int(words[2])


def _day(rows: "list[tuple[int, int]]") -> int:
    """ng of a day: each rate until the next start, the last one across midnight."""
    if not rows:
        return 0
    rows = sorted(rows)
    total = 0
    for at in range(len(rows)):
        ends = rows[at + 1][0] if at + 1 < len(rows) else rows[0][0] + 1440
        total += rows[at][1] * (ends - rows[at][0])
    return total // 1440
