"""Which tests try a mutant, and in what order: those that know its room first, then all the rest.

Only the time of a run depends on the order: a line counts as unguarded when every test has passed.
"""

from pathlib import Path

ROOMS = ("core", "images", "store", "app", "wire", "commands", "plain")  # below tests/
# What a file begins with, below firmware/pump, and the tests that notice most of it within seconds.
FIRST = (
    ("core/pump.py", "core/stall_scenarios over_delivery_scenarios stop_scenarios store_failures"),
    ("core/pump.py", "core/attention bolus_scenarios image"),
    ("core/pump.py", "app/store_faults orders_kept"),
    ("core/undo.py", "core/undo"),
    ("core/motion/battery.py", "core/battery"),
    ("core/motion/calibration.py", "core/calibration"),
    ("core/motion/dispense.py", "core/dispensing"),
    ("core/control/dispensing.py", "core/dispensing"),
    ("core/control/calibration_orders.py", "core/calibration dispensing image"),
    ("core/motion/ledger.py", "core/ledger stall_scenarios restart_scenarios replayed_outcomes"),
    ("core/motion/metering.py", "core/account quantum metering_oracle"),
    ("core/motion/order.py", "core/order"),
    ("core/motion/quantum.py", "core/order"),
    ("core/motion/", "core/quantum ledger stall_scenarios stop_scenarios over_delivery_scenarios"),
    ("core/drug/effect.py", "core/patient effect effect_oracle over_exposure band_steps"),
    ("core/drug/band.py", "core/band_steps patient band"),
    ("core/drug/effect.py", "images/images"),
    ("core/drug/patient.py", "core/patient effect effect_oracle"),
    ("core/drug/mixing.py", "core/mixing patient band"),
    ("core/drug/exposure.py", "core/exposure day_dose restart_forecast"),
    ("core/drug/bounds.py", "core/ahead exposure day_dose peaks"),
    ("core/drug/ahead.py", "core/ahead day_dose peaks"),
    ("core/drug/catheter.py", "core/catheter reservoir_scenarios"),
    ("core/drug/reservoir.py", "core/reservoir"),
    ("core/drug/", "core/calibration"),
    ("core/drug/", "core/day_dose effect reservoir_scenarios alarm_actions restart_scenarios"),
    (
        "core/prescription/",
        "core/rules patient_bolus peaks prescription day_limit plausibility reservoir_scenarios",
    ),
    ("core/prescription/review.py", "core/titration"),
    ("core/prescription/in_force.py", "core/restart_stores image"),
    ("core/therapy/states.py", "core/state_rules states wrong_contents stop_scenarios"),
    ("core/therapy/history.py", "core/history"),
    ("core/therapy/titration.py", "core/titration history resumption escalation"),
    ("core/therapy/titration.py", "core/restart_gaps restart_stores codec"),
    ("core/therapy/bolus.py", "core/bolus bolus_scenarios day_limit restart_bolus restart_stores"),
    ("core/therapy/bolus.py", "core/calibration bolus_room"),
    ("core/therapy/schedule.py", "core/clock_scenarios clock_rules clock_drift program"),
    ("core/therapy/", "core/stop_scenarios bolus_scenarios restart_scenarios"),
    ("core/alarms/annunciation.py", "core/annunciation"),
    ("core/alarms/self_test.py", "core/alarm_actions"),
    ("app/self_test.py", "app/self_test"),
    ("core/alarms/attention.py", "core/attention"),
    ("core/alarms/active.py", "core/alarm_table attention wrong_contents"),
    ("core/alarms/", "core/alarm_table day_dose stop_scenarios alarm_actions restart_scenarios"),
    ("core/control/delivery.py", "core/account late_turns quantum stall_scenarios ledger_lines"),
    ("core/control/fault_handling.py", "core/stall_scenarios over_delivery_scenarios"),
    ("core/control/fault_handling.py", "core/surplus_acts reservoir_scenarios ledger_lines"),
    ("core/control/fault_handling.py", "core/cut_driver dispensing"),
    ("core/control/patient_orders.py", "app/patient_press"),
    ("core/control/bolus_orders.py", "commands/checked_bolus"),
    ("core/pump.py", "core/therapy_collisions"),
    ("core/therapy/screening.py", "core/screening therapy_collisions"),
    ("core/therapy/phases.py", "core/phases"),
    ("core/therapy/weaning.py", "core/weaning"),
    ("core/therapy/history.py", "core/screening"),
    ("core/control/screening_orders.py", "core/screening phases therapy_collisions"),
    ("core/control/weaning_orders.py", "core/weaning phases therapy_collisions"),
    ("core/control/dispensing.py", "core/screening"),
    ("core/control/commitment.py", "core/care weaning phases"),
    ("core/control/flow.py", "core/weaning therapy_collisions"),
    ("core/alarms/conditions.py", "core/care"),
    ("core/drug/reservoir.py", "core/care"),
    ("core/drug/effect.py", "core/care"),
    ("core/control/patient_orders.py", "core/patient_bolus_given bolus_and_front"),
    ("app/patient_press.py", "app/patient_press"),
    ("app/turn.py", "app/patient_press"),
    ("core/control/flow.py", "core/account ledger_lines stop_scenarios"),
    ("core/control/booking.py", "core/account late_turns stall_scenarios bolus_scenarios"),
    ("core/control/clock_orders.py", "core/clock_scenarios clock_rules clock_drift"),
    ("core/control/program_choice.py", "core/clock_scenarios clock_rules day_dose"),
    ("core/control/commitment.py", "core/prescription day_limit restart_stores escalation"),
    ("core/control/commitment.py", "app/store_faults orders_kept"),
    ("core/control/reservoir_orders.py", "core/reservoir_scenarios stall_scenarios"),
    ("core/control/bolus_orders.py", "core/bolus_scenarios day_limit"),
    ("core/control/pacing.py", "core/day_dose exposure outlook bolus_in_a_full_window"),
    ("core/control/looking_ahead.py", "core/ahead day_limit peaks reservoir_scenarios"),
    ("core/control/line_orders.py", "core/line_orders catheter states"),
    ("core/control/line_orders.py", "commands/table"),
    ("core/control/therapy_orders.py", "core/stop_scenarios resumption stall_scenarios"),
    ("core/control/therapy_orders.py", "core/restart_records"),
    ("core/control/assessment.py", "core/day_dose restart_gaps restart_waits day_limit"),
    ("core/control/alarm_orders.py", "core/attention alarm_actions store_failures"),
    ("core/control/", "core/watch_scenarios"),
    ("core/control/", "app/answers"),
    ("core/control/", "core/bolus_scenarios stop_scenarios store_failures alarm_actions"),
    ("core/control/", "core/resumption reservoir_scenarios restart_scenarios"),
    ("core/codec.py", "core/wrong_contents sections codec"),
    ("core/calendar.py", "core/clock_rules clock_scenarios clock_drift"),
    ("core/replay.py", "core/restart_records replayed_outcomes restart_waits restart_scenarios"),
    ("core/replay.py", "core/restart_bolus replay_writes_nothing"),
    ("core/power_on.py", "core/restart_scenarios restart_gaps restart_stores restart_bolus"),
    ("core/power_on.py", "core/restart_waits restart_forecast resumption"),
    ("core/power_on.py", "app/firmware_fault"),
    ("core/power_on.py", "commands/abuse_again"),
    ("core/restart.py", "core/restart_scenarios restart_gaps restart_waits resumption"),
    ("core/restart.py", "core/replay_writes_nothing restart_stores"),
    ("core/image.py", "core/sections wrong_contents restart_stores restart_foreign"),
    ("core/sections.py", "core/sections"),
    ("core/flat_image.py", "core/wrong_contents"),
    ("core/flat_image.py", "images/images"),
    ("core/profile.py", "core/quantum rules titration resumption stall_scenarios restart_gaps"),
    ("core/profile.py", "core/calibration"),
    ("core/profile.py", "core/plausibility bolus effect alarm_actions attention stop_scenarios"),
    ("core/units.py", "core/calibration clock_rules bolus rules quantum small_integers"),
    ("core/events.py", "core/ledger_lines restart_records alarm_actions"),
    ("core/journal.py", "core/restart_records ledger_lines replay_writes_nothing"),
    ("core/control/attested.py", "core/observation"),
    ("core/control/event_log.py", "core/observation"),
    ("core/forecast.py", "core/days_left"),
    ("core/forecast.py", "core/restart_forecast bolus_room reservoir_scenarios"),
    ("core/undo.py", "core/undo store_failures"),
    ("core/parts.py", "core/stop_scenarios calibration bolus_scenarios"),
    ("core/prescription/program.py", "core/program program_oracle"),
    ("core/motion/ledger.py", "core/ledger_lines"),
    ("core/", "core/image sections"),
    ("store/", "store/record ring ring_faults mirrored_file audit_log journal"),
    ("store/", "app/ring_faults store_faults"),
    ("store/ring.py", "store/ring_model"),
    ("store/keyring.py", "store/keyring keyring_fails_closed"),
    ("app/", "app/turn turn_media answers store_faults signals wall clock"),
    ("app/", "core/watch_scenarios"),
    ("app/", "app/firmware_fault fault_reason"),
    ("app/keeping.py", "app/orders_of_a_line orders_kept"),
    ("app/restore.py", "core/restart_stores restart_foreign restart_gaps replay_writes_nothing"),
    ("app/compose.py", "commands/abuse"),
    ("app/firmware_fault.py", "app/firmware_fault fault_reason"),
    ("app/trial.py", "app/trial"),
    ("app/update.py", "app/trial"),
    ("boards/rp2040_pico/plain/", "plain/slots run_area"),
    ("wire/challenges.py", "wire/challenges"),
    ("wire/orders.py", "app/orders_of_a_line orders_kept"),
    ("store/keyring.py", "wire/challenges"),
    ("wire/", "wire/envelope repeats signing session lines corruption"),
    ("wire/", "commands/stop_in_a_line no_key_is_repeated"),
    ("wire/", "commands/keys_durable dialogues rights abuse abuse_again"),
    ("commands/delivery.py", "commands/checked_bolus"),
    ("commands/writing.py", "commands/clock"),
    ("commands/", "commands/keys_durable dialogues rights abuse abuse_again"),
)
# A minute together: what nothing quicker has noticed.
LAST = (
    "core/test_restart_forecast.py",
    "core/test_reservoir_scenarios.py",
    "core/test_codec.py",
    "core/test_pump_machine.py",
    "core/test_titration_oracle.py",
    "core/test_exact_oracle.py",
    "core/test_clock_jumps.py",
    "commands/test_fuzz.py",
    "commands/test_refusals.py",
)


def first(file: str) -> list[str]:
    """Test files that know the room of a file below firmware/pump, as paths below tests."""
    found: list[str] = []
    for beginning, tests in FIRST:
        if file.startswith(beginning):
            room, _, names = tests.partition("/")
            found += [f"{room}/test_{name}.py" for name in names.split()]
    return list(dict.fromkeys(found))


def rest(file: str, tests: Path) -> list[str]:
    """Every other test file of these rooms below the folder `tests`, the slow ones last."""
    found = [
        path.relative_to(tests).as_posix()
        for room in ROOMS
        for path in sorted((tests / room).glob("test_*.py"))
    ]
    known = first(file)
    others = [name for name in found if name not in known and name not in LAST]
    return others + [name for name in LAST if name not in known]
