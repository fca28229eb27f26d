"""The processes of the month, on columns: one method each, in the order of sim/month/month.cpp."""
import math
import sys

import numpy as np

F32 = np.float32
NEVER = 30000  # a month that does not come


def ranges(first, count):
    """first[0], first[0] + 1, ... count[0] of them, then the same for the next."""
    total = int(count.sum())
    return np.repeat(first - np.concatenate(([0], np.cumsum(count)[:-1])), count) + np.arange(total)


class Replicate:
    # Clocks that do not run are infinite, so that a month is one subtraction over the whole column.
    FAMILY = dict(origin=np.int8, stream=np.int8, region=np.int8, first_region=np.int8, village=np.int8, owner=bool,
                  members=np.int16, arrived_members=np.int16, working_age=np.int16, employed=np.int16, self_employed=np.int16,
                  rent_left=np.int8, first_person=np.int32, placed_size=np.int16, settled=np.int16,
                  here=np.int16, rent_ended=np.int16, obligation_end=np.int16, lock_end=np.int16, centre_until=np.int16,
                  waits_until=np.int16, live=bool, leaving_clock=F32, purchase_clock=F32, citizen_clock=F32, paid=np.int64,
                  certificate=np.int64)
    PERSON = dict(family=np.int32, education=np.int8, sex=np.int8, kind=np.int8, born=np.int16,
                  loss_clock=F32, find_clock=F32, death_clock=F32, birth_clock=F32)
    CHILD, SEARCHING, EMPLOYED, SELF_EMPLOYED, INACTIVE, PENSIONER, DEAD = range(7)

    def __init__(self, model, seed):
        self.m, self.rng = model, np.random.Generator(np.random.SFC64(seed))
        self.expected = model.expected_arrivals(self.rng)
        persons = np.sum(self.expected, axis=0)
        births = 1 + 0.02 * model.months / 24
        nf, np_ = int((persons / model.mean_size).sum() * 1.03) + 500, int(persons.sum() * births * 1.08) + 500
        self.f = {name: np.zeros(nf, kind) for name, kind in self.FAMILY.items()}
        self.p = {name: np.zeros(np_, kind) for name, kind in self.PERSON.items()}
        for name in ("settled", "here", "rent_ended", "obligation_end", "centre_until"):
            self.f[name][:] = NEVER
        for name in ("leaving_clock", "citizen_clock"):
            self.f[name][:] = np.inf
        for name in ("loss_clock", "death_clock", "birth_clock"):
            self.p[name][:] = np.inf
        self.families = self.persons = 0
        self.decisions = [[] for _ in range(model.months + 4)]
        self.receipts, self.write_offs = np.zeros((2, model.months + 600))
        self.kin, self.kin_change = model.kin0.copy(), np.zeros(model.O * model.R)
        self.queue = np.zeros(0, np.int32)
        self.applied, self.patience = np.zeros(0), np.zeros(0)
        self.ranked = np.zeros((0, int(model.p["application.regions_ranked"])), np.int8)
        self.quota_used, self.centre_taken = np.zeros(model.R, int), np.zeros(model.R, int)
        self.centre_freed = np.zeros((model.months + 100, model.R), int)
        self.seekers = np.zeros(0, np.int32)
        self.newborns = np.zeros(0, np.int32)
        self.drawing, self.homeless = np.zeros(0, np.int32), np.zeros(0, np.int32)
        self.present = self.person_months = 0
        cells = model.R * model.O * 2
        months = model.months
        self.out = {name: np.zeros((months, cells)) for name in ("stock", "working_age", "employed")}
        self.out.update({name: np.zeros((months, model.R * 2)) for name in ("self_employed", "retained")})
        self.out.update({name: np.zeros((months, model.R)) for name in ("citizens", "waiting")})
        self.out["spending"] = np.zeros((months, model.R * model.O * 3))
        self.sums = {name: np.zeros(months) for name in (
            "arrivals", "refused", "placed", "settled", "moved_on", "returned", "births", "deaths", "certificates",
            "rent_families", "clawback_due", "clawback_received", "clawback_written_off", "not_placed", "lock_broken",
            "breaches", "hired", "centre_turned_away")}

    # -- people
    def arrive(self, now):
        m, f, p, rng, rule = self.m, self.f, self.p, self.rng, self.m.rules[now]
        counts = rng.poisson(self.expected[now] / m.mean_size)
        n, a = int(counts.sum()), self.families
        o = np.repeat(np.arange(m.O), counts)
        size = (rng.random(n)[:, None] >= m.size_cumulative[o]).sum(axis=1) + 1
        rows = slice(a, a + n)
        first = self.persons + np.cumsum(size) - size
        f["origin"][rows], f["members"][rows], f["arrived_members"][rows], f["first_person"][rows] = o, size, size, first
        f["purchase_clock"][rows] = rng.standard_exponential(n, F32)
        due = now + (rule["decision"] + rng.random(n)).astype(int)
        for month in np.unique(due):
            self.decisions[month].append(a + np.flatnonzero(due == month))

        k = int(size.sum())
        family = np.repeat(np.arange(n), size)
        number = np.arange(k) - np.repeat(first - self.persons, size)
        po = o[family]
        sex = (rng.random(k) >= 0.5).astype(np.int8)
        head = number == 0
        sex[head] = rng.random(n) >= m.p["people.female_head"]
        u = rng.random(k)
        retired = (u >= m.child[po]) & (u - m.child[po] < (1 - m.child[po]) * m.elder[po])
        minor = u < m.child[po]
        retired[head], minor[head] = rng.random(n) < m.retired_head[o], False
        heads = np.flatnonzero(head)
        couples = heads[size > 1]
        couples = couples[rng.random(len(couples)) < m.spouse[po[couples]]]
        partner = couples + 1
        sex[partner], minor[partner], retired[partner] = 1 - sex[couples], False, retired[couples]
        group = np.minimum(np.searchsorted(m.group_cumulative, rng.random(k), side="right"), len(m.group_start) - 1)
        u = rng.random(k)
        age = np.minimum(m.group_start[group] * 12 + (u * m.group_width[group] * 12).astype(int), m.pension[sex] - 1)
        age = np.where(minor, (u * 216).astype(int), np.where(retired, m.pension[sex] + (u * 240).astype(int), age))
        near = age[couples] + ((rng.random(len(couples)) - 0.5) * 72).astype(int)
        pension = m.pension[sex[partner]]
        age[partner] = np.where(retired[couples], np.maximum(near, pension), np.clip(near, 216, pension - 1))
        rows = slice(self.persons, self.persons + k)
        p["family"][rows], p["sex"][rows], p["born"][rows] = family + a, sex, now - age
        p["education"][rows] = np.minimum(np.searchsorted(rule["education"], rng.random(k), side="right"), 3)
        p["kind"][rows] = np.where(age < 216, self.CHILD, np.where(age >= m.pension[sex], self.PENSIONER, self.INACTIVE))
        f["working_age"][a:a + n] = np.bincount(family, p["kind"][rows] == self.INACTIVE, n)
        self.families += n
        self.persons += k
        self.present += k
        self.sums["arrivals"][now] = k

    # -- status, application, allocation
    def decide(self, now):
        m, f, rng = self.m, self.f, self.rng
        due = np.concatenate(self.decisions[now]) if self.decisions[now] else np.zeros(0, int)
        refused = rng.random(len(due)) < m.p["status.commission_share"] * (1 - m.p["status.approval_share"])
        lost = f["members"][due[refused]].sum()
        self.present -= lost
        self.sums["refused"][now] = lost
        granted = due[~refused]
        f["waits_until"][granted] = now + m.rules[now]["term"]
        asks = rng.random(len(granted)) < m.asks[f["origin"][granted], np.clip(f["members"][granted], 1, 10) - 1]
        if not (m.rules[now]["quota"] > 0).any():
            asks[:] = False
        self.rank_regions(now, granted[asks])
        return granted[~asks]

    def rank_regions(self, now, families):
        m, f, rule = self.m, self.f, self.m.rules[now]
        if not len(families):
            return
        o, members = f["origin"][families], f["members"][families]
        household = (members > 1).astype(int) + (members > 4)
        rent = m.city_share * rule["rent"][0][household][:, None] + (1 - m.city_share) * rule["rent"][1][household][:, None]
        offer = (rule["relocation"] * members[:, None] + m.p["benefits.rent_take_up"] * rule["rent_months"] * rent) / 1e6
        cost = self.rng.standard_exponential((len(families), m.R))
        cost *= self.choice_inverse[o] * np.exp(-m.p["choice.benefit"] * offer)
        cost[:, rule["quota"] <= 0] = np.inf
        width = self.ranked.shape[1]
        order = np.argsort(cost, axis=1)[:, :width].astype(np.int8)
        order[np.take_along_axis(cost, order.astype(int), 1) == np.inf] = -1
        self.queue = np.concatenate((self.queue, families))
        self.applied = np.concatenate((self.applied, now + self.rng.random(len(families))))
        self.patience = np.concatenate((self.patience, self.rng.standard_exponential(len(families))))
        self.ranked = np.concatenate((self.ranked, order))

    def allocate(self, now):
        """First come, first served; only families that some region still has room for are looked at one by one."""
        m, f = self.m, self.f
        left = np.maximum(0, m.rules[now]["quota"] - self.quota_used) * m.rules[now]["sits"]
        room = np.append(left, 0)  # the last stands for "no region"
        members = f["members"][self.queue]
        region = np.full(len(self.queue), -1, np.int8)
        possible = np.flatnonzero((room[self.ranked] >= members[:, None]).any(axis=1))
        possible = possible[np.argsort(self.applied[possible])]
        places = room.tolist()
        for i, size, wanted in zip(possible.tolist(), members[possible].tolist(), self.ranked[possible].tolist()):
            for r in wanted:
                if places[r] >= size:
                    places[r] -= size
                    region[i] = r
                    break
        placed = region >= 0
        self.quota_used += left - np.array(places[:-1])
        self.patience -= m.p["application.give_up_hazard"]
        gives_up = ~placed & ((self.patience <= 0) | (now >= f["waits_until"][self.queue]))
        self.sums["not_placed"][now] = members[gives_up].sum()
        result = self.queue[placed], region[placed], self.queue[gives_up]
        stays = ~(placed | gives_up)
        for column in ("queue", "applied", "patience", "ranked"):
            setattr(self, column, getattr(self, column)[stays])
        return result

    # -- settling
    def settle(self, now, placed, region, free):
        m, f, rng, rule = self.m, self.f, self.rng, self.m.rules[now]
        race = rng.standard_exponential((len(free), m.R), F32) * self.choice_inverse[f["origin"][free]].astype(F32)
        families = np.concatenate((placed, free)).astype(np.int64)
        r = np.concatenate((region, race.argmin(axis=1))).astype(np.int64)
        n = len(families)
        o, members = f["origin"][families], f["members"][families]
        f["stream"][free] = 1
        f["region"][families] = f["first_region"][families] = r
        f["settled"][families] = f["here"][families] = now
        f["village"][families] = rng.random(n) >= m.city_share[r]
        f["live"][families] = True
        f["leaving_clock"][families] = rng.standard_exponential(n, F32)
        f["citizen_clock"][families] = rng.standard_exponential(n, F32)
        self.kin_change += np.bincount(o * m.R + r, members, m.O * m.R)
        self.sums["settled"][now] = members.sum()
        self.take_centre_places(now, families, r)

        self.sums["placed"][now] = f["members"][placed].sum()
        f["placed_size"][placed] = f["members"][placed]
        self.pay(now, placed, rule["relocation"] * f["members"][placed].astype(np.int64), 0)
        f["obligation_end"][placed] = min(now + rule["obligation"], NEVER)
        takes = placed[rng.random(len(placed)) < m.p["benefits.rent_take_up"]]
        f["rent_left"][takes] = rule["rent_months"]
        self.drawing = np.concatenate((self.drawing, takes))
        self.homeless = np.concatenate((self.homeless, placed))

        persons = ranges(f["first_person"][families].astype(int), f["arrived_members"][families].astype(int))
        self.p["death_clock"][persons] = rng.standard_exponential(len(persons), F32)
        women = persons[self.p["sex"][persons] == 0]
        self.p["birth_clock"][women] = rng.standard_exponential(len(women), F32)
        self.come_of_age(now, persons)

    def take_centre_places(self, now, families, r):
        m, f = self.m, self.f
        adults = f["working_age"][families]
        places = m.rules[now]["centre"]
        until = int(now + m.p["work.centre_months"])
        for i in np.flatnonzero((places[r] > 0) & (adults > 0)).tolist():
            k = r[i]
            if self.centre_taken[k] + adults[i] > places[k]:
                self.sums["centre_turned_away"][now] += adults[i]
                continue
            self.centre_taken[k] += adults[i]
            self.centre_freed[until][k] += adults[i]
            f["centre_until"][families[i]] = until

    def come_of_age(self, now, persons):
        """Child, adult or pensioner by age; adults who want work start to look for it."""
        m, p = self.m, self.p
        age = now - p["born"][persons]
        old = age >= m.pension[p["sex"][persons]]
        self.set_kind(persons[old], self.PENSIONER)
        kind = p["kind"][persons]
        adults = persons[~old & (((kind == self.CHILD) & (age >= 216)) | (kind == self.INACTIVE))]
        seeks = self.rng.random(len(adults)) < m.p["work.participation"]
        self.set_kind(adults[~seeks], self.INACTIVE)
        self.search(adults[seeks])

    def set_kind(self, persons, kind):
        """New labour status of the persons; the counts of their families follow."""
        if not len(persons):
            return
        f, p = self.f, self.p
        family, old = p["family"][persons], p["kind"][persons]
        adult = lambda k: (k != self.CHILD) & (k != self.PENSIONER) & (k != self.DEAD)
        for column, before, after in (("working_age", adult(old), kind not in (self.CHILD, self.PENSIONER, self.DEAD)),
                                      ("employed", old == self.EMPLOYED, kind == self.EMPLOYED),
                                      ("self_employed", old == self.SELF_EMPLOYED, kind == self.SELF_EMPLOYED)):
            change = int(after) - before.astype(np.int16)
            if change.any():
                np.add.at(f[column], family, change)
        p["kind"][persons] = kind
        working = kind in (self.EMPLOYED, self.SELF_EMPLOYED)
        p["loss_clock"][persons] = self.rng.standard_exponential(len(persons), F32) if working else np.inf

    def search(self, persons):
        self.set_kind(persons, self.SEARCHING)
        self.p["find_clock"][persons] = self.rng.standard_exponential(len(persons), F32)
        self.seekers = np.concatenate((self.seekers, persons))

    # -- money
    def pay(self, now, families, amounts, instrument):
        m, f = self.m, self.f
        f["paid"][families] += amounts
        cells = (f["region"][families].astype(int) * m.O + f["origin"][families]) * 3 + instrument
        self.out["spending"][now] += np.bincount(cells, amounts, m.R * m.O * 3)

    def pay_rent(self, now):
        f = self.f
        d = self.drawing
        d = d[f["live"][d] & (f["rent_left"][d] > 0)]
        members = f["members"][d]
        self.pay(now, d, self.m.rules[now]["rent"][f["village"][d], (members > 1).astype(int) + (members > 4)], 1)
        self.sums["rent_families"][now] = len(d)
        f["rent_left"][d] -= 1
        ended = f["rent_left"][d] == 0
        f["rent_ended"][d[ended]] = now
        self.drawing = d[~ended]

    def house(self, now):
        m, f, rule = self.m, self.f, self.m.rules[now]
        if rule["cap"] <= 0 or rule["share"] <= 0:
            return
        h = self.homeless
        h = h[f["live"][h] & (f["here"][h] == f["settled"][h])]
        works = f["employed"][h] + f["self_employed"][h] > 0
        f["purchase_clock"][h] -= m.purchase[f["region"][h]] * works
        buys = f["purchase_clock"][h] <= 0
        b = h[buys]
        median = m.home_price[f["region"][b], f["village"][b]]
        growth = (1 + m.p["housing.price_growth"]) ** ((m.start + now - m.price_base) / 12)
        price = np.rint(median * growth * np.exp(m.p["housing.price_spread"] * self.rng.standard_normal(len(b))))
        f["certificate"][b] = np.minimum(np.floor(price * rule["share"] + 0.5), rule["cap"]).astype(np.int64)
        self.pay(now, b, f["certificate"][b], 2)
        f["owner"][b] = True
        f["lock_end"][b] = min(now + rule["lock"], NEVER)
        f["rent_left"][b] = 0
        self.sums["certificates"][now] = len(b)
        self.homeless = h[~buys]

    # -- work
    def work(self, now):
        m, f, p, rng = self.m, self.f, self.p, self.rng
        clock = p["loss_clock"][:self.persons]
        clock -= F32(m.p["work.loss_hazard"])
        lost = np.flatnonzero(clock <= 0)
        s = self.seekers[p["kind"][self.seekers] == self.SEARCHING]
        family = p["family"][s]
        here = f["live"][family]
        s, family = s[here], family[here]
        ready = f["settled"][family] != now
        t, tf = s[ready], family[ready]
        job = m.find[f["region"][tf], p["education"][t]] * m.rules[now]["work_season"]
        until = f["centre_until"][tf]
        job = np.where((until != NEVER) & (now < until), job * F32(m.p["work.centre_factor"]), job)
        business = F32(m.p["work.business_hazard"])
        p["find_clock"][t] -= job + business
        found = p["find_clock"][t] <= 0
        who = t[found]
        own = rng.random(len(who)) * (job[found] + business) < business
        self.set_kind(who[own], self.SELF_EMPLOYED)
        self.set_kind(who[~own], self.EMPLOYED)
        self.sums["hired"][now] = len(who) - own.sum()
        self.seekers = np.concatenate((s[~ready], t[~found]))
        self.search(lost)

    # -- leaving
    def move_on(self, now):
        m, f, rng, l = self.m, self.f, self.rng, self.m.p
        n = self.families
        live = self.live = np.flatnonzero(f["live"][:n])
        region, origin, stream = f["region"][live], f["origin"][live], f["stream"][live]
        cell = (stream.astype(np.int32) * m.O + origin) * m.R + region
        hazard = self.leaving[cell] * m.settling[now - f["here"][live]]
        jobless = (f["working_age"][live] > 0) & (f["employed"][live] + f["self_employed"][live] == 0)
        hazard[jobless] *= F32(l["leaving.jobless_factor"])
        hazard[f["settled"][live] == now] = 0
        at = np.flatnonzero(stream == 0)
        q = live[at]
        factor = np.where(f["owner"][q], F32(l["leaving.owner_factor"]), F32(1))
        end, first = f["obligation_end"][q].astype(int), f["here"][q] == f["settled"][q]
        held = first & (now < end) & (end < NEVER)  # more, the likelier a breach comes to light
        factor[held] *= F32(1 - m.rules[now]["detected"] * (1 - l["leaving.obligation_factor"]))
        factor[first & (now >= end) & (end > f["settled"][q]) & (now < end + 6)] *= F32(l["leaving.obligation_end_factor"])
        rent = f["rent_ended"][q].astype(int)
        factor[(now > rent) & (now <= rent + 3)] *= F32(l["leaving.rent_end_factor"])
        hazard[at] *= factor
        f["leaving_clock"][live] -= hazard
        leavers = live[f["leaving_clock"][live] <= 0]
        if not len(leavers):
            return
        abroad = rng.random(len(leavers)) < m.abroad[f["origin"][leavers]]
        self.claw_back(now, leavers, abroad)
        f["rent_left"][leavers] = 0
        members = f["members"][leavers]
        origin, region = f["origin"][leavers].astype(int), f["region"][leavers].astype(int)
        self.kin_change -= np.bincount(origin * m.R + region, members, m.O * m.R)
        self.return_home(now, leavers[abroad])
        self.live = live[f["live"][live]]

        move, o = leavers[~abroad], origin[~abroad]
        race = rng.standard_exponential((len(move), m.R)) * self.kin_pull_inverse[o] * m.travel_inverse[region[~abroad]]
        to = race.argmin(axis=1)
        f["region"][move], f["here"][move], f["owner"][move] = to, now, False
        f["rent_ended"][move] = f["centre_until"][move] = NEVER
        f["village"][move] = rng.random(len(move)) >= m.city_share[to]
        f["leaving_clock"][move] = rng.standard_exponential(len(move), F32)
        self.kin_change += np.bincount(o * m.R + to, members[~abroad], m.O * m.R)
        self.sums["moved_on"][now] = members[~abroad].sum()
        persons = ranges(f["first_person"][move].astype(int), f["arrived_members"][move].astype(int))
        kind = self.p["kind"][persons]
        self.search(persons[(kind == self.EMPLOYED) | (kind == self.SELF_EMPLOYED)])

    def claw_back(self, now, leavers, abroad):
        """Under an obligation all support is due, under the lock on a home the certificate; paid before and after a suit."""
        m, f, rule = self.m, self.f, self.m.rules[now]
        obliged = (f["obligation_end"][leavers] < NEVER) & (f["here"][leavers] == f["settled"][leavers])
        obliged &= now < f["obligation_end"][leavers]
        locked = f["owner"][leavers] & (now < f["lock_end"][leavers])
        due = np.where(obliged, f["paid"][leavers], np.where(locked, f["certificate"][leavers], 0))
        due[self.rng.random(len(due)) >= rule["detected"]] = 0
        self.sums["breaches"][now], self.sums["lock_broken"][now] = obliged.sum(), locked.sum()
        where = abroad.astype(int)
        paid = np.floor(due * m.pretrial[where] + 0.5)
        in_court = np.floor((due - paid) * m.p["clawback.court_share"] + 0.5)
        won = np.floor(in_court * m.court[where] + 0.5)
        pretrial, end = now + m.pretrial_months, now + m.pretrial_months + m.court_months
        self.sums["clawback_due"][now] = due.sum()
        self.receipts[pretrial] += paid.sum()
        self.write_offs[pretrial] += (due - paid - in_court).sum()
        self.receipts[end] += won.sum()
        self.write_offs[end] += (in_court - won).sum()

    def return_home(self, now, families):
        """Clocks of those who leave the country stop, wherever their rows stand."""
        f, p = self.f, self.p
        f["live"][families] = False
        f["leaving_clock"][families] = f["citizen_clock"][families] = np.inf
        gone = f["members"][families].sum()
        self.present -= gone
        self.sums["returned"][now] = gone
        persons = ranges(f["first_person"][families].astype(int), f["arrived_members"][families].astype(int))
        late = self.newborns[~f["live"][p["family"][self.newborns]]]
        self.newborns = self.newborns[f["live"][p["family"][self.newborns]]]
        persons = np.concatenate((persons, late))
        for clock in ("loss_clock", "death_clock", "birth_clock"):
            p[clock][persons] = np.inf

    def naturalise(self, now):
        m, f = self.m, self.f
        clock = f["citizen_clock"][:self.families]
        clock -= F32(m.p["status.citizenship_hazard"])
        new = np.flatnonzero(clock <= 0)
        clock[new] = np.inf
        self.out["citizens"][now] = np.bincount(f["region"][new], f["members"][new], m.R)

    # -- births, deaths, birthdays
    def age(self, now):
        m, f, p, rule = self.m, self.f, self.p, self.m.rules[now]
        n = self.persons
        age = now - p["born"][:n]
        at = np.clip(age - 1, 0, 1211)  # age as the month began
        sex = p["sex"][:n]
        clock = p["death_clock"][:n]
        clock -= rule["deaths"][at + sex * np.int16(1212)]
        births = p["birth_clock"][:n]
        births -= rule["births"][at]
        dead = np.flatnonzero(clock <= 0)
        mothers = np.flatnonzero(births <= 0)
        birthday = np.flatnonzero((age == 216) | (age == m.pension[sex]))
        alive = (p["death_clock"][birthday] > 0) & (p["kind"][birthday] != self.DEAD)
        birthday = birthday[f["live"][p["family"][birthday]] & alive]
        self.die(now, dead)
        self.give_birth(now, mothers[p["kind"][mothers] != self.DEAD])
        self.come_of_age(now, birthday)

    def die(self, now, dead):
        m, f, p = self.m, self.f, self.p
        family = p["family"][dead]
        self.set_kind(dead, self.DEAD)
        p["death_clock"][dead] = p["birth_clock"][dead] = np.inf
        np.subtract.at(f["members"], family, 1)
        ended = family[f["members"][family] == 0]
        f["live"][ended] = False
        f["leaving_clock"][ended] = f["citizen_clock"][ended] = np.inf
        self.kin_change -= np.bincount(f["origin"][family].astype(int) * m.R + f["region"][family], minlength=m.O * m.R)
        self.present -= len(dead)
        self.sums["deaths"][now] = len(dead)

    def give_birth(self, now, mothers):
        m, f, p, rng = self.m, self.f, self.p, self.rng
        k = len(mothers)
        p["birth_clock"][mothers] = rng.standard_exponential(k, F32)
        rows = np.arange(self.persons, self.persons + k)
        family = p["family"][mothers]
        ratio = m.p["demography.boys_per_girl"]
        sex = rng.random(k) < ratio / (1 + ratio)
        p["family"][rows], p["sex"][rows], p["born"][rows], p["kind"][rows] = family, sex, now, self.CHILD
        p["education"][rows] = p["education"][mothers]
        p["death_clock"][rows] = rng.standard_exponential(k, F32)
        np.add.at(f["members"], family, 1)
        self.newborns = np.concatenate((self.newborns, rows))
        self.kin_change += np.bincount(f["origin"][family].astype(int) * m.R + f["region"][family], minlength=m.O * m.R)
        self.persons += k
        self.present += k
        self.sums["births"][now] = k

    # -- accounts
    def account(self, now):
        m, f, out = self.m, self.f, self.out
        self.kin = np.maximum(0, self.kin + self.kin_change.reshape(m.O, m.R))
        self.kin_change[:] = 0
        self.sums["clawback_received"][now], self.sums["clawback_written_off"][now] = self.receipts[now], self.write_offs[now]
        live = self.live
        region, stream = f["region"][live].astype(np.int32), f["stream"][live]
        cell = (region * m.O + f["origin"][live]) * 2 + stream
        place = region * 2 + stream
        members = f["members"][live]
        for name, column in (("stock", members), ("working_age", f["working_age"][live]), ("employed", f["employed"][live])):
            out[name][now] = np.bincount(cell, column, m.R * m.O * 2)
        out["self_employed"][now] = np.bincount(place, f["self_employed"][live], m.R * 2)
        stayed = f["here"][live] == f["settled"][live]
        out["retained"][now] = np.bincount(place[stayed], members[stayed], m.R * 2)

    def start_month(self, now):
        m, l = self.m, self.m.p
        if (m.start + now) % 12 == 0:
            self.quota_used[:] = 0
        self.centre_taken -= self.centre_freed[now]
        log_share = np.log((self.kin + 1) / (self.kin.sum(axis=1, keepdims=True) + m.R))
        self.kin_pull_inverse = m.pull_inverse * np.exp(-l["choice.kin"] * log_share)
        self.choice_inverse = self.kin_pull_inverse * m.gateway_inverse
        factor = m.cold_leaving * np.exp(-l["leaving.kin_elasticity"] * (log_share + math.log(m.R)))
        self.leaving = np.stack((l["leaving.quota_hazard"] * factor, l["leaving.free_hazard"] * factor)).astype(F32).ravel()

    def run(self):
        for now in range(self.m.months):
            self.start_month(now)
            self.arrive(now)
            free = self.decide(now)
            placed, region, gives_up = self.allocate(now)
            self.settle(now, placed, region, np.concatenate((free, gives_up)))
            self.pay_rent(now)
            self.work(now)
            self.house(now)
            self.move_on(now)
            self.naturalise(now)
            self.age(now)
            self.account(now)
            self.person_months += self.present
        return self

    def totals(self):
        """Totals of the reported months, and the state at the end."""
        w, out = self.m.warm_up, self.out
        result = {name: float(values[w:].sum()) for name, values in self.sums.items()}
        result["stock"] = float(out["stock"][-1].sum())
        at_work = out["employed"][-1].reshape(-1, 2).sum(axis=0) + out["self_employed"][-1].reshape(-1, 2).sum(axis=0)
        share = at_work / out["working_age"][-1].reshape(-1, 2).sum(axis=0)
        result["employed_share_quota"], result["employed_share_free"] = float(share[0]), float(share[1])
        spending = out["spending"][w:].sum(axis=0).reshape(-1, 3).sum(axis=0)
        for name, amount in zip(("relocation", "rent", "certificate"), spending):
            result["spending_" + name] = float(amount)
        result["citizens"] = float(out["citizens"][w:].sum())
        # What only looks like agreement is caught here: the accounts must balance within the twin too.
        if abs(out["stock"][-1].sum() - self.f["members"][:self.families][self.f["live"][:self.families]].sum()) > 0.5:
            sys.exit("numpy_twin: the stock and the members of families differ")
        return result
