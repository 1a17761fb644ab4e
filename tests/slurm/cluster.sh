#!/usr/bin/env bash
# A throw-away Slurm cluster on one machine: real slurmctld, slurmd and munged, two or more virtual nodes, no services,
# no accounting, nothing outside one folder.
#
#   cluster.sh start DIR [NODES [CPUS]]   start it (default: 2 nodes of 2 CPUs) and wait until it takes jobs
#   cluster.sh exec  DIR COMMAND...       run a client there: sbatch, squeue, ...
#   cluster.sh kill-node  DIR NODE        as a power cut: slurmd and all that runs there end at once, n1 is the first
#   cluster.sh start-node DIR NODE        start it again, empty, and wait until it takes jobs
#   cluster.sh stop  DIR                  end it with everything that runs on it
#
# As root each node has network, host name, shared memory and processes of its own (namespaces), and all of them live
# in one world with a process table of its own: to stop the cluster is to end that table's first process, and nothing
# can be left behind. Otherwise ("plain") the nodes are daemons on ports of the loopback interface. DIR must be new or
# empty, and its path short (at most 70 characters): sockets lie in it.
set -euo pipefail

self=$(realpath "${BASH_SOURCE[0]}")
network=10.87.34 # /24, seen only inside the world
PATH=$PATH:/usr/sbin:/sbin

fail() {
  printf 'cluster.sh: %s\n' "$*" >&2
  exit 1
}
usage() { sed -n '/^#   /s/^# //p' "$self" >&2; exit 2; }

[ $# -ge 2 ] || usage
command=$1
mkdir -p "$2"
dir=$(realpath "$2")
shift 2
[ ${#dir} -le 70 ] || fail "the path is too long for sockets (at most 70 characters): $dir"

node_names() { seq -f 'n%g' 1 "$nodes"; }
load() {
  [ -f "$dir/cluster" ] || fail "no cluster was started in $dir"
  read -r mode nodes cpus <"$dir/cluster"
}

# ------------------------------------------------------------------------------------------------ configuration
free_ports() { # COUNT: ports on which nothing listens, a line each
  /usr/bin/python3 - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets), sep="\n")
PYTHON
}

write_configuration() {
  local memory ports i name
  memory=$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) / 1024))
  mkdir -p "$dir"/{log,run,state,nodes}
  chmod 755 "$dir" "$dir/run" # munged insists: everyone must be able to reach its socket
  head -c 1024 /dev/urandom >"$dir/munge.key"
  chmod 600 "$dir/munge.key"
  : >"$dir/plugstack.conf"
  # Nothing here uses cgroups, but slurmd looks for them, and gives up in containers that have none or only version 2.
  echo CgroupPlugin=cgroup/v1 >"$dir/cgroup.conf"
  {
    cat <<CONF
ClusterName=rankfold-test
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$dir/run/munge
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/nodes/%n/spool
SlurmctldPidFile=$dir/run/slurmctld.pid
SlurmdPidFile=$dir/run/slurmd.%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=1,sched_interval=5
MpiDefault=pmix
KillWait=5
SlurmdTimeout=6
ReturnToService=2
MessageTimeout=5
CONF
    if [ "$mode" = namespaces ]; then
      printf '%s\n' "SlurmctldHost=controller($network.254)" SlurmctldPort=6817
    else
      # Without this the daemons listen on every interface of the machine.
      mapfile -t ports < <(free_ports $((nodes + 1)))
      printf '%s\n' "SlurmctldHost=$(hostname -s)(127.0.0.1)" "SlurmctldPort=${ports[nodes]}" \
        CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
    fi
    for ((i = 1; i <= nodes; i++)); do
      if [ "$mode" = namespaces ]; then name="NodeAddr=$network.$i Port=6818"; else name="NodeAddr=127.0.0.1 Port=${ports[i - 1]}"; fi
      echo "NodeName=n$i $name CPUs=$cpus RealMemory=$memory State=UNKNOWN"
    done
    echo "PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP"
  } >"$dir/slurm.conf"
  printf '%s\n' "127.0.0.1 localhost" "$network.254 controller" >"$dir/hosts"
  # A folder of configuration for each node, because PMIx needs a folder for its sockets that no other node uses.
  for ((i = 1; i <= nodes; i++)); do
    echo "$network.$i n$i" >>"$dir/hosts"
    mkdir -p "$dir/nodes/n$i"/{spool,tmp}
    ln -s ../../{slurm,plugstack,cgroup}.conf "$dir/nodes/n$i/"
    echo "PMIxCliTmpDirBase=$dir/nodes/n$i/tmp" >"$dir/nodes/n$i/mpi.conf"
  done
}

# What clients need in their environment, and so jobs: sbatch hands it on.
client_environment() {
  echo "SLURM_CONF=$dir/slurm.conf"
  # The nodes share this machine's cores.
  printf '%s\n' OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_mpi_yield_when_idle=1
  [ "$(id -u)" != 0 ] || printf '%s\n' OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  # Nodes that share a host name would also share Open MPI's shared-memory files.
  [ "$mode" = namespaces ] ||
    printf '%s\n' OMPI_MCA_btl=self,tcp OMPI_MCA_btl_tcp_if_include=lo OMPI_MCA_oob_tcp_if_include=lo
}

# ------------------------------------------------------------------------------------------------ inside the cluster
start_daemons() {
  munged -F --key-file="$dir/munge.key" --socket="$dir/run/munge" --seed-file="$dir/run/munge.seed" \
    --pid-file="$dir/run/munge.pid" --log-file="$dir/log/munged.log" &
  until [ -S "$dir/run/munge" ]; do sleep 0.02; done
  SLURM_CONF=$dir/slurm.conf slurmctld -D -f "$dir/slurm.conf" -L "$dir/log/slurmctld.log" &
}
slurmd_of() { # NODE
  export SLURM_CONF=$dir/nodes/$1/slurm.conf
  exec slurmd -D -N "$1" -f "$SLURM_CONF" -L "$dir/log/$1.log"
}

# The first process of the world: sets up the network, starts the daemons, and reaps whatever ends.
world() {
  hostname controller
  mount --bind "$dir/hosts" /etc/hosts
  ip link set lo up
  ip link add bridge0 type bridge
  ip addr add "$network.254/24" dev bridge0
  ip link set bridge0 up
  start_daemons
  local node
  for node in $(node_names); do connect_node "$node"; done
  echo up >"$dir/run/up"
  while true; do wait -n || true; done
}
connect_node() { # NODE: starts it, within the world
  local pid
  rm -f "$dir/run/$1.connected"
  mkfifo "$dir/run/$1.connected"
  unshare --net --uts --ipc --mount --pid --fork --kill-child --mount-proc "$self" _node "$dir" "$1" &
  pid=$!
  echo "$pid" >"$dir/run/$1.pid"
  until [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
  # The same address each time: the others remember it for a while.
  ip link add "$1" type veth peer name eth0 address "02:00:00:00:00:$(printf %02x "${1#n}")" netns "$pid"
  ip link set "$1" master bridge0 up
  echo >"$dir/run/$1.connected"
}
node() { # NODE, in namespaces of its own
  hostname "$1"
  mount -t tmpfs -o mode=1777 tmpfs /dev/shm
  read -r _ <"$dir/run/$1.connected"
  ip link set lo up
  ip addr add "$network.${1#n}/24" dev eth0
  ip link set eth0 up
  slurmd_of "$1"
}

# The same without namespaces: ends what it started when it is told to, jobs first.
plain() {
  # shellcheck disable=SC2317  # run by the trap
  end() {
    trap - TERM
    timeout 5 env SLURM_CONF="$dir/slurm.conf" scancel --user "$(id -un)" || true
    job_processes | xargs -r kill -KILL 2>/dev/null || true
    kill -KILL 0
  }
  trap end TERM
  start_daemons
  local node
  for node in $(node_names); do (slurmd_of "$node") & done
  echo up >"$dir/run/up"
  while true; do wait -n || true; done
}
# shellcheck disable=SC2317  # run by plain's trap
job_processes() { # [NODE]: slurmds, slurmstepds, batch shells and ranks: they carry the configuration of their node
  local file
  for file in /proc/[0-9]*/environ; do
    ! tr '\0' '\n' <"$file" | grep -q "^SLURM_CONF=$dir/nodes/${1:+$1/}" || basename "$(dirname "$file")"
  done 2>/dev/null # processes of others, and those that have just ended, cannot be read
}

# ------------------------------------------------------------------------------------------------ from outside
process() { # prints the pid of the cluster's first process, where it runs
  local pid started
  read -r pid started 2>/dev/null <"$dir/run/pid" && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}
# When a process that has not ended was started: a pid alone may be another process by now.
start_time() { awk '{ sub(/.*\) /, ""); if ($1 != "Z") print $20 }' "/proc/$1/stat" 2>/dev/null || true; }

# With namespaces that is unshare's; the first process within the world is its child.
world_init() {
  local pid
  pid=$(process) && awk '{ print $1 }' "/proc/$pid/task/$pid/children"
}

client() {
  local words=(env) init
  if [ "$mode" = namespaces ]; then
    init=$(world_init) || fail "the cluster in $dir does not run"
    words=(nsenter --target "$init" --all -- env -C "$PWD")
  fi
  mapfile -t -O ${#words[@]} words < <(client_environment)
  "${words[@]}" "$@"
}

wait_until_up() { # COUNT [NODE]: until so many nodes, or this one, take jobs
  local tries idle
  for ((tries = 0; tries < 200; tries++)); do
    process >/dev/null || return 1
    if [ -e "$dir/run/up" ]; then
      idle=$(client timeout 3 sinfo --noheader ${2:+--nodes="$2"} --format '%T %D' 2>/dev/null |
        awk '$1 == "idle" || $1 == "mixed" { n += $2 } END { print n + 0 }')
      [ "$idle" != "$1" ] || return 0
    fi
    sleep 0.1
  done
  return 1
}

# With namespaces its processes end with its first one, and its interface with them.
kill_node() { # NODE
  if [ "$mode" = plain ]; then
    job_processes "$1" | xargs -r kill -KILL 2>/dev/null || true
  else
    client kill -KILL "$(cat "$dir/run/$1.pid")"
  fi
}
start_node() { # NODE
  rm -rf "$dir/nodes/$1"/{spool,tmp}/* # sockets of the jobs that it ran
  if [ "$mode" = plain ]; then
    (slurmd_of "$1") </dev/null >>"$dir/log/daemons" 2>&1 &
  else
    client sh -c "while ip link show $1; do sleep 0.05; done" >/dev/null 2>&1 # it goes a moment after the node
    client setsid "$self" _connect "$dir" "$1" </dev/null >>"$dir/log/daemons" 2>&1
  fi
  wait_until_up 1 "$1" || fail "node $1 does not come up: the logs are in $dir/log"
}

stop() {
  local pid tries
  if pid=$(process); then
    if [ "$mode" = plain ]; then kill -TERM "$pid"; else kill -KILL "$(world_init)"; fi
    for ((tries = 0; tries < 200; tries++)); do
      process >/dev/null || break
      sleep 0.05
    done
  fi
  rm -rf "$dir/run"
}

can_have_namespaces() {
  [ "$(id -u)" = 0 ] && unshare --net --uts --ipc --mount --pid --fork --mount-proc \
    ip link add probe type veth peer name eborp >/dev/null 2>&1
}

start() {
  nodes=${1:-2} cpus=${2:-2}
  [ -z "$(ls -A "$dir")" ] || fail "$dir is not empty"
  mode=plain
  local world=()
  if can_have_namespaces; then
    mode=namespaces
    world=(unshare --net --uts --ipc --mount --pid --fork --kill-child --mount-proc)
  fi
  echo "$mode $nodes $cpus" >"$dir/cluster"
  write_configuration
  setsid "${world[@]}" "$self" "_$mode" "$dir" </dev/null >"$dir/log/daemons" 2>&1 &
  echo "$! $(start_time $!)" >"$dir/run/pid"
  wait_until_up "$nodes" || {
    tail -n 5 "$dir"/log/* >&2
    stop
    fail "the cluster did not come up: its logs are in $dir/log"
  }
}

case $command in
start) start "$@" ;;
exec) load && client "$@" ;;
kill-node | start-node) [ $# = 1 ] || usage; load && "${command/-/_}" "$1" ;;
stop) load && stop ;;
_namespaces) load && world ;;
_plain) load && plain ;;
_node) load && node "$@" ;;
_connect) load && connect_node "$@" ;;
*) usage ;;
esac
