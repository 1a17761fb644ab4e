#!/usr/bin/env bash
# Empty folds dispatched per second and what they cost the coordinator, beside a raw MPI_Scatter + MPI_Gather loop,
# mpi4py.futures (python3-mpi4py) and Dask distributed (python3-distributed) with as many workers, in the same run.
# Usage: bench/dispatch.sh [BUILD_FOLDER] [FOLDS] [RANKS...]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/bench}
folds=${2:-200000}
ranks=("${@:3}")
[[ ${#ranks[@]} -gt 0 ]] || ranks=(2 3 4 16 64 128)
program=$build/bench/dispatch_bench
source "$root/bench/peers.sh"
[[ -x $program ]] || { echo "no $program: cmake --preset bench && cmake --build --preset bench --target dispatch_bench" >&2; exit 2; }

measure() {
  launch -n "$1" "$program" "$folds"
  if has_peer mpi4py.futures; then
    launch -n "$1" "$python" -m mpi4py.futures "$root/bench/dispatch_peer.py" mpi4py 5000 1
    launch -n "$1" "$python" -m mpi4py.futures "$root/bench/dispatch_peer.py" mpi4py 50000 100
  fi
  if has_peer distributed; then
    peer "$python" "$root/bench/dispatch_peer.py" dask 5000 $(($1 - 1))
  fi
}

table() {
  awk -F'\t' -v ranks="$1" '
    { name[NR] = $1; rate[NR] = $2 / $3; cpu[NR] = $4 == "" ? "" : sprintf("%.2f", 1e6 * $4 / $2) }
    $1 ~ /^raw/ { raw = $2 / $3 }
    $1 == "mpi4py.futures, chunks of 1" { peer = $2 / $3 }
    END {
      printf "\n%d ranks\n%-36s %12s %10s %12s %18s\n", ranks, "", "folds/s", "of raw", "of mpi4py", "rank 0, us/fold"
      for (i = 1; i <= NR; ++i)
        printf "%-36s %12.0f %10.2f %12s %18s\n", name[i], rate[i], rate[i] / raw, peer ? sprintf("%.1f", rate[i] / peer) : "", cpu[i]
    }'
}

for n in "${ranks[@]}"; do measure "$n" | table "$n"; done
