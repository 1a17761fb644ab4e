#!/usr/bin/env bash
# CPU of rank 0 while workers run folds of one second, memory of each rank, and memory of rank 0 for 1,000,000 folds.
# Usage: bench/footprint.sh [BUILD_FOLDER] [RANKS...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
source "$root/bench/peers.sh"
"$python" "$root/bench/footprint.py" "$(realpath "${1:-$root/build/release}")/rankfold" "${@:2}"
