// What holds in every month of every scenario that is shipped. The run itself checks the identities of sim/accounts and of the
// month `account`; here the measures are checked against each other.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "commit.hpp"
#include "run.hpp"
#include "scenario/read.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

std::vector<std::filesystem::path> shipped() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(QONYS_SOURCE_FOLDER "/scenarios"))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

// Sums of a measure over everything but the month, and but one more axis if it is named: [month][label].
struct Sums {
    const World& world;
    const Tallies& tallies;

    std::vector<std::vector<std::int64_t>> by(M m, const std::string& axis) const {
        const Measure& row = measure(m);
        const auto at = std::find(row.axes.begin(), row.axes.end(), axis);
        std::size_t inner = 1, labels = 1;
        if (at != row.axes.end()) {
            labels = world.axes.find(axis).size();
            for (auto a = at + 1; a != row.axes.end(); ++a) inner *= world.axes.find(*a).size();
        }
        const auto& cells = tallies.cells[static_cast<std::size_t>(m)];
        const std::size_t width = world.widths[static_cast<std::size_t>(m)][0];
        std::vector<std::vector<std::int64_t>> sums(world.axes.month.size(), std::vector<std::int64_t>(labels));
        for (std::size_t cell = 0; cell < cells.size(); ++cell) sums[cell / width][cell % width / inner % labels] += cells[cell];
        return sums;
    }
};

void check_stocks_and_flows(const Sums& s, const std::string& axis) {
    const auto stock = s.by(M::stock, axis), settled = s.by(M::settled, axis), births = s.by(M::births, axis);
    const auto deaths = s.by(M::deaths, axis), out = s.by(M::moved_on, axis), in = s.by(M::moved_in, axis);
    const auto back = s.by(M::returned, axis);
    for (std::size_t month = 1; month < stock.size(); ++month)
        for (std::size_t i = 0; i < stock[0].size(); ++i)
            ASSERT_EQ(stock[month][i], stock[month - 1][i] + settled[month][i] + births[month][i] - deaths[month][i] +
                                           in[month][i] - out[month][i] - back[month][i])
                << axis << " " << i << ", month " << month;
}

void check_quotas(const Sums& s) {
    for (const char* axis : {"region", "stream"}) {
        const auto quota = s.by(M::quota, axis), left = s.by(M::quota_left, axis), placed = s.by(M::placed, axis);
        for (std::size_t i = 0; i < quota[0].size(); ++i) {
            std::int64_t used = 0;
            for (std::size_t month = 0; month < quota.size(); ++month) {
                used = month % 12 == 0 ? placed[month][i] : used + placed[month][i];  // runs start in January
                ASSERT_GE(left[month][i] + used, quota[month][i]) << axis << " " << i << ", month " << month;
            }
        }
    }
}

void check_at_most(const Sums& s, M part, M whole) {
    const auto few = s.by(part, "region"), many = s.by(whole, "region");
    for (std::size_t month = 0; month < few.size(); ++month)
        for (std::size_t i = 0; i < few[0].size(); ++i)
            ASSERT_LE(few[month][i], many[month][i]) << measure(part).name << " in month " << month;
}

void check_parts(const Sums& s) {
    check_at_most(s, M::mortgages, M::certificates);
    check_at_most(s, M::lock_transferred, M::lock_broken);
    check_at_most(s, M::tied_families, M::settled_families);
    check_at_most(s, M::placed_families, M::settled_families);
    check_at_most(s, M::retained, M::stock);
    check_at_most(s, M::employed, M::working_age);
    EXPECT_EQ(s.by(M::moved_on, "stream"), s.by(M::moved_in, "stream"));
    EXPECT_EQ(s.by(M::spending, "instrument"), s.by(M::spending_by_origin, "instrument"));
}

TEST(every_scenario_shipped, keeps_its_accounts_in_every_month) {
    const auto files = shipped();
    EXPECT_GE(files.size(), 12U);
    for (const auto& file : files) {
        SCOPED_TRACE(file.filename().string());
        const LoadedScenario loaded = load_scenario(file.string(), {});
        if (is_pathway_scenario(loaded.scenario)) continue;  // its accounts are checked at the end of every replicate
        const Scenario scenario = drawn(loaded, 1, 0);
        const World world = make_world(scenario);
        const Tallies tallies = run_replicate(world, {static_cast<std::uint32_t>(scenario.run.seed), 0}).tallies;
        const Sums sums{world, tallies};
        for (const char* axis : {"region", "stream", ""}) check_stocks_and_flows(sums, axis);
        check_quotas(sums);
        check_parts(sums);
    }
}

}  // namespace
}  // namespace qonys
