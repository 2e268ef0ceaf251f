"""What docs/alarms.md says of battery, driver and trends, as `alarm_steps` does of all others."""

from host_sim.reference.alarm_told import Told
from pump.core import profile
from pump.core.alarms.table import HIGH, LOW, MEDIUM

LATE = "a forecast of the reference patient"
DEVICE = {
    "BATTERY_ERI": Told(
        (LOW,),
        "By what it has given, or by its calendar where that is ON, the battery lasts for %d days "
        "or less; or nothing tells what it has given. Ends above %d days."
        % (profile.ERI_DAYS, profile.ERI_ENDS_DAYS),
        "The battery has a life span of 4 to 7 years and therefore requires replacement: plan it "
        "before the date of `BATT:PRED:EOS?`; abrupt withdrawal follows the end of battery life. "
        "After it `BATT:FIT`, then `ALAR:RES BATTERY_ERI`.",
        "Battery ERI (≤90 d)",
        (5,),
    ),
    "BATTERY_LOW": Told(
        (MEDIUM,),
        "The battery's voltage is %d mV or less, or it was there and is gone. Ends at %d mV."
        % (profile.BATTERY_LOW_MV, profile.BATTERY_LOW_MV + profile.BATTERY_RISE_MV),
        "`BATT:VOLT?`; replace it now, whatever `BATT:CHAR?` said before: a film takes a battery "
        "in a day. Then `BATT:FIT`. Ends by itself with the voltage.",
        "Battery low (bench)",
        (10, 19),
    ),
    "BATTERY_EOS": Told(
        (HIGH,),
        "The battery's voltage is %d mV or less, until %d mV; or its %d days are over where "
        "`BATT:CAL` is ON."
        % (
            profile.BATTERY_EOS_MV,
            profile.BATTERY_EOS_MV + profile.BATTERY_RISE_MV,
            profile.BATTERY_LIFE_DAYS,
        ),
        "Therapy stands: look for withdrawal (increase or return in spasticity, itching, low blood "
        "pressure, light-headedness, tingling sensation), `FOR:WITH?` says how long there is. "
        "Replace the battery, `BATT:FIT`, `DEL:STAR`, then `ALAR:RES BATTERY_EOS`. Until it is "
        "replaced `DEL:STAR CONFIRM` lets drug flow for as long as the power lasts.",
        "Battery critical/EOS",
        (10,),
    ),
    "DRIVER_HOT": Told(
        (MEDIUM,),
        "%d degrees C or more at the motor's driver, or at what is nearest to it. Ends at %d."
        % (profile.DRIVER_HOT_C, profile.DRIVER_COOL_C),
        "Look for what warms it: a short in the motor, a current set too high, the sun. Therapy "
        "goes on (`DEL:STAT?`); a driver that switches off by itself is MOTOR_STALL. Ends by "
        "itself.",
        "Driver over-temperature",
    ),
    "UNDER_DELIVERY": Told(
        (MEDIUM, HIGH),
        "The encoder saw more than %d %% less than the orders of a window gave, of an hour and at "
        "least %d steps, of 16 min while an alarm stands; or orders fell behind by more than %d "
        "steps, twice in a window, and the rotor turned; or it got over %d stalls by itself in "
        "%d days. HIGH while %s, which follows the rotor, is below %d %%."
        % (
            profile.TREND_PERCENT,
            profile.TREND_STEPS,
            profile.STALL_LAG_STEPS,
            profile.STALLS_RECUR,
            profile.STALLS_RECUR_DAYS,
            LATE,
            profile.WITHDRAWAL_ALARM_PERCENT,
        ),
        "Look for a particle or wear in motor and head, loose wires of both, an empty battery. "
        "Watch for a return of spasticity, itching, low pressure, tingling: the first signs of "
        "withdrawal. When a window is even again, `ALAR:RES UNDER_DELIVERY`.",
        "Under-delivery (commanded − encoder >10 % over window)",
        (7, 8, 40),
    ),
    "OVER_TREND": Told(
        (HIGH,),
        "The encoder saw more than %d steps beyond the pulses that were counted of one order, or "
        "%d %% beyond those of a window: the counter at STEP misses pulses, or something else "
        "turns the rotor." % (-profile.OVER_TURN_LAG, profile.TREND_PERCENT),
        "Look for drowsiness, light-headedness, respiratory depression: with any of them "
        "`DEL:STOP OVERDOSE`. Measure STEP at the counter's pin, turn the encoder by hand; "
        "`SYST:TEST?`. `DEL:STAR CONFIRM` when the cause is gone, then `ALAR:RES OVER_TREND`.",
        "Over-infusion by trend (encoder > cmd by >10 % over window)",
        (6, 9),
    ),
}
