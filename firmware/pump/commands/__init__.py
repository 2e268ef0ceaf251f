"""What each header means: one file a subsystem, each declaration standing beside its handler."""
