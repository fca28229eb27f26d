// Families propose, regions hold on to the best (Gale and Shapley 1962), with sizes; then minima, after Fragiadakis and Troyan
// 2017.
#include <algorithm>
#include <deque>
#include <optional>

#include "allocation/allocation.hpp"
#include "allocation/turns.hpp"

namespace qonys {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct Kept {
    double score;        // per member
    std::uint32_t turn;  // by application
    int members;
};

// Whether a region prefers `a`.
bool goes_before(const Kept& a, const Kept& b) {
    return a.score != b.score ? a.score > b.score : a.turn < b.turn;
}

// Families are named by their turn: their place in the order of application.
class Market {
public:
    explicit Market(const Sitting& sitting)
        : sitting_(sitting),
          order_(turns_by_application(sitting.requests)),
          position_(order_.size(), nowhere),
          kept_(sitting.places.size()),
          left_(sitting.places) {}

    void let_all_propose();
    void use_up_places(bool only_unplaced);
    void fill_minima();
    Allotment allotment() const;

private:
    // A family that moves up to `region`, where it takes `position` of its list.
    struct Move {
        std::uint32_t turn;
        std::size_t position;
    };

    const Request& family(std::uint32_t turn) const { return sitting_.requests[order_[turn]]; }
    Kept at(std::uint32_t turn, std::size_t position) const {
        return {score_per_member(family(turn), position), turn, family(turn).members};
    }
    // Region where the family is, or nowhere.
    std::size_t region_of(std::uint32_t turn) const {
        return position_[turn] == nowhere ? nowhere : family(turn).regions[position_[turn]];
    }
    std::size_t position_in_list(std::uint32_t turn, std::size_t region) const;
    bool propose(std::uint32_t turn, std::size_t position, std::vector<std::uint32_t>& rejected);
    void move(std::uint32_t turn, std::size_t position);
    std::optional<Move> best_for_room(std::size_t region, bool only_unplaced) const;
    bool rather_moves(const Kept& a, const Kept& b) const;
    bool add_one(std::size_t region);
    bool can_give(std::size_t region, const Kept& leaving, int coming) const;

    const Sitting& sitting_;
    std::vector<std::uint32_t> order_;
    std::vector<std::size_t> position_;    // [turn] in the family's list
    std::vector<std::vector<Kept>> kept_;  // [region] while proposals run, the most preferred first
    std::vector<std::int64_t> left_;
};

// A region takes its proposals in the order of its preference, each that still fits. Only the last ones that it keeps can be
// affected: those after which there is room for the new one.
bool Market::propose(std::uint32_t turn, std::size_t position, std::vector<std::uint32_t>& rejected) {
    const std::size_t region = family(turn).regions[position];
    std::vector<Kept>& kept = kept_[region];
    const Kept proposer = at(turn, position);
    std::int64_t room = left_[region] - proposer.members;
    std::size_t last = kept.size();
    for (; room < 0; room += kept[--last].members)
        if (last == 0 || !goes_before(proposer, kept[last - 1])) return false;
    std::size_t end = last;
    for (std::size_t k = last; k < kept.size(); ++k) {
        if (kept[k].members <= room) {
            room -= kept[k].members;
            kept[end++] = kept[k];
        } else {
            rejected.push_back(kept[k].turn);
        }
    }
    kept.resize(end);
    kept.insert(std::lower_bound(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(last), proposer, goes_before),
                proposer);
    position_[turn] = position;
    left_[region] = room;
    return true;
}

void Market::let_all_propose() {
    // The order does not matter when all are of one size. Beginning with the highest scores, few families are let go again.
    std::vector<Kept> first;
    for (std::uint32_t turn = 0; turn < order_.size(); ++turn)
        if (!family(turn).regions.empty()) first.push_back(at(turn, 0));
    std::sort(first.begin(), first.end(), goes_before);
    std::vector<std::uint32_t> rejected;
    std::vector<std::size_t> next(order_.size(), 0);  // [turn] in the family's list
    for (const Kept& proposer : first) {
        rejected.assign(1, proposer.turn);
        while (!rejected.empty()) {
            const std::uint32_t turn = rejected.back();
            rejected.pop_back();
            position_[turn] = nowhere;
            while (next[turn] < family(turn).regions.size() && !propose(turn, next[turn]++, rejected)) {
            }
        }
    }
}

void Market::move(std::uint32_t turn, std::size_t position) {
    const int members = family(turn).members;
    if (const std::size_t from = region_of(turn); from != nowhere) left_[from] += members;
    position_[turn] = position;
    left_[family(turn).regions[position]] -= members;
}

std::size_t Market::position_in_list(std::uint32_t turn, std::size_t region) const {
    const auto& regions = family(turn).regions;
    const auto listed = std::find(regions.begin(), regions.end(), region);
    return listed == regions.end() ? nowhere : static_cast<std::size_t>(listed - regions.begin());
}

// The family that the region likes best among those that fit into its room and would rather be there.
std::optional<Market::Move> Market::best_for_room(std::size_t region, bool only_unplaced) const {
    std::optional<Move> best;
    for (std::uint32_t turn = 0; turn < order_.size(); ++turn) {
        if (position_[turn] == 0 || family(turn).members > left_[region]) continue;
        if (only_unplaced && position_[turn] != nowhere) continue;
        const std::size_t position = position_in_list(turn, region);
        if (position == nowhere || position >= position_[turn]) continue;
        if (!best || goes_before(at(turn, position), at(best->turn, best->position))) best = Move{turn, position};
    }
    return best;
}

// A large family that a region let go may leave room for families that it had turned down. Every move is a gain for the family
// and a loss for none, so that this ends.
void Market::use_up_places(bool only_unplaced) {
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t region = 0; region < left_.size(); ++region) {
            if (left_[region] == 0) continue;
            while (const auto gain = best_for_room(region, only_unplaced)) {
                move(gain->turn, gain->position);
                moved = true;
            }
        }
    }
}

// Whether the region stays within its places, and at or above its minimum, when one family leaves and `coming` persons come.
bool Market::can_give(std::size_t region, const Kept& leaving, int coming) const {
    const std::int64_t used = sitting_.places[region] - left_[region] - leaving.members + coming;
    return used >= sitting_.minimum[region] && used <= sitting_.places[region];
}

// Whom to move rather: those who are not placed, as nobody has to give up anything; then those whom the region likes best; among
// equals who have a place, the last to apply.
bool Market::rather_moves(const Kept& a, const Kept& b) const {
    const bool a_waits = position_[a.turn] == nowhere, b_waits = position_[b.turn] == nowhere;
    if (a_waits != b_waits) return a_waits;
    return a.score == b.score && !a_waits ? a.turn > b.turn : goes_before(a, b);
}

// One more family for a region below its minimum: from among those not placed, or from a region that can spare one, if need be
// by a chain of regions that each get one and give one. The shortest chain there is.
bool Market::add_one(std::size_t needy) {
    struct Step {
        std::size_t next = nowhere;  // region to which the family goes
        std::optional<Kept> leaving;
    };
    std::vector<Step> steps(left_.size());
    std::deque<std::size_t> regions{needy};
    while (!regions.empty()) {
        const std::size_t to = regions.front();
        regions.pop_front();
        std::optional<Kept> spare;                              // who can go there without harm to a minimum
        std::vector<std::optional<Kept>> others(left_.size());  // [region] whose leaving must be made good
        for (std::uint32_t turn = 0; turn < order_.size(); ++turn) {
            const std::size_t from = region_of(turn), position = position_in_list(turn, to);
            if (position == nowhere || from == to || from == needy || (from != nowhere && steps[from].leaving)) continue;
            const Kept mover = at(turn, position);
            if (to == needy ? mover.members > left_[to] : !can_give(to, *steps[to].leaving, mover.members)) continue;
            std::optional<Kept>& best = from == nowhere || can_give(from, mover, 0) ? spare : others[from];
            if (!best || rather_moves(mover, *best)) best = mover;
        }
        if (spare) {
            std::uint32_t turn = spare->turn;
            for (std::size_t r = to;; r = steps[r].next) {
                move(turn, position_in_list(turn, r));
                if (r == needy) return true;
                turn = steps[r].leaving->turn;
            }
        }
        for (std::size_t from = 0; from < others.size(); ++from) {
            if (!others[from]) continue;
            steps[from] = {to, others[from]};
            regions.push_back(from);
        }
    }
    return false;
}

void Market::fill_minima() {
    for (std::size_t region = 0; region < sitting_.minimum.size(); ++region)
        while (sitting_.places[region] - left_[region] < sitting_.minimum[region] && add_one(region)) {
        }
}

Allotment Market::allotment() const {
    Allotment allotment{std::vector<Placement>(order_.size()), sitting_.rotation};
    for (std::uint32_t turn = 0; turn < order_.size(); ++turn) {
        const Request& request = family(turn);
        const bool fits_alone = std::any_of(request.regions.begin(), request.regions.end(),
                                            [&](std::uint8_t r) { return request.members <= sitting_.places[r]; });
        allotment.placements[order_[turn]] =
            position_[turn] == nowhere ? not_placed(request, fits_alone ? Reason::others_first : Reason::no_place_large_enough)
                                       : placed_at(request, position_[turn]);
    }
    return allotment;
}

}  // namespace

Allotment deferred_acceptance(const Sitting& sitting) {
    Market market(sitting);
    market.let_all_propose();
    market.use_up_places(false);
    market.fill_minima();
    market.use_up_places(true);  // what those who were moved have left
    return market.allotment();
}

}  // namespace qonys
