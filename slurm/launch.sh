# Runs rankfold in a Slurm allocation. Sourced by the batch scripts beside it.
#
# The results go to NAME-JOBID.h5 in the folder sbatch was called in (NAME from the job file's name), unless the options
# for `rankfold run` say --output FILE. A batch job that is requeued (its node was lost, or by hand) goes on where it
# stopped, and so does one that is submitted again with the same --output. Variables that change what is done:
#
#   RANKFOLD            the program (default: of the installation or build that these scripts belong to, else from PATH)
#   RANKFOLD_LAUNCHER   mpirun (default), or srun for sites where only srun --mpi=pmix may start ranks
#   RANKFOLD_SLURM      the folder of this file, where the batch script was copied away from it
#   RANKFOLD_WARNING    seconds between the signal USR1 to the batch shell (sbatch --signal=B:USR1@SECONDS) and the end
#   RANKFOLD_SCRIPT     what to submit as successor where requeueing is not allowed (default: no successor)
#
# What a site needs first (module load ..., source .../setup-env.sh) may stand in the batch script or in the shell that
# sbatch is called from, whose environment the job gets.
#
# At USR1 no more folds are begun, those that run are brought home, and the job is requeued: it goes on where it stopped
# until it is complete (Slurm lets a requeued job wait for two minutes). The same where the folds that are left are all
# expected to take longer than the time that is left, and where its ranks were ended from outside. Each time must have
# done something: a job that makes no progress ends.
#
# Exit codes: 0 every task has a result; 2 bad job file or data, nothing was run; 3 some task has no successful trial;
# 4 stopped because too many folds failed, or asked to stop; 1 the job did not finish: the log says why.
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

start_ranks() { # COMMAND...: one rank a task of the allocation; becomes the launcher, so that signals reach it
  case ${RANKFOLD_LAUNCHER:-mpirun} in
  mpirun)
    # Quiet: rankfold says what went wrong itself. Unbound: Slurm has given the cores, and workers never migrate far.
    # With recovery a run outlives ranks that are lost; Open MPI would write a line of its own for each.
    export PMIX_OUTPUT_REDIRECT=file
    exec mpirun -q --enable-recovery --bind-to none -n "$SLURM_NTASKS" "$@"
    ;;
  srun)
    # With Slurm's default way to exchange addresses, one start in thirty crashed in MPI_Init (Slurm 22.05, PMIx 4.2).
    export SLURM_PMIX_FENCE=ring
    exec srun --mpi=pmix --kill-on-bad-exit=1 "$@"
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

folds_done() { # PROGRAM RESULT: how many folds the result file has; 0 where there is none
  local folds
  folds=$("$1" query "$2" --format json --top 1 2>/dev/null | grep -o '"done": *[0-9]*' | head -n 1 | grep -o '[0-9]*$')
  echo "${folds:-0}"
}

grace_of() { # WARNING: seconds that folds may go on after the signal, so that the file is closed before the end
  echo $(($1 > 20 ? $1 - 15 : ($1 + 1) / 2))
}

# When the allocation ends, in seconds since the epoch; nothing where that is not known. Slurm says it since 22.11.
allocation_end() {
  local end
  [ -z "${SLURM_JOB_END_TIME:-}" ] || { echo "$SLURM_JOB_END_TIME" && return; }
  end=$(squeue --noheader --jobs="$SLURM_JOB_ID" --format=%e) && [ -n "$end" ] && date --date="$end" +%s 2>/dev/null
}

times_preempted() { # PROGRAM RESULT: how many runs of the job have ended for lack of time
  "$1" export "$2" --table events --format csv 2>/dev/null | grep -c ',preempted,'
}

drain() { # at USR1: the launcher hands the signal on to all ranks
  drained=yes
  echo "rankfold: the allocation ends soon: no more folds are begun"
  kill -USR1 "$launcher" 2>/dev/null
}

# Starts the ranks and waits for their end; sets `code` to their exit code, as rank 0 gave it.
run_ranks() { # COMMAND...
  # mpirun with recovery ends with 0, so rank 0 leaves its exit code here.
  RANKFOLD_EXIT_CODE_FILE=$(mktemp) && export RANKFOLD_EXIT_CODE_FILE
  drained=no
  start_ranks "$@" &
  launcher=$!
  trap drain USR1
  while true; do # a signal ends `wait` early
    wait "$launcher"
    code=$?
    kill -0 "$launcher" 2>/dev/null || break
  done
  trap - USR1
  left=$(cat "$RANKFOLD_EXIT_CODE_FILE")
  rm -f "$RANKFOLD_EXIT_CODE_FILE"
  code=${left:-$code}
}

# Whether what stopped the job is no fault of its own: the end of its time, or of its ranks by someone else's hand.
may_go_on() { # PROGRAM RESULT PREEMPTED-BEFORE
  [ "$drained" = yes ] || [ -z "$left" ] || [ "$(times_preempted "$1" "$2")" -gt "$3" ]
}

go_on() {
  trap '' TERM # requeueing ends this script
  if scontrol requeue "$SLURM_JOB_ID"; then
    sleep 60
  elif [ -n "${RANKFOLD_SCRIPT:-}" ]; then
    local successor
    successor=$(sbatch --parsable --export=ALL,RANKFOLD_GOES_ON=yes --dependency="afterany:$SLURM_JOB_ID" \
      "$RANKFOLD_SCRIPT") && echo "rankfold: goes on as job $successor"
  fi
  exit 1
}

launch() { # JOB.toml [OPTIONS OF rankfold run]
  local program job result state end before preempted
  if [ $# = 0 ]; then
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
  # What was begun in this job is never begun anew.
  case " $* " in
  *" --overwrite "*)
    [ "${SLURM_RESTART_COUNT:-0}${RANKFOLD_GOES_ON:-}" = 0 ] || set -- "${@/--overwrite/--resume}"
    ;;
  *" --resume "*) ;;
  *) set -- --resume "$@" ;;
  esac
  [ -z "${RANKFOLD_WARNING:-}" ] || set -- --grace "$(grace_of "$RANKFOLD_WARNING")" "$@"

  end=$(allocation_end)
  [ -z "$end" ] || set -- --deadline $((end - ${RANKFOLD_WARNING:-0})) "$@"

  echo "rankfold: $SLURM_NTASKS ranks on $SLURM_JOB_NUM_NODES node(s) ($SLURM_JOB_NODELIST), results in $result"
  before=$(folds_done "$program" "$result")
  preempted=$(times_preempted "$program" "$result")
  run_ranks "$program" run "$job" "$@"
  if [ "$code" = 2 ] || [ ! -e "$result" ]; then
    echo "launch.sh: nothing was run (exit code $code)" >&2
    exit $((code == 0 ? 1 : code))
  fi
  state=$(state_of "$program" "$result")
  echo "rankfold: the job in $result is ${state:-unreadable} (exit code: $code)"
  case $state in
  complete) exit "$code" ;;
  failed) exit 3 ;;
  esac
  if may_go_on "$program" "$result" "$preempted"; then
    [ "$(folds_done "$program" "$result")" -gt "$before" ] && go_on
    echo "launch.sh: no fold was done in all this time: the job is not requeued" >&2
    exit 1
  fi
  exit $((code == 4 ? 4 : 1))
}

serve() { # DIR [OPTIONS OF rankfold serve]: a pilot, which ends after ten minutes without a job unless they say otherwise
  local program folder
  if [ $# = 0 ]; then
    echo "launch.sh: the pilots' folder is missing: sbatch SCRIPT DIR [OPTIONS OF rankfold serve]" >&2
    exit 2
  fi
  program=$(find_program) || exit 2
  folder=$1
  shift
  echo "rankfold: a pilot of $SLURM_NTASKS ranks on $SLURM_JOB_NUM_NODES node(s) ($SLURM_JOB_NODELIST) for $folder"
  run_ranks "$program" serve --pilot "$folder" --idle-timeout 10min --grace "$(grace_of "${RANKFOLD_WARNING:-120}")" "$@"
  # Drained at the end of its time: what is left waits for another pilot, so nothing has failed.
  [ "$drained" = yes ] && [ "$code" = 4 ] && code=0
  exit "$code"
}
