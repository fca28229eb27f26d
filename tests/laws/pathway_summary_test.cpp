// What the tables of pathway programmes obey, whatever the replicate says.
#include "accounts/pathway_summary.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "accounts/headlines.hpp"
#include "accounts/paired.hpp"
#include "accounts/pathway_headlines.hpp"
#include "accounts/pathway_rows.hpp"
#include "base/problems.hpp"

namespace qonys {
namespace {

constexpr std::size_t programmes = 3, stages = 4, exits = 3, steps = 9;

PathwayAxes some_axes() {
    PathwayAxes axes;
    axes.date = {"date", {}};
    for (const char* year : {"2026", "2027", "2028"})
        for (const char* day : {"-01-05", "-06-01", "-12-31"}) axes.date.labels.push_back(std::string(year) + day);
    axes.programme = {"programme", {"a", "b", "c"}};
    axes.stage = {"stage", {"reception", "check", "centre", "follow_up"}};
    axes.exit = {"exit", {"settled", "gone", "sentenced"}};
    axes.group = {"group", {"women", "men", "children", "unaccompanied_children"}};
    axes.room = {"room", {"hub", "a.reception"}};
    axes.service = {"service", {"nurse"}};
    axes.step_from = {"step_from", {"arrival"}};
    axes.step_to = {"step_to", {"reception"}};
    axes.months_since = {"months_since", {"0", "1", "2"}};
    return axes;
}

PathwayFacts some_facts() {
    PathwayFacts facts;
    facts.stage_kind = {"reception", "check", "centre", "follow_up", "reception", "", "centre", "", "", "", "", "follow_up"};
    facts.exit_kind = {"completed", "left", "custody", "completed", "", "", "", "left", ""};
    facts.posts_per_person.assign(programmes * stages, 0.1);
    facts.room.assign(programmes * stages, 0);
    facts.limited.assign(programmes * stages, true);
    facts.usd_per_kzt = 0.002;
    return facts;
}

// Other numbers for each replicate; nothing where a programme has no such stage or exit.
Tallies some_tallies(const PathwayAxes& axes, const PathwayFacts& facts, std::uint64_t replicate) {
    Tallies tallies = make_pathway_tallies(axes);
    std::uint64_t state = replicate * 7919 + 1;
    for (std::size_t m = 0; m < tallies.cells.size(); ++m) {
        const std::vector<std::string>& names = measure(static_cast<PathwayM>(m)).axes;
        for (std::size_t cell = 0; cell < tallies.cells[m].size(); ++cell) {
            std::size_t rest = cell, programme = 0, stage = stages, exit = exits;
            for (std::size_t i = names.size(); i-- > 0;) {
                const std::size_t size = axes.find(names[i]).size(), at = rest % size;
                rest /= size;
                if (names[i] == "programme") programme = at;
                if (names[i] == "stage") stage = at;
                if (names[i] == "exit") exit = at;
            }
            if (stage < stages && facts.stage_kind[programme * stages + stage].empty()) continue;
            if (exit < exits && facts.exit_kind[programme * exits + exit].empty()) continue;
            state = state * 6364136223846793005U + 1442695040888963407U;
            const bool more = static_cast<PathwayM>(m) == PathwayM::at_risk;  // than leave
            tallies.cells[m][cell] = static_cast<std::int64_t>(state >> 60) + (more ? 15 : 0);
        }
    }
    return tallies;
}

struct Cells {
    std::vector<SummaryTable> layout;
    std::vector<double> values;

    const SummaryTable& table(const std::string& name, Period period) const {
        for (const SummaryTable& each : layout)
            if (each.measure.name == name && each.period == period) return each;
        throw BrokenInvariant("no table " + name);
    }
    std::vector<double> of(const std::string& name, Period period) const {
        auto from = values.begin();
        for (const SummaryTable& each : layout) {
            const auto end = from + static_cast<std::ptrdiff_t>(each.cells());
            if (each.measure.name == name && each.period == period) return {from, end};
            from = end;
        }
        return {};
    }
};

Cells some_cells(std::uint64_t replicate) {
    const PathwayAxes axes = some_axes();
    const PathwayFacts facts = some_facts();
    return {pathway_layout(axes), pathway_values(some_tallies(axes, facts, replicate), axes, facts)};
}

TEST(pathway_tables, of_years_sum_to_those_of_the_run) {
    ASSERT_EQ(some_axes().date.size(), steps);
    std::size_t tables = 0;
    for (std::uint64_t replicate = 0; replicate < 5; ++replicate) {
        const Cells cells = some_cells(replicate);
        for (const SummaryTable& table : cells.layout) {
            if (table.period != Period::year) continue;
            const std::vector<double> by_year = cells.of(table.measure.name, Period::year),
                                      run = cells.of(table.measure.name, Period::whole_run);
            ASSERT_EQ(by_year.size(), 3 * run.size());
            for (std::size_t i = 0; i < run.size(); ++i) {
                const double sum = by_year[i] + by_year[run.size() + i] + by_year[2 * run.size() + i];
                EXPECT_EQ(std::isnan(sum), std::isnan(run[i])) << table.measure.name << i;
                if (std::isnan(sum)) continue;
                EXPECT_EQ(sum, run[i]) << table.measure.name << i;
            }
            ++tables;
        }
    }
    EXPECT_EQ(tables, 25U);
}

// The last label of programme, stage and group is the sum of the others wherever it has a meaning.
TEST(pathway_tables, have_sums_under_all) {
    for (const char* name : {"arrivals", "completed", "exits", "exits_by_kind", "entered", "spending", "person_days",
                             "present_at_end", "in_programme_at_end", "in_follow_up_at_end", "breaches", "post_days"}) {
        const Cells cells = some_cells(11);
        const SummaryTable& table = cells.table(name, Period::whole_run);
        const std::vector<double> values = cells.of(name, Period::whole_run);
        std::size_t stride = values.size(), compared = 0;
        for (const Axis& axis : table.axes) {
            stride /= axis.size();
            if (axis.labels.back() != all_label) continue;
            for (std::size_t cell = 0; cell < values.size(); ++cell) {
                if (cell / stride % axis.size() + 1 != axis.size() || std::isnan(values[cell])) continue;
                double sum = 0;
                for (std::size_t i = 1; i < axis.size(); ++i)
                    if (const double part = values[cell - i * stride]; !std::isnan(part)) sum += part;
                EXPECT_NEAR(values[cell], sum, 1e-9) << name << " over " << axis.name;
                ++compared;
            }
        }
        EXPECT_GT(compared, 0U) << name;
    }
}

TEST(pathway_tables, have_means_and_errors_of_what_the_replicates_say) {
    constexpr std::uint64_t replicates = 7;
    TableBuilder builder(pathway_layout(some_axes()), 1, false);
    std::vector<std::vector<double>> all;
    for (std::uint64_t r = 0; r < replicates; ++r) {
        all.push_back(some_cells(r).values);
        builder.add(all.back());
    }
    const Summary summary = builder.finish();
    std::size_t first = 0;
    for (const SummaryTable& table : summary.tables) {
        ASSERT_EQ(table.mean.size(), table.cells());
        for (std::size_t i = 0; i < table.cells(); ++i) {
            double sum = 0, squares = 0;
            std::int64_t known = 0;
            for (const std::vector<double>& one : all)
                if (!std::isnan(one[first + i])) sum += one[first + i], ++known;
            EXPECT_EQ(table.count[i], known) << table.measure.name;
            if (known < 2) continue;
            const double n = static_cast<double>(known), mean = sum / n;
            for (const std::vector<double>& one : all)
                if (!std::isnan(one[first + i])) squares += (one[first + i] - mean) * (one[first + i] - mean);
            EXPECT_NEAR(table.mean[i], mean, 1e-9 * std::abs(mean)) << table.measure.name;
            EXPECT_NEAR(table.se[i], std::sqrt(squares / (n - 1) / n), 1e-9 * (1 + std::abs(mean))) << table.measure.name;
        }
        first += table.cells();
    }
    EXPECT_THROW(builder.add({1, 2}), BrokenInvariant);
}

// Whatever a table has can be named, and a name leads to the cell that it says.
TEST(pathway_headlines, reach_every_cell_of_every_table_that_has_a_meaning) {
    const PairedSummary layout = PairedBuilder({"base"}, pathway_layout(some_axes()), 1, false).finish();
    ASSERT_TRUE(is_of_pathways(layout));
    std::size_t named = 0;
    for (const PairedTable& table : layout.tables) {
        if (table.period != Period::whole_run) continue;
        for (std::size_t cell = 0; cell < table.cells(); ++cell) {
            std::string programme, place;
            std::size_t rest = cell;
            bool meant = true;
            std::vector<std::string> labels(table.axes.size());
            for (std::size_t i = table.axes.size(); i-- > 0; rest /= table.axes[i].size()) {
                const Axis& axis = table.axes[i];
                labels[i] = axis.labels[rest % axis.size()];
                if (axis.name == "group")
                    meant = meant && labels[i] == all_label;
                else
                    (axis.name == "programme" ? programme : place) = labels[i];
                if (labels[i] == all_label) meant = meant && all_has_meaning(table.measure.name, axis.name, programmes);
            }
            if (!meant) continue;
            const std::string spec =
                table.measure.name + (programme.empty() ? "" : "." + programme) + (place.empty() ? "" : "@" + place);
            Problems problems;
            const Headline headline = parse_headline(spec, layout, {}, problems);
            ASSERT_TRUE(problems.empty()) << to_string(problems.list.front());
            EXPECT_EQ(headline.labels, labels) << spec;
            EXPECT_EQ(headline.table, table.measure.name);
            ++named;
        }
    }
    EXPECT_GT(named, 200U);
}

}  // namespace
}  // namespace qonys
