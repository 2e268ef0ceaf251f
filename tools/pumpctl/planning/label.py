"""What the monograph says of a plan and no pump judges: host-side figures, each with its line."""

STEP_USUAL_PERCENT = 20  # of L842 (S32), "10 to 30 %": the middle
STEP_LEAST_PERCENT = 10  # L842 (S32): below it a step is practice's, not the label's
FIXED_RATE_HOURS = 48  # L843-845 (S34): between increases of a pump that is not programmable
WITHOUT_DAYS = (1, 7)  # L875 (S41): "after a few days"; ours
REFILL_DAYS = (30, 90)  # L356-357 (S14): "between one and three months"
NIGHT_PERCENT = 20  # L938-939 (S47)
AFTER_DAYS = 3  # ours: shown behind the last step, for the effect's maximum at 24-48 h (L59)
