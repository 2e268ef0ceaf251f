#!/usr/bin/env bash
# Usage: test_pythons.sh [pytest options]. A share of the tests under each Python that the project supports.
# Each has an environment of its own below .venv-3.X, from the locks of .venv; a Python that is not there is
# skipped, and said so. Looked for on the PATH and among pyenv's; $VERSIONS says which, $PYTHONS names others, $TESTS
# another share. Exits 1 when one fails, or none is there.
set -uo pipefail
cd "$(dirname "$0")/../.."
read -ra SHARE <<< "${TESTS:-tests/core tests/wire tests/store tests/commands tests/plant tests/scenarios}"
VERSION='import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])'

found() { # found 3.X: a Python of that version that runs
    local candidate
    for candidate in "python$1" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python"$1"; do
        "$candidate" -c "$VERSION" >/dev/null 2>&1 && echo "$candidate" && return
    done
    echo "python$1"
}

made() { # made PYTHON FOLDER: the environment is there, and as the locks are now
    local stamp=$2/.dev-ready
    [ "$stamp" -nt requirements/dev.txt ] && [ "$stamp" -nt requirements/run.txt ] && return
    echo "making $2 with $1"
    rm -rf "$2"
    "$1" -m venv "$2" &&
        "$2/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
            -r requirements/dev.txt &&
        "$2/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --no-index \
            --no-build-isolation --editable . && touch "$stamp"
}

report=()
failed=0
ran=0
for python in ${PYTHONS:-$(for version in ${VERSIONS:-3.11 3.12 3.13}; do found "$version"; done)}; do
    if ! version=$("$python" -c "$VERSION" 2>/dev/null); then
        report+=("$python: SKIPPED, it is not here or has no venv")
        continue
    fi
    ran=1
    if ! made "$python" ".venv-$version"; then
        report+=("$python: FAILED, no environment could be made from the locks")
        failed=1
    elif ".venv-$version/bin/python" -m pytest -q -n auto --dist loadfile "${SHARE[@]}" "$@"; then
        report+=("$python: passed, ${SHARE[*]}")
    else
        report+=("$python: FAILED")
        failed=1
    fi
done
printf '%s\n' "${report[@]}"
[ $ran = 1 ] && [ $failed = 0 ]
