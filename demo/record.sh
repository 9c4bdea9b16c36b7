#!/usr/bin/env bash
# Records all tapes, or those that are named, without VHS or ttyd being installed: see README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/.cache/record
mkdir -p "$tools"
go build -o "$tools/mld-tui" .
(
  cd demo/record
  go build -o "$tools/ttyd" .
  go build -o "$tools/vhs" github.com/charmbracelet/vhs
  npm ci --no-audit --no-fund
)
export PATH=$tools:$PATH XTERM_MODULES=$PWD/demo/record/node_modules
if [ "$(id -u)" = 0 ]; then
  export VHS_NO_SANDBOX=true # Chromium wants it of root.
fi
[ $# -gt 0 ] || set -- demo/*.tape
for tape; do
  vhs "$tape"
done
