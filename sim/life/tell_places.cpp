// Settling, moves and departures, terms that end, citizenship.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "life/telling.hpp"
#include "month/leaving_factors.hpp"

namespace qonys {

namespace {

// Chances of the regions under the factors of a race of exponentials (World in month/state.hpp): the three highest, and the one
// that was chosen.
std::string chances_text(const Telling& t, const std::vector<double>& inverse, std::size_t chosen) {
    double total = 0;
    std::vector<std::pair<double, std::size_t>> chances;
    for (std::size_t r = 0; r < inverse.size(); ++r) {
        const double pull = inverse[r] > 0 ? 1 / inverse[r] : 0;
        total += pull;
        chances.emplace_back(pull, r);
    }
    std::stable_sort(chances.begin(), chances.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string text;
    const auto share = [&](double pull) { return share_text(std::round(1000 * pull / total) / 1000); };
    for (std::size_t i = 0; i < std::min<std::size_t>(3, chances.size()); ++i)
        text += fmt::format("{}{} {}", i ? ", " : "", t.region(chances[i].second), share(chances[i].first));
    return fmt::format("chance of {}: {}; highest: {}", t.region(chosen), share(1 / inverse[chosen]), text);
}

std::string free_choice(const Telling& t) {
    const World& w = *t.state.world;
    std::vector<double> inverse;
    for (std::size_t r = 0; r < w.regions; ++r) {
        const std::size_t cell = t.state.cell(t.state.population.families.origin[t.family], r);
        inverse.push_back(t.state.kin_pull_inverse[cell] * w.gateway_inverse[cell] * tie_inverse(t.state, t.family, r));
    }
    return chances_text(t, inverse, t.now.region);
}

// A leaver is drawn to go back, or on to a region by its chance, which may be the one that it came from too.
bool goes_back(const Telling& t) {
    return t.draw(t.before.leaving_ordinal, Purpose::goes_abroad) <
           t.scenario().leaving.back.at(t.state.population.families.origin[t.family]);
}

// `tie_region`: before the move, as ties follow the kin of the month afterwards.
std::string onward_choice(const Telling& t) {
    const World& w = *t.state.world;
    const std::size_t from = t.before.region;
    if (goes_back(t) && t.now.region == w.home_region[t.state.population.families.origin[t.family]])
        return "back to the region that it came from";
    std::vector<double> inverse(w.regions, 0);
    for (std::size_t r = 0; r < w.regions; ++r)
        if (r != from)
            inverse[r] = t.state.kin_pull_inverse[t.state.cell(t.state.population.families.origin[t.family], r)] *
                         w.travel_inverse[from * w.regions + r] * (t.before.tie_region == r ? w.tie_inverse : 1);
    return chances_text(t, inverse, t.now.region);
}

std::string members_text(const std::vector<int>& members) {
    std::string text = members.size() == 1 ? "member " : "members ";
    for (std::size_t i = 0; i < members.size(); ++i) text += (i ? ", " : "") + std::to_string(members[i]);
    return text;
}

void tell_rent_start(const Telling& t) {
    const Rules& rules = t.rules();
    if (rules.rent_months == 0) return;
    if (t.now.rent_payments_left > 0)
        t.add("rent_started", fmt::format("draws rent support, {} at most", counted(rules.rent_months, "payment", "payments")),
              "placed families that pay rent draw it", t.rules_of({"benefits.rent_months", "benefits.rent_take_up"}));
    else
        t.add("no_rent_support", "draws no rent support",
              fmt::format("{} of placed families draw it", share_text(t.scenario().benefits.rent_take_up)),
              t.rules_of({"benefits.rent_take_up"}));
}

void tell_centre(const Telling& t) {
    const std::size_t region = t.now.region;
    if (t.now.centre_until != no_month) {
        t.add("centre", "has a place in the adaptation centre until " + t.month_text(t.now.centre_until),
              fmt::format("{} of working age", counted(t.now.working_age, "adult", "adults")),
              {t.rule("work.centre_places", {t.code(region)}), t.rule("work.centre_months")});
    } else if (t.rules().centre_places[region] > 0 && t.now.working_age > 0 && t.scenario().work.centre_months > 0 &&
               row_of(t.now.stream).centres) {
        t.add("centre_full", "gets no place in the adaptation centre", "it is full",
              {t.rule("work.centre_places", {t.code(region)})});
    }
}

void tell_first_jobs(const Telling& t) {
    for (const SeenPerson& person : t.now.persons) {
        if (!works(person.labour)) continue;
        const bool card = row_of(t.now.stream).livelihood;
        const bool own = person.labour == Labour::self_employed;
        t.add(own ? "business_started" : "job_found",
              fmt::format("member {} {}", t.member_of(person.row),
                          own ? "comes with a business" : "comes to a job arranged beforehand"),
              card ? "holder of the card"
                   : fmt::format("{} of adults of such families", share_text(t.scenario().work.arranged_share)),
              t.rules_of({card ? "ata_zholy.business_share" : "work.arranged_share"}));
    }
}

ProgrammeTerms terms_before(const Telling& t) {
    const Seen& s = t.before;
    return {s.owner, s.here_since == s.settled, s.settled, s.obligation_end, s.rent_ended};
}

bool obliged(const Telling& t) {
    return terms_before(t).has_obligation(t.state.now);
}

// Circumstances that change a rate, in words: "; rate changed by: no adult in work (x 1.8)". A factor of 1 is read and not said.
struct Pushes {
    const Telling& t;
    std::vector<LifeRule>& rules;
    std::string text = {};

    void add(const std::string& what, double factor, std::initializer_list<const char*> paths) {
        for (const char* path : paths) rules.push_back(t.rule_if(factor != 1, path));
        if (factor != 1) text += fmt::format("{}{} (x {:.3g})", text.empty() ? "; rate changed by: " : ", ", what, factor);
    }
};

// Of kin and cold in the region left, and of the months spent there.
void add_region(Pushes& pushes) {
    const Telling& t = pushes.t;
    const World& w = *t.state.world;
    const Leaving& l = t.scenario().leaving;
    const std::size_t origin = t.state.population.families.origin[t.family];
    const std::size_t cell = t.state.cell(origin, t.before.region);
    const double cold = w.cold_leaving[cell];
    const double base = row_of(t.before.stream).programme ? l.quota_hazard : l.free_hazard;
    const double all = t.state.leaving_hazard[static_cast<std::size_t>(t.before.stream) * w.origins * w.regions + cell];
    const bool kin = l.kin_elasticity != 0 && base > 0 && cold > 0;
    pushes.add("people of its origin in the region", kin ? all / (base * cold) : 1, {"leaving.kin_elasticity"});
    pushes.add("colder winters than at home", cold, {"leaving.cold"});
    const int here = t.state.now - t.before.here_since;
    pushes.add(counted(here, "month", "months") + " in the region", w.settling[static_cast<std::size_t>(here)],
               {"leaving.settling_months", "leaving.settled_floor"});
}

void add_terms(Pushes& pushes) {
    const Telling& t = pushes.t;
    each_programme_factor(t.state, terms_before(t), [&](Holds why, float factor) {
        switch (why) {
            case Holds::home:
                return pushes.add("owns a home", factor, {"leaving.owner_factor"});
            case Holds::obligation:
                return pushes.add("obliged to stay", factor, {"leaving.obligation_factor", "clawback.rule", "clawback.detected"});
            case Holds::obligation_end:
                return pushes.add("the obligation has ended", factor, {"leaving.obligation_end_factor", "clawback.rule"});
            case Holds::rent_end:
                return pushes.add("rent support has ended", factor, {"leaving.rent_end_factor"});
        }
    });
}

// What raises or lowers the rate of leaving, with the rules.
std::string pushed_by(const Telling& t, std::vector<LifeRule>& rules) {
    const Leaving& l = t.scenario().leaving;
    const bool programme = row_of(t.before.stream).programme;
    rules.push_back(t.rule(programme ? "leaving.quota_hazard" : "leaving.free_hazard"));
    Pushes pushes{t, rules};
    add_region(pushes);
    if (t.before.working_age > 0 && t.before.in_work == 0)
        pushes.add("no adult in work", l.jobless_factor, {"leaving.jobless_factor"});
    if (t.before.tie_region == t.before.region)
        pushes.add("kin here", l.tie_here_factor, {"leaving.tie_here_factor"});
    else if (t.before.tie_region != no_region)
        pushes.add("kin elsewhere", l.tie_elsewhere_factor, {"leaving.tie_elsewhere_factor"});
    if (programme) add_terms(pushes);
    return pushes.text;
}

bool demanded(const Telling& t) {
    const auto& entries = t.state.ledger.entries;
    return std::any_of(entries.begin() + static_cast<std::ptrdiff_t>(t.before.entries), entries.end(), [&](const Entry& e) {
        return e.family == t.family && e.kind == EntryKind::due && e.instrument != Instrument::employer;
    });
}

void tell_breach(const Telling& t) {
    const bool locked = t.before.owner && t.before.lock_end != no_month && t.state.now < t.before.lock_end;
    if (!obliged(t) && !locked) return;
    std::string what = obliged(t) ? "breaks the obligation to stay until " + t.month_text(t.before.obligation_end)
                                  : "gives up a home under the lock until " + t.month_text(t.before.lock_end);
    if (obliged(t) && locked) what += " and gives up a home under the lock";
    std::vector<LifeRule> rules = t.rules_of({"clawback.rule", "clawback.detected"});
    std::string because = "it came to light";
    if (obliged(t) && is_exempt(t.state, t.family, t.before.leaving_ordinal)) {
        because = "exempt: an academic degree";
        rules = t.rules_of({"clawback.exempt_share"});
    } else if (t.rules().clawback == ClawbackRule::none) {
        because = "no repayment is asked for";
    } else if (t.before.paid == 0) {
        because = "nothing had been paid";
    } else if (!demanded(t)) {
        because = fmt::format("no repayment followed: {} of breaches come to light", share_text(t.rules().detected));
    }
    t.add("breach", std::move(what), std::move(because), std::move(rules));
}

}  // namespace

void tell_terms(const Telling& t) {
    if (t.now.status != FamilyStatus::settled) return;
    if (t.now.obligation_end == t.state.now && t.now.here_since == t.now.settled && t.now.settled != t.state.now)
        t.add("obligation_ended", "the obligation to stay ends", "settled in " + t.month_text(t.now.settled));
    if (t.now.lock_end == t.state.now && t.now.owner) t.add("lock_ended", "the home may be sold: the lock ends", "");
    if (t.now.centre_until == t.state.now) t.add("centre_ended", "the place in the adaptation centre ends", "");
}

void tell_settling(const Telling& t) {
    if (t.before.status == FamilyStatus::settled || t.now.status != FamilyStatus::settled) return;
    const std::string where = fmt::format("{} ({})", t.region(t.now.region), t.now.village ? "village" : "city");
    if (row_of(t.now.stream).programme) {
        const bool stays = t.now.obligation_end > t.now.settled;
        t.add("settled",
              fmt::format("settles in {} under the quota{}", where,
                          stays ? "; obliged to stay until " + t.month_text(t.now.obligation_end) : ""),
              "the region of its place", t.rules_of({"benefits.obligation_months"}));
        tell_rent_start(t);
    } else {
        std::vector<LifeRule> rules;
        add_region_choice(t, {t.now.region}, rules);
        t.add("settled", "settles freely in " + where, free_choice(t), std::move(rules));
    }
    tell_first_jobs(t);
    tell_centre(t);
}

void tell_leaving(const Telling& t) {
    const bool abroad = t.before.status == FamilyStatus::settled && t.now.status == FamilyStatus::returned;
    const bool moved = t.now.status == FamilyStatus::settled && t.now.region != t.before.region;
    if (!abroad && !moved) return;
    std::vector<LifeRule> rules;
    std::string because =
        moved ? onward_choice(t)
              : fmt::format("{} of leavers go back",
                            share_text(t.scenario().leaving.back.at(t.state.population.families.origin[t.family])));
    because += pushed_by(t, rules);
    rules.push_back(t.rule("leaving.back", {t.origin_code()}));
    if (moved) add_region_choice(t, {t.now.region}, rules);
    if (abroad)
        t.add("returned", "leaves Kazakhstan for " + t.origin(), because, std::move(rules));
    else
        t.add("moved",
              fmt::format("moves from {} to {} ({})", t.region(t.before.region), t.region(t.now.region),
                          t.now.village ? "village" : "city"),
              because, std::move(rules));
    tell_breach(t);
    std::vector<int> gave_up;
    for (std::size_t i = 0; i < t.before.persons.size() && moved; ++i)
        if (works(t.before.persons[i].labour) && !works(t.now.persons[i].labour))
            gave_up.push_back(t.member_of(t.before.persons[i].row));
    if (!gave_up.empty())
        t.add("jobs_given_up", members_text(gave_up) + (gave_up.size() == 1 ? " gives up work" : " give up work"),
              "with the move");
}

void tell_citizenship(const Telling& t) {
    if (t.before.citizen || !t.now.citizen || t.before.status != FamilyStatus::settled) return;
    const bool card = row_of(t.now.stream).citizenship == Citizenship::card;
    t.add("citizens", "the members become citizens", "at the monthly rate of the rule",
          t.rules_of({card ? "ata_zholy.citizenship_hazard" : "status.citizenship_hazard"}));
}

}  // namespace qonys
