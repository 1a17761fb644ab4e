#!/usr/bin/env bash
# Builds everything and runs the whole test suite.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<'TEXT'
Usage: bash scripts/test.sh [--preset release|asan|tsan] [--without-slurm] [CTEST-ARGUMENTS...]

Installs with apt-get the packages that are missing (as root, or with sudo), builds in build/PRESET, and runs the test
suite with ctest, two tests at a time. Works from any folder and can be run again. What follows goes to ctest:
  bash scripts/test.sh -R arima          only the tests with arima in their names
  bash scripts/test.sh -L unit           only the unit tests (labels: unit, mpi, program, faults, slurm)

  --preset NAME     release (default), asan (address and undefined-behaviour sanitizers) or tsan (threads)
  --without-slurm   leave Slurm's packages out; the tests that need a Slurm cluster are then skipped

Exit codes: 0 all tests pass; 2 a wrong option, or packages missing that cannot be installed from here; else failure.
TEXT
}

preset=release
groups=(build test slurm)
while [ $# -gt 0 ]; do
  case $1 in
  --preset)
    case ${2:-} in
    release | asan | tsan) preset=$2 ;;
    *) fail 2 "test.sh: --preset takes release, asan or tsan, not '${2:-}'" ;;
    esac
    shift 2
    ;;
  --without-slurm)
    groups=(build test)
    shift
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *) break ;;
  esac
done

install_missing "${groups[@]}"
build "$preset"

say "Running the tests"
ctest --test-dir "$checkout/build/$preset" --output-on-failure --no-tests=error -j2 "$@"
