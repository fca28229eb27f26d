#!/usr/bin/python3
"""The month loop of qonys once more, in NumPy: the same processes, numbers and months, written as NumPy wants it.

It answers two questions: how much faster is qonys than the tuned array code an analyst would write, and does an independent
programme get the same totals? It reads its numbers from `qonys params SCENARIO --format json`, shares no draw with qonys and is
compared by totals over replicates.

  numpy_twin.py --qonys build/release/qonys bench/peers/trunk.yaml             speed, and totals of 3 replicates
  numpy_twin.py --qonys build/release/qonys bench/peers/trunk.yaml --check     totals of both; exit 1 when they disagree

--check switches the spread of arrivals between replicates off on both sides, so that few replicates are enough.
"""
import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

sys.dont_write_bytecode = True
from twin_months import Replicate  # noqa: E402
from twin_parameters import Model, read_parameters  # noqa: E402

NO_SPREAD = ["arrivals.total_spread=0"] + [f"arrivals.origin_spread.{o}=0" for o in ("CHN", "UZB", "TKM", "MNG", "RUS", "OTH")]

# What both sides report, and the largest difference that --check allows: four standard errors of the difference of the means,
# and this share of the total, for what NumPy does in another precision.
TOTALS = ("arrivals", "refused", "not_placed", "placed", "settled", "moved_on", "returned", "births", "deaths", "hired",
          "centre_turned_away", "certificates", "rent_families", "breaches", "lock_broken", "clawback_due", "clawback_received",
          "clawback_written_off", "citizens", "stock", "employed_share_quota", "employed_share_free", "spending_relocation",
          "spending_rent", "spending_certificate")
TOLERANCE = 0.001


def totals_of_qonys(qonys, scenario, sets, replicates):
    """Mean and standard error of the same totals, from the table that `qonys run --format csv` prints."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "run.h5")
        command = [qonys, "run", scenario, "--replicates", str(replicates), "--format", "csv", "-o", output]
        for change in sets:
            command += ["--set", change]
        text = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    table = [row for row in csv.DictReader(text.splitlines()) if row["table"] == row["measure"] + "_whole_run"]

    def find(measure, **labels):
        rows = [r for r in table if r["measure"] == measure and all(r[k] == v for k, v in labels.items())]
        if any(r["area"] for r in rows):
            rows = [r for r in rows if r["area"] == "KZ"]
        return sum(float(r["mean"]) for r in rows), math.sqrt(sum(float(r["se"]) ** 2 for r in rows))

    result = {}
    for name in TOTALS:
        measure, _, label = name.rpartition("_")
        if measure == "spending":
            result[name] = find(measure, instrument=label)
        elif measure == "employed_share":
            result[name] = find(measure, stream="kandas_" + label)
        elif name == "arrivals":
            result[name] = find("arrivals_total")
        else:
            result[name] = find(name)
    return result


def compare(ours, qonys):
    """Prints both sides; returns how many totals disagree."""
    wrong = 0
    print(f"{'total':<24} {'numpy':>16} {'qonys':>16} {'difference':>10} {'allowed':>8}")
    for name in TOTALS:
        values = np.array([totals[name] for totals in ours])
        mean, error = values.mean(), values.std(ddof=1) / math.sqrt(len(values))
        theirs, their_error = qonys[name]
        difference = mean / theirs - 1
        allowed = TOLERANCE + 4 * math.hypot(error, their_error) / abs(theirs)
        wrong += abs(difference) > allowed
        print(f"{name:<24} {mean:>16.6g} {theirs:>16.6g} {difference:>+10.2%} {allowed:>8.2%}"
              + ("  DIFFERS" if abs(difference) > allowed else ""))
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario")
    parser.add_argument("--qonys", required=True, help="the program qonys, to read the parameters from")
    parser.add_argument("--replicates", type=int, default=0, help="default 3, with --check 20")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="compare totals with a run of qonys")
    a = parser.parse_args()
    sets = NO_SPREAD if a.check else []
    count = a.replicates or (20 if a.check else 3)
    model = Model(read_parameters(a.qonys, a.scenario, sets))
    totals, seconds, person_months = [], [], []
    for replicate in range(count):
        start = time.process_time()
        run = Replicate(model, [a.seed, replicate]).run()
        seconds.append(time.process_time() - start)
        totals.append(run.totals())
        person_months.append(run.person_months)
    per_person_month = sorted(1e9 * s / n for s, n in zip(seconds, person_months))
    print(f"seconds_per_replicate {np.median(seconds):.4f}")
    print(f"ns_per_person_month {np.median(per_person_month):.2f}")
    print(f"person_months {np.mean(person_months):.0f}")
    if a.check:
        sys.exit(1 if compare(totals, totals_of_qonys(a.qonys, a.scenario, sets, 2 * count)) else 0)
    for name in totals[0]:
        print(f"{name} {np.mean([t[name] for t in totals]):.6g}")


if __name__ == "__main__":
    main()
