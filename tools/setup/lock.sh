#!/usr/bin/env bash
# Usage: lock.sh PYTHON NODE. Writes requirements/*.txt and package-lock.json anew, with hashes and no address.
set -euo pipefail
PIP_TOOLS=7.6.2
python=$(readlink -f "$(dirname "$1")")/python
node=$(dirname "$python")/node
cd "$(dirname "$0")/../.."

tool=build/lock-venv
[ -x $tool/bin/pip-compile ] || { "$python" -m venv $tool; $tool/bin/pip install --quiet "pip-tools==$PIP_TOOLS"; }
compile=$(readlink -f $tool/bin)/pip-compile
cd requirements
for list in run dev board campaign browser stubs stubs_esp32; do # dev reads run.txt, board and browser dev.txt, campaign board.txt
    "$compile" --quiet --upgrade --generate-hashes --unsafe-package install-requires --strip-extras --no-header \
        --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
        --output-file $list.txt $list.in
done
cd ..
rm -f package-lock.json
"$node" "$(dirname "$(readlink -f "$node")")/../lib/node_modules/npm/bin/npm-cli.js" install --package-lock-only --silent
! grep -n '://' requirements/*.txt package-lock.json || { echo "an address got into a lock" >&2; exit 1; }
