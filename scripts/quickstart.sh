#!/usr/bin/env bash
# From a fresh Debian 12 machine to a leaderboard: installs what is missing, builds, runs the example job.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<'TEXT'
Usage: bash scripts/quickstart.sh [--output FILE] [--help]

Installs with apt-get the packages that are missing (as root, or with sudo), builds rankfold in build/release, runs
jobs/retail.toml on all cores, prints the leaderboard, and says how to look at the result. Works from any folder and
can be run again.

  --output FILE   where the result goes (default: build/quickstart/retail-demand.h5 in the checkout, made anew each
                  time; a FILE that exists is not touched)

Exit codes: 0 done; 1 something failed; 2 a wrong option, or packages missing that cannot be installed from here.
TEXT
}

result=''
while [ $# -gt 0 ]; do
  case $1 in
  --output)
    [ $# -ge 2 ] || fail 2 "quickstart.sh: --output takes a file name"
    result=$(realpath -m -- "$2")
    shift 2
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *) fail 2 "quickstart.sh: unknown option '$1' (--help lists them)" ;;
  esac
done

install_missing build
build release rankfold

rankfold=$checkout/build/release/rankfold
replace=()
if [ -z "$result" ]; then
  result=$checkout/build/quickstart/retail-demand.h5
  replace=(--overwrite)
fi
mkdir -p "$(dirname "$result")"

say "Running jobs/retail.toml on $(nproc) cores"
"$rankfold" run "$checkout/jobs/retail.toml" --ranks auto --output "$result" "${replace[@]}"

say "The leaderboard"
"$rankfold" query "$result"

say "The result is in $result"
cat <<TEXT
Look at it with

    $rankfold query $result
    $rankfold export $result --table trials --format csv
    python3 -c "import h5py; print(h5py.File('$result')['trials'][:])"      # package python3-h5py
    h5dump -d /tasks $result                                                # package hdf5-tools

README.md goes on from here.
TEXT
