"""Before anything else: room for the traceback of an interrupt, and regular collection."""

import gc

import micropython

micropython.alloc_emergency_exception_buf(100)
gc.threshold(65_536)  # bytes, of 169 KB that are free: a collection takes 16 ms whenever it comes
