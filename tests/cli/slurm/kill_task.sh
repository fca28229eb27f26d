#!/bin/bash
# Kills the processes of one task of an array with SIGKILL, as a crash of its machine would; scancel sends SIGTERM first.
#   tests/cli/slurm/kill_task.sh FOLDER TASK        the folder is that of start.sh
# Exit code 1: there are none.
set -u
folder=$(CDPATH='' cd -- "$1" && pwd -P) || exit 1
found=1
for process in /proc/[0-9]*; do
    if grep -qzxF "SLURM_CONF=$folder/slurm.conf" "$process/environ" && grep -qzxF "SLURM_ARRAY_TASK_ID=$2" "$process/environ"; then
        kill -KILL "${process#/proc/}" && found=0
    fi
done 2>/dev/null
exit $found
