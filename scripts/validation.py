#!/usr/bin/python3
"""Prints the tables of docs/validation.md: what the baseline says of 2023, 2024 and early 2025 beside the published figures.

Usage: scripts/validation.py [PROGRAM]    (default: ./qonys)
Runs scenarios/baseline_2025.yaml from 2023 on after a warm-up of one year, and 2023 and 2024 alone without warm-up, in which
all settlers are arrivals of the year.
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
PROGRAMME = ("kandas_quota", "internal")


class Result(h5py.File):
    first_month = ""


def run(program, folder, first, last, warm_up):
    path = folder / f"{first}_{warm_up}.h5"
    settings = (f"run.first_month={first}", f"run.last_month={last}", f"run.warm_up_months={warm_up}")
    flags = [flag for setting in settings for flag in ("--set", setting)]
    subprocess.run([program, "run", ROOT / "scenarios/baseline_2025.yaml", "-o", path, "--quiet", *flags], check=True)
    result = Result(path)
    result.first_month = first
    return result


def labels(file, axis):
    return [text.decode() for text in file[axis][()]]


def by_replicate(file, measure, first, last, **keep):
    """Sum of a measure over the months and labels kept, one figure per replicate."""
    data = file[measure][()].astype(float)
    axes = [file[measure].dims[i][0].name.strip("/").split("/")[-1] for i in range(data.ndim)]
    start = file.first_month
    months = [int(text[:4]) * 12 + int(text[5:]) - int(start[:4]) * 12 - int(start[5:]) for text in (first, last)]
    data = data[:, months[0] : months[1] + 1]
    for axis, wanted in keep.items():
        wanted = (wanted,) if isinstance(wanted, str) else wanted
        data = np.take(data, [labels(file, axis).index(label) for label in wanted], axis=axes.index(axis))
    return data.reshape(len(data), -1).sum(axis=1)


def figure(values, digits=0):
    error = values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():,.{digits}f} ±{error:,.{digits}f}"


def table(title, rows):
    print(f"\n### {title}\n\n| | published | simulated | simulated / published |\n|---|---:|---:|---:|")
    for name, published, values, digits in rows:
        ratio = f"{values.mean() / published:.2f}" if published else "–"
        print(f"| {name} | {published:,.{digits}f} | {figure(values, digits)} | {ratio} |")


def since_january(file, measure, dates, **keep):
    rows = []
    for date, persons in dates.items():
        date = str(date)
        year, month = int(date[:4]), int(date[5:7])
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        rows.append((f"to {date}", persons, by_replicate(file, measure, f"{year}-01", f"{year}-{month:02}", **keep), 0))
    return rows


def arrivals(base):
    data = yaml.safe_load((ROOT / "params/arrivals.yaml").read_text())["arrivals"]
    total, shares = data["kandas"]["value"], data["kandas_origins"]["value"]
    for year in (2023, 2024):
        table(f"Kandas of {year} by origin, persons (input, but for those who apply at embassies and come two months later)",
              [(o, total[year] * share, by_replicate(base, "arrivals", f"{year}-01", f"{year}-12", origin=o, inflow="kandas"), 0)
               for o, share in shares[year].items()])
    table("Kandas status granted since January, persons", since_january(base, "status_granted", TARGETS["arrivals"]["value"]))
    table("Applied at embassies, persons",
          [("2023 to March 2024", 7518, by_replicate(base, "embassy_applied", "2023-01", "2024-03"), 0)])


def placed(base):
    table("Kandas settled under the quota since January, persons",
          since_january(base, "placed", {"2023-09-01": 1773, "2024-01-01": 2337, **TARGETS["placed"]["value"]}, stream="kandas_quota"))
    table("Internal migrants settled since January, persons",
          since_january(base, "placed", TARGETS["internal"]["value"], stream="internal"))
    table("Kandas settled under the quota in 2024 by origin, persons (calibrated)",
          [(o, v, by_replicate(base, "placed", "2024-01", "2024-12", origin=o, stream="kandas_quota"), 0)
           for o, v in TARGETS["quota_by_origin"]["value"].items()])
    outturn = {}
    with open(ROOT / "params/evidence/quota_2024.csv") as file:
        for row in csv.DictReader(file):
            kandas = row["kandas_2024"] or (int(row["arrived_2024"]) - int(row["internal_2024"]) if row["internal_2024"] else "")
            outturn[row["region"]] = int(kandas) if kandas != "" else None
    known = sum(v for v in outturn.values() if v)
    outturn = {r: v or 3000 - known for r, v in outturn.items()}
    table("Kandas settled under the quota in 2024 by region, persons (published column: derived from the outturn)",
          [(r, v, by_replicate(base, "placed", "2024-01", "2024-12", region=r, stream="kandas_quota"), 0) for r, v in outturn.items()])
    table("Internal migrants settled in 2024 by region, persons (published column: derived from the outturn)",
          [(r, v, by_replicate(base, "placed", "2024-01", "2024-12", region=r, stream="internal"), 0)
           for r, v in TARGETS["internal_by_region"]["value"].items()])
    table("Both streams, other figures by region, persons",
          [("Abai 2023", 434, by_replicate(base, "placed", "2023-01", "2023-12", region="KZ-10", stream=PROGRAMME), 0),
           ("Pavlodar 2025 to October", 2075, by_replicate(base, "placed", "2025-01", "2025-10", region="KZ-55", stream=PROGRAMME), 0)])


def work(alone):
    rows = []
    for year, employed, business in ((2023, 3079, 164), (2024, 2721, 207)):
        adults = {2023: 4158, 2024: 4279}[year]
        told = " (calibrated)" if year == 2024 else ""
        there = by_replicate(alone[year], "working_age", f"{year}-12", f"{year}-12", stream=PROGRAMME)
        rows.append((f"employed, end of {year}{told}", 100 * employed / adults,
                     100 * by_replicate(alone[year], "employed", f"{year}-12", f"{year}-12", stream=PROGRAMME) / there, 1))
        rows.append((f"own business, end of {year}{told}", 100 * business / adults,
                     100 * by_replicate(alone[year], "self_employed", f"{year}-12", f"{year}-12", stream=PROGRAMME) / there, 1))
    there = by_replicate(alone[2024], "working_age", "2024-06", "2024-06", stream=PROGRAMME)
    rows.append(("employed, 1 July 2024 (calibrated)", 100 * TARGETS["employed_july"]["value"],
                 100 * by_replicate(alone[2024], "employed", "2024-06", "2024-06", stream=PROGRAMME) / there, 1))
    table("Work of the programme arrivals of the year, % of working age", rows)
    table("Business grants, number",
          [(str(year), given, by_replicate(alone[year], "business_grants", f"{year}-01", f"{year}-12"), 0)
           for year, given in ((2023, 35), (2024, 25))])


def money(base):
    def spent(first, last, **keep):
        return by_replicate(base, "spending", first, last, **keep)

    def of_placed(first, last, **keep):
        return by_replicate(base, "placed", first, last, **keep)

    east = dict(region="KZ-63", stream="kandas_quota")
    atyrau = dict(region="KZ-23")
    table("Certificates, homes",
          [("all, March 2023 to 8 August 2023", 224, by_replicate(base, "certificates", "2023-03", "2023-07"), 0),
           ("all, March 2023 to October 2024", 1246, by_replicate(base, "certificates", "2023-03", "2024-10"), 0),
           ("North Kazakhstan, 2023 (\"about 400\")", 400, by_replicate(base, "certificates", "2023-03", "2023-12", region="KZ-59"), 0)])
    table("Spending",
          [("all streams and instruments per quota place, 2024, thousand KZT (plan 2023 to 2025)", TARGETS["plan_per_place"]["value"] / 1e3,
            spent("2024-01", "2024-12") / of_placed("2024-01", "2024-12") / 1e3, 0),
           ("North Kazakhstan 2023, both streams, million KZT (\"more than\")", 1200, spent("2023-01", "2023-12", region="KZ-59") / 1e6, 0),
           ("East Kazakhstan 2024, kandas: relocation, million KZT", 65, spent("2024-01", "2024-12", instrument="relocation", **east) / 1e6, 0),
           ("East Kazakhstan 2024, kandas: rent, million KZT", 6, spent("2024-01", "2024-12", instrument="rent", **east) / 1e6, 0),
           ("East Kazakhstan 2024, kandas: certificates, million KZT", 291,
            spent("2024-01", "2024-12", instrument="certificate", **east) / 1e6, 0),
           ("Atyrau 2025 to October: relocation, million KZT", 27.5, spent("2025-01", "2025-10", instrument="relocation", **atyrau) / 1e6, 1),
           ("Atyrau 2025 to October: rent, million KZT", 6.4, spent("2025-01", "2025-10", instrument="rent", **atyrau) / 1e6, 1),
           ("Atyrau 2025 to October: certificates, million KZT", 22.7, spent("2025-01", "2025-10", instrument="certificate", **atyrau) / 1e6, 1)])


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "qonys")
    folder = pathlib.Path(tempfile.mkdtemp())
    base = run(program, folder, "2023-01", "2025-12", 12)
    alone = {year: run(program, folder, f"{year}-01", f"{year}-12", 0) for year in (2023, 2024)}
    arrivals(base)
    placed(base)
    work(alone)
    money(base)
    for year in (2023, 2024):
        free = by_replicate(base, "settled", f"{year}-01", f"{year}-12", stream="kandas_free")
        table(f"Free kandas of {year} by region, % (calibrated to both years; published: 1 June 2023 and earlier)",
              [(r, 100 * v, 100 * by_replicate(base, "settled", f"{year}-01", f"{year}-12", stream="kandas_free", region=r) / free, 2)
               for r, v in TARGETS["region_shares"]["value"].items()])
    table("Cards of Ata Zholy, persons (input)",
          [("July 2023 to February 2025: 65 cards of 1.85 persons", 65 * 1.85, by_replicate(base, "arrivals", "2023-07", "2025-02", inflow="ata_zholy"), 0)])


if __name__ == "__main__":
    main()
