"""How often something is tried, as a command line says it."""

import argparse
import sys


def positive(text: str) -> int:
    """For argparse: a whole number from 1 up, `1000000` or `1_000_000`."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 up")
    return number


def main() -> None:
    """`python -m tests.counting BYTES=9 CASES=9`: exit status 2 and the reason for a bad one."""
    for said in sys.argv[1:]:
        name, _, text = said.partition("=")
        try:
            positive(text)
        except argparse.ArgumentTypeError as mistake:
            print(f"{name}: {mistake}", file=sys.stderr)
            sys.exit(2)


if __name__ == "__main__":
    main()
