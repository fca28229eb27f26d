"""Numbers of a scenario for the NumPy twin, as `qonys params SCENARIO --format json` prints them, and what follows from them."""
import heapq
import json
import math
import re
import subprocess

import numpy as np

F32 = np.float32


def cell(text):
    """A number or a word, or a table of them, from the YAML flow style that `qonys params` prints."""
    text = text.strip()
    if not text.startswith("{"):
        try:
            return float(text)
        except ValueError:
            return text.strip('"')
    text = re.sub(r'([{,]\s*)([^"{},:]+):', r'\1"\2":', text)
    return json.loads(re.sub(r':\s*([a-z_]+)', r': "\1"', text))


def read_parameters(qonys, scenario, sets):
    command = [qonys, "params", scenario, "--format", "json"]
    for change in sets:
        command += ["--set", change]
    return {row["parameter"]: cell(row["value"]) for row in json.loads(subprocess.check_output(command))}


def month_index(text):
    year, month = text.split("-")[:2]
    return int(year) * 12 + int(month) - 1


def in_force(dated, month):
    """Row of a dated table in force in the month: a rule counts from the first month that starts on or after its date."""
    found = None
    for date, row in dated.items():
        first = month_index(date) + (int(date[8:10]) > 1)
        if first <= month:
            found = row
    return found


def great_circle(lat_a, lon_a, lat_b, lon_b):
    rad = math.pi / 180
    h = (math.sin((lat_b - lat_a) * rad / 2) ** 2
         + math.cos(lat_a * rad) * math.cos(lat_b * rad) * math.sin((lon_b - lon_a) * rad / 2) ** 2)
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def shortest_ways(p, regions):
    lat, lon, border = p["places.latitude"], p["places.longitude"], p["places.border_km"]
    straight = {a: {b: great_circle(lat[a], lon[a], lat[b], lon[b]) for b in regions} for a in regions}
    km = np.zeros((len(regions), len(regions)))
    for i, start in enumerate(regions):
        way, heap = {start: 0.0}, [(0.0, start)]
        while heap:
            far, a = heapq.heappop(heap)
            if far > way[a]:
                continue
            for b in regions:
                if border.get(a, {}).get(b, 0) > 0 or border.get(b, {}).get(a, 0) > 0:
                    if far + straight[a][b] < way.get(b, math.inf):
                        way[b] = far + straight[a][b]
                        heapq.heappush(heap, (way[b], b))
        km[i] = [way.get(b, straight[start][b]) for b in regions]
    return km


class Model:
    """Everything that does not change between replicates."""

    def __init__(self, p):
        self.p = p
        self.regions = regions = list(p["places.population"])
        self.origins = origins = [o for o in p["origins.kin_stock"] if o not in regions]  # countries
        by_region = lambda name: np.array([p[name].get(r, 0) for r in regions], float)
        by_origin = lambda name: np.array([p[name].get(o, 0) for o in origins], float)
        self.by_origin = by_origin
        self.warm_up = int(p["run.warm_up_months"])
        self.start = month_index(p["run.first_month"]) - self.warm_up
        self.months = month_index(p["run.last_month"]) - self.start + 1
        R, O = self.R, self.O = len(regions), len(origins)

        self.kin0 = np.array([[p["origins.kin_stock"][o].get(r, 0) for r in regions] for o in origins], float)
        cold = np.maximum(0, by_origin("origins.january_temperature")[:, None] - by_region("places.january_temperature"))
        utility = (p["choice.wage"] * np.log(by_region("places.wage")) + p["choice.rent"] * np.log(by_region("places.rent"))
                   + p["choice.kazakh_share"] * by_region("places.kazakh_share") + p["choice.cold"] * cold
                   + by_region("choice.region_constant"))
        self.pull_inverse = np.exp(-utility)
        km = shortest_ways(p, regions)
        gates = [[g for g, r in enumerate(regions) if p["origins.gateway"][o].get(r, 0) > 0] for o in origins]
        gateway_km = np.array([km[g].min(axis=0) for g in gates])
        self.gateway_inverse = np.exp(-p["choice.distance"] * gateway_km / 1000)
        self.travel_inverse = np.exp(-p["choice.distance"] * km / 1000)
        np.fill_diagonal(self.travel_inverse, np.inf)
        self.cold_leaving = np.exp(p["leaving.cold"] * cold)
        floor = p["leaving.settled_floor"]
        self.settling = (floor + (1 - floor) * np.exp(-np.arange(self.months) / p["leaving.settling_months"])).astype(F32)

        weight = by_region("places.population")
        unemployment, kazakh = by_region("places.unemployment"), by_region("places.kazakh_share")
        find = ((unemployment / np.average(unemployment, weights=weight)) ** -p["work.unemployment_elasticity"]
                * (kazakh / np.average(kazakh, weights=weight)) ** p["work.kazakh_share_elasticity"])
        education = np.array(list(p["work.education_factor"].values()))
        self.find = (p["work.find_hazard"] * find[:, None] * education).astype(F32)
        city = by_region("places.home_price") * p["housing.home_area"]
        self.home_price = np.stack([city, city * p["housing.village_price"]], axis=1)
        self.price_base = month_index(p["housing.price_base"])
        self.purchase = (p["housing.purchase_hazard"] * by_region("housing.region_factor")).astype(F32)
        self.city_share = by_region("places.city_share")
        self.abroad = by_origin("leaving.back")
        self.prepare_clawback(p)
        self.pension = np.array([p["people.pension_age"][s] * 12 for s in ("female", "male")], np.int16)
        self.prepare_people(p)
        self.prepare_months(p)

    def prepare_clawback(self, p):
        """Shares of the amount due, to four places, by [in the country, abroad]."""
        share = lambda name: np.round(p["clawback." + name] * np.array([1, p["clawback.abroad_factor"]]), 4)
        self.pretrial, self.court = share("pretrial_recovered"), share("court_recovered")
        self.pretrial_months, self.court_months = (int(p["clawback." + n]) for n in ("pretrial_months", "court_months"))

    def prepare_people(self, p):
        rows = [[p["people.family_size"][o].get(str(s), 0) for s in range(1, 11)] for o in self.origins]
        sizes = np.array(rows)
        self.mean_size = sizes @ np.arange(1, 11)
        self.size_cumulative = np.cumsum(sizes, axis=1)
        self.size_cumulative[:, -1] = 1
        self.retired_head, self.spouse, self.child, self.elder = (
            self.by_origin("people." + name) for name in ("retired_head", "spouse", "child", "elder"))
        groups = [tuple(map(int, g.split("-"))) for g in p["people.head_age"]]
        self.group_start = np.array([a for a, _ in groups])
        self.group_width = np.array([b - a + 1 for a, b in groups])
        self.group_cumulative = np.cumsum(list(p["people.head_age"].values()))
        odds = np.minimum(self.by_origin("application.propensity"), 1 - 1e-12)
        odds = odds / (1 - odds)
        odds = odds[:, None] * (np.arange(1, 11) / self.mean_size[:, None]) ** p["application.size_elasticity"]
        self.asks = odds / (1 + odds)

    def prepare_months(self, p):
        self.rules = []
        for now in range(self.months):
            month = self.start + now
            year = month // 12
            mrp = in_force(p["money.mrp"], month)
            grid = in_force(p["benefits.rent_mrp"], month)
            by_region = lambda dated: np.array([(in_force(dated, month) or {}).get(r, 0) for r in self.regions], int)
            yearly = lambda table: table[max((y for y in table if int(y) <= year), default=min(table))]
            deaths = np.zeros((2, 101 * 12), F32)
            for sex, name in enumerate(("female", "male")):
                for age, rate in yearly(p["demography.mortality"])[name].items():
                    deaths[sex, 12 * int(age):] = rate / 12
            births = np.zeros(101 * 12, F32)
            for group, rate in yearly(p["demography.fertility"]).items():
                first = 12 * int(group.split("-")[0])
                births[first:first + 60] = rate / 12
            season = str(month % 12 + 1)
            self.rules.append(dict(
                relocation=round(mrp * in_force(p["benefits.relocation_mrp"], month)),
                rent=np.array([[round(mrp * grid[s][h]) for h in ("1", "2-4", "5+")] for s in ("city", "village")]),
                rent_months=int(in_force(p["benefits.rent_months"], month)),
                share=in_force(p["benefits.certificate_share"], month),
                cap=round(mrp * in_force(p["benefits.certificate_cap_mrp"], month)),
                obligation=int(in_force(p["benefits.obligation_months"], month)),
                lock=int(in_force(p["benefits.lock_months"], month)),
                detected=in_force(p["clawback.detected"], month), clawback=in_force(p["clawback.rule"], month),
                term=int(in_force(p["status.term_months"], month)),
                sits=in_force(p["quotas.sittings"], month)[str(month % 12 + 1)] > 0,
                decision=in_force(p["status.decision_days"], month) / p["status.working_days_per_month"],
                quota=by_region(p["quotas.kandas"]), centre=by_region(p["work.centre_places"]),
                deaths=deaths.ravel(), births=births, work_season=F32(p["work.season"][season]),
                education=np.cumsum(list(yearly(p["people.education"]).values())),
                arrivals=p["arrivals.kandas"][str(year)] * p["arrivals.kandas_season"][season],
                shares=np.array([p["arrivals.kandas_origins"][str(year)].get(o, 0) for o in self.origins])))

    def expected_arrivals(self, rng):
        """Persons by month and origin, with the deviations of this replicate."""
        p = self.p
        rho, spread = p["arrivals.persistence"], p["arrivals.total_spread"]
        origin_spread = self.by_origin("arrivals.origin_spread")
        deviation, origin_deviation, first_uncertain = 0.0, np.zeros(self.O), int(p["arrivals.uncertain_from"])
        rows = []
        for year in range(min(self.start // 12, first_uncertain), (self.start + self.months - 1) // 12 + 1):
            uncertain = year >= first_uncertain
            if uncertain:
                old, new = (0, 1) if year == first_uncertain else (rho, math.sqrt(1 - rho * rho))
                deviation = old * deviation + new * rng.standard_normal()
                origin_deviation = old * origin_deviation + new * rng.standard_normal(self.O)
            for now in range(self.months):
                if (self.start + now) // 12 == year:
                    weight = self.rules[now]["shares"] * np.exp(origin_spread * origin_deviation)
                    factor = math.exp(spread * deviation - spread * spread / 2) if uncertain else 1
                    rows.append(self.rules[now]["arrivals"] * factor * weight / weight.sum())
        return rows
