"""What to do about each alarm, in the words of docs/alarms.md. Generated, do not edit:
`python -m tests.tools.alarm_step_texts`. They stand in host_sim/reference/alarm_steps.py.
"""

STEPS = {
    "OVER_DELIVERY": (
        "Look for an overdose: unusual muscular weakness, sleepiness, dizziness, excessive "
        "salivation, nausea, difficulties in breathing, seizures, loss of consciousness. With any "
        "of them it is an emergency, and DEL:STOP OVERDOSE says so. Measure STEP and ENABLE with "
        "the motor off; DEL:VOL:TOT? bounds what came out. DEL:STAR when the cause is gone, then "
        "ALAR:RES OVER_DELIVERY."
    ),
    "MOTOR_STALL": (
        "Look for a kink, a jam or a magnet. A dead encoder looks the same: does the shaft turn? "
        "Look for withdrawal: increase or return in spasticity, itching, low blood pressure, "
        "light-headedness, tingling sensation; later high fever, altered mental status, muscle "
        "rigidity. DEL:STAR tries anew at once; when it has turned again, ALAR:RES MOTOR_STALL."
    ),
    "RESERVOIR_EMPTY": (
        "Look for withdrawal: increase or return in spasticity, itching, low blood pressure, "
        "light-headedness, tingling sensation; later high fever, altered mental status, muscle "
        'rigidity. pumpctl reconcile "2.0 ML" with what is withdrawn, pumpctl fill "18 ML" "500 '
        'UG/ML", pumpctl start, then ALAR:RES RESERVOIR_EMPTY.'
    ),
    "RESERVOIR_LOW": "Refill before RES:PRED:EMPT?. Ends by itself with RES:FILL.",
    "STOPPED": (
        "DEL:STAR or DEL:RES; how long there is: FOR:WITH?. Ends by itself as flow begins. Look "
        "for withdrawal: increase or return in spasticity, itching, low blood pressure, "
        "light-headedness, tingling sensation; later high fever, altered mental status, muscle "
        "rigidity."
    ),
    "WITHDRAWAL": (
        "Look for increase or return in spasticity, itching, low blood pressure, light-headedness, "
        "tingling sensation; later high fever, altered mental status, muscle rigidity. The label's "
        "treatment restores the dose at or near what it was (L 279): let drug flow, see the other "
        "alarms in ALAR:LIST?, then DEL:STAR. Where that is delayed: GABA-ergic drugs such as oral "
        "baclofen, or benzodiazepines; oral baclofen alone should not be relied upon (L 281-285). "
        "FOR:EFF? shows the effect."
    ),
    "DRUG_AGE": 'Refill with fresh drug: pumpctl fill "18 ML" "500 UG/ML", then ALAR:RES DRUG_AGE.',
    "FLOW_MISMATCH": (
        "Check the withdrawn volume, then the head and its tube, then its calibration: DEL:STOP, "
        "the catheter detached, pumpctl calibrate (calibration.md; CAL:STEP? has the figure in "
        "use). A refill that agrees ends the condition; ALAR:RES FLOW_MISMATCH."
    ),
    "LEDGER_WRITE": (
        "Basal goes on, flat. Replace the flash; ALAR:RES LEDGER_WRITE when records are taken."
    ),
    "CLOCK_LOST": "pumpctl clock set. Ends by itself then.",
    "LOG_WRITE": (
        "Save what is there: pumpctl log download pump.raw. Free or replace the storage; ALAR:RES "
        "LOG_WRITE."
    ),
    "RESET": (
        "Look at the supply and at CAUSE in pumpctl log download cause.raw --fault; ALAR:RES RESET."
    ),
    "STORED_DATA": (
        "LOW: ALAR:RES STORED_DATA. Else pumpctl keys status: pumpctl keys enrol with the button "
        "where a role has NONE; PRES:ACT:DATA?, and pumpctl program FILE.toml anew."
    ),
    "INTERRUPTED": (
        "DEL:RED? tells the dose and why. Unknown length: set the clock (SYST:DATE, SYST:TIME). "
        "Then DEL:RES CONFIRM for the programme's dose; beyond 72 h PRES:COMM of at most the lower "
        "one. ALAR:RES INTERRUPTED."
    ),
    "BOLUS_CUT": (
        "DEL:BOL:STAT? says what of it was given; it is never resumed. ALAR:RES BOLUS_CUT."
    ),
    "ESCALATION": (
        "Ask why the dose has to climb: catheter kink or dislodgement, or pump malfunction (L 347, "
        "862); a mass at the tip (L 209-214). ALAR:RES ESCALATION when reviewed."
    ),
    "UNFINISHED": "Stage it again and commit: pumpctl program FILE.toml. ALAR:RES UNFINISHED.",
    "DAY_DOSE": (
        "DEL:DOSE:DAY?; see in the log who set the clock, and for boluses. ALAR:RES DAY_DOSE when "
        "it is over; no bolus before."
    ),
    "FIRMWARE_FAULT": (
        "Report the FIRMWARE_FAULT line of pumpctl log download fault.raw --fault; then ALAR:RES "
        "FIRMWARE_FAULT."
    ),
    "SELF_TEST": (
        "SYST:TEST? names what failed, docs/board.md what each test sees. Mend it, restart, then "
        "ALAR:RES SELF_TEST; where ENABLE failed reset it first, for only then it is tried."
    ),
    "WATCH_LOST": (
        "It is armed anew at once and at every order. If it comes again, DEL:STOP and change the "
        "board; else ALAR:RES WATCH_LOST."
    ),
    "OVER_EXPOSURE": (
        "Look for drowsiness, light-headedness, dizziness, respiratory depression, hypotonia that "
        "climbs. With any of them DEL:STOP OVERDOSE; patients with respiratory depression are "
        "intubated if necessary, and withdrawing 30 to 40 mL of CSF is considered early. There is "
        "no specific antidote. Without any: expected after a bolus, no further one; else see "
        "DEL:DOSE:DAY? and the concentration. pumpctl forecast shows when it ends by itself."
    ),
    "BATTERY_ERI": (
        "The battery has a life span of 4 to 7 years and therefore requires replacement: plan it "
        "before the date of BATT:PRED:EOS?; abrupt withdrawal follows the end of battery life. "
        "After it BATT:FIT, then ALAR:RES BATTERY_ERI."
    ),
    "BATTERY_LOW": (
        "BATT:VOLT?; replace it now, whatever BATT:CHAR? said before: a film takes a battery in a "
        "day. Then BATT:FIT. Ends by itself with the voltage."
    ),
    "BATTERY_EOS": (
        "Therapy stands: look for withdrawal (increase or return in spasticity, itching, low blood "
        "pressure, light-headedness, tingling sensation), FOR:WITH? says how long there is. "
        "Replace the battery, BATT:FIT, DEL:STAR, then ALAR:RES BATTERY_EOS. Until it is replaced "
        "DEL:STAR CONFIRM lets drug flow for as long as the power lasts."
    ),
    "DRIVER_HOT": (
        "Look for what warms it: a short in the motor, a current set too high, the sun. Therapy "
        "goes on (DEL:STAT?); a driver that switches off by itself is MOTOR_STALL. Ends by itself."
    ),
    "UNDER_DELIVERY": (
        "Look for a particle or wear in motor and head, loose wires of both, an empty battery. "
        "Watch for a return of spasticity, itching, low pressure, tingling: the first signs of "
        "withdrawal. When a window is even again, ALAR:RES UNDER_DELIVERY."
    ),
    "OVER_TREND": (
        "Look for drowsiness, light-headedness, respiratory depression: with any of them DEL:STOP "
        "OVERDOSE. Measure STEP at the counter's pin, turn the encoder by hand; SYST:TEST?. "
        "DEL:STAR CONFIRM when the cause is gone, then ALAR:RES OVER_TREND."
    ),
}
