"""What ends a call before it begins; imported by the command line, so that it imports nothing."""


class BadInput(Exception):
    """The call or a file in it is wrong; the words say what and what to do. Nothing was run."""
