"""The keys that a bench's and a simulator's pump carry in the open. Plain."""

from hashlib import sha256

ROLES = ("OPERATE", "PRESCRIBE", "SERVICE")
KEYS = {role: sha256(b"Cisterna published test key " + role.encode()).digest() for role in ROLES}
