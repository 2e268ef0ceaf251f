"""Drug and pump profiles: every clinical or mechanical figure once, with its source.

Sources: `L n` is a line of the baclofen product monograph; `S n`, `A.n`, `C.n` an entry of the
domain requirements made from it; "ours" is our judgement, with its reason.
"""

from micropython import const

# Baclofen ------------------------------------------------------------------------------------
DRUG_NAME = "baclofen"
PRESETS_NG_PER_ML = (50_000, 500_000, 2_000_000)  # L 9, L 1070-1083 (S1)
CONCENTRATION_MIN_NG_PER_ML = const(50_000)  # S4: the weakest ampoule
CONCENTRATION_MAX_NG_PER_ML = const(2_000_000)  # S4: the strongest ampoule
# of a preparation, from its fill: at most, and of an ampoule's by default
STABILITY_HOURS = const(4_320)  # L 964-965 (S10): 180 days, for this pump model only (S73)
STABILITY_MIN_HOURS = const(1)  # L 1057-1059: a dilution is used immediately
STABILITY_NOTICE_HOURS = const(168)  # S10: a week before its end,
STABILITY_NOTICE_PART = const(4)  # ours: in the last quarter of one that keeps for less than weeks
DOSE_MIN_NG_PER_DAY = const(10_000)  # L 866 (S37): hard
DOSE_MAX_NG_PER_DAY = const(1_200_000)  # L 866 (S37): hard
DOSE_CONFIRM_NG_PER_DAY = const(1_000_000)  # L 851 (S36): limited experience above
DOSE_USUAL_MIN_NG_PER_DAY = const(300_000)  # L 867 (S37): information outside
DOSE_USUAL_MAX_NG_PER_DAY = const(800_000)
BOLUS_MIN_MS = const(60_000)  # L 811-812 (S25): "at least one minute"
BOLUS_LIMIT_NG = const(100_000)  # L 820-822 (S27): a prescription may only set less
# What may leave the tip in a window of time (D-2, D-3)
WINDOW_BIN_MS = const(450_000)  # ours: 192 to a day; 7.5 min of a flat day's dose are 0.5 % of it
WINDOW_MAX_PERCENT = const(102)  # D-2, of the day's limit, with all that a window counts too much
WINDOW_ROUNDING_NG = const(100)  # ours: 192 bins rounded up by 1/16 ng, and steps of 31 ng
PEAK_NG = const(100_000)  # L 820, D-3: the largest single dose that the label knows
PEAK_HOURS = const(2)  # D-3: and two average hours of the programme in any 1 h
PEAK_FOUR_HOURS = const(8)  # D-3: eight in any 4 h, the time to the peak (L 51)
SEGMENT_ASK_PERCENT = const(200)  # A.9 no. 13 (S47), D-3: of the day's average rate
LOCKOUT_MS = const(3_600_000)  # D-4: from one bolus's end to the next one's begin
LOCKOUT_MIN_MS = const(900_000)  # D-4: 15 minutes
LOCKOUT_MAX_MS = const(86_400_000)  # D-4: a day
EFFECT_LEAD_MIN = const(120)  # L 939-940 (S48): a rate acts two hours after it starts

# The reference patient (A.10): a forecast, never a dose -----------------------------------------
LN2_PPM = const(693_147)  # ln 2 in millionths
CSF_HALF_LIFE_CENTIHOURS = const(151)  # L 80-84: 1.51 h
EFFECT_KE0_PER_10000_H = const(1167)  # A.10: 0.1167/h, fitted to the peak at 4 h
CLEARANCE_ML_PER_H = (30, 16, 40)  # L 80-88, A.9 no. 15: reference, and how far it may be off
CSF_VOLUME_ML = (22, 157)  # L 82-84: least and most
# D-13: (mL/h, mL) of the patients whose hull is the band. Only the ratio matters: the corners, but
# 30 for 40 mL/h at 157 mL. Found by search; hull and widening hold all the others (C-30)
BAND = ((16, 157), (30, 157), (16, 22), (40, 22))
BAND_WIDER = const(4)  # by this part of its width at either end: what lies between the four
BAND_MORE_PERCENT = const(3)  # and by this, where the four cross each other; by the same search
WITHDRAWAL_ADVISORY_PERCENT = const(80)  # A.10: the largest one-step reduction of the label
WITHDRAWAL_ALARM_PERCENT = const(50)  # A.10
OVER_ADVISORY_PERCENT = const(130)  # A.10, D-12: the largest one-step increase of the label (S32)
OVER_ALARM_PERCENT = const(200)  # D-12
OVER_ENDS_PERCENT = const(110)  # D-12
REFERENCE_HOURS = const(168)  # A.10: trailing seven days
BLOCK_HOURS = const(4)  # ours: of the reference's 42 parts; a board's heap has no room for 168
MIXED_TANKS = const(8)  # ours, as the plant's: a line that mixes as much as any may
TRAJECTORY_STEP_H = const(2)  # ours: a quarter of the time to half the effect after a stop
FORECAST_HORIZON_H = const(72)  # S58: "within hours to a few days"

# The head -------------------------------------------------------------------------------------
STEPS_PER_ML = const(64_000)  # C.5: the default calibration, 15.625 nL a step
STEPS_PER_ML_MIN = const(16_000)  # ours: a quarter of the default; beyond either is a typing
STEPS_PER_ML_MAX = const(100_000)  # error, or faster than one step a ms in a bolus
GAIN_MAX_PERCENT = const(20)  # ours: a head beyond it is broken, or its weight is a typing error
UNCERTAINTY_MAX_PPM = const(50_000)  # ours: 5 %, a third of what a refill may differ (C-13)
DISPENSE_MAX_STEPS = const(64_000)  # ours: 1 mL of the design, four digits on a balance of 0.1 mg
DISPENSE_US = const(4_000)  # ours: between its steps; half the pace of the fastest bolus
ENCODER_STEPS = const(4)  # ours: 800 counts on 3,200 steps a revolution
ENCODER_RING = const(0x3FFFFFFF)  # the encoder counts in a ring of 2^30 steps
STALL_LAG_STEPS = const(8)  # ours: one count of rounding, one of slack; C-11 allows 20 steps
SLIP_PART = const(4)  # ours: a rotor that turns with a quarter of its pulses stands nowhere
TREND_PERCENT = const(10)  # C.4: of a window, that the rotor turned less or more than was ordered
TREND_STEPS = const(40)  # ours: a window's least, so that its 10 % are a count; C.1 R6.4.0 has 20
OVER_TURN_LAG = const(-20)  # ours, C-11: a lag below that was never what pressure had pushed back
STALLS_RECUR = const(3)  # ours, FI-8: so many that the rotor got over by itself,
STALLS_RECUR_DAYS = const(7)  # in a week, are a trend
FLOW_MIN_PL_PER_DAY = 48_000_000  # A.8: 0.048 mL/d, the least flow of the implanted model
FLOW_MAX_PL_PER_DAY = 24_000_000_000  # C.1: 24 mL/d
BOLUS_FLOW_MAX_NL_PER_MIN = const(500_000)  # ours: 533 steps/s, well inside a stepper's pull-in

# A quantum: the most that one motor order may move (decision 3 of the house) --------------------
QUANTUM_MAX_NG = const(1_000)
QUANTUM_MAX_NL = const(20_000)
QUANTUM_MAX_MS = const(300_000)

# Reservoir and catheter ---------------------------------------------------------------------------
RESIDUAL_NL = const(2_000_000)  # A.8: usable = size - 2 mL
LOW_NL = const(4_000_000)  # C.4: LOW at 4 mL or seven days, whichever comes first
LOW_DAYS = const(7)
MEDIUM_DAYS = const(3)
HIGH_DAYS = const(1)
RECONCILE_PERMILLE = const(145)  # C-13, FI-6: a refill that differs by 14.5 % of what was given
READING_NL = const(200_000)  # ours, D-15: a syringe of 20 mL is read, and emptied, to +-0.2 mL
RECONCILE_REFILLS = const(3)  # ours, D-15: so many of one sign; a single misreading makes no trend
RECONCILE_TREND_PERMILLE = const(72)  # ours: half of one refill's, above the 5 % of a calibration
CATHETER_NL = const(308_000)  # A.7: pump tubing 0.140 mL + catheter 76 cm, 0.168 mL
CATHETER_MAX_NL = const(2_000_000)  # ours: a longer catheter is a typing error

# Battery and driver ------------------------------------------------------------------------------
BATTERY_ABSENT_MV = const(500)  # ours: nothing hangs at the divider, a bench on USB
BATTERY_LOW_MV = const(2_400)  # ours: 3 % of the charge left by the plant's curve
BATTERY_EOS_MV = const(2_200)  # ours: 1.5 %, and 0.4 V above what a film leaves (FI-10)
BATTERY_RISE_MV = const(100)  # ours: so much above it a condition ends: over twice the noise
BATTERY_NOISE_MV = const(40)  # ours: a count of 12 bits is 2.4 mV behind the divider, its noise 24
BATTERY_CALM_MV = const(2_600)  # ours: above it one look in two hours; a film takes 60 mV an hour
BATTERY_UAH = const(1_164_000)  # ours: until LOW's voltage; 6.8 years at 0.6 mL/d (L 961, S13)
STANDING_NA = const(10_200)  # ours: clock, memory, watch; a wake and a record each 16 minutes
STEP_NC = const(20_000)  # ours: 10 mA for 2 ms
WAKE_NC = const(100_000)  # ours: a turn of 20 ms at 5 mA
RECORD_NC = const(12_000)  # ours: a program of 1 ms at 10 mA, and 1/255 of an erase of 45 ms
ASKED_NC = const(100_000)  # ours: a turn that reads a line and answers, as one of an order
IMAGE_NC = const(1_000_000)  # ours: two files, each an erase and some pages, 50 ms at 10 mA
ERI_DAYS = const(90)  # A.9 no. 3, C.4
ERI_ENDS_DAYS = const(100)  # ours: a rate that changes a little is no news
BATTERY_LIFE_DAYS = const(2_556)  # S13, A.9 no. 3: 7 x 365.25; days, so that no clock moves it
DRIVER_HOT_C = const(85)  # ours: the end of a Pico's range, far below a driver's 150
DRIVER_COOL_C = const(75)  # ours: where it ends: over twice the noise below
DRIVER_NOISE_C = const(4)  # ours: of an uncalibrated chip's sensor, a look apart
DRIVER_CALM_C = const(70)  # ours: below it one look in two hours

# Stops, stalls, late turns ----------------------------------------------------------------------
ERASE_MS = const(500)  # a flash sector's longest erase (400 ms by its maker), and some air
RESETS_STORM = const(3)  # C.4: so many resets
RESETS_STORM_MS = const(600_000)  # in ten minutes are MEDIUM
GAP_MAX_DAYS = const(400)  # ours: power was off for longer than a year, says a clock: not believed
EFFECT_GONE_MS = const(864_000_000)  # A.10: after ten days without drug nothing acts any more
EFFECT_SETTLED_MS = const(432_000_000)  # A.10: five days on, what was before acts no more
LATE_MAX_MS = const(1_000)  # ours: a turn that comes later than this is not caught up
STOPPED_HIGH_HOURS = const(48)  # C.4: stopped by command, HIGH at the latest
SUSPEND_MAX_MS = const(86_400_000)  # A.9 no. 12: up to 24 h the same dose is resumed
STALL_RETRY_MS = (60_000, 300_000, 900_000)  # C.4: at most three, with back-off; the times are ours
STALL_SLOW_MS = (3_600_000, 14_400_000, 43_200_000)  # C.4: then after 1 h, 4 h, and every 12 h

# Screening (S22-S30): test doses, each a bolus ---------------------------------------------------
SCREENING_FIRST_NG = (25_000, 50_000)  # L 810: "25 mcg or 50 mcg"
SCREENING_STEP_NG = const(25_000)  # L 810-811
SCREENING_LOWER_NG = const(10_000)  # L 812-813: after an adverse reaction at 25
SCREENING_MAX_NG = const(100_000)  # L 820-822: no further increase, no infusion
SCREENING_APART_MS = const(86_400_000)  # L 811, A.9 no. 4: from one's beginning to the next one's
RESPONSE_MIN_MS = const(14_400_000)  # L 811 (S24): "approximately 4- to 8-hour response"
RESPONSE_MAX_MS = const(259_200_000)  # ours: three days, beyond is a typing error
OBSERVE_MS = const(86_400_000)  # ours, S17: what infusion does is at its most in 24 to 48 h (L 59)
STARTING_RULE_MS = const(43_200_000)  # L 835-838, A.9 no. 7: 12 h; US labels say 8 h

# Weaning and holiday (S40, S41): least and most days ---------------------------------------------
WEANING_DAYS = (7, 14)  # L 289-291: "approximately 1-2 weeks"
HOLIDAY_DAYS = (14, 28)  # L 872-877: "a 2- to 4-week period"

# Increases, and resumption after a pause ---------------------------------------------------------
# D-10 (L 835-838, S30): twice the largest screening dose, 100 ug (L 820-822), over the first day
FIRST_DOSE_MAX_NG = const(200_000)
INCREASE_MAX_PERCENT = const(130)  # L 842, L 860 (S32): hard, of the day's dose (A.9 no. 13)
ENTRY_ERROR_MIN_PERCENT = const(
    80
)  # ours: what an error may hide: one step of the label, 20 % less
ENTRY_ERROR_MAX_PERCENT = const(130)  # (A.10) to 30 % more (S32)
REDUCTION_ASK_PERCENT = const(80)  # L 862 (S39), D-11: asked about below, never refused
LIMIT_RAISE_ASK_PERCENT = const(130)  # D-11: as a dose may rise at once (S32)
STAGING_MS = const(180_000)  # C.1 EC24: programming left alone so long is dropped
AUDIO_PAUSE_MAX_MS = const(600_000)  # C.6
INCREASE_LOCK_MS = const(86_400_000)  # L 838-843 (S31, S33): none in the first 24 h, one in 24 h
PAUSE_SAME_MS = const(86_400_000)  # A.9 no. 8, 12: up to 24 h the same dose goes on
PAUSE_CONFIRM_MS = const(259_200_000)  # A.9 no. 12: up to 72 h with a word, then the initial dose
RUN_COUNTS_MS = const(86_400_000)  # D-5: so much flow ends a pause, as long as one may be unasked
ESCALATION_DAYS = const(14)  # A.9 no. 10 (S38), as all of these
ESCALATION_TIMES = const(3)
ESCALATION_PERCENT = const(150)
TITRATION_DAYS = const(28)  # ours, D-16: four weeks of the label's steps from the first dose
SLOW_RISE_DAYS = const(90)  # D-16
SLOW_RISE_PERCENT = const(200)  # ours: the label's largest step three times (1.3^3), twice is less
STEADY_DAYS = const(30)

# Patients who need more care, by the prescription (S60, S70) --------------------------------------
CAUTIOUS_INCREASE_PERCENT = const(110)  # L 903-909 (S70): asked about above; the bound stays 130 %
# L 248-250 (S60) asks for more attention; how much earlier is ours: half the label's largest step,
RISK_ADVISORY_PERCENT = const(90)
RISK_ALARM_PERCENT = const(65)  # midway between alarm and advisory of the others,
RISK_STOPPED_HIGH_HOURS = const(24)  # half their time,
RISK_DAYS_TIMES = const(2)  # and twice the days of a reservoir that is low

# Checklists: what a person attests and the log keeps ----------------------------------------------
# items of refill (S9, S16, S18), first start (S68, S71, S79), holiday (S41); words: pumpctl
CHECKLIST_ITEMS = (6, 7, 6, 4)

# The wall clock ---------------------------------------------------------------------------------
WALL_RESOLUTION_MS = const(2_000)  # ours: a clock of whole seconds, read twice, differs by less
WALL_DRIFT_MS = const(300_000)  # ours: 5 % (FI-41) is 48 s between two looks; an hour is a mistake


class PumpModel:
    """One size of pump with its head. `capacity_nl` is the reservoir (L 960: 20 or 40 mL).

    ValueError for a head outside 16,000 .. 100,000 steps per mL.
    """

    def __init__(self, name: str, capacity_nl: int, steps_per_ml: int = STEPS_PER_ML) -> None:
        if not STEPS_PER_ML_MIN <= steps_per_ml <= STEPS_PER_ML_MAX:
            raise ValueError("a head has %d to %d steps/mL" % (STEPS_PER_ML_MIN, STEPS_PER_ML_MAX))
        self.name = name
        self.capacity_nl = capacity_nl
        self.steps_per_ml = steps_per_ml


MODELS = (  # the largest comes last
    PumpModel("CISTERNA-20", 20_000_000),
    PumpModel("CISTERNA-40", 40_000_000),
)


def model_named(name: str) -> PumpModel:
    """The pump model of that name. KeyError when there is none."""
    for model in MODELS:
        if model.name == name:
            return model
    raise KeyError(name)
