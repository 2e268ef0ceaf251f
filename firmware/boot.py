"""Before anything else: room for the traceback of an interrupt, and regular collection."""

import gc

import micropython

micropython.alloc_emergency_exception_buf(100)
gc.threshold(16_384)  # bytes: many short collections instead of one long one
