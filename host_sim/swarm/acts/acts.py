"""Which act a kind is."""

from host_sim.swarm.acts import refill, small, therapy, troubles, visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life

_ACTS = {
    "flex": therapy.flex,
    "titrate": therapy.titrate,
    "limits": therapy.limits,
    "suspend": therapy.suspend,
    "resume": therapy.resume,
    "stop": therapy.stop,
    "start": therapy.start,
    "holiday": therapy.holiday,
    "wean": therapy.wean,
    "minrate": therapy.minrate,
    "unfinished": therapy.unfinished,
    "wrong": therapy.wrong,
    "bolus": small.bolus,
    "abort": small.abort,
    "patient": small.patient,
    "test_dose": small.test_dose,
    "response": small.response,
    "begin_therapy": small.begin_therapy,
    "clock": small.clock,
    "refill": refill.refill,
    "drug": refill.drug,
    "visit": visit.visit,
    "cut": troubles.cut,
    "storm": troubles.storm,
    "tear": troubles.tear,
}


def act(life: "Life", kind: str, dice: "tuple[int, ...]") -> None:
    """Do it."""
    if kind.startswith("off:"):
        troubles.put_back(life, kind[4:])
    elif kind in _ACTS:
        _ACTS[kind](life, dice)
    else:
        troubles.switch(life, kind, dice)
