"""How much of a long run the tests take: the environment may say more."""

import os


def share(name: str, usual: int) -> int:
    """The environment's word, else the usual share."""
    return int(os.environ.get(name, usual))
