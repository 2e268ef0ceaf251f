"""Runs the test_* functions of the named test files, and says how many passed.

    plain.py FILE...

The same files that pytest runs on CPython: a VM has neither pytest nor its plugins, and this
stands in for them together with vmlib/pytest.py.
"""

import sys

from pytest import Case

TOLD_WHOLE = 3  # failures of a file with a traceback; of the others the name will do


def run_file(path):
    """(passed, failed) of one file."""
    room = {"__name__": path.replace("/", ".")[:-3]}
    with open(path) as source:
        exec(compile(source.read(), path, "exec"), room)
    passed = failed = 0
    for name in sorted(room):
        if not name.startswith("test_"):
            continue
        case = room[name] if isinstance(room[name], Case) else Case(room[name], [{}])
        for number, row in enumerate(case.rows):
            try:
                case.function(**row)
                passed += 1
            except Exception as error:
                failed += 1
                print("FAILED %s::%s[%d]" % (path, name, number))
                if failed <= TOLD_WHOLE:
                    sys.print_exception(error)
    return passed, failed


def main():
    passed = failed = 0
    for path in sys.argv[1:]:
        more_passed, more_failed = run_file(path)
        passed += more_passed
        failed += more_failed
    print("%d passed, %d failed" % (passed, failed))
    sys.exit(1 if failed else 0)


main()
