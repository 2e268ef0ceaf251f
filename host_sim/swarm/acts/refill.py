"""Refills: what is on the syringe, what is in it, and where it goes."""

from host_sim.swarm.acts.rx import commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life

_MISTAKES = {
    "pocket_fill": (1,),
    "fill_volume": (30, 60, 130, 150),
    "fill_strength": (25, 50, 200, 400),
}


def fill(life: "Life", dice: int, first: bool = False) -> int:
    """Draw out what is left, tell it, and fill; the number with which the fill was refused."""
    client, plan, wanted = life.client, life.plan, life.wanted
    if not first:
        reconcile(life)
    capacity = 40 if plan.model == "CISTERNA-40" else 20
    volume = capacity - 2 - dice % 8
    stable = "" if wanted.drug in (50, 500, 2000) else ",30 D"
    wrong = None
    if life.wrong_fills and (dice >> 8) % 100 < 50:
        wrong = life.wrong_fills[(dice >> 16) % len(life.wrong_fills)]
    line = "RES:FILL %d ML,%d UG/ML%s" % (volume, wanted.drug, stable)
    number = client.order(line)
    if number == 0:
        if wrong is not None:
            values = _MISTAKES[wrong]
            value = values[(dice >> 20) % len(values)]
            life.bench.inject(wrong, value)
            life.witness.turned(wrong, value, life.bench.rest(wrong))
            life.told.instead(line, "fault %s %d" % (wrong, value))
            life.say(_said(volume, wanted.drug, stable))
        else:
            life.told.instead(line, _said(volume, wanted.drug, stable))
        life.bench.plant.withdraw()
        life.bench.plant.fill(volume * 1_000_000, wanted.drug * 1000)
        if wrong is not None:
            life.fault(wrong, life.bench.rest(wrong))
    return number


def _said(volume: int, drug: int, stable: str) -> str:
    """As a scenario has it."""
    return "fill %d mL of %d ug/mL" % (volume, drug) + (" stable for 30 d" if stable else "")


def reconcile(life: "Life") -> None:
    """What is left is drawn out, read on a syringe of 0.1 mL marks, and told."""
    tenths = int(life.bench.plant.withdraw()) // 100_000
    line = "RES:RECO %d.%d ML" % (tenths // 10, tenths % 10)
    if life.client.order(line) == 0:
        life.told.instead(line, "reconcile")


def refill(life: "Life", dice: "tuple[int, ...]") -> None:
    """A visit for the refill; therapy runs on or is stopped for it."""
    client = life.client
    stops = dice[0] % 2
    if stops:
        client.order("DEL:STOP MAINTENANCE")
    fill(life, dice[1])
    if stops:
        client.order("DEL:STAR CONFIRM")


def drug(life: "Life", dice: "tuple[int, ...]") -> None:
    """Another strength: stop, fill, prescribe, start; the pump bridges by itself."""
    client, wanted = life.client, life.wanted
    was = wanted.drug
    wanted.drug = (500, 1000, 2000, 50)[dice[0] % 4]
    if wanted.dose * 10 < wanted.drug or wanted.dose > wanted.drug * 3:
        wanted.drug = was
        return
    client.order("DEL:STOP MAINTENANCE")
    if dice[2] % 3 == 0:  # the wrong syringe, which is noticed at once
        right, wanted.drug = wanted.drug, 1000 if wanted.drug != 1000 else 500
        fill(life, dice[3])
        wanted.drug = right
    if fill(life, dice[1]):
        wanted.drug = was
    commit(life, wanted)
    client.order("DEL:STAR CONFIRM")
