"""All judges, in the order in which they are asked."""

from host_sim.swarm.judges.alive import Alive
from host_sim.swarm.judges.band import Band
from host_sim.swarm.judges.delivery import Delivery
from host_sim.swarm.judges.due import Due
from host_sim.swarm.judges.escaped import Escaped
from host_sim.swarm.judges.interval import Interval
from host_sim.swarm.judges.kept import Kept
from host_sim.swarm.judges.lockout import Lockout
from host_sim.swarm.judges.refused import Refused
from host_sim.swarm.judges.repeated import Repeated
from host_sim.swarm.judges.stops import Stops
from host_sim.swarm.judges.windows import Windows

JUDGES = (
    Interval,
    Windows,
    Delivery,
    Refused,
    Repeated,
    Kept,
    Lockout,
    Stops,
    Due,
    Band,
    Alive,
    Escaped,
)
