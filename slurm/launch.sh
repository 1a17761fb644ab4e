# Runs rankfold in a Slurm allocation. Sourced by the batch scripts beside it.
#
# The results go to NAME-JOBID.h5 in the folder sbatch was called in (NAME from the job file's name), unless the options
# for `rankfold run` say --output FILE. A batch job that is requeued (its node was lost, or by hand) goes on where it
# stopped, and so does one that is submitted again with the same --output. Variables that change what is done:
#
#   RANKFOLD            the program (default: of the installation or build that these scripts belong to, else from PATH)
#   RANKFOLD_LAUNCHER   mpirun (default), or srun for sites where only srun --mpi=pmix may start ranks
#   RANKFOLD_SLURM      the folder of this file, where the batch script was copied away from it
#
# What a site needs first (module load ..., source .../setup-env.sh) may stand in the batch script or in the shell that
# sbatch is called from, whose environment the job gets.
#
# Exit codes: 0 every task has a result; 2 bad job file or data, nothing was run; 3 some task has no successful trial;
# 1 the job did not finish: the log says why.
# shellcheck shell=bash

find_program() {
  local here candidate
  here=$(dirname "${BASH_SOURCE[0]}")
  for candidate in "${RANKFOLD:-}" "$here/../../../bin/rankfold" "$here/../build/release/rankfold" \
    "$(command -v rankfold)"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      realpath "$candidate"
      return
    fi
  done
  echo "launch.sh: no rankfold found: build it, have it in PATH, or set RANKFOLD to its path" >&2
  return 1
}

# The file that the options name with --output FILE or --output=FILE; nothing where they do not.
output_option() {
  while [ $# -gt 0 ]; do
    case $1 in
    --output=*) echo "${1#--output=}" && return ;;
    --output) echo "${2:-}" && return ;;
    esac
    shift
  done
}

start_ranks() { # COMMAND...: one rank a task of the allocation
  case ${RANKFOLD_LAUNCHER:-mpirun} in
  mpirun)
    # Quiet: rankfold says what went wrong itself. Unbound: Slurm has given the cores, and workers never migrate far.
    # With recovery a run outlives ranks that are lost; Open MPI would write a line of its own for each.
    PMIX_OUTPUT_REDIRECT=file mpirun -q --enable-recovery --bind-to none -n "$SLURM_NTASKS" "$@"
    ;;
  srun)
    # With Slurm's default way to exchange addresses, one start in thirty crashed in MPI_Init (Slurm 22.05, PMIx 4.2).
    SLURM_PMIX_FENCE=ring srun --mpi=pmix --kill-on-bad-exit=1 "$@"
    ;;
  *)
    echo "launch.sh: RANKFOLD_LAUNCHER is '$RANKFOLD_LAUNCHER'; it may be mpirun or srun" >&2
    return 2
    ;;
  esac
}

# What has become of the job (the first status there is; those of its tasks follow), from its result file: a launcher's
# exit code may be 0 although ranks or nodes were lost.
state_of() { # PROGRAM RESULT
  "$1" query "$2" --format json --top 1 | grep -o '"status": *"[a-z]*"' | head -n 1 | cut -d '"' -f 4
}

launch() { # JOB.toml [OPTIONS OF rankfold run]
  local program job result started code state
  if [ $# -eq 0 ]; then
    echo "launch.sh: a job file is missing: sbatch SCRIPT JOB.toml [OPTIONS OF rankfold run]" >&2
    exit 2
  fi
  program=$(find_program) || exit 2
  job=$1
  shift
  result=$(output_option "$@")
  if [ -z "$result" ]; then
    result=$(basename "$job" .toml)-$SLURM_JOB_ID.h5
    set -- --output "$result" "$@"
  fi
  case " $* " in
  *" --overwrite "* | *" --resume "*) ;;
  *) set -- --resume "$@" ;;
  esac

  echo "rankfold: $SLURM_NTASKS ranks on $SLURM_JOB_NUM_NODES node(s) ($SLURM_JOB_NODELIST), results in $result"
  # mpirun with recovery ends with 0, so rank 0 leaves its exit code here.
  RANKFOLD_EXIT_CODE_FILE=$(mktemp) && export RANKFOLD_EXIT_CODE_FILE
  start_ranks "$program" run "$job" "$@"
  started=$?
  code=$(cat "$RANKFOLD_EXIT_CODE_FILE")
  rm -f "$RANKFOLD_EXIT_CODE_FILE"
  started=${code:-$started}
  if [ "$started" = 2 ] || [ ! -e "$result" ]; then
    echo "launch.sh: nothing was run (exit code $started)" >&2
    exit $((started == 0 ? 1 : started))
  fi
  state=$(state_of "$program" "$result")
  echo "rankfold: the job in $result is ${state:-unreadable} (exit code: $started)"
  case $state in
  complete) exit "$started" ;;
  failed) exit 3 ;;
  *) exit 1 ;;
  esac
}
