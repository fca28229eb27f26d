#include "applicants/place.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "allocation/bound.hpp"
#include "base/draws.hpp"
#include "base/problems.hpp"

namespace qonys {
namespace {

// The two halves start from different states, so that names that agree in one do not agree in the other.
Agent agent_of(const std::string& family) {
    return {tag(family), tag("family " + family)};
}

// The places open to a family, best first: as it states, or by score and then in the order of the file.
Request request_of(const ApplicantFamilies& families, std::size_t family, std::size_t places, std::uint32_t seed) {
    const Applicant& a = families.list[family];
    const DrawKey key{seed, 0};
    Request request{static_cast<std::uint32_t>(family),
                    a.persons,
                    a.applied,
                    uniform(key, agent_of(a.name), 0, Purpose::applicant_lot),
                    {},
                    {},
                    a.priority,
                    uniform(key, agent_of(a.name), 0, Purpose::applicant_draw)};
    const auto score = [&](std::uint8_t p) { return pair_score(families, family, p, places); };
    if (a.prefers) {
        request.regions = a.preferences;
    } else {
        request.regions.resize(places);
        std::iota(request.regions.begin(), request.regions.end(), std::uint8_t{0});
    }
    std::erase_if(request.regions, [&](std::uint8_t p) { return std::isnan(score(p)); });
    if (!a.prefers)
        std::stable_sort(request.regions.begin(), request.regions.end(),
                         [&](std::uint8_t x, std::uint8_t y) { return score(x) > score(y); });
    for (const std::uint8_t p : request.regions) request.scores.push_back(score(p));
    return request;
}

std::vector<Request> requests_of(const ApplicantFamilies& families, std::size_t places, std::uint32_t seed) {
    std::vector<Request> requests;
    requests.reserve(families.list.size());
    for (std::size_t f = 0; f < families.list.size(); ++f) requests.push_back(request_of(families, f, places, seed));
    return requests;
}

std::int64_t persons_in(const std::vector<Request>& requests) {
    std::int64_t sum = 0;
    for (const Request& r : requests) sum += r.members;
    return sum;
}

void close(Request& request, std::uint8_t place) {
    const auto at = std::find(request.regions.begin(), request.regions.end(), place);
    if (at == request.regions.end()) return;
    request.scores.erase(request.scores.begin() + (at - request.regions.begin()));
    request.regions.erase(at);
}

// `balanced` looks at how full the places are, so it decides family by family: a place whose share used is ahead of the share of
// persons dealt with asks for more.
std::vector<Placement> decide_balanced(Sitting sitting, double load_weight) {
    const std::span<const Request> requests = sitting.requests;
    std::vector<std::size_t> turns(requests.size());
    std::iota(turns.begin(), turns.end(), std::size_t{0});
    std::stable_sort(turns.begin(), turns.end(),
                     [&](std::size_t a, std::size_t b) { return requests[a].applied < requests[b].applied; });
    double sum = 0, pairs = 0, all = 0;
    for (const Request& r : requests) {
        for (const double score : r.scores) sum += score / r.members;
        pairs += static_cast<double>(r.scores.size());
        all += r.members;
    }
    const double load = pairs > 0 ? load_weight * sum / pairs : 0;
    const std::vector<std::int64_t> given = sitting.places;
    const std::vector<double> prices = sitting.prices;
    std::vector<Placement> placements(requests.size());
    double gone = 0;
    for (const std::size_t turn : turns) {
        for (std::size_t p = 0; p < given.size(); ++p) {
            const auto used = static_cast<double>(given[p] - sitting.places[p]);
            const double ahead = given[p] > 0 ? used / static_cast<double>(given[p]) - gone / all : 0;
            sitting.prices[p] = prices[p] + load * ahead;
        }
        sitting.requests = requests.subspan(turn, 1);
        placements[turn] = bid_price(sitting).placements[0];
        if (placements[turn].region >= 0)
            sitting.places[static_cast<std::size_t>(placements[turn].region)] -= requests[turn].members;
        gone += requests[turn].members;
    }
    return placements;
}

struct Decision {
    std::vector<Placement> placements;
    Bound bound;
    std::vector<double> prices;  // that bid_price and balanced asked
};

// Prices from the past: places in proportion to the persons, as if the past families had to share these.
std::vector<double> learnt_prices(const Applicants& applicants, const std::vector<Request>& requests,
                                  const std::vector<std::int64_t>& places, std::uint32_t seed) {
    const std::vector<Request> past = requests_of(applicants.past, places.size(), seed);
    const auto now = static_cast<double>(std::max<std::int64_t>(persons_in(requests), 1));
    std::vector<std::int64_t> scaled;
    for (const std::int64_t p : places)
        scaled.push_back(std::llround(static_cast<double>(p) * (static_cast<double>(persons_in(past)) / now)));
    return flow_bound(past, scaled).prices;
}

Decision decide(const Applicants& applicants, const PlacingOptions& options, const std::vector<Request>& requests,
                const std::vector<std::int64_t>& places, const std::vector<std::int64_t>& minimum) {
    Sitting sitting{requests, places};
    Decision decision{{}, flow_bound(requests, places), std::vector<double>(places.size(), 0.0)};
    if (reads_prices(options.mechanism)) {
        decision.prices =
            applicants.past.list.empty() ? decision.bound.prices : learnt_prices(applicants, requests, places, options.seed);
        sitting.prices = decision.prices;
    }
    if (options.mechanism == "deferred_acceptance") sitting.minimum = minimum;
    if (options.mechanism == "balanced")
        decision.placements = decide_balanced(sitting, options.load_weight);
    else if (options.mechanism == "hindsight")  // the whole file is known at once
        decision.placements = min_cost_flow(sitting).placements;
    else if (const Mechanism chosen = mechanism(options.mechanism))
        decision.placements = chosen(sitting).placements;
    else
        throw BrokenInvariant("no mechanism called " + options.mechanism);
    return decision;
}

// The greatest score less the price of the places, over the list and not being placed.
double best_net(const Request& request, const std::vector<double>& prices) {
    double best = 0;
    for (std::size_t k = 0; k < request.regions.size(); ++k)
        best = std::max(best, request.scores[k] - request.members * prices[request.regions[k]]);
    return best;
}

// What a run of all families as they stand in the files, free of officials, would have reached.
Outcome outcome_of(const std::vector<Request>& requests, const std::vector<Placement>& placements) {
    Outcome outcome;
    outcome.score = score_of(requests, placements);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (placements[i].region < 0) continue;
        ++outcome.families;
        outcome.persons += requests[i].members;
    }
    return outcome;
}

struct Work {
    std::vector<Request> open;               // [family] as in the files, without forbidden pairs closed
    std::vector<Request> free;               // families that are not locked
    std::vector<std::int64_t> places, left;  // before and after the locked families
    std::vector<std::int64_t> minimum;       // still to reach, after the locked families
};

Work prepare(const Applicants& applicants, const PlacingOptions& options, Answer& answer) {
    Work work;
    work.open = requests_of(applicants.families, applicants.places.size(), options.seed);
    answer.requests = work.open;
    answer.families.resize(work.open.size());
    for (const auto& [family, place] : applicants.forbidden) {
        Request& request = answer.requests[family];
        const std::size_t before = request.regions.size();
        close(request, place);
        if (request.regions.size() < before) answer.families[family].forbidden.push_back(place);
    }
    std::vector<std::int64_t> reached;
    for (const ReceivingPlace& p : applicants.places) {
        work.places.push_back(p.capacity - p.used);
        reached.push_back(p.used);
    }
    work.left = work.places;
    for (std::size_t f = 0; f < work.open.size(); ++f) {
        const int lock = applicants.locked[f];
        if (lock < 0) {
            work.free.push_back(answer.requests[f]);
            continue;
        }
        work.left[static_cast<std::size_t>(lock)] -= work.open[f].members;
        reached[static_cast<std::size_t>(lock)] += work.open[f].members;
    }
    for (std::size_t p = 0; p < reached.size(); ++p)
        work.minimum.push_back(std::max<std::int64_t>(applicants.places[p].minimum - reached[p], 0));
    return work;
}

void take_placements(const Applicants& applicants, const Work& work, const std::vector<Placement>& placements, Answer& answer) {
    for (std::size_t i = 0; i < work.free.size(); ++i) {
        FamilyAnswer& family = answer.families[work.free[i].family];
        family.place = placements[i].region;
        family.reason = placements[i].reason;
        family.rank = placements[i].rank;
        family.score = score_at(work.free[i], placements[i].region);
    }
    for (std::size_t f = 0; f < answer.families.size(); ++f) {
        if (applicants.locked[f] < 0) continue;
        FamilyAnswer& family = answer.families[f];
        const auto place = static_cast<std::uint8_t>(applicants.locked[f]);
        const double score = pair_score(applicants.families, f, place, applicants.places.size());
        const auto& list = work.open[f].regions;
        const auto at = std::find(list.begin(), list.end(), place);
        family.place = place;
        family.locked = true;
        family.reason = Reason::locked;
        family.score = std::isnan(score) ? 0 : score;
        family.rank = at == list.end() ? 0 : static_cast<int>(at - list.begin()) + 1;
    }
}

// At the prices with the overrides in force the costs together are never below what the flow bound loses by them: those prices
// are dual values, so they bound the optimum without overrides from above.
void add_costs(const Work& work, const std::vector<double>& prices, Answer& answer) {
    for (std::size_t f = 0; f < answer.families.size(); ++f) {
        FamilyAnswer& family = answer.families[f];
        if (!family.locked && family.forbidden.empty()) continue;
        answer.overridden = true;
        const double best = best_net(work.open[f], prices);
        family.override_cost = family.locked
                                   ? best - (family.score - work.open[f].members * prices[static_cast<std::size_t>(family.place)])
                                   : best - best_net(answer.requests[f], prices);
    }
}

void sum_up(const Applicants& applicants, const Work& work, double free_bound, Answer& answer) {
    answer.outcome.bound = free_bound;
    for (std::size_t p = 0; p < applicants.places.size(); ++p) answer.places[p].used = applicants.places[p].used;
    for (std::size_t f = 0; f < answer.families.size(); ++f) {
        const FamilyAnswer& family = answer.families[f];
        if (family.place < 0) continue;
        const int members = work.open[f].members;
        ++answer.outcome.families;
        answer.outcome.persons += members;
        answer.outcome.score += family.score;
        if (family.locked) answer.outcome.bound += family.score;
        answer.places[static_cast<std::size_t>(family.place)].used += members;
    }
    for (std::size_t p = 0; p < applicants.places.size(); ++p) {
        answer.places[p].left = applicants.places[p].capacity - answer.places[p].used;
        if (answer.places[p].left < 0) throw BrokenInvariant("more persons than places at " + applicants.places[p].name);
    }
}

}  // namespace

double pair_score(const ApplicantFamilies& families, std::size_t family, std::size_t place, std::size_t places) {
    return families.scores.empty() ? families.list[family].persons : families.scores[family * places + place];
}

Answer place_applicants(const Applicants& applicants, const PlacingOptions& options) {
    Answer answer;
    answer.notes = applicants.notes;
    answer.places.resize(applicants.places.size());
    const Work work = prepare(applicants, options, answer);
    const Decision decision = decide(applicants, options, work.free, work.left, work.minimum);
    take_placements(applicants, work, decision.placements, answer);
    for (std::size_t p = 0; p < answer.places.size(); ++p) {
        answer.places[p].shadow_price = decision.bound.prices[p];
        answer.places[p].price = decision.prices[p];
    }
    sum_up(applicants, work, decision.bound.score, answer);
    add_costs(work, decision.bound.prices, answer);
    if (reads_prices(options.mechanism))
        answer.notes.push_back(applicants.past.list.empty() ? "prices from the applicants themselves: no past families were named"
                                                            : "prices learnt from past families");
    answer.without_overrides = answer.outcome;
    if (answer.overridden) {
        std::vector<std::int64_t> minimum;
        for (const ReceivingPlace& p : applicants.places) minimum.push_back(std::max<std::int64_t>(p.minimum - p.used, 0));
        const Decision free = decide(applicants, options, work.open, work.places, minimum);
        answer.without_overrides = outcome_of(work.open, free.placements);
        answer.without_overrides.bound = free.bound.score;
    }
    return answer;
}

}  // namespace qonys
