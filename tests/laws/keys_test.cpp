// Keyed draws at work: what must not change when something else does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "experiment/replicates.hpp"
#include "laws/compare_records.hpp"
#include "laws/lively_scenario.hpp"
#include "month/month.hpp"
#include "scenario/fields.hpp"

namespace qonys {
namespace {

using test::lively_scenario;

Tallies tallies_of(const Scenario& scenario, DrawKey key = {1, 0}) {
    const World world = make_world(scenario);
    return run_replicate(world, key).tallies;
}

TEST(the_lively_scenario, has_something_of_everything) {
    const Tallies tallies = tallies_of(test::crowded_scenario()), uncrowded = tallies_of(lively_scenario());
    for (std::size_t m = 0; m < measures().size(); ++m)
        EXPECT_GT(test::total(tallies, static_cast<M>(m)), 0) << measures()[m].name;
    for (M of_shortage : {M::centre_turned_away, M::no_seller, M::claims_waiting, M::budget_left})
        EXPECT_EQ(test::total(uncrowded, of_shortage), 0) << measure(of_shortage).name;
}

TEST(same_key, gives_the_same_tallies_and_another_key_others) {
    const Scenario s = test::crowded_scenario();
    const Tallies one = tallies_of(s);
    EXPECT_EQ(one.cells, tallies_of(s).cells);
    EXPECT_NE(one.cells, tallies_of(s, {1, 1}).cells) << "another replicate";
    EXPECT_NE(one.cells, tallies_of(s, {2, 0}).cells) << "another seed";
}

TEST(replicates, are_the_same_and_in_order_for_any_number_of_threads) {
    const Scenario s = test::crowded_scenario();
    const World world = make_world(s);
    const std::atomic<bool> stop{false};
    std::vector<std::vector<Tallies>> runs;
    for (int threads : {1, 2, 5}) {
        std::vector<Tallies>& run = runs.emplace_back();
        run_replicates(world, 9, 7, threads, stop, [&](std::int64_t replicate, const ReplicateResult& result) {
            EXPECT_EQ(replicate, static_cast<std::int64_t>(run.size()));
            run.push_back(result.tallies);
        });
    }
    ASSERT_EQ(runs[0].size(), 7U);
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_EQ(runs[0][i].cells, run_replicate(world, {9, static_cast<std::uint32_t>(i)}).tallies.cells);
        EXPECT_EQ(runs[0][i].cells, runs[1][i].cells);
        EXPECT_EQ(runs[0][i].cells, runs[2][i].cells);
    }
}

TEST(one_family_more, changes_no_other_family) {
    Scenario s = lively_scenario();
    s.quotas.kandas.cells = {100000, 100000, 0};  // nothing is scarce
    s.networks.tie_share.cells = {0, 0, 0};       // nobody can be tied to the new family
    const World world = make_world(s);
    const State without = test::run_to_end(world);
    State with = make_state(world, {1, 0});
    test::run_until(with, 3);
    test::add_waiting_family(with, 1, 4, {0});  // its row comes between those of March and of April
    test::run_until(with, world.months);
    auto families = test::family_records(with);
    auto persons = test::person_records(with);
    std::erase_if(families, [](const auto& record) { return record.first.second == 1; });  // keys of families added by hand
    std::erase_if(persons, [](const auto& record) { return record.first[1] == 1; });
    EXPECT_EQ(with.population.families.size(), without.population.families.size() + 1);
    EXPECT_EQ(families, test::family_records(without));
    EXPECT_EQ(persons, test::person_records(without));
}

TEST(families_that_are_gone, do_nothing_any_more) {
    const Scenario s = lively_scenario();
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    std::map<test::FamilyKey, test::Record> families;  // as they were when last seen
    std::map<test::PersonKey, test::Record> persons;
    for (int month = 1; month <= world.months; ++month) {
        test::run_until(state, month);
        const auto all = test::family_records(state);
        const Families& f = state.population.families;
        std::set<test::FamilyKey> gone_now;
        for (std::size_t i = 0; i < f.size(); ++i) {
            const test::FamilyKey key{f.agent[i].low, f.agent[i].high};
            if (!in_country(f.status[i]) && f.status[i] != FamilyStatus::abroad && families.try_emplace(key, all.at(key)).second)
                gone_now.insert(key);
        }
        for (const auto& [key, record] : test::person_records(state))
            if (gone_now.contains({key[0], key[1]})) persons[key] = record;
    }
    EXPECT_GT(families.size(), 100U);
    auto families_at_end = test::family_records(state);
    for (auto* records : {&families, &families_at_end})  // ties go on to follow the other family, without effect
        for (auto& [key, record] : *records) std::fill(record.begin() + 5, record.begin() + 8, 0);
    const auto persons_at_end = test::person_records(state);
    for (const auto& [key, record] : families) ASSERT_EQ(families_at_end.at(key), record);
    for (const auto& [key, record] : persons) ASSERT_EQ(persons_at_end.at(key), record);
}

// The scenario with its regions and origins in another order: new[i] = old[order[i]].
Table permuted(const Table& table, const std::string& axis, const std::vector<std::size_t>& order) {
    Table result = table;
    std::size_t inner = 1;
    for (std::size_t a = table.axes.size(); a-- > 0; inner *= table.axes[a].size()) {
        if (table.axes[a].name != axis) continue;
        const std::size_t width = table.axes[a].size();
        for (std::size_t i = 0; i < width; ++i) result.axes[a].labels[i] = table.axes[a].labels[order[i]];
        const std::vector<double> before = result.cells;
        for (std::size_t cell = 0; cell < before.size(); ++cell) {
            const std::size_t at = cell / inner % width, rest = cell - at * inner;
            result.cells[cell] = before[rest + order[at] * inner];
        }
    }
    return result;
}

Scenario reordered(Scenario s) {
    const std::vector<std::size_t> regions = {2, 0, 1}, origins = {1, 2, 0};
    const auto turn = [&](Table& t) {
        t = permuted(permuted(permuted(t, "region", regions), "region_b", regions), "origin", origins);
    };
    for (const Field& field : fields()) {
        const Slot slot = field.slot(s);
        if (Table* const* table = std::get_if<Table*>(&slot)) turn(**table);
    }
    for (Names* names : {&s.places.name, &s.origins.name}) {
        const Names before = *names;
        const auto& order = names == &s.places.name ? regions : origins;
        for (std::size_t i = 0; i < order.size(); ++i) {
            names->axis.labels[i] = before.axis.labels[order[i]];
            names->texts[i] = before.texts[order[i]];
        }
    }
    return s;
}

TEST(order_of_regions_and_origins, makes_no_difference_to_any_family) {
    Scenario s = lively_scenario();
    s.choice.kin = 0.6;  // kin are whole numbers: sums do not depend on the order
    s.leaving.kin_elasticity = 0.3;
    s.choice.benefit = 0.2;
    s.origins.kin_stock.cells = {500, 30, 2000, 100, 900, 10, 7, 8, 9};
    s.people.family_size.cells[0] = 0.5;
    s.people.family_size.cells[5] = 0.5;
    for (std::size_t i = 1; i < 5; ++i) s.people.family_size.cells[i] = 0;
    const Scenario other = reordered(s);
    ASSERT_EQ(other.places.name.axis.labels, (std::vector<std::string>{"WE", "NO", "SO"}));
    ASSERT_EQ(other.quotas.kandas.cells, (std::vector<double>{0, 150, 60}));
    ASSERT_EQ(other.origins.kin_stock.cells, (std::vector<double>{10, 100, 900, 9, 7, 8, 2000, 500, 30}));
    const World world = make_world(s), other_world = make_world(other);
    const State one = test::run_to_end(world), two = test::run_to_end(other_world);
    EXPECT_GT(test::total(one.tallies, M::placed), 300);
    EXPECT_EQ(test::family_records(one), test::family_records(two));
    EXPECT_EQ(test::person_records(one), test::person_records(two));
}

// Cells of the first `months` months of each measure that has months.
std::vector<std::vector<std::int64_t>> first_months(const Tallies& tallies, const World& world, std::size_t from,
                                                    std::size_t months) {
    std::vector<std::vector<std::int64_t>> cells;
    for (std::size_t m = 0; m < measures().size(); ++m) {
        if (measures()[m].axes[0] != "month") continue;
        const auto begin = tallies.cells[m].begin() + static_cast<std::ptrdiff_t>(from * world.widths[m][0]);
        cells.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(months * world.widths[m][0]));
    }
    return cells;
}

TEST(a_run_that_ends_earlier, equals_the_first_months_of_a_longer_one) {
    Scenario s = test::crowded_scenario();
    const World long_world = make_world(s);
    const Tallies long_run = run_replicate(long_world, {1, 0}).tallies;
    s.run.last_month = make_month(2026, 3);
    const World short_world = make_world(s);
    const Tallies short_run = run_replicate(short_world, {1, 0}).tallies;
    EXPECT_EQ(first_months(long_run, long_world, 0, 15), first_months(short_run, short_world, 0, 15));
}

TEST(months_of_warm_up, are_simulated_like_reported_ones) {
    Scenario s = test::crowded_scenario();
    const World all_world = make_world(s);
    const Tallies all = run_replicate(all_world, {1, 0}).tallies;
    s.run.first_month = make_month(2025, 10);
    s.run.warm_up_months = 9;
    const World warm_world = make_world(s);
    const Tallies warm = run_replicate(warm_world, {1, 0}).tallies;
    EXPECT_EQ(first_months(all, all_world, 9, 15), first_months(warm, warm_world, 0, 15));
    EXPECT_LT(test::total(warm, M::moves), test::total(all, M::moves));
    EXPECT_LT(test::total(warm, M::family_at_risk), test::total(all, M::family_at_risk));
}

TEST(arrivals_of_a_month, are_the_same_in_a_run_that_starts_later) {
    Scenario s = lively_scenario();
    const Tallies early = tallies_of(s);
    s.run.first_month = make_month(2025, 8);
    const Tallies late = tallies_of(s);
    const auto& cells = early.cells[static_cast<std::size_t>(M::arrivals)];
    const auto& later = late.cells[static_cast<std::size_t>(M::arrivals)];
    const std::ptrdiff_t month = 3 * 3, delay = 2;  // who applied at an embassy before the start does not come
    EXPECT_TRUE(std::equal(later.begin() + delay * month, later.end(), cells.begin() + (7 + delay) * month, cells.end()));
    const auto& applied = early.cells[static_cast<std::size_t>(M::embassy_applied)];
    EXPECT_EQ(late.cells[static_cast<std::size_t>(M::embassy_applied)],
              std::vector<std::int64_t>(applied.begin() + 7 * 3, applied.end()));
}

TEST(uncertain_years, are_the_same_in_a_run_that_starts_later) {
    Scenario s = lively_scenario();
    s.arrivals.uncertain_from = 2023;
    s.arrivals.total_spread = 0.3;
    s.arrivals.origin_spread.cells = {0.4, 0.2, 0};
    s.arrivals.persistence = 0.6;
    const auto early = expected_arrivals(s, Stream::kandas_free, make_month(2024, 1), make_month(2026, 12), {1, 3});
    const auto late = expected_arrivals(s, Stream::kandas_free, make_month(2026, 5), make_month(2026, 12), {1, 3});
    ASSERT_EQ(late.size(), 8U);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(late[i], early[28 + i]);
    EXPECT_NE(late[0], expected_arrivals(s, Stream::kandas_free, make_month(2026, 5), make_month(2026, 12), {1, 4})[0])
        << "another replicate";
}

}  // namespace
}  // namespace qonys
