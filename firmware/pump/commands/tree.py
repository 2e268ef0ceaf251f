"""Every header that an instrument answers, subsystem by subsystem."""

from pump.commands.alarm import ALARM
from pump.commands.authenticate import AUTHENTICATE
from pump.commands.battery import BATTERY
from pump.commands.calibration import CALIBRATION
from pump.commands.catheter import CATHETER
from pump.commands.delivery import DELIVERY
from pump.commands.diagnose import DIAGNOSTIC
from pump.commands.forecast import FORECAST
from pump.commands.ieee import COMMON
from pump.commands.log import LOG
from pump.commands.patient_bolus import PATIENT_BOLUS
from pump.commands.prescription import PRESCRIPTION
from pump.commands.reservoir import RESERVOIR
from pump.commands.staging import STAGING
from pump.commands.status import STATUS
from pump.commands.system import SYSTEM
from pump.commands.therapy import THERAPY
from pump.wire.table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Bench

SUBSYSTEMS = (
    COMMON,
    SYSTEM,
    AUTHENTICATE,
    STATUS,
    STAGING,
    PATIENT_BOLUS,
    PRESCRIPTION,
    THERAPY,
    DELIVERY,
    RESERVOIR,
    CATHETER,
    FORECAST,
    ALARM,
    BATTERY,
    CALIBRATION,
    DIAGNOSTIC,
    LOG,
)


def make_tree(sim: "Bench | None" = None) -> Table:
    """The table of an instrument, built once. SIMulate is there in the simulator only."""
    if sim is None:
        return Table(*SUBSYSTEMS)
    from pump.commands import simulate  # a board never loads it

    return Table(*SUBSYSTEMS, simulate.rows(sim))
