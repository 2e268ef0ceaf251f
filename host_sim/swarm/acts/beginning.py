"""How a life begins: line, reservoir, prescription, history, and the first start or test dose."""

from host_sim.swarm.acts.refill import fill
from host_sim.swarm.acts.rx import commit, flex_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life


def begin(life: "Life") -> None:
    """On the table: the pump is filled, its line primed, and what the plan says is ordered."""
    plan, client = life.plan, life.client
    wanted = life.wanted
    dice = plan.dice
    if dice[0] % 3 == 0:
        wanted.segments = flex_of(plan.dose, dice[1])
    if "patient" in plan.kinds:
        wanted.ptm = 2 + dice[2] % 15
    if "limits" in plan.kinds:
        wanted.limit = plan.dose * (110 + dice[3] % 80) // 100 + wanted.ptm * 4
        wanted.lockout_s = (0, 900, 1800, 14_400, 43_200)[dice[4] % 5]
    life.say("prime with %d ug/mL" % plan.drug)
    life.bench.plant.prime_catheter(plan.drug * 1000)
    for name in ("pocket_fill", "fill_volume", "fill_strength"):
        if name in plan.kinds:
            life.wrong_fills.append(name)
    fill(life, dice[5], True)
    client.order("CATH:CONT %d UG/ML,CONFIRM" % plan.drug)
    if plan.beginning == "screening":
        life.later(600_000, "test_dose", (25, 0, dice[6], dice[7]))
        return
    start_therapy(life, "hesitate" in plan.kinds)


def start_therapy(life: "Life", hesitates: bool = False) -> None:
    """The first prescription, its history, and the start."""
    client, plan, wanted = life.client, life.plan, life.wanted
    if plan.beginning == "continued":
        client.order("PRES:HIST CONT,%d UG/D" % wanted.dose)
    elif plan.beginning == "new":
        client.order("PRES:HIST NEW")
    if commit(life, wanted):
        wanted.segments, wanted.ptm, wanted.limit = [], 0, 0
        commit(life, wanted)
    if hesitates:
        hesitate(life)
        return
    client.order("DEL:STAR")


def hesitate(life: "Life") -> None:
    """All is ordered, and nobody starts it yet; at times the prescription rots meanwhile."""
    dice = life.plan.dice
    if dice[3] % 3 == 0:
        for name in ("prescription.a", "prescription.b"):
            life.rot(name, True)
        life.power_off(1 + dice[4] % 100_000)
    then = "start" if dice[3] % 3 else "visit"
    life.later(life.now_ms() + (1 + dice[5] % 600) * 60_000, then, dice[4:])
