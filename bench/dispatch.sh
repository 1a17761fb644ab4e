#!/usr/bin/env bash
# Empty trials dispatched per second, beside a raw MPI_Scatter + MPI_Gather loop and mpi4py.futures (python3-mpi4py) in the
# same run.   Usage: bench/dispatch.sh [BUILD_FOLDER] [TRIALS] [RANKS...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/bench}
trials=${2:-200000}
ranks=("${@:3}")
[[ ${#ranks[@]} -gt 0 ]] || ranks=(2 3 4)
python=${PYTHON:-/usr/bin/python3}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
program=$build/bench/dispatch_bench
[[ -x $program ]] || { echo "no $program: cmake --preset bench && cmake --build --preset bench --target dispatch_bench" >&2; exit 2; }

launch() { timeout 600 mpirun --oversubscribe --bind-to none "$@"; }

measure() {
  launch -n "$1" "$program" "$trials"
  if "$python" -c 'import mpi4py.futures' 2> /dev/null; then
    launch -n "$1" "$python" -m mpi4py.futures "$root/bench/dispatch_peer.py" 5000 1
    launch -n "$1" "$python" -m mpi4py.futures "$root/bench/dispatch_peer.py" 50000 100
  else
    echo "mpi4py.futures is not installed for $python: left out" >&2
  fi
}

table() {
  awk -F'\t' -v ranks="$1" '
    { name[NR] = $1; rate[NR] = $2 / $3; cpu[NR] = $4 == "" ? "" : sprintf("%.2f", 1e6 * $4 / $2) }
    $1 ~ /^raw/ { raw = $2 / $3 }
    $1 == "mpi4py.futures, chunks of 1" { peer = $2 / $3 }
    END {
      printf "\n%d ranks\n%-36s %12s %10s %12s %18s\n", ranks, "", "trials/s", "of raw", "of mpi4py", "rank 0, us/trial"
      for (i = 1; i <= NR; ++i)
        printf "%-36s %12.0f %10.2f %12s %18s\n", name[i], rate[i], rate[i] / raw, peer ? sprintf("%.0f", rate[i] / peer) : "", cpu[i]
    }'
}

for n in "${ranks[@]}"; do measure "$n" | table "$n"; done
