"""What docs/alarms.md says of each condition beside the firmware's own table.

Figures come from `pump.core.profile`. What to do names a command to type.
"""

from host_sim.reference.alarm_steps_device import DEVICE, LATE
from host_sim.reference.alarm_told import EXCESS, LACK, Told
from pump.core import profile
from pump.core.alarms.table import HIGH, LOW, MEDIUM
from pump.core.units import MS_PER_MIN

_STORM = "%d in %d min" % (profile.RESETS_STORM, profile.RESETS_STORM_MS // MS_PER_MIN)
_EARLY = "%d and %d %%" % (profile.RISK_ADVISORY_PERCENT, profile.RISK_ALARM_PERCENT)


TOLD = {
    "OVER_DELIVERY": Told(
        (HIGH,),
        "The independent counter saw more pulses than were ordered, or pulses without an order.",
        "Look for an overdose: " + EXCESS + ". With any of them it is an emergency, and "
        "`DEL:STOP OVERDOSE` says so. "
        "Measure STEP and ENABLE with the motor off; `DEL:VOL:TOT?` bounds what came out. "
        "`DEL:STAR` when the cause is gone, then `ALAR:RES OVER_DELIVERY`.",
        "Independent monitor: steps > commanded + 1 quantum",
        (9, 20),
    ),
    "MOTOR_STALL": Told(
        (HIGH,),
        "The rotor lags the pulses by more than %d steps, and turned with less than one in %d of "
        "them." % (profile.STALL_LAG_STEPS, profile.SLIP_PART),
        "Look for a kink, a jam or a magnet. A dead encoder looks the same: does the shaft turn? "
        "Look for withdrawal: " + LACK + ". "
        "`DEL:STAR` tries anew at once; when it has turned again, `ALAR:RES MOTOR_STALL`.",
        "Motor stall / occlusion",
        (7, 8, 9, 12),
    ),
    "RESERVOIR_EMPTY": Told(
        (HIGH,),
        "Calculated: nothing is left above %d mL." % (profile.RESIDUAL_NL // 1_000_000),
        "Look for withdrawal: " + LACK + ". "
        '`pumpctl reconcile "2.0 ML"` with what is withdrawn, `pumpctl fill "18 ML" "500 UG/ML"`, '
        "`pumpctl start`, then `ALAR:RES RESERVOIR_EMPTY`.",
        "Reservoir empty (calculated)",
        (6, 16, 35),
    ),
    "RESERVOIR_LOW": Told(
        (LOW, MEDIUM, HIGH),
        "LOW at %d mL or %d days, MEDIUM at %d days, HIGH at %d day; with `PRES:CARE:WITH` at %d "
        "times these days."
        % (
            profile.LOW_NL // 1_000_000,
            profile.LOW_DAYS,
            profile.MEDIUM_DAYS,
            profile.HIGH_DAYS,
            profile.RISK_DAYS_TIMES,
        ),
        "Refill before `RES:PRED:EMPT?`. Ends by itself with `RES:FILL`.",
        "Reservoir low (≤4 mL or ≤7 d)",
        (16,),
    ),
    "STOPPED": Told(
        (LOW, MEDIUM, HIGH),
        "Flow was ended by command. MEDIUM when %s is below %d %% of its effect, HIGH below %d %% "
        "or after %d h; with `PRES:CARE:WITH` %s and %d h."
        % (
            LATE,
            profile.WITHDRAWAL_ADVISORY_PERCENT,
            profile.WITHDRAWAL_ALARM_PERCENT,
            profile.STOPPED_HIGH_HOURS,
            _EARLY,
            profile.RISK_STOPPED_HIGH_HOURS,
        ),
        "`DEL:STAR` or `DEL:RES`; how long there is: `FOR:WITH?`. Ends by itself as flow begins. "
        "Look for withdrawal: " + LACK + ".",
        "Stopped by command",
        (13, 14),
    ),
    "WITHDRAWAL": Told(
        (MEDIUM, HIGH),
        "Whatever the cause: MEDIUM when %s is below %d %% of its effect, HIGH below %d %%; with "
        "`PRES:CARE:WITH` %s."
        % (LATE, profile.WITHDRAWAL_ADVISORY_PERCENT, profile.WITHDRAWAL_ALARM_PERCENT, _EARLY),
        "Look for " + LACK + ". The label's treatment restores the dose at or near what it was "
        "(L 279): let drug flow, see the other alarms in `ALAR:LIST?`, then `DEL:STAR`. Where that "
        "is delayed: GABA-ergic drugs such as oral baclofen, or benzodiazepines; oral baclofen "
        "alone should not be relied upon (L 281-285). `FOR:EFF?` shows the effect.",
        "Under-delivery … MEDIUM → HIGH by forecast",
        (12, 14, 16),
    ),
    "DRUG_AGE": Told(
        (LOW, MEDIUM),
        "MEDIUM when what was filled is older than it is stable: %d days for an ampoule's drug, "
        "else what `RES:FILL` said. LOW %d days before, or in the last quarter of a shorter time."
        % (profile.STABILITY_HOURS // 24, profile.STABILITY_NOTICE_HOURS // 24),
        'Refill with fresh drug: `pumpctl fill "18 ML" "500 UG/ML"`, then `ALAR:RES DRUG_AGE`.',
        "Drug age >180 d",
    ),
    "FLOW_MISMATCH": Told(
        (MEDIUM,),
        "A refill's withdrawn volume differs from the calculated one by more than %d.%d %% of what "
        "was given; or the last three differ to one side, by %d.%d %% of what they gave. What a "
        "syringe may be misread by, 0.2 mL each, is no difference."
        % (divmod(profile.RECONCILE_PERMILLE, 10) + divmod(profile.RECONCILE_TREND_PERMILLE, 10)),
        "Check the withdrawn volume, then the head and its tube, then its calibration: `DEL:STOP`, "
        "the catheter detached, `pumpctl calibrate` (calibration.md; `CAL:STEP?` has the figure in "
        "use). A refill that agrees ends the condition; `ALAR:RES FLOW_MISMATCH`.",
        "Under-delivery (commanded − encoder >10 % over window)",
        (6, 11, 16),
    ),
    "LEDGER_WRITE": Told(
        (HIGH,),
        "The dose ledger took no record.",
        "Basal goes on, flat. Replace the flash; `ALAR:RES LEDGER_WRITE` when records are taken.",
        "Journal (dose ledger) write failure",
        (39,),
    ),
    "CLOCK_LOST": Told(
        (MEDIUM,),
        "A day schedule runs and the wall clock is not set, or has gone wrong.",
        "`pumpctl clock set`. Ends by itself then.",
        "Wall clock invalid/lost",
        (22, 32, 41),
    ),
    "LOG_WRITE": Told(
        (MEDIUM,),
        "The event log took no line.",
        "Save what is there: `pumpctl log download pump.raw`. Free or replace the storage; "
        "`ALAR:RES LOG_WRITE`.",
        "Log write failure",
        (28, 39),
    ),
    "RESET": Told(
        (LOW, MEDIUM),
        "The pump restarted. MEDIUM after %s, or where what the cut leaves open is wider than a "
        "quantum." % _STORM,
        "Look at the supply and at CAUSE in `pumpctl log download cause.raw --fault`; "
        "`ALAR:RES RESET`.",
        "Reset (watchdog/brown-out)",
        (9, 21, 33),
    ),
    "STORED_DATA": Told(
        (LOW, MEDIUM, HIGH),
        "A stored copy was damaged: LOW where a sound one has mended it, MEDIUM where the keys or "
        "an alarm are lost, HIGH where nobody knows what to deliver.",
        "LOW: `ALAR:RES STORED_DATA`. Else `pumpctl keys status`: `pumpctl keys enrol` with the "
        "button where a role has NONE; `PRES:ACT:DATA?`, and `pumpctl program FILE.toml` anew.",
        "Program memory: one copy bad; all copies bad",
        (9, 39),
    ),
    "INTERRUPTED": Told(
        (LOW, MEDIUM),
        "LOW while the least flow runs that `DEL:MINR` asked for. MEDIUM: flow began by itself "
        "after more than 24 h of pauses, or after a power cut of unknown length: the lower of "
        "initial and last dose flows, flat, until a person decides.",
        "`DEL:RED?` tells the dose and why. Unknown length: set the clock (`SYST:DATE`, "
        "`SYST:TIME`). Then `DEL:RES CONFIRM` for the programme's dose; beyond 72 h `PRES:COMM` of "
        "at most the lower one. `ALAR:RES INTERRUPTED`.",
        "Interrupted, nobody to ask (D-5, D-6)",
        (14,),
    ),
    "BOLUS_CUT": Told(
        (LOW,),
        "A reset ended a bolus.",
        "`DEL:BOL:STAT?` says what of it was given; it is never resumed. `ALAR:RES BOLUS_CUT`.",
        "Reset (watchdog/brown-out): no bolus resume",
        (20, 21, 33),
    ),
    "ESCALATION": Told(
        (LOW,),
        "%d increases in %d days, or %d %% of the dose before them, after a steady dose."
        % (
            profile.ESCALATION_TIMES,
            profile.ESCALATION_DAYS,
            profile.ESCALATION_PERCENT,
        ),
        "Ask why the dose has to climb: catheter kink or dislodgement, or pump malfunction (L 347, "
        "862); a mass at the tip (L 209-214). `ALAR:RES ESCALATION` when reviewed.",
        "Escalation pattern (S38)",
    ),
    "UNFINISHED": Told(
        (MEDIUM,),
        "Something was staged and then left alone for %d min." % (profile.STAGING_MS // MS_PER_MIN),
        "Stage it again and commit: `pumpctl program FILE.toml`. `ALAR:RES UNFINISHED`.",
        "Unfinished programming session",
        (13, 14),
    ),
    "DAY_DOSE": Told(
        (MEDIUM,),
        "Some 1, 4 or 24 h held as much drug as they may; flow is held to what leaves them.",
        "`DEL:DOSE:DAY?`; see in the log who set the clock, and for boluses. `ALAR:RES DAY_DOSE` "
        "when it is over; no bolus before.",
        "Over-exposure by forecast (dose_rules D-12)",
        (43,),
    ),
    "FIRMWARE_FAULT": Told(
        (HIGH,),
        "An exception ended the program; the pump has restarted and goes on as after a reset.",
        "Report the FIRMWARE_FAULT line of `pumpctl log download fault.raw --fault`; then "
        "`ALAR:RES FIRMWARE_FAULT`.",
        "Firmware exception in a turn",
        (25, 33),
    ),
    "SELF_TEST": Told(
        (MEDIUM, HIGH),
        "A test that the board makes of itself has failed, at power-on or in the background. HIGH "
        "for PROGRAM, MEMORY, STEP and ENABLE.",
        "`SYST:TEST?` names what failed, docs/board.md what each test sees. Mend it, restart, then "
        "`ALAR:RES SELF_TEST`; where ENABLE failed reset it first, for only then it is tried.",
        "R7.4: self-test before any infusion",
        (29,),
    ),
    "WATCH_LOST": Told(
        (MEDIUM,),
        "The motor gave pulses at which nobody compared the rotor with them.",
        "It is armed anew at once and at every order. If it comes again, `DEL:STOP` and change the "
        "board; else `ALAR:RES WATCH_LOST`.",
        "R7.4: monitor heartbeat",
        (7,),
    ),
    "OVER_EXPOSURE": Told(
        (MEDIUM, HIGH),
        "MEDIUM when %s is above %d %% of its trailing week, or of what the dose in force holds up "
        "in the end where that is more; HIGH above %d %% of it, or above %d %% of what "
        "`PRES:LIM:DAY` would hold up. Keeps its priority until below %d %%. A bolus may do it: "
        "100 µg on 300 µg/d come to 158 %% after four hours."
        % (
            LATE,
            profile.OVER_ADVISORY_PERCENT,
            profile.OVER_ALARM_PERCENT,
            profile.OVER_ADVISORY_PERCENT,
            profile.OVER_ENDS_PERCENT,
        ),
        "Look for drowsiness, light-headedness, dizziness, respiratory depression, hypotonia that "
        "climbs. With any of them `DEL:STOP OVERDOSE`; patients with respiratory depression are "
        "intubated if necessary, and withdrawing 30 to 40 mL of CSF is considered early. There is "
        "no specific antidote. Without any: expected after a bolus, no further one; else see "
        "`DEL:DOSE:DAY?` and the concentration. `pumpctl forecast` shows when it ends by itself.",
        "Over-exposure by forecast (dose_rules D-12)",
        (2, 3, 4),
    ),
    **DEVICE,
}
