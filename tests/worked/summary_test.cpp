// Summary tables of a few made-up replicates, by hand: means, standard errors, both kinds of spread, and what has no meaning.
#include "accounts/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/problems.hpp"

namespace qonys {
namespace {

constexpr std::size_t quota_stream = 0, free_stream = 1, internal_stream = 2;
constexpr std::size_t streams = 4, country = 2;  // position of KZ among the areas

// Two months in two years, two regions, one country and one region of origin.
RunAxes axes() {
    RunAxes a;
    a.month = {"month", {"2024-12", "2025-01"}};
    a.months_since = {"months_since", {}};
    for (int k = 0; k < 14; ++k) a.months_since.labels.push_back(std::to_string(k));
    a.region = {"region", {"NO", "SO"}};
    a.origin = {"origin", {"AAA", "KZ-61"}};
    a.stream = {"stream", {"kandas_quota", "kandas_free", "internal", "ata_zholy"}};
    a.inflow = {"inflow", {"kandas", "internal", "ata_zholy"}};
    a.instrument = {"instrument", {"relocation", "rent", "certificate", "employer", "business"}};
    a.component = {"component", {"1", "2"}};
    a.cohort = {"cohort", {"2024", "2025"}};
    return a;
}

// Tallies that are set by position: month (or months since), region, then what the measure has.
struct Replicate {
    RunAxes a = axes();
    Tallies tallies = make_tallies(a);

    std::int64_t& at(M m, const std::vector<std::size_t>& position) {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < position.size(); ++i) cell = cell * a.find(measure(m).axes[i]).size() + position[i];
        return tallies.cells[static_cast<std::size_t>(m)][cell];
    }
};

// Mean and standard error of a cell; count of replicates in which it has a meaning.
void expect_cell(const SummaryTable& table, std::size_t cell, double mean, double se, std::int64_t count = 2) {
    EXPECT_NEAR(table.mean[cell], mean, 1e-9 * std::max(1.0, mean)) << table.measure.name << " " << cell;
    EXPECT_NEAR(table.se[cell], se, 1e-9 * std::max(1.0, mean)) << table.measure.name << " " << cell;
    EXPECT_EQ(table.count[cell], count) << table.measure.name << " " << cell;
}

void expect_no_meaning(const SummaryTable& table, std::size_t cell) {
    EXPECT_TRUE(std::isnan(table.mean[cell])) << table.measure.name << " " << cell;
    EXPECT_EQ(table.count[cell], 0) << table.measure.name << " " << cell;
}

// Row-major cell of a table over area and stream; of the first year where the table has years.
std::size_t cell(std::size_t area, std::size_t stream) {
    return area * streams + stream;
}
constexpr std::size_t a_year = 3 * streams;  // cells

Summary summary_of(const std::vector<Replicate>& replicates, std::int64_t replicates_per_draw = 1, bool uncertain = false) {
    SummaryBuilder builder(axes(), 0.002, {1000, 2000}, replicates_per_draw, uncertain);
    for (const Replicate& r : replicates) builder.add(r.tallies);
    return builder.finish();
}

TEST(fill_rate, is_the_share_of_places_used_in_each_year_and_stream) {
    std::vector<Replicate> r(2);
    for (Replicate& one : r) {
        one.at(M::quota, {0, 0, quota_stream}) = 10;
        one.at(M::quota, {1, 0, quota_stream}) = 20;
        one.at(M::quota, {0, 1, internal_stream}) = 40;
        one.at(M::quota_left, {0, 1, internal_stream}) = 30;
    }
    r[0].at(M::quota_left, {0, 0, quota_stream}) = 5;
    r[0].at(M::quota_left, {1, 0, quota_stream}) = 10;
    r[1].at(M::quota_left, {1, 0, quota_stream}) = 6;
    r[0].at(M::placed, {0, 0, 0, quota_stream}) = 3;  // the other two places were used before the reported months
    r[0].at(M::placed, {0, 1, 1, internal_stream}) = 8;
    const Summary s = summary_of(r);
    const SummaryTable &by_year = s.find("fill_rate", Period::year), &run = s.find("fill_rate", Period::whole_run);
    expect_cell(by_year, cell(0, quota_stream), 0.75, 0.25);  // 5 / 10 and 10 / 10; deviations 0.25: sqrt(2 x 0.0625 / 1 / 2)
    expect_cell(by_year, a_year + cell(0, quota_stream), 0.6, 0.1);        // 10 / 20 and 14 / 20
    expect_cell(by_year, a_year + cell(country, quota_stream), 0.6, 0.1);  // Kazakhstan
    expect_cell(run, cell(0, quota_stream), 0.65, 0.15);                   // 15 / 30 and 24 / 30
    expect_cell(run, cell(1, internal_stream), 0.25, 0);
    expect_no_meaning(run, cell(1, quota_stream));  // no quota in SO
    expect_no_meaning(run, cell(0, internal_stream));
    EXPECT_EQ(by_year.axes[1].labels.back(), "KZ");
    expect_cell(s.find("quota", Period::whole_run), cell(0, quota_stream), 30, 0);
    expect_cell(s.find("placed", Period::whole_run), cell(0, quota_stream), 1.5, 1.5);
    expect_cell(s.find("placed", Period::whole_run), cell(country, internal_stream), 4, 4);
    expect_cell(s.find("placed_by_origin", Period::whole_run), 1, 4, 4);
}

TEST(places, are_those_of_the_last_order_of_each_year) {
    RunAxes three_months = axes();
    three_months.month.labels = {"2024-11", "2024-12", "2025-01"};
    Replicate r{three_months};
    const std::int64_t quota[] = {10, 15, 20}, left[] = {6, 3, 18};
    for (std::size_t month = 0; month < 3; ++month) {
        r.at(M::quota, {month, 0, quota_stream}) = quota[month];
        r.at(M::quota_left, {month, 0, quota_stream}) = left[month];
    }
    SummaryBuilder builder(three_months, 0.002, {1000, 2000}, 1, false);
    builder.add(r.tallies);
    const Summary s = builder.finish();
    EXPECT_EQ(s.find("quota", Period::year).mean[0], 15);
    EXPECT_EQ(s.find("quota", Period::whole_run).mean[0], 35);
    EXPECT_DOUBLE_EQ(s.find("fill_rate", Period::year).mean[0], 0.8);       // 12 of 15 in December
    EXPECT_DOUBLE_EQ(s.find("fill_rate", Period::whole_run).mean[0], 0.4);  // 12 + 2 of 35
}

TEST(stocks, are_those_at_the_end_of_each_year_and_of_the_run) {
    RunAxes three_months = axes();
    three_months.month.labels = {"2024-11", "2024-12", "2025-01"};
    Replicate r{three_months};
    const std::int64_t adults[] = {50, 40, 20}, jobs[] = {30, 10, 6}, businesses[] = {7, 2, 4};
    for (std::size_t month = 0; month < 3; ++month) {
        r.at(M::stock, {month, 0, 0, quota_stream}) = 2 * adults[month];
        r.at(M::working_age, {month, 0, 0, quota_stream}) = adults[month];
        r.at(M::employed, {month, 0, 0, quota_stream}) = jobs[month];
        r.at(M::self_employed, {month, 0, quota_stream}) = businesses[month];
        r.at(M::waiting, {month, 0, 0}) = adults[month];
        r.at(M::free_jobs, {month, 0}) = jobs[month];
        r.at(M::rent_level, {month, 0}) = adults[month];
        r.at(M::claims_waiting, {month, 1, 2}) = jobs[month];
        r.at(M::budget_left, {month, 1, 2}) = businesses[month];
        r.at(M::embassy_waiting, {month, 1}) = adults[month];
    }
    SummaryBuilder builder(three_months, 0.002, {1000, 2000}, 1, false);
    builder.add(r.tallies);
    const Summary s = builder.finish();
    EXPECT_EQ(s.find("stock", Period::year).mean[0], 80);
    EXPECT_EQ(s.find("stock", Period::whole_run).mean[0], 40);
    EXPECT_EQ(s.find("waiting", Period::year).mean[0], 40);
    EXPECT_EQ(s.find("waiting", Period::whole_run).mean[0], 20);
    for (const auto& [name, at, year, run] : {std::tuple{"free_jobs", 0, 10, 6},
                                              {"rent_level", 0, 40, 20},
                                              {"claims_waiting", 5 + 2, 10, 6},
                                              {"budget_left", 5 + 2, 2, 4},
                                              {"embassy_waiting", 1, 40, 20}}) {
        EXPECT_EQ(s.find(name, Period::year).mean[static_cast<std::size_t>(at)], year) << name;
        EXPECT_EQ(s.find(name, Period::whole_run).mean[static_cast<std::size_t>(at)], run) << name;
    }
    expect_no_meaning(s.find("rent_level", Period::whole_run), country);
    expect_no_meaning(s.find("home_price_level", Period::year), country);
    EXPECT_DOUBLE_EQ(s.find("employed_share", Period::year).mean[0], 0.3);       // (10 + 2) / 40
    EXPECT_DOUBLE_EQ(s.find("employed_share", Period::whole_run).mean[0], 0.5);  // (6 + 4) / 20
}

TEST(employed_share, counts_jobs_and_businesses_at_the_end_of_the_period) {
    std::vector<Replicate> r(2);
    for (Replicate& one : r) {
        one.at(M::working_age, {0, 0, 0, quota_stream}) = 100;  // December: must not enter January
        one.at(M::working_age, {1, 0, 0, free_stream}) = 50;
    }
    r[0].at(M::working_age, {1, 0, 0, quota_stream}) = 8;
    r[0].at(M::employed, {1, 0, 0, quota_stream}) = 4;
    r[0].at(M::self_employed, {1, 0, quota_stream}) = 2;
    r[1].at(M::working_age, {1, 0, 0, quota_stream}) = 10;
    r[1].at(M::employed, {1, 0, 0, quota_stream}) = 5;
    const Summary s = summary_of(r);
    const SummaryTable &by_year = s.find("employed_share", Period::year), &run = s.find("employed_share", Period::whole_run);
    expect_cell(by_year, 0, 0, 0);               // 2024, NO, quota: none of 100
    expect_cell(by_year, a_year, 0.625, 0.125);  // 2025: 6 / 8 and 5 / 10
    expect_cell(run, 0, 0.625, 0.125);
    expect_cell(run, cell(0, free_stream), 0, 0);   // in NO
    expect_no_meaning(run, cell(1, quota_stream));  // nobody in SO
}

TEST(spending, adds_up_by_stream_instrument_region_and_in_dollars) {
    std::vector<Replicate> r(2);
    r[0].at(M::spending, {0, 0, quota_stream, 0}) = 1000;
    r[0].at(M::spending, {0, 0, quota_stream, 1}) = 200;
    r[0].at(M::spending, {1, 0, quota_stream, 1}) = 300;
    r[0].at(M::spending, {1, 1, internal_stream, 2}) = 5000;
    r[0].at(M::spending_by_origin, {1, 1, 2}) = 5000;
    r[0].at(M::placed, {1, 0, 0, quota_stream}) = 3;
    const Summary s = summary_of(r);  // the second replicate spends nothing: mean = half, deviation = half = standard error
    const SummaryTable& run = s.find("spending", Period::whole_run);
    expect_cell(run, cell(0, quota_stream) * 5 + 0, 500, 500);       // NO, relocation
    expect_cell(run, cell(0, quota_stream) * 5 + 1, 250, 250);       // NO, rent in both months
    expect_cell(run, cell(1, internal_stream) * 5 + 2, 2500, 2500);  // SO, certificates
    expect_cell(run, cell(country, internal_stream) * 5 + 2, 2500, 2500);
    expect_cell(s.find("spending_by_stream", Period::whole_run), cell(0, quota_stream), 750, 750);
    expect_cell(s.find("spending_by_stream", Period::year), cell(0, quota_stream), 600, 600);
    expect_cell(s.find("spending_total", Period::whole_run), country, 3250, 3250);
    expect_cell(s.find("spending_by_origin", Period::whole_run), 1, 2500, 2500);
    expect_cell(s.find("spending_usd", Period::whole_run), country, 6.5, 6.5);  // x 0.002
    const SummaryTable& each = s.find("spending_per_placed", Period::whole_run);
    EXPECT_NEAR(each.mean[cell(0, quota_stream)], 500, 1e-9);  // 1,500 / 3, only in the replicate that placed anybody
    EXPECT_EQ(each.count[cell(0, quota_stream)], 1);
    EXPECT_TRUE(std::isnan(each.se[cell(0, quota_stream)])) << "one replicate has no standard error";
    expect_no_meaning(each, cell(0, free_stream));
}

TEST(spending_per_retained_settler_year, divides_by_years_of_programme_settlers_in_their_first_region) {
    std::vector<Replicate> r(2);
    for (Replicate& one : r) one.at(M::retained, {0, 0, free_stream}) = 999;  // free settlers do not count
    r[0].at(M::spending, {0, 0, quota_stream, 0}) = 1200000;
    r[0].at(M::spending, {1, 0, quota_stream, 1}) = 2400000;
    r[0].at(M::retained, {0, 0, quota_stream}) = 6;
    r[0].at(M::retained, {1, 0, quota_stream}) = 12;  // 18 person-months = 1.5 years
    r[1].at(M::spending, {0, 0, quota_stream, 0}) = 1800000;
    r[1].at(M::retained, {0, 0, quota_stream}) = 9;
    r[1].at(M::retained, {1, 0, quota_stream}) = 9;
    for (Replicate& one : r) {  // a programme that pays nothing costs nothing
        one.at(M::quota, {0, 1, internal_stream}) = 5;
        one.at(M::retained, {0, 1, internal_stream}) = 4;
    }
    const Summary s = summary_of(r);
    const SummaryTable& run = s.find("spending_per_retained_settler_year", Period::whole_run);
    expect_cell(run, cell(0, quota_stream), 1800000, 600000);  // 2.4 and 1.2 million
    expect_cell(run, cell(country, quota_stream), 1800000, 600000);
    expect_cell(run, cell(1, internal_stream), 0, 0);
    expect_no_meaning(run, cell(0, free_stream));
}

TEST(retained, is_who_has_not_moved_on_at_the_end_of_the_period) {
    RunAxes three_months = axes();
    three_months.month.labels = {"2024-11", "2024-12", "2025-01"};
    Replicate r{three_months};
    const std::int64_t persons[] = {7, 5, 3};
    for (std::size_t month = 0; month < 3; ++month) {
        r.at(M::retained, {month, 0, quota_stream}) = persons[month];
        r.at(M::retained, {month, 1, quota_stream}) = 10 * persons[month];
    }
    SummaryBuilder builder(three_months, 0.002, {1000, 2000}, 1, false);
    builder.add(r.tallies);
    const Summary s = builder.finish();
    EXPECT_EQ(s.find("retained", Period::year).mean[cell(0, quota_stream)], 5);
    EXPECT_EQ(s.find("retained", Period::year).mean[a_year + cell(country, quota_stream)], 33);
    EXPECT_EQ(s.find("retained", Period::whole_run).mean[cell(0, quota_stream)], 3);
    EXPECT_EQ(s.find("retained", Period::whole_run).mean[cell(country, quota_stream)], 33);
    EXPECT_EQ(s.find("retained", Period::whole_run).mean[cell(country, internal_stream)], 0);
}

TEST(totals, over_streams_and_origins_have_tables_of_their_own) {
    std::vector<Replicate> r(1);
    r[0].at(M::placed, {0, 0, 0, quota_stream}) = 3;
    r[0].at(M::placed, {1, 1, 1, internal_stream}) = 8;
    r[0].at(M::waiting, {1, 0, 0}) = 20;
    r[0].at(M::waiting, {1, 1, 0}) = 5;
    const Summary s = summary_of(r);
    EXPECT_EQ(s.find("placed_total", Period::whole_run).mean, (std::vector<double>{3, 8, 11}));
    EXPECT_EQ(s.find("waiting_total", Period::whole_run).mean, (std::vector<double>{25, 0, 0}));
}

// What one replicate says, cell by cell, is the mean over that replicate alone.
TEST(summary, layout_and_values_are_the_tables_of_one_replicate) {
    Replicate r;
    for (std::size_t m = 0; m < r.tallies.cells.size(); ++m)
        for (std::size_t c = 0; c < r.tallies.cells[m].size(); ++c)
            r.tallies.cells[m][c] = static_cast<std::int64_t>((7 * m + 5 * c) % 11);
    for (std::int64_t& at_risk : r.tallies.cells[static_cast<std::size_t>(M::family_at_risk)]) at_risk += 11;  // more than left
    SummaryBuilder builder(axes(), 0.002, {1000, 2000}, 1, false);
    const std::vector<double> values = builder.values(r.tallies);
    const std::vector<SummaryTable> layout = builder.layout();
    builder.add(r.tallies);
    const Summary s = builder.finish();
    ASSERT_EQ(layout.size(), s.tables.size());
    std::size_t next = 0;
    for (std::size_t t = 0; t < layout.size(); ++t) {
        EXPECT_EQ(layout[t].measure.name, s.tables[t].measure.name);
        EXPECT_TRUE(layout[t].mean.empty());
        for (const double mean : s.tables[t].mean) {
            ASSERT_LT(next, values.size());
            EXPECT_TRUE(values[next] == mean || (std::isnan(values[next]) && std::isnan(mean))) << layout[t].measure.name;
            ++next;
        }
    }
    EXPECT_EQ(next, values.size());
}

TEST(gini, of_settlers_per_inhabitant_is_a_quarter_and_nought) {
    std::vector<Replicate> r(2);
    r[0].at(M::settled, {0, 0, 0, quota_stream}) = 30;  // 30 per 1,000 and 10 per 1,000: 20 / (2 x 40)
    r[0].at(M::settled, {1, 1, 0, quota_stream}) = 20;
    r[1].at(M::settled, {0, 0, 0, quota_stream}) = 10;  // 10 per 1,000 in both
    r[1].at(M::settled, {1, 1, 0, quota_stream}) = 20;
    const Summary s = summary_of(r);
    expect_cell(s.find("gini_load", Period::whole_run), quota_stream, 0.125, 0.125);
    expect_no_meaning(s.find("gini_load", Period::whole_run), free_stream);
    expect_cell(s.find("gini_load", Period::year), quota_stream, 0.5, 0);  // 2024: all in one of two regions, both times
}

TEST(retained_share, multiplies_over_the_months_since_settling) {
    std::vector<Replicate> r(2);
    for (std::size_t k = 0; k < 14; ++k)
        for (std::size_t i = 0; i < 2; ++i) r[i].at(M::family_at_risk, {k, 0, quota_stream}) = k <= 3 ? 10 : 9;
    r[0].at(M::family_left, {3, 0, quota_stream}) = 1;   // 9 / 10
    r[0].at(M::family_left, {12, 0, quota_stream}) = 3;  // x 6 / 9
    r[0].at(M::family_left, {13, 0, quota_stream}) = 9;  // too late for the first horizon
    r[1].at(M::family_left, {3, 0, quota_stream}) = 2;   // 8 / 10
    const Summary s = summary_of(r);
    const SummaryTable& table = s.find("retained_share", Period::whole_run);
    expect_cell(table, 0, 0.7, 0.1);  // 0.6 and 0.8; NO, quota, 12 months
    expect_no_meaning(table, 1);      // 24 months were not simulated
    expect_no_meaning(table, 4);      // free settlers
    expect_cell(table, cell(country, quota_stream) * 4, 0.7, 0.1);
}

TEST(mean_preference_rank, weighs_families) {
    std::vector<Replicate> r(2);
    r[0].at(M::preference_rank, {0, 0, quota_stream}) = 3;  // first and second choice
    r[0].at(M::placed_families, {0, 0, quota_stream}) = 2;
    r[1].at(M::preference_rank, {0, 0, quota_stream}) = 2;
    r[1].at(M::placed_families, {0, 0, quota_stream}) = 2;
    const Summary s = summary_of(r);
    expect_cell(s.find("mean_preference_rank", Period::whole_run), 0, 1.25, 0.25);
    expect_cell(s.find("mean_preference_rank", Period::year), 0, 1.25, 0.25);
}

TEST(arrivals, are_told_by_origin_and_inflow) {
    std::vector<Replicate> r(2);
    r[0].at(M::arrivals, {0, 0, 0}) = 10;
    r[0].at(M::arrivals, {1, 0, 0}) = 20;
    r[0].at(M::arrivals, {1, 1, 1}) = 6;
    r[0].at(M::withdrawn, {1, 1, 1}) = 2;
    r[1] = r[0];
    const Summary s = summary_of(r);
    expect_cell(s.find("arrivals", Period::whole_run), 0, 30, 0);
    expect_cell(s.find("arrivals", Period::year), 6 + 3 + 1, 6, 0);  // 2025, KZ-61, internal
    expect_cell(s.find("arrivals_total", Period::year), 3, 20, 0);
    expect_cell(s.find("arrivals_total", Period::whole_run), 1, 6, 0);
    expect_cell(s.find("withdrawn", Period::whole_run), 3 + 1, 2, 0);
}

TEST(kin_components, are_those_at_the_end_and_have_no_years) {
    std::vector<Replicate> r(2);
    r[0].at(M::kin_components, {1}) = 3;
    r[1].at(M::kin_components, {1}) = 5;
    const Summary s = summary_of(r);
    expect_cell(s.find("kin_components", Period::whole_run), 1, 4, 1);
    EXPECT_THROW(s.find("kin_components", Period::year), BrokenInvariant);
}

// No measure is forgotten; those named here go into tables of another name.
TEST(summary, has_a_table_for_every_measure) {
    const Summary s = summary_of(std::vector<Replicate>(2));
    const std::vector<std::string> elsewhere = {"quota_left", "preference_rank", "working_age",    "employed",   "self_employed",
                                                "retained",   "moves",           "family_at_risk", "family_left"};
    for (const Measure& m : measures()) {
        if (std::find(elsewhere.begin(), elsewhere.end(), m.name) != elsewhere.end()) continue;
        EXPECT_NO_THROW(s.find(m.name, Period::whole_run)) << m.name;
        if (m.axes[0] != "month") continue;
        EXPECT_NO_THROW(s.find(m.name, Period::year)) << m.name;
    }
}

// Persons settled in each replicate.
std::vector<Replicate> settled(const std::vector<std::int64_t>& persons) {
    std::vector<Replicate> r(persons.size());
    for (std::size_t i = 0; i < persons.size(); ++i) r[i].at(M::settled, {0, 0, 0, 0}) = persons[i];
    return r;
}

void expect_spread(const SummaryTable& table, std::size_t at, double mean, double se, double chance, double parameters) {
    const auto same = [](double a, double b) { return std::isnan(a) ? std::isnan(b) : std::abs(a - b) < 1e-12; };
    EXPECT_TRUE(same(table.mean[at], mean)) << table.mean[at];
    EXPECT_TRUE(same(table.se[at], se)) << table.se[at];
    EXPECT_TRUE(same(table.sd_monte_carlo[at], chance)) << table.sd_monte_carlo[at];
    EXPECT_TRUE(same(table.sd_parameters[at], parameters)) << table.sd_parameters[at];
}

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

TEST(spread, is_all_chance_when_parameters_are_certain) {
    const Summary s = summary_of(settled({1, 3, 11, 13}), 2, false);
    // deviations -6, -4, 4, 6: 104 / 3
    expect_spread(s.find("settled", Period::whole_run), 0, 7, std::sqrt(104.0 / 3 / 4), std::sqrt(104.0 / 3), 0);
}

TEST(spread, is_parted_by_the_draws_of_the_parameters) {
    const Summary s = summary_of(settled({1, 3, 11, 13}), 2, true);
    // within draws (2 + 2) / 2 = 2; means 2 and 12: variance 50, less 2 / 2
    expect_spread(s.find("settled", Period::whole_run), 0, 7, 5, std::sqrt(2.0), 7);
}

TEST(spread, of_parameters_is_never_negative) {
    const Summary s = summary_of(settled({1, 13, 3, 11}), 2, true);
    expect_spread(s.find("settled", Period::whole_run), 0, 7, 0, std::sqrt(52.0), 0);  // (72 + 32) / 2; both means 7
}

TEST(spread, cannot_be_parted_with_one_replicate_a_draw_or_one_draw) {
    const Summary one_each = summary_of(settled({1, 3, 11, 13}), 1, true);
    expect_spread(one_each.find("settled", Period::whole_run), 0, 7, std::sqrt(104.0 / 3 / 4), unknown, unknown);
    const Summary one_draw = summary_of(settled({1, 3}), 2, true);
    expect_spread(one_draw.find("settled", Period::whole_run), 0, 2, unknown, std::sqrt(2.0), unknown);
}

// Rank 1 and 3 in the first draw, 5 in the second and nobody placed in its other replicate, 8 and 10 in the third.
TEST(spread, leaves_out_replicates_in_which_the_cell_has_no_meaning) {
    std::vector<Replicate> r(6);
    const std::int64_t ranks[] = {1, 3, 5, 0, 8, 10};
    for (std::size_t i = 0; i < 6; ++i)
        if (ranks[i] > 0) {
            r[i].at(M::preference_rank, {0, 0, quota_stream}) = ranks[i];
            r[i].at(M::placed_families, {0, 0, quota_stream}) = 1;
        }
    const Summary s = summary_of(r, 2, true);
    const SummaryTable& table = s.find("mean_preference_rank", Period::whole_run);
    EXPECT_EQ(table.count[0], 5);
    // mean 27 / 5 = 5.4; means of draws 2, 5, 9 of 2, 1, 2 replicates: deviations -3.4, -0.4, 3.6
    const double within = (2.0 + 0 + 2) / 2;                                          // 5 replicates less 3 draws
    const double between = (2 * 3.4 * 3.4 + 0.4 * 0.4 + 2 * 3.6 * 3.6) / 2;           // 3 draws less 1
    const double replicates = (5 - (4 + 1 + 4) / 5.0) / 2;                            // 1.6 a draw
    const double squares = (4 * 3.4 * 3.4 + 0.4 * 0.4 + 4 * 3.6 * 3.6) * 3 / 2 / 25;  // (n x deviation)^2, 3 of 2 draws free
    expect_spread(table, 0, 5.4, std::sqrt(squares), std::sqrt(within), std::sqrt((between - within) / replicates));
    expect_spread(table, cell(1, quota_stream), unknown, unknown, unknown, unknown);
}

TEST(spread, takes_a_last_draw_that_is_cut_short) {
    const Summary s = summary_of(settled({1, 3, 12}), 2, true);
    // means 2 and 12, of 2 and 1 replicates; mean 16 / 3: deviations -10 / 3 and 20 / 3
    const double se = std::sqrt((4 * 100.0 / 9 + 400.0 / 9) * 2 / 1) / 3;
    const double between = 2 * 100.0 / 9 + 400.0 / 9, replicates = (3 - 5 / 3.0) / 1;
    expect_spread(s.find("settled", Period::whole_run), 0, 16.0 / 3, se, std::sqrt(2.0), std::sqrt((between - 2) / replicates));
}

TEST(standard_error, of_one_replicate_is_unknown) {
    std::vector<Replicate> r(1);
    r[0].at(M::settled, {0, 0, 0, 0}) = 7;
    const Summary s = summary_of(r);
    EXPECT_EQ(s.find("settled", Period::whole_run).mean[0], 7);
    EXPECT_TRUE(std::isnan(s.find("settled", Period::whole_run).se[0]));
}

}  // namespace
}  // namespace qonys
