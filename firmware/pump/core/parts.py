"""Every part of a pump, made and joined once. Here stands who is handed what."""

from micropython import const

from pump.core import profile
from pump.core.alarms.active import Alarms
from pump.core.alarms.attention import Attention
from pump.core.control.alarm_orders import AlarmOrders
from pump.core.control.assessment import Assessment
from pump.core.control.board_watch import BoardWatch
from pump.core.control.bolus_orders import BolusOrders
from pump.core.control.booking import Booking
from pump.core.control.clock_orders import ClockOrders
from pump.core.control.commitment import Commitment
from pump.core.control.delivery import Delivery
from pump.core.control.energy_watch import EnergyWatch
from pump.core.control.event_log import EventLog
from pump.core.control.fault_handling import FaultHandling
from pump.core.control.flow import Flow
from pump.core.control.looking_ahead import LookingAhead
from pump.core.control.missing_lines import MissingLines
from pump.core.control.pacing import Pacing
from pump.core.control.patient_orders import PatientOrders
from pump.core.control.program_choice import ProgramChoice
from pump.core.control.reservoir_orders import ReservoirOrders
from pump.core.control.therapy_orders import TherapyOrders
from pump.core.control.trend_watch import TrendWatch
from pump.core.drug.catheter import Catheter
from pump.core.drug.drug import Drug
from pump.core.drug.effect import Effect
from pump.core.drug.exposure import Exposure
from pump.core.drug.reservoir import Reservoir
from pump.core.motion.battery import Battery
from pump.core.motion.calibration import Calibration
from pump.core.motion.dispense import Dispense
from pump.core.motion.ledger import Ledger
from pump.core.motion.metering import Metering
from pump.core.motion.order import Order
from pump.core.motion.trend import Trend
from pump.core.prescription.in_force import InForce
from pump.core.prescription.staging import Staging
from pump.core.restart import Restarts
from pump.core.therapy.bolus import Bolus, Lockout
from pump.core.therapy.schedule import Schedule
from pump.core.therapy.states import TherapyState
from pump.core.therapy.titration import Titration
from pump.core.therapy.weaning import Weaning

TYPE_CHECKING = const(False)  # folded away by mpy-cross, which a plain name is not
if TYPE_CHECKING:
    from collections.abc import Callable

    from pump.core.control.calibration_orders import CalibrationOrders
    from pump.core.control.dispensing import Dispensing
    from pump.core.control.history_orders import HistoryOrders
    from pump.core.control.line_orders import LineOrders
    from pump.core.control.screening_orders import ScreeningOrders
    from pump.core.control.weaning_orders import WeaningOrders
    from pump.core.motion.quantum import Quantum
    from pump.core.profile import PumpModel
    from pump.core.protocols import Log


class Facts:
    """The parts that hold what a pump knows: each owns its fields, and none knows another room."""

    def __init__(
        self,
        model: "PumpModel",
        log: "Log",
        quantum: "Quantum",
        note_alarm: "Callable[[int, int, int, bool, int, int], None]",
    ) -> None:
        self.alarms = Alarms(note_alarm)
        self.attention = Attention()
        self.events = EventLog(log, self.alarms)
        self.missing = MissingLines()
        self.restarts = Restarts()
        self.calibration = calibration = Calibration(model.steps_per_ml)
        self.dispense = Dispense()
        self.metering = Metering(calibration)
        self.ledger = Ledger()
        self.order = Order(self.metering, self.ledger, quantum)
        self.trend = Trend()
        self.drug = Drug(
            Reservoir(model.capacity_nl, calibration),
            Catheter(profile.CATHETER_NL, calibration),
            Exposure(),
            Effect(),
        )
        self.battery = Battery()
        self.staging = Staging(model.capacity_nl)
        self.in_force = InForce()
        self.therapy = TherapyState()
        self.schedule = Schedule()
        self.bolus = Bolus()
        self.lockout = Lockout()
        self.titration = Titration()
        self.weaning = Weaning()


class Control:
    """The parts that make them work together."""

    def __init__(self, facts: Facts, sha256: "Callable[[bytes], bytes]") -> None:
        events, alarms = facts.events, facts.alarms
        metering, ledger, order = facts.metering, facts.ledger, facts.order
        drug, reservoir = facts.drug, facts.drug.reservoir
        therapy, schedule, in_force = facts.therapy, facts.schedule, facts.in_force
        bolus, lockout, titration = facts.bolus, facts.lockout, facts.titration
        choice = ProgramChoice(in_force, titration.interruption, facts.weaning, schedule, alarms)
        booking = Booking(metering, ledger, order, schedule, bolus, lockout, events)
        # fmt: off
        flow = Flow(
            therapy, order, booking, schedule, bolus, ledger, drug.effect, in_force, titration,
            choice, alarms, events,
        )
        trends = TrendWatch(facts.trend, ledger, drug, therapy, flow, alarms, events)
        assessment = Assessment(
            drug, flow, therapy, schedule, order, ledger, trends, alarms, events
        )
        pacing = Pacing(drug, bolus, assessment)
        looking_ahead = LookingAhead(drug, in_force, therapy, schedule, metering, bolus)
        faults = FaultHandling(
            order, ledger, booking, flow, therapy, drug, assessment, trends, schedule, bolus,
            alarms, events,
        )
        self.board_watch = BoardWatch(therapy, flow, alarms, events)
        self.delivery = Delivery(
            metering, ledger, order, booking, drug, pacing, therapy, schedule, bolus, assessment,
            flow, faults, facts.dispense, self.dispensing, alarms, events,
        )
        self.commitment = Commitment(
            facts.staging, in_force, facts.calibration, facts.dispense, titration, facts.weaning,
            looking_ahead, therapy, drug, choice, flow, assessment, alarms, events, sha256,
        )
        self.therapy_orders = TherapyOrders(
            therapy, flow, faults, self.commitment, in_force, titration, reservoir, schedule,
            ledger, events,
        )
        self.bolus_orders = BolusOrders(
            bolus, lockout, in_force, therapy, metering, drug, schedule, order,
            titration, looking_ahead, alarms, events,
        )
        self.patient_orders = PatientOrders(self.bolus_orders, lockout, flow, events)
        self.reservoir_orders = ReservoirOrders(
            drug, therapy, flow, assessment, order, ledger, alarms, events
        )
        self.energy_watch = EnergyWatch(
            facts.battery, ledger, order, metering, in_force, schedule, therapy, flow, alarms,
            events,
        )
        # fmt: on
        self.clock_orders = ClockOrders(
            schedule, choice, flow, drug, assessment, titration, facts.battery, alarms, events
        )
        self.alarm_orders = AlarmOrders(alarms, facts.attention, self.clock_orders, events)
        self.looking_ahead = looking_ahead
        self.booking = booking
        self.flow = flow
        self.assessment = assessment
        self.trends = trends
        self.faults = faults
        self._facts = facts

    # Made anew for each order of service: until then a board has their heap for therapy ---------

    def dispensing(self) -> "Dispensing":
        """Who gives service orders."""
        from pump.core.control.dispensing import Dispensing

        facts, drug = self._facts, self._facts.drug
        # fmt: off
        return Dispensing(
            facts.dispense, facts.metering, facts.ledger, facts.order, drug,
            facts.therapy, self.assessment, self.flow, self.faults,
            facts.titration.history.screening, facts.alarms, facts.events,
        )
        # fmt: on

    def line_orders(self) -> "LineOrders":
        """Who attests what the line holds, and primes it."""
        from pump.core.control.line_orders import LineOrders

        facts = self._facts
        # fmt: off
        return LineOrders(
            facts.drug, facts.therapy, facts.metering, facts.order, facts.ledger, facts.dispense,
            self.dispensing(), self.looking_ahead, facts.events,
        )
        # fmt: on

    def history_orders(self) -> "HistoryOrders":
        """Who says what therapy was before this pump."""
        from pump.core.control.history_orders import HistoryOrders

        return HistoryOrders(self._facts.titration, self._facts.events)

    def screening_orders(self) -> "ScreeningOrders":
        """Who gives test doses, and is told what was seen."""
        from pump.core.control.screening_orders import ScreeningOrders

        facts = self._facts
        # fmt: off
        return ScreeningOrders(
            facts.titration, facts.weaning, facts.drug, facts.therapy, facts.metering,
            facts.dispense, self.dispensing(), self.looking_ahead, facts.lockout, facts.alarms,
            facts.events,
        )
        # fmt: on

    def weaning_orders(self) -> "WeaningOrders":
        """Who begins a weaning, and follows it."""
        from pump.core.control.weaning_orders import WeaningOrders

        facts = self._facts
        # fmt: off
        return WeaningOrders(
            facts.weaning, facts.titration, facts.in_force, facts.therapy, self.flow,
            facts.attention, facts.events,
        )
        # fmt: on

    def calibration_orders(self) -> "CalibrationOrders":
        """Who sets another figure of the head."""
        from pump.core.control.calibration_orders import CalibrationOrders

        facts = self._facts
        # fmt: off
        return CalibrationOrders(
            facts.calibration, facts.dispense, facts.metering, facts.ledger, facts.order,
            facts.drug, facts.bolus, facts.in_force, facts.therapy, self.assessment, self.flow,
            facts.events,
        )
        # fmt: on
