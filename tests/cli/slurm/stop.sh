#!/bin/bash
# Ends the daemons that tests/cli/slurm/start.sh started in a folder, all of them with the jobs that still run there, or those that
# are named.
#   tests/cli/slurm/stop.sh FOLDER [DAEMON …]
set -u
folder=$(CDPATH='' cd -- "$1" 2>/dev/null && pwd -P) || exit 0
shift
[ -f "$folder/groups" ] || exit 0

# Sends a signal to the named daemons and what they started; true if there was one.
signal() {
    local sent=1 group name
    while read -r group name; do
        case " ${wanted:-$name} " in
            *" $name "*) kill -"$1" -- "-$group" 2>/dev/null && sent=0 ;;
        esac
    done <"$folder/groups"
    return $sent
}

# The processes of jobs have sessions of their own. They are known by the environment that they were started with.
end_jobs() {
    for process in /proc/[0-9]*; do
        grep -qzxF "SLURM_CONF=$folder/slurm.conf" "$process/environ" 2>/dev/null || continue
        if grep -qz '^slurmstepd' "$process/cmdline" || grep -qz '^SLURM_JOB_ID=' "$process/environ"; then
            kill -KILL "${process#/proc/}"
        fi
    done 2>/dev/null
}

wanted="$*"
signal TERM
if [ -z "$wanted" ]; then
    end_jobs
    watch=$(cat "$folder/watch" 2>/dev/null)
    # which may be this process, see start.sh
    if [ -n "$watch" ] && [ "$watch" != $$ ]; then kill -- "-$watch" 2>/dev/null; fi
fi
for ((i = 0; i < 30; i++)); do
    signal 0 || break
    sleep 0.1
done
signal KILL
if [ -z "$wanted" ]; then
    end_jobs
    rm -f "$folder/groups"
fi
exit 0
