"""Records <-> bytes. Knows 16-byte records and CRCs, not what they mean to a patient."""
