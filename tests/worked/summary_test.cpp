// Summary tables of two made-up replicates, by hand: means, standard errors, and what has no meaning.
#include "accounts/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace qonys {
namespace {

constexpr std::size_t quota_stream = 0, free_stream = 1;

// Two months in two years, two regions, one origin.
RunAxes axes() {
    RunAxes a;
    a.month = {"month", {"2024-12", "2025-01"}};
    a.months_since = {"months_since", {}};
    for (int k = 0; k < 14; ++k) a.months_since.labels.push_back(std::to_string(k));
    a.region = {"region", {"NO", "SO"}};
    a.origin = {"origin", {"AAA"}};
    a.stream = {"stream", {"kandas_quota", "kandas_free"}};
    a.instrument = {"instrument", {"relocation", "rent", "certificate"}};
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

Summary summary_of(const std::vector<Replicate>& replicates) {
    SummaryBuilder builder(axes(), 0.002, {1000, 2000});
    for (const Replicate& r : replicates) builder.add(r.tallies);
    return builder.finish();
}

TEST(fill_rate, is_the_share_of_places_used_in_each_year) {
    std::vector<Replicate> r(2);
    for (Replicate& one : r) {
        one.at(M::quota, {0, 0}) = 10;
        one.at(M::quota, {1, 0}) = 20;
    }
    r[0].at(M::quota_left, {0, 0}) = 5;
    r[0].at(M::quota_left, {1, 0}) = 10;
    r[1].at(M::quota_left, {1, 0}) = 6;
    r[0].at(M::placed, {0, 0, 0}) = 3;  // the other two places were used before the reported months
    const Summary s = summary_of(r);
    const SummaryTable &by_year = s.find("fill_rate", Period::year), &run = s.find("fill_rate", Period::whole_run);
    expect_cell(by_year, 0, 0.75, 0.25);    // 5 / 10 and 10 / 10; deviations 0.25: sqrt(2 x 0.0625 / 1 / 2)
    expect_cell(by_year, 3, 0.6, 0.1);      // 10 / 20 and 14 / 20
    expect_cell(by_year, 3 + 2, 0.6, 0.1);  // Kazakhstan
    expect_cell(run, 0, 0.65, 0.15);        // 15 / 30 and 24 / 30
    expect_no_meaning(run, 1);              // no quota in SO
    EXPECT_EQ(by_year.axes[1].labels.back(), "KZ");
    expect_cell(s.find("quota", Period::whole_run), 0, 30, 0);
    expect_cell(s.find("placed", Period::whole_run), 0, 1.5, 1.5);
}

TEST(places, are_those_of_the_last_order_of_each_year) {
    RunAxes three_months = axes();
    three_months.month.labels = {"2024-11", "2024-12", "2025-01"};
    Replicate r{three_months};
    const std::int64_t quota[] = {10, 15, 20}, left[] = {6, 3, 18};
    for (std::size_t month = 0; month < 3; ++month) {
        r.at(M::quota, {month, 0}) = quota[month];
        r.at(M::quota_left, {month, 0}) = left[month];
    }
    SummaryBuilder builder(three_months, 0.002, {1000, 2000});
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
        r.at(M::waiting, {month, 0}) = adults[month];
    }
    SummaryBuilder builder(three_months, 0.002, {1000, 2000});
    builder.add(r.tallies);
    const Summary s = builder.finish();
    EXPECT_EQ(s.find("stock", Period::year).mean[0], 80);
    EXPECT_EQ(s.find("stock", Period::whole_run).mean[0], 40);
    EXPECT_EQ(s.find("waiting", Period::year).mean[0], 40);
    EXPECT_EQ(s.find("waiting", Period::whole_run).mean[0], 20);
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
    expect_cell(by_year, 0, 0, 0);          // 2024, NO, quota: none of 100
    expect_cell(by_year, 6, 0.625, 0.125);  // 2025: 6 / 8 and 5 / 10
    expect_cell(run, 0, 0.625, 0.125);
    expect_cell(run, 1, 0, 0);  // free settlers in NO
    expect_no_meaning(run, 2);  // nobody in SO
}

TEST(spending, adds_up_by_instrument_region_and_in_dollars) {
    std::vector<Replicate> r(2);
    r[0].at(M::spending, {0, 0, 0, 0}) = 1000;
    r[0].at(M::spending, {0, 0, 0, 1}) = 200;
    r[0].at(M::spending, {1, 0, 0, 1}) = 300;
    r[0].at(M::spending, {1, 1, 0, 2}) = 5000;
    r[0].at(M::placed, {1, 0, 0}) = 3;
    const Summary s = summary_of(r);  // the second replicate spends nothing: mean = half, deviation = half = standard error
    const SummaryTable& run = s.find("spending", Period::whole_run);
    expect_cell(run, 0, 500, 500);    // NO, relocation
    expect_cell(run, 1, 250, 250);    // NO, rent in both months
    expect_cell(run, 5, 2500, 2500);  // SO, certificates
    expect_cell(s.find("spending_total", Period::whole_run), 2, 3250, 3250);
    expect_cell(s.find("spending_by_origin", Period::whole_run), 0, 3250, 3250);
    expect_cell(s.find("spending_usd", Period::whole_run), 2, 6.5, 6.5);  // x 0.002
    const SummaryTable& each = s.find("spending_per_placed", Period::whole_run);
    EXPECT_NEAR(each.mean[0], 500, 1e-9);  // 1,500 / 3, only in the replicate that placed anybody
    EXPECT_EQ(each.count[0], 1);
    EXPECT_TRUE(std::isnan(each.se[0])) << "one replicate has no standard error";
}

TEST(spending_per_retained_settler_year, divides_by_years_of_quota_settlers_in_their_first_region) {
    std::vector<Replicate> r(2);
    for (Replicate& one : r) one.at(M::retained, {0, 0, free_stream}) = 999;  // free settlers do not count
    r[0].at(M::spending, {0, 0, 0, 0}) = 1200000;
    r[0].at(M::spending, {1, 0, 0, 1}) = 2400000;
    r[0].at(M::retained, {0, 0, quota_stream}) = 6;
    r[0].at(M::retained, {1, 0, quota_stream}) = 12;  // 18 person-months = 1.5 years
    r[1].at(M::spending, {0, 0, 0, 0}) = 1800000;
    r[1].at(M::retained, {0, 0, quota_stream}) = 9;
    r[1].at(M::retained, {1, 0, quota_stream}) = 9;
    const Summary s = summary_of(r);
    expect_cell(s.find("spending_per_retained_settler_year", Period::whole_run), 0, 1800000, 600000);  // 2.4 and 1.2 million
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
    expect_cell(table, 0, 0.7, 0.1);   // 0.6 and 0.8; NO, quota, 12 months
    expect_no_meaning(table, 1);       // 24 months were not simulated
    expect_no_meaning(table, 4);       // free settlers
    expect_cell(table, 16, 0.7, 0.1);  // Kazakhstan
}

TEST(mean_preference_rank, weighs_families) {
    std::vector<Replicate> r(2);
    r[0].at(M::preference_rank, {0, 0}) = 3;  // first and second choice
    r[0].at(M::placed_families, {0, 0}) = 2;
    r[1].at(M::preference_rank, {0, 0}) = 2;
    r[1].at(M::placed_families, {0, 0}) = 2;
    const Summary s = summary_of(r);
    expect_cell(s.find("mean_preference_rank", Period::whole_run), 0, 1.25, 0.25);
    expect_cell(s.find("mean_preference_rank", Period::year), 0, 1.25, 0.25);
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
