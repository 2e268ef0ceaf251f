"""The condition bits of OPERation and QUEStionable, computed from the pump in this one place."""

from pump.core.alarms.table import INACTIVE
from pump.core.therapy.states import RUN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.commands.context import Context
    from pump.core.pump import Pump

# QUEStionable
TIME = 1 << 2  # the wall clock is not set
POWER = 1 << 3
TEMPERATURE = 1 << 4
CALIBRATION = 1 << 8
FLOW = 1 << 9  # flow is not what was ordered, or may not be
RESERVOIR = 1 << 10
STORED_DATA = 1 << 11
MOTOR = 1 << 12

# OPERation
BASAL = 1 << 8
BOLUS = 1 << 9
LOCKOUT = 1 << 10  # of the patient's bolus
STAGED = 1 << 11  # the staged prescription differs from the active one
PRIMING = 1 << 12
OBSERVATION = 1 << 13  # the patient is to be observed after a change (S17)
SCHEDULE = 1 << 14

# Every alarm reaches QUEStionable, so that one bit of the status byte tells of all. In the order of
# the alarm table: constants throughout, which a board looks up without building anything.
BITS = (
    ("OVER_DELIVERY", FLOW | MOTOR),
    ("MOTOR_STALL", FLOW | MOTOR),  # an occlusion shows itself as a stall
    ("RESERVOIR_EMPTY", FLOW | RESERVOIR),
    ("RESERVOIR_LOW", RESERVOIR),
    ("STOPPED", FLOW),
    ("WITHDRAWAL", FLOW),
    ("DRUG_AGE", RESERVOIR),
    ("FLOW_MISMATCH", FLOW | CALIBRATION),
    ("LEDGER_WRITE", STORED_DATA),
    ("CLOCK_LOST", TIME),
    ("LOG_WRITE", STORED_DATA),
    ("RESET", POWER),
    ("STORED_DATA", STORED_DATA),
    ("INTERRUPTED", FLOW),
    ("BOLUS_CUT", POWER | FLOW),
    ("ESCALATION", FLOW),
    ("UNFINISHED", STORED_DATA),
    ("DAY_DOSE", FLOW),
    ("FIRMWARE_FAULT", POWER),  # as RESET: told at the boot after it
    ("SELF_TEST", MOTOR),
    ("WATCH_LOST", MOTOR),
    ("OVER_EXPOSURE", FLOW),
    ("BATTERY_ERI", POWER),
    ("BATTERY_LOW", POWER),
    ("BATTERY_EOS", POWER | FLOW),
    ("DRIVER_HOT", TEMPERATURE | MOTOR),
    ("UNDER_DELIVERY", FLOW | MOTOR),
    ("OVER_TREND", FLOW | MOTOR),
)


def questionable(pump: "Pump") -> int:
    """QUEStionable condition: every alarm that is not inactive, and the clock."""
    bits = TIME if pump.schedule.wall_offset is None else 0
    if not pump.calibration.confirmed:
        bits |= CALIBRATION
    alarms = pump.alarms
    if alarms.active:
        for alarm in range(len(BITS)):
            if alarms.state[alarm] != INACTIVE:
                bits |= BITS[alarm][1]
    return bits


def operation(pump: "Pump") -> int:
    """OPERation condition: what the pump is doing."""
    bits = STAGED if pump.staging.differs else 0
    if pump.events.attested.observe is not None:
        bits |= OBSERVATION
    if pump.dispense.active():
        bits |= BOLUS if pump.dispense.tests else PRIMING
    if pump.state == RUN:
        bits |= BASAL if pump.program.constant() else BASAL | SCHEDULE
        if pump.bolus.active():
            bits |= BOLUS
    return bits


def refresh(context: "Context") -> None:
    """Bring both registers up to now. Once a turn: no change between two queries is lost."""
    status = context.status
    status.questionable.update(questionable(context.pump))
    status.operation.update(operation(context.pump))
