#!/usr/bin/python3
"""Prints the tables of docs/validation.md: what the baseline says of 2024 and early 2025 beside the published figures.

Usage: scripts/validation.py [PROGRAM]    (default: ./qonys)
Runs scenarios/baseline_2025.yaml twice: as it is, and for 2024 alone without warm-up, in which all settlers are arrivals of 2024.
"""
import csv
import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy as np
import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGETS = yaml.safe_load((ROOT / "params/targets.yaml").read_text())["targets"]


def run(program, folder, name, *flags):
    path = folder / name
    subprocess.run([program, "run", ROOT / "scenarios/baseline_2025.yaml", "-o", path, "--quiet", *flags], check=True)
    return h5py.File(path)


def labels(file, axis):
    return [text.decode() for text in file[axis][()]]


def by_replicate(file, measure, first="2024-01", last="2024-12", **keep):
    """Sum of a measure over the months and labels kept, one figure per replicate."""
    data = file[measure][()].astype(float)
    axes = [file[measure].dims[i][0].name.strip("/").split("/")[-1] for i in range(data.ndim)]
    start = 2024 * 12  # first month of the file
    months = [int(text[:4]) * 12 + int(text[5:]) - 1 - start for text in (first, last)]
    data = data[:, months[0] : months[1] + 1]
    for axis, label in keep.items():
        where = labels(file, axis).index(label)
        data = np.take(data, [where], axis=axes.index(axis))
    return data.reshape(len(data), -1).sum(axis=1)


def figure(values, digits=0):
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():,.{digits}f} ±{error:,.{digits}f}"


def table(title, rows, unit=""):
    print(f"\n### {title}\n\n| | published | simulated | simulated / published |\n|---|---:|---:|---:|")
    for name, published, values, digits in rows:
        print(f"| {name} | {published:,.{digits}f}{unit} | {figure(values, digits)}{unit} | {values.mean() / published:.2f} |")


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "qonys")
    folder = pathlib.Path(tempfile.mkdtemp())
    base = run(program, folder, "base.h5")
    alone = run(program, folder, "alone.h5", "--set", "run.warm_up_months=0", "--set", "run.last_month=2024-12")

    arrivals = yaml.safe_load((ROOT / "params/arrivals.yaml").read_text())["arrivals"]
    shares, total = arrivals["origin_shares"]["value"][2024], arrivals["total"]["value"][2024]
    table("Arrivals of 2024 by origin, persons (input)",
          [(o, total * shares[o], by_replicate(base, "arrivals", origin=o), 0) for o in labels(base, "origin")])

    dates = TARGETS["arrivals"]["value"]
    rows = []
    for date, persons in dates.items():
        date = str(date)
        year, month = int(date[:4]), int(date[5:7])
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        rows.append((f"to {date}", persons, by_replicate(base, "status_granted", f"{year}-01", f"{year}-{month:02}"), 0))
    table("Kandas status granted since January, persons", rows)

    rows = []
    for date, persons in TARGETS["placed"]["value"].items():
        date = str(date)
        year, month = int(date[:4]), int(date[5:7])
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        rows.append((f"to {date}", persons, by_replicate(base, "placed", f"{year}-01", f"{year}-{month:02}"), 0))
    table("Settled under the quota since January, persons", rows)

    table("Settled under the quota in 2024 by origin, persons (calibrated)",
          [(o, TARGETS["quota_by_origin"]["value"][o], by_replicate(base, "placed", origin=o), 0) for o in labels(base, "origin")])

    outturn = {}
    with open(ROOT / "params/evidence/quota_2024.csv") as file:
        for row in csv.DictReader(file):
            kandas = row["kandas_2024"] or (int(row["arrived_2024"]) - int(row["internal_2024"]) if row["internal_2024"] else "")
            outturn[row["region"]] = int(kandas) if kandas != "" else None
    known = sum(v for v in outturn.values() if v)
    outturn = {r: v or 3000 - known for r, v in outturn.items()}
    table("Settled under the quota in 2024 by region, persons (published column: derived from the outturn)",
          [(r, v, by_replicate(base, "placed", region=r), 0) for r, v in outturn.items()])

    working = by_replicate(alone, "working_age", "2024-12", "2024-12", stream="kandas_quota")
    employed = by_replicate(alone, "employed", "2024-12", "2024-12", stream="kandas_quota")
    business = by_replicate(alone, "self_employed", "2024-12", "2024-12", stream="kandas_quota")
    july = by_replicate(alone, "employed", "2024-06", "2024-06", stream="kandas_quota") / by_replicate(
        alone, "working_age", "2024-06", "2024-06", stream="kandas_quota")
    table("Work of the programme arrivals of 2024, % of working age",
          [("employed, end of 2024 (calibrated)", 100 * TARGETS["employed_share"]["value"], 100 * employed / working, 1),
           ("employed, 1 July 2024", 53.0, 100 * july, 1),
           ("own business, end of 2024 (calibrated)", 100 * TARGETS["business_share"]["value"], 100 * business / working, 1)])

    def spent(first, last, **keep):
        return by_replicate(base, "spending", first, last, **keep)

    placed = by_replicate(base, "placed")
    east = dict(region="KZ-63")
    table("Spending of 2024",
          [("all instruments per quota place, thousand KZT (plan 2023 to 2025)", TARGETS["plan_per_place"]["value"] / 1e3,
            spent("2024-01", "2024-12") / placed / 1e3, 0),
           ("East Kazakhstan, relocation, million KZT", 65, spent("2024-01", "2024-12", instrument="relocation", **east) / 1e6, 0),
           ("East Kazakhstan, rent, million KZT", 6, spent("2024-01", "2024-12", instrument="rent", **east) / 1e6, 0),
           ("East Kazakhstan, certificates, million KZT", 291, spent("2024-01", "2024-12", instrument="certificate", **east) / 1e6, 0),
           ("East Kazakhstan, per kandas placed, thousand KZT", TARGETS["east_kazakhstan_spending_per_person"]["value"] / 1e3,
            spent("2024-01", "2024-12", **east) / by_replicate(base, "placed", **east) / 1e3, 0),
           ("Atyrau 2025 to October, relocation, million KZT", 27.5,
            spent("2025-01", "2025-10", instrument="relocation", region="KZ-23") / 1e6, 1),
           ("Atyrau 2025 to October, rent, million KZT", 6.4, spent("2025-01", "2025-10", instrument="rent", region="KZ-23") / 1e6, 1),
           ("Atyrau 2025 to October, certificates, million KZT", 22.7,
            spent("2025-01", "2025-10", instrument="certificate", region="KZ-23") / 1e6, 1)])

    free = by_replicate(base, "settled", stream="kandas_free")
    table("Free settlers of 2024 by region, % (calibrated; published: 1 June 2023 and earlier, see params/targets.yaml)",
          [(r, 100 * TARGETS["region_shares"]["value"][r], 100 * by_replicate(base, "settled", stream="kandas_free", region=r) / free, 2)
           for r in labels(base, "region")])


if __name__ == "__main__":
    main()
