#!/usr/bin/env bash
# Prints the path of a Python that can make the environment: 3.11 or newer, with venv and pip inside.
# Exits 1 and says what to do where there is none. $PYTHON, when set, is the only one tried.
set -u
wanted='import sys, venv, ensurepip; assert sys.version_info >= (3, 11); print(sys.executable)'
if [ -n "${PYTHON:-}" ]; then
    candidates=("$PYTHON")
else
    candidates=(python3.11 python3 python3.12 python3.13 python3.14 /usr/bin/python3)
fi
for candidate in "${candidates[@]}"; do
    if found=$("$candidate" -c "$wanted" 2>/dev/null); then
        echo "$found"
        exit 0
    fi
done
{
    echo "cisterna: no Python 3.11 or newer with venv was found (tried: ${candidates[*]})."
    echo "  On Debian: apt-get install python3 python3-venv"
    echo "  Elsewhere: make PYTHON=/path/to/python3.11 ..."
} >&2
exit 1
