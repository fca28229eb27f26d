#!/bin/bash
# One sweep over the machines of an Open MPI installation, one shard for each process, then the merge; prints the result.
#   scripts/sweep_mpirun.sh PROCESSES FILE.yaml -o OUT.h5 [other flags of qonys sweep]
# The same command goes on where it stopped. mpirun only starts plain processes: qonys itself uses no MPI.
#   QONYS    the program; build/release/qonys if not set. Build once before with ./qonys --version.
#   MPIRUN   mpirun with options of your own: MPIRUN="mpirun --hostfile hosts --map-by ppr:1:node"
#   THREADS  of each process, 1 if not set
# All machines must see the files and the program under the same paths. docs/cluster.md says more.
set -u

die() {
    printf 'sweep_mpirun.sh: %s\n' "$*" >&2
    exit 2
}

usage="usage: sweep_mpirun.sh PROCESSES FILE.yaml -o OUT.h5 [flags of qonys sweep]"
case ${1-} in
    '' | *[!0-9]*) die "$usage" ;;
esac
processes=$1
shift

output=
previous=
for argument; do
    case $previous in -o | --output) output=$argument ;; esac
    case $argument in --output=*) output=${argument#--output=} ;; esac
    previous=$argument
done
[ -n "$output" ] || die "no -o OUT.h5 is given; $usage"
case $output in *.h5) ;; *) die "the name of the output must end with .h5: $output" ;; esac

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
qonys=${QONYS:-$root/build/release/qonys}
[ -x "$qonys" ] || die "no program at $qonys; build it once with ./qonys --version or set QONYS"
mpirun=${MPIRUN:-mpirun}
command -v "${mpirun%% *}" >/dev/null 2>&1 || die "no ${mpirun%% *} here (Debian package openmpi-bin)"

# --bind-to none: else Open MPI holds all threads of a process on one core or socket. The parameter: a process that ends with an
# error, as with failed points, does not end the others. Standard output would be a table for each shard.
# shellcheck disable=SC2086  # mpirun holds several words
$mpirun -n "$processes" --bind-to none --tag-output --mca orte_abort_on_non_zero_status 0 \
    "$qonys" sweep "$@" --shard auto --threads "${THREADS:-1}" --log >/dev/null
status=$?
[ $status -le 1 ] || exit $status # 1: some points failed, which is told at the end

if [ "$processes" = 1 ]; then
    shards=("$output")
else
    stem=${output%.h5}
    shards=()
    for ((k = 1; k <= processes; k++)); do shards+=("$stem.shard-$k-of-$processes.h5"); done
fi
missing=()
for shard in "${shards[@]}"; do
    if [ ! -f "$shard" ] || [ -e "$shard.sweep" ]; then missing+=("$shard"); fi
done
if [ ${#missing[@]} != 0 ]; then
    printf 'sweep_mpirun.sh: not finished: %s; the same command goes on\n' "${missing[*]}" >&2
    exit $((status == 0 ? 1 : status))
fi
if [ "$processes" != 1 ]; then
    "$qonys" merge "${shards[@]}" -o "$output" --quiet
    code=$?
    [ $code -le 1 ] || exit $code # 1: some points failed
fi
# prints the result; 1 when points failed
exec "$qonys" sweep "$output"
