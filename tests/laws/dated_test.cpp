// Rules that change on a date: nothing differs before it, and a change that changes nothing makes no difference at all.
#include <gtest/gtest.h>

#include <algorithm>

#include "laws/lively_scenario.hpp"
#include "run.hpp"
#include "scenario/fields.hpp"

namespace qonys {
namespace {

Tallies tallies_of(const Scenario& scenario) {
    const World world = make_world(scenario);
    return run_replicate(world, {1, 0}).tallies;
}

// Fields whose value holds from a date on, but for targets, which the model does not read.
std::vector<const Field*> dated_fields() {
    std::vector<const Field*> dated;
    for (const Field& field : fields())
        if (!field.axes.empty() && field.axes[0] == "date" && !field.path.starts_with("targets.")) dated.push_back(&field);
    return dated;
}

Table& table_of(const Field& field, Scenario& scenario) {
    return *std::get<Table*>(field.slot(scenario));
}

// Adds a row from the date on, as `change` makes it of the row in force until then.
template <typename Change>
void add_row(Table& table, const std::string& date, Change change) {
    std::vector<std::string>& dates = table.axes[0].labels;
    const std::size_t width = table.cells.size() / dates.size();
    const auto at = std::upper_bound(dates.begin(), dates.end(), date);
    const std::size_t row = static_cast<std::size_t>(at - dates.begin());
    std::vector<double> cells(table.cells.begin() + static_cast<std::ptrdiff_t>((row - 1) * width),
                              table.cells.begin() + static_cast<std::ptrdiff_t>(row * width));
    for (double& cell : cells) cell = change(cell);
    table.cells.insert(table.cells.begin() + static_cast<std::ptrdiff_t>(row * width), cells.begin(), cells.end());
    dates.insert(at, date);
}

// The cells of months before the month with this number, of each measure by month.
std::vector<std::vector<std::int64_t>> before(const Tallies& tallies, std::size_t month, std::size_t months) {
    std::vector<std::vector<std::int64_t>> cells;
    for (std::size_t m = 0; m < measures().size(); ++m) {
        if (measures()[m].axes[0] != "month") continue;
        const std::size_t width = tallies.cells[m].size() / months;
        cells.emplace_back(tallies.cells[m].begin(), tallies.cells[m].begin() + static_cast<std::ptrdiff_t>(month * width));
    }
    return cells;
}

// Another value of a cell, in several ways: for some rules a longer term shows only after the run, for others a shorter one.
double changed(const Field& field, double cell, int way) {
    if (!field.choices.empty()) {
        const int words = static_cast<int>(field.choices.size());
        return (static_cast<int>(cell) + 1 + way) % words;
    }
    if (cell == no_cap) return way == 0 ? std::min(1e6, field.maximum) : way == 1 ? 1 : 0;
    const double other = way == 0 ? 2 * cell + 1 : way == 1 ? std::floor(cell / 2) : field.minimum;
    return std::clamp(other, field.minimum, field.maximum);
}

template <std::size_t count>
void put(Table& table, const std::array<const char*, count>& words, std::string_view word) {
    table = test::rule(words, word);
}

// Some levers are read only by one policy or mechanism.
Scenario base_for(const std::string& path) {
    Scenario s = test::crowded_scenario();
    if (path == "quotas.key_weights" || path == "quotas.reception" || path == "quotas.rounding") {
        put(s.quotas.kandas_policy, quota_policy_words, "weighted_key");
        s.places.wage.cells = {3e5, 4e5, 5e5};
        s.places.population.cells = {1e6, 1.3e6, 2e6};
    }
    if (path == "quotas.rounding") {
        s.quotas.reception.cells = {1, 1, 1};
        s.places.population.cells = {1e5, 1.3e6, 9e6};  // D'Hondt favours the large
    }
    if (path == "quotas.carry_over") s.quotas.kandas.cells = {150, 60, 500};  // some are left in December
    const bool scores = path == "allocation.score" || path == "allocation.aggregator" || path == "allocation.horizon";
    if (scores) put(s.quotas.mechanism, mechanism_words, "min_cost_flow");
    if (path == "allocation.priority") put(s.quotas.mechanism, mechanism_words, "serial_dictatorship");
    if (path == "allocation.load_weight") put(s.quotas.mechanism, mechanism_words, "balanced");
    if (path == "allocation.minimum_fill") {
        put(s.quotas.mechanism, mechanism_words, "deferred_acceptance");
        s.quotas.kandas.cells = {1000, 1000, 1000};
        s.allocation.minimum_fill.cells = {0.02};  // in January one region has more than that, and another less
    }
    return s;
}

TEST(a_rule_that_changes_on_a_date, leaves_every_month_before_it_as_it_was) {
    constexpr std::size_t october = 9, months = 24;
    std::size_t tried = 0;
    for (const Field* field : dated_fields()) {
        const Scenario base = base_for(field->path);
        const Tallies without = tallies_of(base);
        bool shows = false;
        for (int way = 0; way < 3; ++way) {
            Scenario s = base;
            // In the middle of September: in force from the first whole month on.
            add_row(table_of(*field, s), "2025-09-16", [&](double cell) { return changed(*field, cell, way); });
            const Tallies with = tallies_of(s);
            EXPECT_EQ(before(with, october, months), before(without, october, months)) << field->path;
            shows = shows || before(with, months, months) != before(without, months, months);
        }
        EXPECT_TRUE(shows) << field->path << " changes nothing from October on either";
        ++tried;
    }
    EXPECT_GE(tried, 25U);
}

TEST(a_rule_given_twice, equals_the_rule_given_once) {
    const Scenario base = test::crowded_scenario();
    const Tallies once = tallies_of(base);
    for (const Field* field : dated_fields()) {
        Scenario s = base;
        add_row(table_of(*field, s), "2025-09-16", [](double cell) { return cell; });
        EXPECT_EQ(tallies_of(s).cells, once.cells) << field->path;
    }
    Scenario all = base;
    for (const Field* field : dated_fields()) add_row(table_of(*field, all), "2026-04-01", [](double cell) { return cell; });
    EXPECT_EQ(tallies_of(all).cells, once.cells);
}

TEST(a_rule_that_changes_in_the_first_month, equals_the_new_rule_alone) {
    for (const Field* field : dated_fields()) {
        const Scenario base = base_for(field->path);
        Scenario dated = base, alone = base;
        Table& table = table_of(*field, alone);
        if (table.axes[0].size() > 1) continue;  // later rows would still hold
        for (double& cell : table.cells) cell = changed(*field, cell, 0);
        add_row(table_of(*field, dated), "2025-01-01", [&](double cell) { return changed(*field, cell, 0); });
        EXPECT_EQ(tallies_of(dated).cells, tallies_of(alone).cells) << field->path;
    }
}

}  // namespace
}  // namespace qonys
