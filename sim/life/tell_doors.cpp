// From the first sight of a family to its place in the queue and what commissions did with it.
#include <fmt/format.h>

#include <algorithm>

#include "life/telling.hpp"

namespace qonys {

namespace {

std::string sex_age(const Telling& t, std::uint32_t person) {
    const Persons& p = t.state.population.persons;
    const int years = (t.state.now - p.born[person]) / 12;
    const bool female = p.sex[person] == Sex::female;
    return fmt::format("{} {}", years < adult_age ? (female ? "girl" : "boy") : (female ? "woman" : "man"), years);
}

std::string composition(const Telling& t) {
    std::string text;
    for (const SeenPerson& person : t.now.persons) text += (text.empty() ? "" : ", ") + sex_age(t, person.row);
    return text;
}

std::string tie_text(const Telling& t) {
    return t.now.tie_region == no_region ? "" : "; tied to kin in " + t.region(t.now.tie_region);
}

// The offer that families respond to.
void add_money(const Telling& t, std::vector<LifeRule>& rules) {
    for (const char* path : {"benefits.relocation_mrp", "benefits.rent_mrp", "benefits.rent_months", "benefits.rent_take_up"})
        rules.push_back(t.rule(path));
}

std::vector<LifeRule> offer_rules(const Telling& t) {
    if (t.life.inflow != "kandas") return {};
    const bool responds = t.scenario().demand.arrivals_elasticity > 0;
    std::vector<LifeRule> rules{t.rule_if(responds, "demand.arrivals_elasticity")};
    if (responds) add_money(t, rules);
    return rules;
}

const char* quota_path(const StreamRow& stream) {
    return stream.with_place == Stream::internal ? "quotas.internal" : "quotas.kandas";
}

std::string regions_text(const Telling& t, const std::vector<std::uint8_t>& regions) {
    std::string text;
    for (const std::uint8_t r : regions) text += (text.empty() ? "" : ", ") + t.region(r);
    return text;
}

std::vector<LifeRule> asking_rules(const Telling& t) {
    const bool money = t.scenario().application.money_elasticity != 0;
    std::vector<LifeRule> rules{t.rule("application.propensity", {t.origin_code()}), t.rule("application.size_elasticity"),
                                t.rule_if(money, "application.money_elasticity")};
    if (money) add_money(t, rules);
    return rules;
}

// All regions are out: without places, or closed to the family.
std::vector<LifeRule> no_region_rules(const Telling& t) {
    const Stream with_place = row_of(t.before.stream).with_place;
    std::vector<std::uint8_t> with_places;
    for (std::size_t r = 0; r < t.state.world->regions; ++r)
        if (places_of_year(t.state, static_cast<std::size_t>(with_place), r) > 0)
            with_places.push_back(static_cast<std::uint8_t>(r));
    std::vector<LifeRule> rules = t.rules_of({quota_path(row_of(t.before.stream))});
    add_places(t, with_place, with_places, rules);
    add_closures(t, with_places, rules);
    return rules;
}

void tell_settles_without_asking(const Telling& t) {
    const StreamRow& stream = row_of(t.before.stream);
    if (stream.asks == Asks::never) {
        t.add("asks_not", "asks for no quota place", "holders of the card settle where they like");
        return;
    }
    const double chance = asking_chance(t.state, t.family);
    if (t.draw(0, Purpose::asks_for_place) >= chance)
        t.add("asks_not", "asks for no quota place", fmt::format("a family like it asks with a chance of {}", share_text(chance)),
              asking_rules(t));
    else
        t.add("no_region_open", "asked for a quota place, but no region open to it has any", "settles freely",
              no_region_rules(t));
}

const SittingRecord* sitting_of(const Telling& t) {
    const auto quota = static_cast<std::size_t>(row_of(t.before.stream).with_place);
    const auto& sittings = t.state.sittings[quota];
    return sittings.empty() || sittings.back().month != t.state.now ? nullptr : &sittings.back();
}

std::string reason_text(Reason reason, int members) {
    switch (reason) {
        case Reason::no_region_open:
            return "not placed: no region of its list is open to it";
        case Reason::no_place_large_enough:
            return fmt::format("not placed: no region of its list has places left for all {}",
                               counted(members, "member", "members"));
        case Reason::others_first:
            return "not placed: the places went to families that the mechanism puts first";
        case Reason::kept_for_later:
            return "not placed: the places are kept for families still to come";
        case Reason::placed:
        case Reason::locked:
            break;
    }
    return "placed";
}

std::string places_text(const Telling& t, const SittingRecord& sitting, const Request& request) {
    std::string text;
    for (const std::uint8_t r : request.regions)
        text +=
            fmt::format("{}{} {}", text.empty() ? "places before the sitting: " : ", ", t.region(r), grouped(sitting.places[r]));
    return text;
}

std::string scores_text(const Telling& t, const Request& request) {
    const std::string mechanism = mechanism_words[t.rules().mechanism];
    if (!reads_scores(mechanism) || request.scores.size() != request.regions.size()) return "";
    std::string text = "; scores: ";
    for (std::size_t i = 0; i < request.regions.size(); ++i)
        text += fmt::format("{}{} {:.1f}", i ? ", " : "", t.region(request.regions[i]), request.scores[i]);
    return text;
}

std::vector<LifeRule> sitting_rules(const Telling& t, const Request& request) {
    std::vector<LifeRule> rules;
    add_sitting(t, rules);
    add_places(t, row_of(t.before.stream).with_place, request.regions, rules);
    return rules;
}

void tell_stopped(const Telling& t) {
    const bool term = t.before.waiting->patience - static_cast<float>(t.scenario().application.give_up_hazard) > 0;
    const bool internal = t.life.inflow == "internal";
    std::string what = term ? "its term ended without a place: " : "gave up waiting: ";
    std::vector<LifeRule> rules =
        t.rules_of({term ? (internal ? "internal.waiting_months" : "status.term_months") : "application.give_up_hazard"});
    if (t.now.status == FamilyStatus::settling) {
        what += "settles freely";
        rules.push_back(t.rule("status.leave_share"));
    } else if (internal) {
        what += "stays at home";
    } else {
        what += "leaves the country";
        rules.push_back(t.rule("status.leave_share"));
    }
    const std::string since = t.month_text(static_cast<int>(t.before.waiting->applied));
    t.add("waited_in_vain", what, "had waited since " + since, std::move(rules));
}

}  // namespace

void tell_first_sight(const Telling& t) {
    const std::string who = t.origin() + ": " + composition(t);
    if (t.now.status == FamilyStatus::abroad) {
        std::vector<LifeRule> rules = t.rules_of({"embassy.delay_months"});
        rules.insert(rules.begin(), t.rule("embassy.share", {t.origin_code()}));
        t.add("embassy", "applied at an embassy in " + who,
              fmt::format("{} of families there apply so{}",
                          share_text(t.rules().embassy_share[t.state.population.families.origin[t.family]]), tie_text(t)),
              std::move(rules));
        return;
    }
    const std::string decision = "decision due in " + t.month_text(t.now.decision_due) + tie_text(t);
    std::vector<LifeRule> rules = offer_rules(t);
    const Admission admission = row_of(t.now.stream).admission;
    if (t.life.inflow == "internal") {
        rules.push_back(t.rule("internal.decision_months"));
        t.add("arrived", "asked to be moved from " + who, decision, std::move(rules));
    } else if (admission == Admission::at_once) {
        t.add("arrived", "arrived with the Ata Zholy card from " + who, "needs no decision on status" + tie_text(t));
    } else if (t.now.granted != no_month) {
        t.add("arrived", "arrived from " + who, "status was granted at an embassy" + tie_text(t), std::move(rules));
    } else {
        rules.push_back(t.rule("status.decision_days"));
        t.add("arrived", "arrived from " + who, decision, std::move(rules));
    }
}

void tell_arrival(const Telling& t) {
    if (t.before.status == FamilyStatus::abroad && t.now.status == FamilyStatus::applicant)
        t.add(
            "arrived", "arrived with status granted at the embassy",
            fmt::format("{} after the application{}", counted(t.scenario().embassy.delay_months, "month", "months"), tie_text(t)),
            t.rules_of({"embassy.delay_months"}));
}

void tell_decision(const Telling& t) {
    if (t.before.status != FamilyStatus::applicant || t.now.status == FamilyStatus::applicant) return;
    const Admission admission = row_of(t.now.stream).admission;
    const bool refused = t.now.status == FamilyStatus::refused;
    if (admission == Admission::eligibility) {
        const bool no_seeker = t.rules().job_seekers_only && t.draw(0, Purpose::job_seeker) >= t.scenario().internal.seeker_share;
        t.add(refused ? "refused" : "admitted", refused ? "not eligible: stays at home" : "found eligible for a quota place",
              !refused    ? "registered long enough" + std::string(t.rules().job_seekers_only ? ", as a job-seeker" : "")
              : no_seeker ? "the head is no registered job-seeker"
                          : "not registered in the region that it leaves for long enough",
              t.rules_of({"internal.job_seekers_only", "internal.registration_months"}));
    } else if (admission == Admission::kandas_status) {
        const bool embassy = t.before.granted != no_month;
        t.add(refused ? "refused" : "admitted", refused ? "kandas status refused" : "kandas status granted",
              embassy   ? "decided at the embassy"
              : refused ? "the ethnicity commission heard the family and did not approve"
                        : "by documents, or by the ethnicity commission",
              embassy ? std::vector<LifeRule>{}
                      : t.rules_of({"status.decision_days", "status.commission_share", "status.approval_share"}));
    }
}

void tell_application(const Telling& t) {
    if (!t.before.waiting && t.now.waiting) {
        const std::vector<std::uint8_t>& regions = t.now.waiting->regions;
        const bool internal = t.life.inflow == "internal";
        std::vector<LifeRule> rules = internal ? std::vector<LifeRule>{} : asking_rules(t);
        for (const char* path : {"application.regions_ranked", internal ? "internal.waiting_months" : "status.term_months"})
            rules.push_back(t.rule(path));
        const bool drawn = t.scenario().choice.benefit != 0;
        rules.push_back(t.rule_if(drawn, "choice.benefit"));
        if (drawn) add_money(t, rules);
        add_region_choice(t, regions, rules);
        add_places(t, row_of(t.now.stream).with_place, regions, rules);
        add_closures(t, regions, rules);
        t.add("applied",
              fmt::format("applied for a quota place in {}; waits until {} at most", regions_text(t, regions),
                          t.month_text(t.now.waiting->until)),
              internal ? "asks by applying"
                       : fmt::format("a family like it asks with a chance of {}", share_text(asking_chance(t.state, t.family))),
              std::move(rules));
    } else if (t.before.status == FamilyStatus::waiting && t.now.status == FamilyStatus::settling) {
        tell_settles_without_asking(t);
    } else if (t.before.status == FamilyStatus::waiting && t.now.status == FamilyStatus::withdrawn) {
        t.add("no_region_open", "no region open to it has quota places: stays at home", "asks for no other place",
              no_region_rules(t));
    }
}

void tell_sitting(const Telling& t) {
    if (!t.before.waiting) return;
    if (const SittingRecord* sitting = sitting_of(t)) {
        const auto own = std::find_if(sitting->requests.begin(), sitting->requests.end(),
                                      [&](const Request& r) { return r.family == t.family; });
        if (own == sitting->requests.end()) return;
        const Placement& placement = sitting->placements[static_cast<std::size_t>(own - sitting->requests.begin())];
        const std::string because =
            fmt::format("{}; {}{}", mechanism_words[t.rules().mechanism], places_text(t, *sitting, *own), scores_text(t, *own));
        if (placement.region >= 0)
            t.add("placed",
                  fmt::format("given a quota place in {}, choice {} of {}", t.region(static_cast<std::size_t>(placement.region)),
                              placement.rank, own->regions.size()),
                  because, sitting_rules(t, *own));
        else
            t.add("not_placed", reason_text(placement.reason, own->members), because, sitting_rules(t, *own));
    }
    if (t.now.waiting && t.now.waiting->extended && !t.before.waiting->extended)
        t.add("extended", "kandas status extended; waits until " + t.month_text(t.now.waiting->until) + " at most",
              "its term had ended", t.rules_of({"status.extension_months", "status.extension_share"}));
    if (t.now.status == FamilyStatus::settling || t.now.status == FamilyStatus::withdrawn)
        if (!t.now.waiting && t.before.status == FamilyStatus::waiting) tell_stopped(t);
}

}  // namespace qonys
