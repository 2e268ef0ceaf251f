"""A press of the patient's button: the order DEL:PTM, kept before drug moves by it.

What is refused is told in the log and is never an alarm. Knows no pin.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pump.app.keeping import Keeping
    from pump.core.pump import Pump


class PatientPress:
    """Between the board's button and the pump."""

    def __init__(self, pump: "Pump", keeping: "Keeping") -> None:
        self._pump = pump
        self._keeping = keeping

    def give(self, day: int, ms: int) -> None:
        """It was pressed: the patient's bolus at that moment, or none. Where there is no heap for a
        way back, or no file takes it, nothing has happened."""
        pump, keeping = self._pump, self._keeping
        try:
            keeping.begin(False)
        except MemoryError:
            return
        try:
            pump.control.patient_orders.press(day, ms)
        except MemoryError:
            keeping.back()
            return
        try:
            keeping.keep()
        except MemoryError:
            pass  # taken back
