#!/usr/bin/env bash
# How close to the shortest possible time 2,000 sleeping folds with lognormal durations are done on 32 oversubscribed
# ranks, in both schedules, beside mpi4py.futures (python3-mpi4py) and Dask distributed (python3-distributed) on the same
# list with as many workers.   Usage: bench/scheduling.sh [BUILD_FOLDER] [FOLDS] [RANKS] [SECONDS]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$root/build/release}
folds=${2:-2000}
ranks=${3:-32}
seconds=${4:-60}
source "$root/bench/peers.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bound=$("$python" "$root/bench/scheduling_job.py" "$folder" "$folds" $((ranks - 1)) "$seconds")

# From the moment at which the first trial is handed out to the one at which rank 0 has the last one's result.
makespan() {
  "$build/rankfold" export "$1" --table trials --format csv | "$python" -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
assert all(row["status"] == "complete" for row in rows)
print("%.3f" % (max(float(row["finished"]) for row in rows) - min(float(row["started"]) for row in rows)))'
}

for schedule in dynamic static; do
  launch -n "$ranks" "$build/rankfold" run "$folder/scheduling.toml" --output "$folder/$schedule.h5" --progress none \
    --set "resources.schedule=$schedule" 2> "$folder/log" || { cat "$folder/log" >&2; exit 1; }
  printf '%s\t%s\n' "rankfold, $schedule" "$(makespan "$folder/$schedule.h5")"
done > "$folder/figures"
if has_peer mpi4py.futures; then
  launch -n "$ranks" "$python" -m mpi4py.futures "$root/bench/scheduling_peer.py" mpi4py "$folder/durations.txt"
fi >> "$folder/figures"
if has_peer distributed; then
  peer "$python" "$root/bench/scheduling_peer.py" dask "$folder/durations.txt" $((ranks - 1))
fi >> "$folder/figures"

awk -F'\t' -v bound="$bound" -v folds="$folds" -v workers=$((ranks - 1)) '
  BEGIN { printf "%d folds, %d workers, lower bound %.2f s\n%-36s %10s %10s\n", folds, workers, bound, "", "seconds", "of bound" }
  { printf "%-36s %10.2f %10.3f\n", $1, $2, $2 / bound }' "$folder/figures"
