"""What is on the bench before the power comes: pump, clock, patient, how often it is sampled."""

from host_sim.plant.faults import SHIPPED, SwitchTable
from host_sim.plant.patient import VOLUME_ML
from host_sim.units import MS_PER_HOUR
from pump.core.calendar import day_number

SAMPLE_MS = MS_PER_HOUR


class Setup:
    """The bench as the file orders it; the defaults are those of a first try."""

    def __init__(self, faults: SwitchTable = SHIPPED) -> None:
        self.faults = faults
        self.model = "CISTERNA-20"
        # days since 2000-01-01 and ms of day; None for a clock that is not set
        self.wall: tuple[int, int] | None = (day_number(2030, 1, 1), 0)
        self.first_tick = 0
        self.sample_ms = SAMPLE_MS
        self.clearance_ml_per_h: float | None = None  # None: the reference patient
        self.csf_volume_ml = VOLUME_ML
        self.sensitivity: float = 1.0
