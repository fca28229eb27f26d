// Families admitted this month ask for a quota place, or settle freely.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"
#include "month/score.hpp"

namespace qonys {

namespace {

bool asks(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    switch (row_of(f.stream[family]).asks) {
        case Asks::always:
            return true;
        case Asks::never:
            return false;
        case Asks::by_propensity:
            break;
    }
    return uniform(state.key, f.agent[family], 0, Purpose::asks_for_place) < asking_chance(state, family);
}

// Relocation grant and expected rent support that the family would get in the region, in million tenge.
double benefits_on_offer(const State& state, std::uint32_t family, std::size_t region) {
    const Rules& rules = state.rules();
    const Scenario& s = state.scenario();
    const int members = state.population.families.members[family];
    const double city = s.places.city_share.at(region);
    const double rent = city * static_cast<double>(rent_support(rules, Settlement::city, members)) +
                        (1 - city) * static_cast<double>(rent_support(rules, Settlement::village, members));
    return (static_cast<double>(relocation_grant(rules, members)) + s.benefits.rent_take_up * rules.rent_months * rent) / 1e6;
}

// Regions that cannot take the family: too large, from an origin they are closed to, or without the service that it needs.
std::vector<bool> closed_regions(const State& state, std::uint32_t family) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    const Rules& rules = state.rules();
    std::vector<bool> closed(w.regions, false);
    if (rules.most_members.empty() && rules.barred.empty() && rules.unserved.empty()) return closed;
    const FamilyAdults needs = adults_of(state, family);
    for (std::size_t r = 0; r < w.regions; ++r) {
        const bool too_large = !rules.most_members.empty() && f.members[family] > rules.most_members[r];
        const bool barred = !rules.barred.empty() && rules.barred[r * w.origins + f.origin[family]];
        const bool unserved = !rules.unserved.empty() && ((needs.children && rules.unserved[r * need_words.size()]) ||
                                                          (needs.pensioners && rules.unserved[r * need_words.size() + 1]));
        closed[r] = too_large || barred || unserved;
    }
    return closed;
}

// Reception regions (those with a quota this year) by utility, best first, as many as families are ready to accept.
std::vector<std::uint8_t> ranked_regions(const State& state, std::uint32_t family) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    const Scenario& s = state.scenario();
    const auto quota = static_cast<std::size_t>(row_of(f.stream[family]).with_place);
    const std::vector<bool> closed = closed_regions(state, family);
    std::vector<std::pair<double, std::uint8_t>> cost;
    // Only differences between offers count; taken from an ordinary one, no factor gets too small for a number.
    const double everywhere = benefits_on_offer(state, family, 0);
    for (std::size_t r = 0; r < w.regions; ++r) {
        if (places_of_year(state, quota, r) <= 0 || r == w.home_region[f.origin[family]] || closed[r]) continue;
        const std::size_t cell = state.cell(f.origin[family], r);
        const double inverse = state.kin_pull_inverse[cell] * w.gateway_inverse[cell] * tie_inverse(state, family, r) *
                               std::exp(-s.choice.benefit * (benefits_on_offer(state, family, r) - everywhere));
        const double race = unit_exponential(state.key, f.agent[family], w.region_tag[r], Purpose::region_taste);
        cost.emplace_back(race * inverse, static_cast<std::uint8_t>(r));
    }
    std::sort(cost.begin(), cost.end());
    cost.resize(std::min(cost.size(), static_cast<std::size_t>(s.application.regions_ranked)));
    std::vector<std::uint8_t> regions;
    for (const auto& [c, r] : cost) regions.push_back(r);
    return regions;
}

}  // namespace

double asking_chance(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    const std::size_t size = std::clamp<std::size_t>(f.members[family], 1, 10);
    const double odds = state.world->propensity_odds[f.origin[family] * 10 + size - 1] *
                        std::pow(state.rules().money_offered, state.scenario().application.money_elasticity);
    return odds / (1 + odds);
}

void apply_for_place(State& state) {
    Families& f = state.population.families;
    const int term = state.rules().term_months, internal_term = static_cast<int>(state.scenario().internal.waiting_months);
    state.free_now.clear();
    for (auto& applications : state.applications)
        std::erase_if(applications, [&](const PastRequest& a) { return a.month + 12 <= state.now; });
    for (std::uint32_t family : state.granted_now) {
        const StreamRow& stream = row_of(f.stream[family]);
        std::vector<std::uint8_t> regions;
        if (asks(state, family)) regions = ranked_regions(state, family);
        if (regions.empty() && stream.unplaced == Unplaced::settles_freely) {  // does not ask, or no region has a quota
            f.status[family] = FamilyStatus::settling;
            state.free_now.push_back(family);
            continue;
        }
        if (regions.empty()) {
            depart(state, family, FamilyStatus::withdrawn);
            state.count(M::withdrawn, f.origin[family], inflow_at(state, family), f.members[family]);
            continue;
        }
        const double day = uniform(state.key, f.agent[family], 0, Purpose::application_day);
        const int until = state.now + (stream.admission == Admission::eligibility ? internal_term : term);
        const float patience = unit_exponential(state.key, f.agent[family], 0, Purpose::give_up_clock);
        state.applications[static_cast<std::size_t>(stream.with_place)].push_back({family, state.now16(), regions});
        state.queue.push_back({family, state.now + day, std::move(regions), until, patience, false});
    }
}

}  // namespace qonys
