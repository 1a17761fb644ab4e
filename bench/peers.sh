# For the scripts of this folder: starting ranks, and the peers written in Python.
python=${PYTHON:-/usr/bin/python3}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

launch() { timeout 900 mpirun --oversubscribe --bind-to none "$@"; }

# A peer that cannot do what is asked of it is told so, and the others go on.
peer() { timeout 900 "$@" 2> >(tail -n 3 >&2) || echo "failed with exit code $?: $*" >&2; }

has_peer() {
  "$python" -c "import $1" 2> /dev/null || { echo "$1 is not installed for $python: left out" >&2; return 1; }
}
