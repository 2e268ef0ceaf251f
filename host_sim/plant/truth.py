"""Every quantity of the plant that can be asked for, by a name that holds its unit."""

QUANTITIES = {
    # Motion, in integers
    "pulses": lambda plant: plant.stepper.pulses,
    "rotor_steps": lambda plant: plant.stepper.position,
    # Volume, nL since power-on: pumped = stored + leaked + delivered
    "pumped_nl": lambda plant: plant.pumped_nl,
    "stored_nl": lambda plant: plant.tubing.stored_nl(),
    "leaked_nl": lambda plant: plant.leaked_nl,
    "delivered_nl": lambda plant: plant.delivered_nl,
    # What is where
    "reservoir_nl": lambda plant: plant.reservoir.nl,
    "reservoir_ng_per_ml": lambda plant: plant.reservoir.ng_per_nl * 1e6,
    "pocket_nl": lambda plant: plant.reservoir.pocket_nl,
    "pocket_ng": lambda plant: plant.reservoir.pocket_ng,
    "line_nl": lambda plant: plant.catheter.volume_nl,
    "line_ng": lambda plant: plant.catheter.held_ng(),
    "tip_ng_per_ml": lambda plant: plant.catheter.tip_ng_per_ml(),
    "tubing_kpa": lambda plant: plant.tubing.kpa,
    # Drug, ng since power-on: delivered = taken + lost
    "delivered_ng": lambda plant: plant.delivered_ng,
    "stored_ng": lambda plant: plant.tubing.stored_ng(plant.reservoir.ng_per_nl),
    "leaked_ng": lambda plant: plant.leaked_ng,
    "lost_ng": lambda plant: plant.lost_ng,
    # The patient
    "taken_ng": lambda plant: plant.patient.taken_ng,
    "tapped_ng": lambda plant: plant.patient.tapped_ng,
    "eliminated_ng": lambda plant: plant.patient.eliminated_ng(),
    "csf_ng": lambda plant: plant.patient.csf_ng,
    "csf_ng_per_ml": lambda plant: plant.patient.csf_ng_per_ml(),
    "cisternal_ng_per_ml": lambda plant: plant.patient.cisternal_ng_per_ml(),
    "effect_ng_per_ml": lambda plant: plant.patient.effect_ng_per_ml(),
    "felt_ng_per_ml": lambda plant: plant.patient.felt_ng_per_ml(),
    "reference_ng_per_ml": lambda plant: plant.patient.reference_ng_per_ml(),
    "effect_percent": lambda plant: plant.patient.effect_percent(),
    # Battery and driver
    "driver_c": lambda plant: plant.board.driver_c,
    "battery_mv": lambda plant: plant.battery.mv(plant.t_us, plant.stepper.pulses),
    "battery_used_permille": lambda plant: plant.battery.used_permille(
        plant.t_us, plant.stepper.pulses
    ),
}

NAMES = tuple(QUANTITIES)
