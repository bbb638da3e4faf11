#!/usr/bin/env bash
# `tools/under_load.sh N COMMAND…`: run a command while N busy loops take the processor beside it.
set -euo pipefail
loops=()
trap 'if [ ${#loops[@]} -gt 0 ]; then kill "${loops[@]}" 2> /dev/null || true; fi' EXIT
for _ in $(seq "$1"); do
  while :; do :; done &
  loops+=($!)
done
shift
"$@"
