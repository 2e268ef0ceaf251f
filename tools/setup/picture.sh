#!/usr/bin/env bash
# docs/report.png: the report of one scenario as a browser shows it. Wants chromium
# (apt-get install chromium); nothing else of the project needs one.
#   picture.sh PYTHON SCENARIO PNG
set -euo pipefail
python=$1 scenario=$2 picture=$3
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) || {
  echo "no browser: apt-get install chromium" >&2
  exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$python" -m host_sim run "$scenario" --quiet --report "$folder/report.html"
"$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=10000 \
  --window-size=1240,1290 --screenshot="$folder/report.png" "file://$folder/report.html" \
  2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }
cp "$folder/report.png" "$picture"
echo "$picture"
