#include "scenario/quota_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "scenario/number.hpp"
#include "scenario/streams.hpp"

namespace qonys {

namespace {

constexpr std::array<const char*, 13> needed{
    "quotas.kandas",    "quotas.internal", "quotas.kandas_policy",  "quotas.internal_policy", "quotas.total",
    "quotas.floors",    "quotas.ceilings", "quotas.reception",      "quotas.key_weights",     "places.name",
    "work.open_places", "work.new_places", "housing.homes_for_sale"};

// Levers of one quota in force in one month.
struct InForce {
    const Scenario& s;
    const StreamRow& stream;
    Month month;

    std::string from() const { return "from " + to_string(month) + " on"; }
    std::string quota() const { return quota_words[stream.quota_at]; }
    const Table& order() const { return s.quotas.*stream.quota; }

    // Orders may begin later than the simulation; the levers do not.
    std::optional<std::size_t> row(const Table& table) const {
        const auto& dates = table.axes[0].labels;
        for (std::size_t i = dates.size(); i-- > 0;)
            if (*parse_date(dates[i]) <= first_day(month)) return i;
        return std::nullopt;
    }
    double ordered(std::size_t region) const { return row(order()) ? order().at(*row(order()), region) : 0; }
    double bound(const Table& table, std::size_t region) const { return table.at(*row(table), stream.quota_at, region); }
    std::string policy() const {
        const Table& table = s.quotas.*stream.policy;
        return quota_policy_words[static_cast<std::size_t>(table.at(*row(table)))];
    }
    bool receives(std::size_t region) const {
        const double said = s.quotas.reception.at(*row(s.quotas.reception), region);
        return said == no_cap ? ordered(region) > 0 : said > 0;
    }
    double total() const {
        const double said = s.quotas.total.at(*row(s.quotas.total), stream.quota_at);
        double sum = 0;
        for (std::size_t r = 0; said == no_cap && r < s.places.name.axis.size(); ++r) sum += ordered(r);
        return said == no_cap ? sum : said;
    }
    // Columns of inhabitants are never 0; those of jobs and homes may be.
    bool counts(std::string_view key, std::size_t region) const {
        const bool later = month.year() > (s.run.first_month - static_cast<int>(s.run.warm_up_months)).year();
        const bool jobs = s.work.open_places.at(region) > 0 || (later && s.work.new_places.at(region) > 0);
        if (key == "labour_deficit") return jobs;
        return key != "capacity" || (jobs && s.housing.homes_for_sale.at(region) > 0);
    }
    bool has_weight(std::size_t region) const {
        if (policy() == "table") return ordered(region) > 0;
        if (!receives(region) || policy() != "weighted_key") return receives(region) && counts(policy(), region);
        const Table& weights = s.quotas.key_weights;
        for (std::size_t k = 0; k < key_words.size(); ++k)
            if (weights.at(*row(weights), k) > 0 && counts(key_words[k], region)) return true;
        return false;
    }
};

struct Check {
    const FieldsRead& read;
    Problems& problems;
    std::set<std::string> told = {};  // a mistake is told for the first month only

    void refuse(const std::string& path, const std::string& what_of, std::string what, std::string hint) {
        if (told.insert(path + what_of).second) problems.add(read.at(path), path, std::move(what), std::move(hint));
    }
};

void floors_below_ceilings(Check& c, const InForce& f) {
    const Quotas& q = f.s.quotas;
    for (std::size_t r = 0; r < f.s.places.name.axis.size(); ++r) {
        const double floor = f.bound(q.floors, r), ceiling = f.bound(q.ceilings, r);
        const std::string& region = f.s.places.name.axis.labels[r];
        if (ceiling != no_cap && floor > ceiling)
            c.refuse("quotas.floors", f.quota() + region,
                     fmt::format("{} the floor of {} for {} is {}, above its ceiling of {} in quotas.ceilings", f.from(), region,
                                 f.quota(), number_text(floor), number_text(ceiling)),
                     "lower the floor or raise the ceiling");
    }
}

void floors_fit_the_total(Check& c, const InForce& f) {
    double floors = 0;
    for (std::size_t r = 0; r < f.s.places.name.axis.size(); ++r) floors += std::max(0.0, f.bound(f.s.quotas.floors, r));
    if (floors > f.total())
        c.refuse("quotas.floors", f.quota(),
                 fmt::format("{} the floors for {} sum to {}, but there are {} places", f.from(), f.quota(), number_text(floors),
                             number_text(f.total())),
                 "lower the floors, or raise quotas.total");
}

void somebody_receives(Check& c, const InForce& f) {
    const std::string policy = f.policy(), path = "quotas." + f.quota() + "_policy";
    bool receiving = policy == "table", weight = false;
    for (std::size_t r = 0; r < f.s.places.name.axis.size(); ++r) {
        receiving = receiving || f.receives(r);
        weight = weight || f.has_weight(r);
    }
    if (f.total() <= 0 || weight) return;
    const std::string places = number_text(f.total());
    if (!receiving)
        c.refuse(path, policy, fmt::format("{} no region receives the {} places that {} has to split", f.from(), places, policy),
                 "write 1 for a region in quotas.reception");
    else if (policy == "table")
        c.refuse("quotas.total", f.quota(),
                 fmt::format("{} there are {} places for {}, but no region has any in the order in force", f.from(), places,
                             f.quota()),
                 fmt::format("give an order in quotas.{}, or another policy in {}", f.quota(), path));
    else
        c.refuse(
            path, policy,
            fmt::format("{} every region that receives has weight 0 under {}, but there are {} places", f.from(), policy, places),
            "open another region in quotas.reception, or add jobs or homes there");
}

void no_hindsight(Check& c, const Table& mechanism) {
    const auto is_hindsight = [](double word) {
        return std::string_view(mechanism_words[static_cast<std::size_t>(word)]) == "hindsight";
    };
    if (std::any_of(mechanism.cells.begin(), mechanism.cells.end(), is_hindsight))
        c.refuse("quotas.mechanism", "", "hindsight knows all families of the year in advance, which no commission does",
                 "use it in qonys allocate; comparisons report how near each policy comes to it");
}

}  // namespace

void check_quotas(const Scenario& scenario, const FieldsRead& read, Problems& problems) {
    Check c{read, problems};
    if (read.contains("quotas.mechanism")) no_hindsight(c, scenario.quotas.mechanism);
    if (!std::all_of(needed.begin(), needed.end(), [&](const char* path) { return read.contains(path); })) return;
    const Quotas& q = scenario.quotas;
    const Month first = scenario.run.first_month - static_cast<int>(scenario.run.warm_up_months);
    std::set<Month> changes{first};
    const std::array levers{&q.kandas_policy, &q.internal_policy, &q.total, &q.floors, &q.ceilings, &q.reception, &q.key_weights};
    for (const Table* lever : levers) {
        if (*parse_date(lever->axes[0].labels.front()) > first_day(first)) return;  // that has been told
        for (const std::string& date : lever->axes[0].labels) changes.insert(first_whole_month(*parse_date(date)));
    }
    for (const Table* orders : {&q.kandas, &q.internal})
        for (const std::string& date : orders->axes[0].labels) changes.insert(first_whole_month(*parse_date(date)));
    for (const Month month : changes) {
        if (month < first || month > scenario.run.last_month) continue;
        for (const StreamRow& stream : streams) {
            if (!stream.quota) continue;
            const InForce f{scenario, stream, month};
            floors_below_ceilings(c, f);
            floors_fit_the_total(c, f);
            somebody_receives(c, f);
        }
    }
}

}  // namespace qonys
