"""What may happen in a life: kinds, how many lives have each, and how often then.

name      what `--without` and the coverage call it
chance    in so many of a hundred lives it exists at all (swarm testing)
per_100d  so often in a hundred days of a life that has it
trouble   whether it is no order of a person: it ends before the life's last days

The order of the rows numbers the streams of chance: new rows go to the end. Knows no pump.
"""

ORDER = False
TROUBLE = True

KINDS = (
    # orders of people
    ("flex", 40, 12, ORDER),
    ("titrate", 50, 15, ORDER),
    ("limits", 30, 10, ORDER),
    ("bolus", 60, 35, ORDER),
    ("patient", 40, 50, ORDER),
    ("suspend", 40, 12, ORDER),
    ("stop", 40, 8, ORDER),
    ("holiday", 12, 4, ORDER),
    ("wean", 15, 4, ORDER),
    ("minrate", 15, 5, ORDER),
    ("drug", 25, 8, ORDER),
    ("refill", 60, 8, ORDER),
    ("visit", 75, 25, ORDER),
    ("unfinished", 25, 10, ORDER),
    ("wrong", 40, 20, ORDER),
    ("clock", 30, 12, ORDER),
    # what goes wrong
    ("wall_jump", 20, 6, TROUBLE),
    ("wall_lost", 12, 4, TROUBLE),
    ("cut", 40, 15, TROUBLE),
    ("tear", 35, 25, TROUBLE),
    ("storm", 12, 4, TROUBLE),
    ("stall", 25, 8, TROUBLE),
    ("stall_every_rev", 10, 4, TROUBLE),
    ("missed_steps", 10, 4, TROUBLE),
    ("slip", 12, 4, TROUBLE),
    ("gain", 15, 4, TROUBLE),
    ("encoder_dead", 8, 3, TROUBLE),
    ("line_blocked", 10, 4, TROUBLE),
    ("leak", 8, 4, TROUBLE),
    ("catheter_disconnected", 6, 3, TROUBLE),
    ("pocket_fill", 8, 0, TROUBLE),
    ("fill_volume", 10, 0, TROUBLE),
    ("fill_strength", 10, 0, TROUBLE),
    ("low_residual", 8, 3, TROUBLE),
    ("battery_film", 5, 2, TROUBLE),
    ("battery_drain", 6, 2, TROUBLE),
    ("battery_noise", 10, 4, TROUBLE),
    ("driver_hot", 10, 4, TROUBLE),
    ("runaway", 8, 3, TROUBLE),
    ("stray_pulses", 8, 4, TROUBLE),
    ("extra_pulses", 8, 3, TROUBLE),
    ("enable_stuck", 4, 2, TROUBLE),
    ("guard_dead", 4, 2, TROUBLE),
    ("encoder_noise", 8, 3, TROUBLE),
    ("program_rot", 5, 2, TROUBLE),
    ("memory_rot", 5, 2, TROUBLE),
    ("lamp_short", 5, 2, TROUBLE),
    ("buzzer_short", 5, 2, TROUBLE),
    ("watch_lost", 6, 3, TROUBLE),
    ("journal_fails", 8, 3, TROUBLE),
    ("events_fail", 10, 4, TROUBLE),
    ("files_fail", 8, 3, TROUBLE),
    ("sectors_worn", 6, 2, TROUBLE),
    ("read_flips", 10, 6, TROUBLE),
    ("noise", 25, 0, TROUBLE),
    ("repeat", 30, 0, TROUBLE),
    ("lost_reply", 20, 0, TROUBLE),
    ("typo", 25, 15, ORDER),
    ("prime", 12, 4, ORDER),
    ("calibrate", 10, 3, ORDER),
    ("emptied", 8, 3, ORDER),
    ("signal_test", 12, 5, ORDER),
    ("observe", 12, 8, ORDER),
    ("calendar", 8, 3, ORDER),
    ("keys", 12, 6, ORDER),
    ("hesitate", 10, 0, ORDER),
    ("strays_in_pause", 5, 2, TROUBLE),
    ("fail", 10, 4, TROUBLE),
    ("held_up", 10, 6, TROUBLE),
    ("rot", 10, 4, TROUBLE),
    ("climb", 8, 2, ORDER),
)

NAMES = tuple([row[0] for row in KINDS])
TROUBLES = tuple([row[0] for row in KINDS if row[3]])
