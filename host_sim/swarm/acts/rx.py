"""Prescriptions as people write them: staged line by line, then committed by their digest."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life
    from host_sim.swarm.wanted import Wanted


def commit(life: "Life", wanted: "Wanted") -> int:
    """Stage it and commit it; the number with which that was refused."""
    client = life.client
    life.hands("staged", 0)
    flex = "FLEX" if wanted.segments else "CONS"
    lines = ['PRES:DRUG "baclofen";CONC %d UG/ML;MODE %s' % (wanted.drug, flex), "PRES:SEGM:CLE"]
    rows = wanted.segments or [(0, wanted.dose)]
    for number, (minute, dose) in enumerate(rows):
        clock = "%02d:%02d" % (minute // 60, minute % 60)
        lines.append('PRES:SEGM%d:STAR "%s";RATE %d UG/D' % (number + 1, clock, dose))
    if wanted.limit:
        lines.append("PRES:LIM:DAY %d UG" % wanted.limit)
    if wanted.lockout_s:
        lines.append("PRES:LIM:LOCK %d S" % wanted.lockout_s)
    if wanted.ptm:
        lock_s = max(wanted.lockout_s, 7200)
        lines.append("PRES:PTM:DOSE %d UG;DUR 600 S;LOCK %d S" % (wanted.ptm, lock_s))
        lines.append("PRES:PTM:LIM %d UG;STAT ON" % (wanted.ptm * 4))
    for line in lines:
        number = client.set(line)
        if number:
            return number
    digest = client.ask("PRES:DIG?")
    if not digest.startswith("#H"):
        return 1
    number = client.order("PRES:COMM %s,CONFIRM" % digest)
    if number:
        client.set("PRES:DISC")
    return number


def flex_of(dose: int, dice: int) -> "list[tuple[int, int]]":
    """A day of that mean dose with its peak at some hour."""
    start = dice % 1440
    lasts = 30 + (dice >> 11) % 691
    share = (dice >> 21) % 80
    peak = dose * (100 + share * (1440 - lasts) // lasts // 2) // 100
    rest = (dose * 1440 - peak * lasts) // (1440 - lasts)
    ends = (start + lasts) % 1440
    return sorted([(start, max(1, peak)), (ends, max(1, rest))])
