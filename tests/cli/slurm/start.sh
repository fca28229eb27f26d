#!/bin/bash
# Starts a Slurm of its own on this machine's loopback: munged, slurmctld, slurmd, as the current user, with all files in the
# folder that is named. tests/cli/slurm/stop.sh FOLDER ends it.
#   tests/cli/slurm/start.sh FOLDER [OWNER] && . FOLDER/environment
# OWNER: the number of a process; when it has ended, however it did, all that was started ends too.
# Exit codes: 0 it runs; 77 this machine cannot do it, with the reason on standard output.
set -u
umask 022

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
PATH=$PATH:/usr/sbin:/sbin

# Ends what was started and says why, with the last lines of a log.
cannot() {
    printf '%s\n' "$1"
    if [ -n "${2-}" ] && [ -s "$2" ]; then
        printf 'last lines of %s:\n' "$(basename "$2")"
        tail -n 12 "$2"
    fi
    [ -z "${folder-}" ] || "$here/stop.sh" "$folder"
    exit 77
}

for program in munged slurmctld slurmd sbatch squeue scontrol scancel; do
    command -v $program >/dev/null 2>&1 || cannot "$program is not installed (Debian packages slurm-wlm and munge)"
done

mkdir -p "$1" || exit 1
folder=$(CDPATH='' cd -- "$1" && pwd -P)
mkdir -p "$folder/munge" "$folder/state" "$folder/spool" "$folder/log"
user=$(id -un 2>/dev/null) || cannot "the current user has no name"
socket=$folder/munge/socket
[ ${#socket} -lt 100 ] || cannot "the path of the folder is too long for a socket: $folder"

# Two ports on which nothing listens, as the shell can tell.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_ports() {
    ports=
    for ((attempt = 0; attempt < 50; attempt++)); do
        port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
        if port_is_free $port && port_is_free $((port + 1)); then
            ports="$port $((port + 1))"
            return
        fi
    done
    cannot "no free port on 127.0.0.1"
}

write_configuration() {
    host=$(hostname -s)
    cat >"$folder/slurm.conf" <<END
ClusterName=qonys_test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports% *}
SlurmdPort=${ports#* }
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$socket
CredType=cred/munge
CommunicationParameters=NoInAddrAny
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
ReturnToService=2
KillWait=2
MinJobAge=300
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
    # slurmd looks for these beside slurm.conf; without cgroups nothing depends on them
    printf 'CgroupPlugin=cgroup/v1\n' >"$folder/cgroup.conf"
}

# Runs a daemon in the foreground of a session of its own, so that stop.sh finds it and its children by their process group, whose
# number is put in `started`.
launch() {
    name=$1
    shift
    setsid "$@" >>"$folder/log/$name.out" 2>&1 </dev/null &
    started=$!
    printf '%s %s\n' $started "$name" >>"$folder/groups"
}

wait_for_munged() {
    for ((i = 0; i < 100; i++)); do
        [ -S "$socket" ] && munge --socket="$socket" -n >/dev/null 2>&1 && return
        kill -0 $munged 2>/dev/null || break
        sleep 0.1
    done
    cat "$folder/log/munged.log" >>"$folder/log/munged.out" 2>/dev/null
    cannot "munged does not start" "$folder/log/munged.out"
}

# 0: the node can take jobs; 1: a daemon has ended; 2: time is up.
wait_for_node() {
    for ((i = 0; i < 150; i++)); do
        case $(timeout 10 sinfo -h -o %t 2>/dev/null) in
            idle) return 0 ;;
        esac
        kill -0 $slurmctld 2>/dev/null && kill -0 $slurmd 2>/dev/null || return 1
        sleep 0.1
    done
    return 2
}

: >"$folder/groups"
# --force: the folder may lie in one that others cannot enter or write to; munged would refuse that, but only we talk to it
head -c 1024 /dev/urandom >"$folder/munge/key"
chmod 400 "$folder/munge/key"
launch munged munged --foreground --force --socket="$socket" --key-file="$folder/munge/key" --pid-file="$folder/munge/pid" \
    --log-file="$folder/log/munged.log" --seed-file="$folder/munge/seed" --num-threads=2
munged=$started
wait_for_munged

export SLURM_CONF=$folder/slurm.conf
for attempt in 1 2 3; do # another program may take a port between the look and the start
    free_ports
    write_configuration
    launch slurmctld slurmctld -D -i -f "$SLURM_CONF"
    slurmctld=$started
    launch slurmd slurmd -D -f "$SLURM_CONF" -N "$host"
    slurmd=$started
    wait_for_node
    case $? in
        0) break ;;
        2) attempt=3 ;;
    esac
    grep -q 'ddress already in use' "$folder"/log/slurm* || attempt=3
    if [ "$attempt" = 3 ]; then
        kill -0 $slurmctld 2>/dev/null || cannot "slurmctld has ended" "$folder/log/slurmctld.log"
        kill -0 $slurmd 2>/dev/null || cannot "slurmd has ended" "$folder/log/slurmd.log"
        cannot "the node does not come up: $(timeout 10 sinfo -h -o '%t %E' 2>&1)" "$folder/log/slurmd.log"
    fi
    "$here/stop.sh" "$folder" slurmctld slurmd
done

{
    printf 'export SLURM_CONF=%q\n' "$SLURM_CONF"
    printf 'export PATH=%q\n' "$PATH"
} >"$folder/environment"

if [ -n "${2-}" ]; then
    # shellcheck disable=SC2016  # the inner shell's arguments
    setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; exec "$2" "$3"' watch "$2" "$here/stop.sh" "$folder" \
        >/dev/null 2>&1 </dev/null &
    printf '%s\n' $! >"$folder/watch"
fi
