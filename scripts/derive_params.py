#!/usr/bin/python3
"""Derive the tables of params/ that no source prints, from the raw figures in params/evidence/.

    scripts/derive_params.py            print every derived table as a YAML block
    scripts/derive_params.py --check    compare with params/, exit 1 on a difference
    scripts/derive_params.py --write    replace the tables in params/ (then read the diff)

Needs numpy only. Nothing here is random. How each table is made: docs/parameters.md and the functions below.
"""
import csv
import functools
import math
import sys
from pathlib import Path

import numpy as np

PARAMS = Path(__file__).resolve().parent.parent / "params"
ORIGINS = ["CHN", "UZB", "TKM", "MNG", "RUS", "OTH"]
DEPARTURES = ["KZ-19", "KZ-31", "KZ-33", "KZ-43", "KZ-47", "KZ-61", "KZ-79"]  # regions that internal migrants leave
REGIONS = [f"KZ-{n}" for n in (10, 11, 15, 19, 23, 27, 31, 33, 35, 39, 43, 47, 55, 59, 61, 62, 63, 71, 75, 79)]
OLD_BORDERS = ["KZ-19+KZ-33", "KZ-61+KZ-79", "KZ-63+KZ-10", "KZ-35+KZ-62"]
PERSONS_PER_FAMILY = 1.85  # recent arrivals: 1.77 (2019: 17,661 / 9,993), 2.06 (2016), 1.88 (Q1 2017)
DISPERSION = 0.8           # of the negative binomial of members besides the head; below 1 = long tail (assumed)
LARGEST_FAMILY = 10
SEEKER_SHARE, REGISTRATION_MEAN, REGISTRATION_MONTHS = 0.95, 240, 12  # as in params/internal.yaml
INTERNAL_FAMILY = dict(zip(range(1, 11), [0.06, 0.08, 0.16, 0.27, 0.24, 0.13, 0.04, 0.02, 0, 0]))  # mean 4.2 (assumed)
INTERNAL_COMPOSITION = [0.03, 0.85, 0.9, 0.1]  # retired_head, spouse, child, elder (assumed)


@functools.cache
def evidence(name):
    with open(PARAMS / "evidence" / f"{name}.csv", newline="") as f:
        return list(csv.DictReader(f))


def number(text):
    return float(text) if text != "" else None


def round_to_total(values, total):
    """Whole numbers close to `values` that sum to `total`: largest remainder."""
    values = np.asarray(values, float) * total / np.sum(values)
    whole = np.floor(values + 1e-9).astype(int)
    order = np.argsort(-(values - whole), kind="stable")
    whole[order[: total - whole.sum()]] += 1
    return whole


def as_shares(values, decimals=4):
    """Shares that sum to exactly 1 at the printed precision."""
    scale = 10**decimals
    return [w / scale for w in round_to_total(values, scale)]


# --- arrivals -----------------------------------------------------------------------------------------------------


@functools.cache
def arrivals():
    """{period: (persons, origin shares)}. Where RUS is inside 'other' it is taken out by the stock of 2015."""
    stock = {r["label"]: float(r["percent"]) for r in evidence("stock_2015") if r["kind"] == "origin"}
    rus_in_other = stock["RUS"] / (stock["RUS"] + stock["OTH"])
    table = {}
    for row in evidence("arrivals_by_year"):
        percent = {o: number(row[o]) for o in ORIGINS}
        shares = None
        if percent["UZB"] is not None:
            if percent["RUS"] is None:
                percent["RUS"] = percent["OTH"] * rus_in_other
                percent["OTH"] *= 1 - rus_in_other
            shares = np.array([percent[o] for o in ORIGINS])
            shares /= shares.sum()
        table[row["period"]] = (number(row["persons"]), shares)
    two_years, first, last = table.pop("2017-2018")[0], table["2016"][1], table["2019"][1]
    table["2017"] = (two_years // 2, (2 * first + last) / 3)  # halves of the residual, shares on a straight line
    table["2018"] = (two_years - two_years // 2, (first + 2 * last) / 3)
    table["2015-04..12"] = (table["2015-04..12"][0], first)
    return table


def arrivals_total():
    return {year: int(arrivals()[str(year)][0]) for year in range(2016, 2025)}


def origin_shares():
    return {year: dict(zip(ORIGINS, as_shares(arrivals()[str(year)][1]))) for year in range(2016, 2025)}


def season():
    """Mean over 2021-2024 of each month's share of the year; an interval of months is spread evenly."""
    years = {}
    for row in evidence("monthly_increments"):
        first, last = int(row["month_from"]), int(row["month_to"])
        months = years.setdefault(row["year"], np.zeros(12))
        months[first - 1 : last] += float(row["persons"]) / (last - first + 1)
    mean = np.mean([months / months.sum() for months in years.values()], axis=0)
    return dict(zip(range(1, 13), as_shares(mean)))


def total_spread():
    return round(float(np.std([math.log(arrivals()[str(y)][0]) for y in range(2019, 2025)], ddof=1)), 3)


def origin_spread():
    logs = np.log([arrivals()[str(y)][1] for y in range(2019, 2025)])
    return dict(zip(ORIGINS, (round(float(s), 2) for s in np.std(logs, axis=0, ddof=1))))


# --- internal migrants and embassies ------------------------------------------------------------------------------


def internal_total():
    """Applicants of whom those eligible are as many as settled: job-seekers, registered for a year."""
    eligible = SEEKER_SHARE * math.exp(-REGISTRATION_MONTHS / REGISTRATION_MEAN)
    return {int(r["year"]): int(round(float(r["settled"]) / eligible)) for r in evidence("internal_by_year")}


def internal_origins():
    """Turkistan as counted in 2025, the other regions of departure by population; the same every year."""
    counted = {r["region"]: float(r["persons_2025"]) / float(r["settled_2025"]) for r in evidence("internal_departures")}
    people = {r["region"]: float(r["persons"]) for r in evidence("population_2025")}
    others = sum(people[r] for r in DEPARTURES if r not in counted)
    left = 1 - sum(counted.values())
    shares = as_shares([counted.get(r, left * people[r] / others) for r in DEPARTURES])
    return {int(r["year"]): dict(zip(DEPARTURES, shares)) for r in evidence("internal_by_year")}


def even_season():
    return dict(zip(range(1, 13), as_shares(np.ones(12))))


def embassy_share():
    """Applicants over arrivals of the countries with the service; of the others (Iran and Afghanistan of many) half of it."""
    rows = evidence("embassy")
    applied = sum(float(r["persons"]) for r in rows if r["measure"] == "applied")
    weight = {"CHN": 1.0, "TKM": 1.0, "MNG": 1.0, "OTH": 0.5}
    share = applied / sum(weight[r["origin"]] * float(r["persons"]) for r in rows if r["measure"] != "applied")
    return {"2015-01-01": {o: 0 for o in weight}, "2023-01-01": {o: round(share * w, 2) for o, w in weight.items()}}


# --- where settlers went ------------------------------------------------------------------------------------------


def split_old_borders(percent):
    """{label: percent} on today's regions; a unit of old borders is divided by population."""
    population = {r["region"]: float(r["persons"]) for r in evidence("population_2025")}
    out = {}
    for label, value in percent.items():
        parts = label.split("+")
        for region in parts:
            out[region] = value * population[region] / sum(population[p] for p in parts)
    return out


def spread_rest(known, total, profile):
    """Regions without a printed share divide what is left of `total` by `profile`."""
    known = split_old_borders(known)
    rest = {r: profile[r] for r in REGIONS if r not in known}
    left = total - sum(known.values())
    return np.array([known[r] if r in known else left * rest[r] / sum(rest.values()) for r in REGIONS])


def h1_2016_profile():
    return split_old_borders({r["iso_current"]: float(r["persons"]) for r in evidence("kandas_by_region_2016h1")})


def printed_region_shares():
    table = {}
    for row in evidence("region_shares"):
        table.setdefault(int(row["year"]), {})[row["region"]] = float(row["percent"])
    return table


def stock_by_region(total_2023):
    """Settlers of 1991-2022 by region: the stock of April 2015 plus the arrivals since, Mangystau set to its own count."""
    rows = evidence("stock_2015")
    stock = float(next(r for r in rows if r["kind"] == "total")["percent"])
    known = {r["label"]: float(r["percent"]) for r in rows if r["kind"] == "region"}
    recent, people = h1_2016_profile(), {r["region"]: float(r["persons"]) for r in evidence("population_2025")}
    others = [r for r in REGIONS if r not in split_old_borders(known)]
    # Early quotas sent families to every oblast, later arrivals chose: half population, half arrivals of 2016.
    old = {r: recent[r] / sum(recent[o] for o in others) + people[r] / sum(people[o] for o in others) for r in others}
    persons = stock / 100 * spread_rest(known, 100, {**recent, **old})
    shares = {y: spread_rest(k, 100, recent) / 100 for y, k in printed_region_shares().items()}
    shares[2017], shares[2018] = (2 * shares[2016] + shares[2019]) / 3, (shares[2016] + 2 * shares[2019]) / 3
    table = arrivals()
    persons += table["2015-04..12"][0] * shares[2016]
    for year in range(2016, 2023):
        persons += table[str(year)][0] * shares[year]
    count = {(r["region"], r["period"]): float(r["persons"]) for r in evidence("region_counts")}
    since = table["2023"][0] * shares[2023][REGIONS.index("KZ-47")] + 2 * count["KZ-47", "2024-01..10"] * 12 / 10
    mangystau = REGIONS.index("KZ-47")
    fixed = count["KZ-47", "1991-2025"] - since  # 2025 taken like 2024
    rest = np.delete(persons, mangystau)
    return np.insert(rest * (total_2023 - fixed) / rest.sum(), mangystau, fixed)


def kin_stock():
    """Iterative proportional fitting of assumed odds (kin_seed.csv) to the totals by origin and by region."""
    rows = evidence("stock_2015")
    stock = float(next(r for r in rows if r["kind"] == "total")["percent"])
    by_origin = stock / 100 * np.array([next(float(r["percent"]) for r in rows if r["label"] == o) for o in ORIGINS])
    table = arrivals()
    for period in ["2015-04..12"] + [str(y) for y in range(2016, 2023)]:
        by_origin = by_origin + table[period][0] * table[period][1]
    by_region = stock_by_region(by_origin.sum())
    seed = {r["origin"]: [float(r[region]) for region in REGIONS] for r in evidence("kin_seed")}
    cells = np.array([seed[o] for o in ORIGINS]) * by_region
    for _ in range(500):
        cells *= (by_origin / cells.sum(axis=1))[:, None]
        cells *= by_region / cells.sum(axis=0)
    totals = round_to_total(by_origin, int(round(by_origin.sum())))
    table = {o: dict(zip(REGIONS, map(int, round_to_total(row, t)))) for o, row, t in zip(ORIGINS, cells, totals)}
    return table | internal_stock()


def internal_stock():
    """Internal migrants settled 2016-2022, by departure region and spread over reception regions like the quota of 2023."""
    settled = sum(float(r["settled"]) for r in evidence("internal_by_year") if int(r["year"]) < 2023)
    quota = {r["region"]: float(r["quota_2023"]) for r in evidence("quota_internal")}
    whole = sum(quota.values())
    from_region = next(iter(internal_origins().values()))
    return {o: {r: round(settled * share * q / whole) for r, q in quota.items() if r != o} for o, share in from_region.items()}


def region_targets():
    """Free settlers: the shares of January-May 2023 less the quota places, all of which lie outside the printed seven."""
    count = {r["measure"]: float(r["persons"]) for r in evidence("region_counts") if r["period"] == "2023-01..08"}
    quota = count["kandas settled under the quota"] / count["kandas settled, all"]
    shares = spread_rest(printed_region_shares()[2023], 100 * (1 - quota), h1_2016_profile())
    return dict(zip(REGIONS, as_shares(shares)))


# --- quotas -------------------------------------------------------------------------------------------------------


def scaled(places, total):
    regions = sorted(places)
    return dict(zip(regions, map(int, round_to_total([places[r] for r in regions], total))))


def internal_quotas():
    """As kandas_quotas; the revision of October 2023 took places away."""
    first = {r["region"]: float(r["quota_2023"]) for r in evidence("quota_internal")}
    outturn = {r["region"]: float(r["outturn_2024"]) for r in evidence("quota_internal")}
    return {"2023-10-01": scaled(first, 6592), "2024-01-01": scaled(outturn, 7050), "2024-08-24": scaled(outturn, 6450)}


def kandas_quotas():
    """The revised quota of 2023 in proportion to the first; the quotas of 2024 in proportion to the year's outturn."""
    first = {r["region"]: float(r["kandas"]) for r in evidence("quota_2023")}
    outturn = {}
    for row in evidence("quota_2024"):
        if row["kandas_2024"]:
            outturn[row["region"]] = float(row["kandas_2024"])
        elif row["internal_2024"]:
            outturn[row["region"]] = float(row["arrived_2024"]) - float(row["internal_2024"])
    outturn["KZ-55"] = 3000 - sum(outturn.values())  # Pavlodar: the rest of the national 3,000

    return {"2023-10-01": scaled(first, 2337), "2024-01-01": scaled(outturn, 2433), "2024-08-24": scaled(outturn, 3033)}


# --- families -----------------------------------------------------------------------------------------------------


@functools.cache
def family_means():
    """Persons per family: the stock means, their excess over 1 scaled to recent arrivals (mix of 2019-2024)."""
    stock = {r["origin"]: float(r["persons"]) / float(r["families"]) for r in evidence("family_size")}
    table = arrivals()
    persons = sum(table[str(y)][0] * table[str(y)][1] for y in range(2019, 2025))
    low, high = 0.0, 1.0
    for _ in range(60):
        k = (low + high) / 2
        means = np.array([1 + k * (stock[o] - 1) for o in ORIGINS])
        if persons.sum() / (persons / means).sum() < PERSONS_PER_FAMILY:
            low = k
        else:
            high = k
    return means


def size_shares(mean):
    """1 + negative binomial, cut at ten members, with the wanted mean after the cut."""

    def shares(mu):
        p, out = DISPERSION / (DISPERSION + mu), []
        for n in range(LARGEST_FAMILY):
            log = math.lgamma(n + DISPERSION) - math.lgamma(DISPERSION) - math.lgamma(n + 1)
            out.append(math.exp(log + DISPERSION * math.log(p) + n * math.log(1 - p)))
        return np.array(out) / sum(out)

    low, high, sizes = 1e-6, 20.0, np.arange(1, LARGEST_FAMILY + 1)
    for _ in range(80):
        mu = (low + high) / 2
        low, high = (mu, high) if shares(mu) @ sizes < mean else (low, mu)
    return shares(mu)


def family_size():
    sizes = range(1, LARGEST_FAMILY + 1)
    table = {o: dict(zip(sizes, as_shares(size_shares(m)))) for o, m in zip(ORIGINS, family_means())}
    return table | {region: INTERNAL_FAMILY for region in DEPARTURES}


@functools.cache
def size_means():
    """Mean size and share of families of two or more, by origin, of the printed table."""
    table = family_size()
    return (np.array([sum(n * s for n, s in table[o].items()) for o in ORIGINS]), np.array([1 - table[o][1] for o in ORIGINS]))


def age_counts(p):
    """Expected working-age, minor and pension-age members per family and origin; p = rows retired_head, spouse, child, elder."""
    retired, spouse, child, elder = p
    mean, two_or_more = size_means()
    couples = two_or_more * spouse
    others = mean - 1 - couples
    pension = retired * (1 + couples) + others * (1 - child) * elder
    minors = others * child
    return np.array([mean - minors - pension, minors, pension]) / mean


COMPOSITION_PRIOR = [0.08, 0.30, 0.85, 0.15]  # retired_head, spouse, child, elder where the data say nothing (assumed)
COMPOSITION_PULL = [0.5, 4, 2, 2]  # weight of the prior (squared logit units) against percentage points of age shares (assumed)


def age_mixes():
    rows = evidence("age_by_mix")
    stock = {r["label"]: float(r["percent"]) for r in evidence("stock_2015") if r["kind"] == "origin"}
    rus = stock["RUS"] / (stock["RUS"] + stock["OTH"])
    mixes = []
    for r in rows:
        mix = [number(r[o]) for o in ORIGINS]
        if mix[ORIGINS.index("RUS")] is None:
            other = mix[ORIGINS.index("OTH")]
            mix[ORIGINS.index("RUS")], mix[ORIGINS.index("OTH")] = other * rus, other * (1 - rus)
        mixes.append(np.array(mix) / sum(mix))
    ages = np.array([[float(r[k]) for k in ("working_age", "minor", "pension_age")] for r in rows])
    return np.array(mixes), ages / ages.sum(axis=1, keepdims=True), np.array([float(r["weight"]) for r in rows])


@functools.cache
def composition():
    """Least squares (Levenberg-Marquardt on logits) of the age shares of seven periods with different origin mixes."""
    mixes, ages, weight = age_mixes()
    prior = np.repeat(np.log(np.array(COMPOSITION_PRIOR) / (1 - np.array(COMPOSITION_PRIOR))), len(ORIGINS))
    pull = np.repeat(np.sqrt(COMPOSITION_PULL), len(ORIGINS))

    def residuals(x):
        fitted = mixes @ age_counts(1 / (1 + np.exp(-x.reshape(4, -1)))).T
        data = (fitted - ages) / 0.01 * np.sqrt(weight)[:, None]
        return np.concatenate([data.ravel(), pull * (x - prior)])

    x, damping = prior.copy(), 1.0
    for _ in range(200):
        r = residuals(x)
        jacobian = np.array([(residuals(x + 1e-5 * e) - r) / 1e-5 for e in np.eye(len(x))]).T
        step = np.linalg.solve(jacobian.T @ jacobian + damping * np.eye(len(x)), -jacobian.T @ r)
        better = np.sum(residuals(x + step) ** 2) < np.sum(r**2)
        x, damping = (x + step, damping / 3) if better else (x, damping * 3)
    p = np.round(1 / (1 + np.exp(-x.reshape(4, -1))), 3)
    return p


def composition_row(row):
    return lambda: dict(zip(ORIGINS, map(float, composition()[row]))) | {r: INTERNAL_COMPOSITION[row] for r in DEPARTURES}


# --- homes --------------------------------------------------------------------------------------------------------


def prices(period, market=None):
    return {r["iso"]: 1000 * float(r["thousand_kzt_per_m2"]) for r in evidence("housing_prices")
            if r["period"] == period and (market is None or r["market"] == market)}


def price_growth():
    """Per year, national price of new homes March 2023 to August 2025 (29 months)."""
    return round((prices("2025-08", "new (BNS)")["KZ"] / prices("2023-03")["KZ"]) ** (12 / 29) - 1, 3)


def geometric_mean(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


@functools.cache
def home_price():
    """KZT per m2, April 2024: BNS where printed, else an older price times the mean rise of the cities that have both."""
    out = {k: v * (1 + price_growth()) ** (13 / 12) for k, v in prices("2023-03").items() if k != "KZ"}
    out |= prices("2024-04", "new (BNS)")
    out |= prices("2024-04", "resale (BNS)")
    known = dict(out)
    for period in ("2009-10", "2020-06"):  # the later one wins
        old = prices(period)
        rise = geometric_mean([known[r] / old[r] for r in old if r in known])
        out |= {r: old[r] * rise for r in old if r not in known}
    out["KZ-19"] = out["KZ-33"]  # Konaev as Taldykorgan, the former capital of the undivided oblast
    out["KZ-61"] = np.mean([out["KZ-79"], out["KZ-31"], out["KZ-43"]])  # Turkistan as its neighbours
    return {r: int(round(out[r], -3)) for r in REGIONS}


def rent():
    """KZT per m2 and month, April 2024. BNS where printed; 2021-2022 BNS moved by the change of cities that have both;
    elsewhere the asking rent of two rooms (September 2022) through a straight line in logs; elsewhere the rent-price ratio."""
    rows = evidence("rents")
    bns = {p: {r["iso"]: float(r["value"]) for r in rows if r["period"] == p and r["iso"] != "KZ"}
           for p in ("2021-09", "2022-09", "2024-04")}
    change_22 = geometric_mean([bns["2024-04"][r] / bns["2022-09"][r] for r in ("KZ-71", "KZ-75")])
    change_21 = change_22 * geometric_mean([bns["2022-09"][r] / bns["2021-09"][r] for r in ("KZ-47", "KZ-43", "KZ-31")])
    out = {r: v * change_21 for r, v in bns["2021-09"].items()}
    out |= {r: v * change_22 for r, v in bns["2022-09"].items()}
    out |= bns["2024-04"]
    asking = {r["iso"]: float(r["value"]) for r in rows if "2-room" in r["measure"]}
    both = [r for r in asking if r in out]
    slope, level = np.polyfit([math.log(asking[r]) for r in both], [math.log(out[r]) for r in both], 1)
    out |= {r: math.exp(level + slope * math.log(v)) for r, v in asking.items() if r not in out}
    price = home_price()
    ratio = geometric_mean([out[r] / price[r] for r in out])
    return {r: int(round(out.get(r, ratio * price[r]), -1)) for r in REGIONS}


CERTIFICATE_SHARE, CERTIFICATE_CAP = 0.5, 1160 * 3692  # rules of 2023 to 2025, MRP of 2024
HOME_AREA, VILLAGE_PRICE = 50, 0.45  # as in params/housing.yaml


def reference_share():
    """Share of a typical home that the certificate of 2024 pays: mean of city and village, regions by their places of 2024."""
    places = {r: 0 for r in REGIONS}
    for table in (kandas_quotas(), internal_quotas()):
        for r, n in table["2024-08-24"].items():
            places[r] += n
    pays = lambda price: min(CERTIFICATE_SHARE, CERTIFICATE_CAP / price)
    share = {r: (pays(HOME_AREA * p) + pays(HOME_AREA * VILLAGE_PRICE * p)) / 2 for r, p in home_price().items()}
    return round(sum(places[r] * share[r] for r in REGIONS) / sum(places.values()), 3)


# --- what is assumed in proportion to the population ----------------------------------------------------------------


def per_inhabitant(share, nearest):
    def table():
        people = {r["region"]: float(r["persons"]) for r in evidence("population_2025")}
        return {r: int(nearest * round(people[r] * share / nearest)) for r in REGIONS}

    return table


# --- reading and writing params/ ----------------------------------------------------------------------------------

DERIVED = [  # file, path, table
    ("places.yaml", "places.rent", rent),
    ("places.yaml", "places.home_price", home_price),
    ("origins.yaml", "origins.kin_stock", kin_stock),
    ("quotas.yaml", "quotas.kandas", kandas_quotas),
    ("quotas.yaml", "quotas.internal", internal_quotas),
    ("arrivals.yaml", "arrivals.kandas", arrivals_total),
    ("arrivals.yaml", "arrivals.kandas_origins", origin_shares),
    ("arrivals.yaml", "arrivals.kandas_season", season),
    ("internal.yaml", "arrivals.internal", internal_total),
    ("internal.yaml", "arrivals.internal_origins", internal_origins),
    ("internal.yaml", "arrivals.internal_season", even_season),
    ("ata_zholy.yaml", "arrivals.ata_zholy_season", even_season),
    ("status.yaml", "embassy.share", embassy_share),
    ("arrivals.yaml", "arrivals.total_spread", total_spread),
    ("arrivals.yaml", "arrivals.origin_spread", origin_spread),
    ("people.yaml", "people.family_size", family_size),
    ("people.yaml", "people.retired_head", composition_row(0)),
    ("people.yaml", "people.spouse", composition_row(1)),
    ("people.yaml", "people.child", composition_row(2)),
    ("people.yaml", "people.elder", composition_row(3)),
    ("labour.yaml", "work.open_places", per_inhabitant(0.01, 10)),
    ("labour.yaml", "work.new_places", per_inhabitant(0.005, 10)),
    ("housing.yaml", "housing.price_growth", price_growth),
    ("housing.yaml", "housing.homes_for_sale", per_inhabitant(0.00008, 1)),
    ("housing.yaml", "housing.reference_share", reference_share),
    ("targets.yaml", "targets.region_shares", region_targets),
]


def decimal(value):
    return str(value) if isinstance(value, int) else f"{value:.10f}".rstrip("0").rstrip(".") if value else "0"


def block(value, indent):
    """YAML lines of a table: labels downwards, the last of several axes in one braced row."""
    pad = " " * indent
    lines = []
    for label, cell in value.items():
        if not isinstance(cell, dict):
            lines.append(f"{pad}{label}: {decimal(cell)}")
        elif not cell:
            lines.append(f"{pad}{label}: {{}}")
        elif isinstance(next(iter(cell.values())), dict):
            lines += [f"{pad}{label}:"] + block(cell, indent + 2)
        else:
            row = f"{pad}{label}: {{"
            for i, (k, v) in enumerate(cell.items()):
                item = f"{k}: {decimal(v)}" + ("}" if i == len(cell) - 1 else ",")
                if len(row) + len(item) > 128:
                    lines.append(row.rstrip())
                    row = pad + "    "
                row += item + " "
            lines.append(row.rstrip())
    return lines


def find_value(lines, path):
    """Index of the line that holds `value:` of the leaf, and of the first line after the value."""
    at, depth = 0, 0
    for key in path.split(".") + ["value"]:
        while at < len(lines) and not lines[at].startswith(" " * depth + key + ":"):
            at += 1
        if at == len(lines):
            sys.exit(f"derive_params.py: params/ lacks {path}")
        depth += 2
        at += 1
    end = at
    while end < len(lines) and lines[end].startswith(" " * depth):
        end += 1
    return at - 1, end, depth


def labels(text):
    return text.strip().split(":")[0]


def current(lines, path, table):
    """What params/ holds for the leaf, in the form of `wanted`. Of quotas only the derived orders are compared."""
    start, end, depth = find_value(lines, path)
    if not isinstance(table, dict):
        return start, start + 1, [lines[start]], [" " * (depth - 2) + f"value: {decimal(table)}"]
    wanted = block(table, depth)
    have = lines[start + 1 : end]
    if path.startswith("quotas."):  # orders of 2023, 2025 and 2026 are sourced and stay
        first = next((i for i, l in enumerate(have) if labels(l) in map(str, table)), 0)
        rows = [i for i, l in enumerate(have) if labels(l) in map(str, table)]
        last = rows[-1] + 1 if rows else 0
        return start + 1 + first, start + 1 + last, have[first:last], wanted
    return start + 1, end, have, wanted


def main():
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode not in ("", "--check", "--write") or len(sys.argv) > 2:
        print(__doc__)
        return 2
    different = 0
    for name, path, derive in DERIVED:
        table = derive()
        if not mode:
            print(f"# {name}: {path}")
            print("\n".join(block(table, 0)) if isinstance(table, dict) else decimal(table), end="\n\n")
            continue
        file = PARAMS / name
        lines = file.read_text().split("\n")
        start, end, have, wanted = current(lines, path, table)
        if [l.strip() for l in have] == [l.strip() for l in wanted]:
            continue
        different += 1
        print(f"params/{name}: {path} differs from what scripts/derive_params.py derives")
        if mode == "--write":
            lines[start:end] = wanted
            file.write_text("\n".join(lines))
    return 1 if mode == "--check" and different else 0


if __name__ == "__main__":
    sys.exit(main())
