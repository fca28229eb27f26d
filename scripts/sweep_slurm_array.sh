#!/bin/bash
# One sweep as an array of Slurm jobs, one shard each.
#   sbatch --array=0-7 scripts/sweep_slurm_array.sh 8 FILE.yaml -o OUT.h5 [other flags of qonys sweep]
# The first argument is the number of shards; the array is numbered from 0. A task that failed is submitted again with the same
# arguments and goes on where it stopped:
#   sbatch --array=3 scripts/sweep_slurm_array.sh 8 FILE.yaml -o OUT.h5
# At the end:
#   ./qonys merge OUT.shard-*-of-8.h5 -o OUT.h5
# Build once before, where a compiler is at hand (`./qonys --version`): the tasks do not build. Submit from the project's folder,
# or name the program in QONYS. Options given to sbatch win over the lines below. docs/cluster.md says more.
#SBATCH --job-name=qonys-sweep
#SBATCH --cpus-per-task=4
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=qonys-sweep-%A_%a.log
set -u

die() {
    printf 'sweep_slurm_array.sh: %s\n' "$*" >&2
    exit 2
}

[ -n "${SLURM_JOB_ID-}" ] || die "start this with sbatch --array=0-7 $0 8 FILE.yaml -o OUT.h5"
[ -n "${SLURM_ARRAY_TASK_ID-}" ] || die "this is no array; add --array=0-7 before the name of the script"
case ${1-} in
    '' | *[!0-9]*) die "the first argument is the number of shards of the whole sweep, also when only a part is submitted" ;;
esac
shards=$1
shift

# Slurm runs a copy of this script, so its own path says nothing of the project's folder.
qonys=${QONYS:-$SLURM_SUBMIT_DIR/build/release/qonys}
[ -x "$qonys" ] || die "no program at $qonys; build it once with ./qonys --version, submit from the project's folder or set QONYS"

# What a shell inside another step hands on to sbatch, and what would be taken for the rank of this task.
for name in ${!SLURM_STEP*} ${!PMI_*} ${!OMPI_*}; do unset "$name"; done

# exec: signals of Slurm reach the program itself
exec "$qonys" sweep "$@" --shard "auto/$shards" --threads "${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}" --log
