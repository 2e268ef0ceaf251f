"""Which act a kind is."""

from host_sim.swarm.acts import clerk, keys, refill, service, small, therapy, troubles, visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from host_sim.swarm.living import Life

_ACTS = {
    "flex": therapy.flex,
    "titrate": therapy.titrate,
    "limits": therapy.limits,
    "climb": therapy.climb,
    "climb_on": therapy.climb_on,
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
    "typo": clerk.typo,
    "prime": service.prime,
    "calibrate": service.calibrate,
    "emptied": service.emptied,
    "filled_again": service.filled_again,
    "signal_test": service.signal_test,
    "observe": service.observe,
    "calendar": service.calendar,
    "keys": keys.keys,
    "strays_in_pause": troubles.strays_in_pause,
    "fail": troubles.fail,
    "held_up": troubles.held_up,
    "rot": troubles.rot,
    "override": small.override,
}


def act(life: "Life", kind: str, dice: "tuple[int, ...]") -> None:
    """Do it."""
    if kind.startswith("off:"):
        troubles.put_back(life, kind[4:])
    elif kind in _ACTS:
        _ACTS[kind](life, dice)
    else:
        troubles.switch(life, kind, dice)
