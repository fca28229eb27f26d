#!/bin/sh
# Speed of qonys against its NumPy twin, in one go: turn and turn about, one thread each, CPU time of one replicate.
#   bench/peers/compare.sh [BUILD_FOLDER]        default: build/release
# Both run trunk.yaml, the part of the model that the twin has, and leave out reading it. Prints every round, then the medians and
# their ratio.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
build=${1:-$root/build/release}
scenario=$root/bench/peers/trunk.yaml
rounds=5
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# Nanoseconds of CPU time per person-month.
qonys() {
    "$build/bench/qonys_bench" --benchmark_filter='^whole_run/trunk$' --benchmark_min_time=1 --benchmark_format=csv \
        2>/dev/null | awk -F, '/^name,/ { for (i = 1; i <= NF; ++i) if ($i ~ /items_per_second/) column = i }
                               /^"whole_run/ { printf "%.2f\n", 1e9 / $column }'
}
numpy() {
    "$root/bench/peers/numpy_twin.py" --qonys "$build/qonys" "$scenario" --replicates 3 | awk '/^ns_per_person_month/ { print $2 }'
}
median() { printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

printf '%-8s %12s %12s   ns of CPU time per person-month\n' round qonys numpy
all_qonys='' all_numpy='' round=0
while [ $((round += 1)) -le $rounds ]; do
    q=$(qonys)
    n=$(numpy)
    printf '%-8s %12s %12s\n' "$round" "$q" "$n"
    all_qonys="$all_qonys $q" all_numpy="$all_numpy $n"
done
# shellcheck disable=SC2086  # lists of numbers
q=$(median $all_qonys) n=$(median $all_numpy)
printf '%-8s %12s %12s\n' median "$q" "$n"
awk -v q="$q" -v n="$n" 'BEGIN { printf "qonys is %.1f times as fast as its NumPy twin\n", n / q }'
