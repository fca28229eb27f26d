#include "allocation/exchanges.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

namespace qonys {

namespace {

constexpr int largest_exchanged = 50;              // members; larger families stay where they are
constexpr std::size_t most_regions_of_three = 64;  // beyond, only exchanges between two regions
// Pairs of bundles looked at before the search stops, so that odd instances end as well: about half a second. 20,000 families of
// up to 12 members in 20 regions take some 5 million, of up to 50 members up to 185 million.
constexpr std::int64_t most_steps = 50'000'000;
constexpr std::int64_t unlimited = std::int64_t{1} << 60;
constexpr std::int64_t impossible = std::numeric_limits<std::int64_t>::min();
constexpr std::size_t nobody = std::numeric_limits<std::size_t>::max();

// At most two families that leave one region for another.
struct Bundle {
    int size = 0;  // members together
    std::int64_t gain = 0;
    std::size_t first = nobody, second = nobody;
};

// The two families of one size in one region that gain most by moving to another.
struct Best {
    std::int64_t gain[2] = {impossible, impossible};
    std::size_t family[2] = {nobody, nobody};

    void offer(std::int64_t g, std::size_t f) {
        const auto before = [&](int i) { return g > gain[i] || (g == gain[i] && f < family[i]); };
        if (!before(1)) return;
        const int i = before(0) ? 0 : 1;
        if (i == 0) {
            gain[1] = gain[0];
            family[1] = family[0];
        }
        gain[i] = g;
        family[i] = f;
    }
};

class Search {
public:
    explicit Search(WholeFamilies& families);
    void run();

private:
    void refresh();
    void find_best(std::size_t region, std::size_t size);
    void find_bundles(std::size_t from, std::size_t to);
    void move(const Bundle& bundle, std::size_t from, std::size_t to);
    bool exchange_two(std::size_t a, std::size_t b);
    bool exchange_three(std::size_t a, std::size_t b, std::size_t c);
    bool pass_of_two();
    bool pass_of_three();
    std::span<const Bundle> of_size(std::size_t pair, std::int64_t least, std::int64_t greatest) const;

    WholeFamilies& f_;
    std::size_t regions_;     // with "not placed"
    std::vector<int> sizes_;  // that occur, up to largest_exchanged
    std::array<std::size_t, largest_exchanged + 1> size_index_{};
    std::vector<std::int64_t> room_;
    std::vector<std::vector<std::size_t>> here_;         // [region][size] families
    std::vector<std::uint8_t> stale_;                    // [region][size] whether here_ has changed
    std::vector<Best> best_;                             // [region][size][to]
    std::vector<std::vector<Bundle>> bundles_;           // [from][to] in order of size, the empty one first
    std::vector<std::int64_t> most_;                     // [from][to] greatest gain of a bundle
    std::vector<std::int64_t> changed_;                  // [region] when last
    std::vector<std::int64_t> tried_two_, tried_three_;  // [a][b], [a][b][c] when last
    std::int64_t now_ = 1, steps_ = 0;
};

Search::Search(WholeFamilies& families) : f_(families), regions_(families.regions + 1), room_(families.room) {
    room_.push_back(unlimited);
    std::array<bool, largest_exchanged + 1> occurs{};
    for (int members : f_.members)
        if (members <= largest_exchanged) occurs[static_cast<std::size_t>(members)] = true;
    for (std::size_t size = 0; size < occurs.size(); ++size) {
        size_index_[size] = sizes_.size();
        if (occurs[size]) sizes_.push_back(static_cast<int>(size));
    }
    here_.resize(regions_ * sizes_.size());
    for (std::size_t i = 0; i < f_.members.size(); ++i)
        if (f_.members[i] <= largest_exchanged)
            here_[f_.at[i] * sizes_.size() + size_index_[static_cast<std::size_t>(f_.members[i])]].push_back(i);
    stale_.assign(here_.size(), 1);
    best_.resize(here_.size() * regions_);
    bundles_.resize(regions_ * regions_);
    most_.resize(regions_ * regions_);
    changed_.assign(regions_, 1);
    tried_two_.assign(regions_ * regions_, 0);
    if (regions_ <= most_regions_of_three) tried_three_.assign(regions_ * regions_ * regions_, 0);
    refresh();
}

void Search::find_best(std::size_t region, std::size_t size) {
    const std::size_t bucket = region * sizes_.size() + size;
    Best* best = best_.data() + bucket * regions_;
    std::fill(best, best + regions_, Best{});
    for (std::size_t family : here_[bucket]) {
        const std::int64_t now = f_.value_at(family, region);
        for (std::size_t to = 0; to < regions_; ++to) {
            const std::int64_t then = f_.value_at(family, to);
            if (to != region && then >= 0) best[to].offer(then - now, family);
        }
    }
}

void Search::find_bundles(std::size_t from, std::size_t to) {
    std::array<Bundle, 2 * largest_exchanged + 1> by_size;
    for (Bundle& bundle : by_size) bundle.gain = impossible;
    by_size[0].gain = 0;
    const auto offer = [&](const Bundle& bundle) {
        Bundle& kept = by_size[static_cast<std::size_t>(bundle.size)];
        if (bundle.gain > kept.gain) kept = bundle;
    };
    const auto best = [&](std::size_t size) -> const Best& { return best_[(from * sizes_.size() + size) * regions_ + to]; };
    for (std::size_t s = 0; s < sizes_.size(); ++s) {
        const Best& one = best(s);
        if (one.family[0] == nobody) continue;
        offer({sizes_[s], one.gain[0], one.family[0], nobody});
        if (one.family[1] != nobody) offer({2 * sizes_[s], one.gain[0] + one.gain[1], one.family[0], one.family[1]});
        for (std::size_t q = s + 1; q < sizes_.size(); ++q)
            if (best(q).family[0] != nobody)
                offer({sizes_[s] + sizes_[q], one.gain[0] + best(q).gain[0], one.family[0], best(q).family[0]});
    }
    std::vector<Bundle>& bundles = bundles_[from * regions_ + to];
    std::int64_t& most = most_[from * regions_ + to];
    bundles.clear();
    most = 0;
    for (const Bundle& bundle : by_size) {
        if (bundle.gain == impossible) continue;
        bundles.push_back(bundle);
        most = std::max(most, bundle.gain);
    }
}

void Search::refresh() {
    for (std::size_t region = 0; region < regions_; ++region) {
        bool changed = false;
        for (std::size_t s = 0; s < sizes_.size(); ++s) {
            std::uint8_t& stale = stale_[region * sizes_.size() + s];
            if (!stale) continue;
            find_best(region, s);
            stale = 0;
            changed = true;
        }
        for (std::size_t to = 0; changed && to < regions_; ++to)
            if (to != region) find_bundles(region, to);
    }
}

// The bundles of a range of sizes.
std::span<const Bundle> Search::of_size(std::size_t pair, std::int64_t least, std::int64_t greatest) const {
    const std::vector<Bundle>& all = bundles_[pair];
    std::size_t first = 0;
    while (first < all.size() && all[first].size < least) ++first;
    std::size_t last = first;
    while (last < all.size() && all[last].size <= greatest) ++last;
    return {all.data() + first, last - first};
}

void Search::move(const Bundle& bundle, std::size_t from, std::size_t to) {
    for (std::size_t family : {bundle.first, bundle.second}) {
        if (family == nobody) continue;
        const std::size_t size = size_index_[static_cast<std::size_t>(f_.members[family])];
        auto& left = here_[from * sizes_.size() + size];
        left.erase(std::find(left.begin(), left.end(), family));
        here_[to * sizes_.size() + size].push_back(family);
        stale_[from * sizes_.size() + size] = stale_[to * sizes_.size() + size] = 1;
        f_.at[family] = to;
    }
    if (from + 1 < regions_) room_[from] += bundle.size;
    if (to + 1 < regions_) room_[to] -= bundle.size;
    changed_[from] = changed_[to] = now_;
}

// The best exchange between two regions, if it gains.
bool Search::exchange_two(std::size_t a, std::size_t b) {
    const std::size_t forth = a * regions_ + b, back = b * regions_ + a;
    if (most_[forth] + most_[back] <= 0) return false;
    const Bundle *x_best = nullptr, *y_best = nullptr;
    std::int64_t most = 0;
    for (const Bundle& x : bundles_[forth])
        for (const Bundle& y : of_size(back, x.size - room_[b], x.size + room_[a])) {
            ++steps_;
            if (x.gain + y.gain <= most) continue;
            most = x.gain + y.gain;
            x_best = &x;
            y_best = &y;
        }
    if (x_best == nullptr) return false;
    ++now_;
    move(*x_best, a, b);
    move(*y_best, b, a);
    refresh();
    return true;
}

// From a to b, from b to c and from c to a.
bool Search::exchange_three(std::size_t a, std::size_t b, std::size_t c) {
    const std::size_t ab = a * regions_ + b, bc = b * regions_ + c, ca = c * regions_ + a;
    if (most_[ab] + most_[bc] + most_[ca] <= 0) return false;
    const Bundle *x_best = nullptr, *y_best = nullptr, *z_best = nullptr;
    std::int64_t most = 0;
    for (const Bundle& x : bundles_[ab]) {
        if (x.gain + most_[bc] + most_[ca] <= most) continue;
        for (const Bundle& y : of_size(bc, x.size - room_[b], unlimited)) {
            ++steps_;
            if (x.gain + y.gain + most_[ca] <= most) continue;
            for (const Bundle& z : of_size(ca, y.size - room_[c], x.size + room_[a])) {
                ++steps_;
                if (x.gain + y.gain + z.gain <= most) continue;
                most = x.gain + y.gain + z.gain;
                x_best = &x;
                y_best = &y;
                z_best = &z;
            }
        }
    }
    if (x_best == nullptr) return false;
    ++now_;
    move(*x_best, a, b);
    move(*y_best, b, c);
    move(*z_best, c, a);
    refresh();
    return true;
}

bool Search::pass_of_two() {
    bool any = false;
    for (std::size_t a = 0; a < regions_; ++a)
        for (std::size_t b = a + 1; b < regions_; ++b) {
            std::int64_t& tried = tried_two_[a * regions_ + b];
            while (tried < std::max(changed_[a], changed_[b]) && steps_ < most_steps) {
                tried = now_;
                any = exchange_two(a, b) || any;
            }
        }
    return any;
}

bool Search::pass_of_three() {
    if (tried_three_.empty()) return false;
    bool any = false;
    for (std::size_t a = 0; a < regions_; ++a)
        for (std::size_t b = a + 1; b < regions_; ++b)
            for (std::size_t c = a + 1; c < regions_; ++c) {
                if (c == b) continue;
                std::int64_t& tried = tried_three_[(a * regions_ + b) * regions_ + c];
                while (tried < std::max({changed_[a], changed_[b], changed_[c]}) && steps_ < most_steps) {
                    tried = now_;
                    any = exchange_three(a, b, c) || any;
                }
            }
    return any;
}

void Search::run() {
    do {
        while (pass_of_two()) {
        }
    } while (pass_of_three());
    room_.pop_back();
    f_.room = room_;
}

}  // namespace

void exchange(WholeFamilies& families) {
    if (!families.members.empty()) Search(families).run();
}

}  // namespace qonys
