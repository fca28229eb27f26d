// Who arrives, against the tables of the baseline; the yearly totals and their persistence, against closed forms.
#include "people/arrivals.hpp"

#include <gtest/gtest.h>

#include "chance/z.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using test::too_far;

// About 20,000 families of one origin, all of the same month.
struct Sample {
    Scenario s = test::baseline("2024-12");
    ArrivalTables tables = arrival_tables(s);
    Population population;
    std::size_t origin;
    double expected_families = 20000;

    explicit Sample(std::size_t o) : origin(o) {
        const double persons = expected_families * tables.mean_size[origin];
        add_arrivals(population, tables, {Stream::kandas_free, origin, persons, 1, 1, make_month(2024, 5), 0}, {11, 0});
    }
    std::size_t families() const { return population.families.size(); }
    int age_months(std::size_t person) const { return -population.persons.born[person]; }
};

std::vector<double> row_of(const Table& table, std::size_t row) {
    const std::size_t width = table.axes.back().size();
    return {table.cells.begin() + static_cast<std::ptrdiff_t>(row * width),
            table.cells.begin() + static_cast<std::ptrdiff_t>((row + 1) * width)};
}

TEST(families, are_as_many_and_as_large_as_the_tables_say) {
    for (std::size_t origin : {0U, 1U, 3U}) {
        const Sample sample(origin);
        const double n = static_cast<double>(sample.families());
        EXPECT_LT(std::abs((n - 20000) / std::sqrt(20000.0)), too_far);
        std::vector<double> sizes(10, 0.0);
        for (std::uint8_t members : sample.population.families.members) ++sizes[members - 1U];
        EXPECT_LT(std::abs(test::z_of_table(sizes, row_of(sample.s.people.family_size, origin))), too_far) << origin;
        std::vector<double> shifted = sizes;
        std::rotate(shifted.begin(), shifted.begin() + 1, shifted.end());  // one member too few
        EXPECT_GT(std::abs(test::z_of_table(shifted, row_of(sample.s.people.family_size, origin))), too_far) << origin;
    }
}

TEST(persons, have_the_education_of_the_year_in_force) {
    const Sample sample(0);
    const Table& education = sample.s.people.education;
    std::vector<double> counts(education.axes[1].size(), 0.0);
    for (std::uint8_t e : sample.population.persons.education) ++counts[e];
    std::size_t row = 0;
    while (row + 1 < education.axes[0].size() && std::stoi(education.axes[0].labels[row + 1]) <= 2024) ++row;
    EXPECT_LT(std::abs(test::z_of_table(counts, row_of(education, row))), too_far);
    std::swap(counts[0], counts[1]);
    EXPECT_GT(std::abs(test::z_of_table(counts, row_of(education, row))), too_far);
}

TEST(heads, have_the_sex_and_age_of_the_tables) {
    const Sample sample(0);
    const People& people = sample.s.people;
    const Persons& p = sample.population.persons;
    const auto& groups = people.head_age.axes[0].labels;
    std::vector<double> ages(groups.size(), 0.0);
    double retired = 0, women = 0;
    for (std::uint32_t head : sample.population.families.first_person) {
        women += p.sex[head] == Sex::female;
        if (p.labour[head] == Labour::pensioner) {
            ++retired;
            continue;
        }
        const int years = sample.age_months(head) / 12;
        std::size_t group = groups.size() - 1;
        while (group > 0 && std::stoi(groups[group]) > years) --group;
        ++ages[group];
    }
    const double n = static_cast<double>(sample.families());
    EXPECT_LT(std::abs(test::z_of_share(women, n, people.female_head)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(retired, n, people.retired_head.at(0))), too_far);
    EXPECT_LT(std::abs(test::z_of_table(ages, people.head_age.cells)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(n - women, n, people.female_head)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(retired, n, people.retired_head.at(0) + 0.01)), too_far);
    std::rotate(ages.begin(), ages.begin() + 1, ages.end());
    EXPECT_GT(std::abs(test::z_of_table(ages, people.head_age.cells)), too_far);
}

TEST(further_members, are_children_parents_and_adults_as_the_tables_say) {
    const Sample sample(1);
    const double child = sample.s.people.child.at(1), elder = (1 - child) * sample.s.people.elder.at(1);
    const Persons& p = sample.population.persons;
    std::vector<double> counts(3, 0.0);
    double girls = 0;
    for (std::size_t person = 0; person < p.size(); ++person) {
        if (p.member[person] < 3) continue;
        ++counts[p.labour[person] == Labour::child ? 0 : p.labour[person] == Labour::pensioner ? 1 : 2];
        girls += p.sex[person] == Sex::female;
    }
    const double n = counts[0] + counts[1] + counts[2];
    EXPECT_GT(n, 8000);
    EXPECT_LT(std::abs(test::z_of_table(counts, {child, elder, 1 - child - elder})), too_far);
    EXPECT_LT(std::abs(test::z_of_share(girls, n, 0.5)), too_far);
    EXPECT_GT(std::abs(test::z_of_table({counts[0], counts[2], counts[1]}, {child, elder, 1 - child - elder})), too_far);
}

// Log of the expected total of each year over its scenario total, for many replicates: [year][replicate].
struct Years {
    Scenario s = test::small_scenario();
    std::vector<std::vector<double>> log_ratio;
    static constexpr int replicates = 20000;

    Years(double spread, double persistence) {
        s.arrivals.uncertain_from = 2025;
        s.arrivals.total_spread = spread;
        s.arrivals.persistence = persistence;
        log_ratio.assign(3, std::vector<double>(replicates));
        for (std::uint32_t r = 0; r < replicates; ++r) {
            const auto expected = expected_arrivals(s, Stream::kandas_free, make_month(2024, 12), make_month(2027, 12), {5, r});
            for (std::size_t y = 0; y < 3; ++y) {
                double total = 0;
                for (std::size_t m = 0; m < 12; ++m) total += expected[1 + 12 * y + m][0] + expected[1 + 12 * y + m][1];
                log_ratio[y][r] = std::log(total / 1200);
            }
            certain = certain && std::abs(expected[0][0] - 50) < 1e-9;
        }
    }
    bool certain = true;  // December 2024 does not vary
};

TEST(yearly_totals, keep_their_mean_and_their_spread) {
    constexpr double spread = 0.3, variance = spread * spread;
    const Years years(spread, 0.6);
    EXPECT_TRUE(years.certain);
    for (const std::vector<double>& logs : years.log_ratio) {
        std::vector<double> ratio, too_high;
        for (double log : logs) {
            ratio.push_back(std::exp(log));
            too_high.push_back(std::exp(log + variance / 2));  // without the half variance
        }
        const double deviation = std::sqrt(std::exp(variance) - 1), innovation = 1 - 0.6 * 0.6;
        EXPECT_LT(std::abs(test::z_of_mean(test::mean_of(ratio), 1, deviation, Years::replicates)), too_far);
        EXPECT_GT(std::abs(test::z_of_mean(test::mean_of(too_high), 1, deviation, Years::replicates)), too_far);
        const auto z_of_variance = [&](double v) {
            return std::abs(test::z_of_mean(v / variance, 1, std::sqrt(2.0), Years::replicates));
        };
        EXPECT_LT(z_of_variance(test::variance_of(logs)), too_far) << "the process is stationary from its first year";
        EXPECT_GT(z_of_variance(test::variance_of(logs) * innovation), too_far);
    }
}

TEST(yearly_totals, persist_from_year_to_year) {
    const Years years(0.3, 0.6), independent(0.3, 0);
    const auto z = [](const Years& of, std::size_t a, std::size_t b, double expected) {
        return std::abs(test::z_of_correlation(test::correlation(of.log_ratio[a], of.log_ratio[b]), expected, Years::replicates));
    };
    EXPECT_LT(z(years, 0, 1, 0.6), too_far);
    EXPECT_LT(z(years, 1, 2, 0.6), too_far);
    EXPECT_LT(z(years, 0, 2, 0.36), too_far);
    EXPECT_LT(z(independent, 0, 1, 0), too_far);
    EXPECT_GT(z(independent, 0, 1, 0.6), too_far);
}

TEST(weights_of_origins, vary_by_their_own_spread_and_independently) {
    Scenario s = test::small_scenario();
    s.arrivals.uncertain_from = 2025;
    s.arrivals.origin_spread.cells = {0.5, 0.2};
    std::vector<double> odds, total;
    for (std::uint32_t r = 0; r < 20000; ++r) {
        const auto expected = expected_arrivals(s, Stream::kandas_free, make_month(2025, 1), make_month(2025, 1), {5, r});
        odds.push_back(std::log(expected[0][0] / expected[0][1]));
        total.push_back(expected[0][0] + expected[0][1]);
    }
    const double variance = 0.5 * 0.5 + 0.2 * 0.2;
    EXPECT_LT(std::abs(test::z_of_mean(test::mean_of(odds), 0, std::sqrt(variance), 20000)), too_far);
    EXPECT_LT(std::abs(test::z_of_mean(test::variance_of(odds) / variance, 1, std::sqrt(2.0), 20000)), too_far);
    EXPECT_GT(std::abs(test::z_of_mean(test::variance_of(odds) / 0.09, 1, std::sqrt(2.0), 20000)), too_far)
        << "one draw for both";
    EXPECT_NEAR(*std::max_element(total.begin(), total.end()), 100, 1e-9) << "the mix leaves the total alone";
    EXPECT_NEAR(*std::min_element(total.begin(), total.end()), 100, 1e-9);
}

TEST(origins, come_in_their_shares_and_sum_to_the_total) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2025, 1);
    s.arrivals.kandas.total.cells.assign(s.arrivals.kandas.total.cells.size(), 12.0 * 90000);
    s.arrivals.kandas.origins.cells.clear();
    for (std::size_t year = 0; year < s.arrivals.kandas.total.cells.size(); ++year)
        for (double share : {0.3, 0.7}) s.arrivals.kandas.origins.cells.push_back(share);
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    double of_a = 0;
    for (std::uint8_t origin : state.population.families.origin) of_a += origin == 0;
    const double n = static_cast<double>(state.population.families.size());
    EXPECT_LT(std::abs((n - 30000) / std::sqrt(30000.0)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(of_a, n, 0.3)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(n - of_a, n, 0.3)), too_far);
}

}  // namespace
}  // namespace qonys
