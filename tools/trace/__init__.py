"""Requirements, the tests and scenarios that hold them, and what would make that go stale.

Reads sources as text and imports nothing of them: it takes no second, and needs no pump.
"""
