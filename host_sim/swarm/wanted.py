"""What a life's prescriber has in mind. Imports nothing."""


class Wanted:
    """What this life's prescriber has in mind. Doses in ug a day, drug in ug/mL."""

    def __init__(self, drug: int, dose: int) -> None:
        self.drug = drug
        self.dose = dose
        self.segments: list[tuple[int, int]] = []  # minute, ug/d; none: constant
        self.limit = 0  # ug a day; 0: the pump's own
        self.lockout_s = 0
        self.ptm = 0  # ug of a patient bolus; 0: none
        self.keys: dict[str, bytes] = {}  # by role, as people hold them
