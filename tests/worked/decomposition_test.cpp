// Why totals differ, by hand and on random numbers.
#include "accounts/decomposition.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "base/draws.hpp"
#include "worked/small_comparison.hpp"

namespace qonys {
namespace {

using test::SmallComparison;

const Axis year{"year", {"2024", "2025"}}, cohort{"cohort", {"2024", "2025"}};
const Axis area{"area", {"NO", "SO", "KZ"}}, stream{"stream", {"kandas_quota", "kandas_free"}};
const Axis instrument{"instrument", {"relocation", "rent"}};

SmallComparison world(std::size_t arms = 2) {
    SmallComparison c(std::vector<std::string>(arms, "arm"), 1);
    for (const char* name : {"quota", "placed"})
        c.add_table({name, "persons", name, {"area", "stream"}}, Period::year, {year, area, stream});
    for (const char* name : {"quota", "placed", "retained"})
        c.add_table({name, "persons", name, {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"spending_total", "KZT", "Paid", {"area"}}, Period::whole_run, {area});
    c.add_table({"cohort_retained", "persons", "Stayed", {"cohort", "area", "stream"}}, Period::whole_run,
                {cohort, area, stream});
    c.add_table({"cohort_spending", "KZT", "Paid", {"cohort", "area", "stream", "instrument"}}, Period::whole_run,
                {cohort, area, stream, instrument});
    return c;
}

struct Region {
    double quota, placed, retained, relocation, rent;
};

void set(SmallComparison& c, std::size_t arm, const std::string& region, const std::string& of, const Region& r,
         const std::string& in = "2024") {
    c.at(0, arm, "quota", {in, region, of}, Period::year) = r.quota;
    c.at(0, arm, "placed", {in, region, of}, Period::year) = r.placed;
    c.at(0, arm, "cohort_retained", {in, region, of}) = r.retained;
    c.at(0, arm, "cohort_spending", {in, region, of, "relocation"}) = r.relocation;
    c.at(0, arm, "cohort_spending", {in, region, of, "rent"}) = r.rent;
    c.at(0, arm, "quota", {"KZ", of}) += r.quota;
    c.at(0, arm, "placed", {"KZ", of}) += r.placed;
    c.at(0, arm, "retained", {"KZ", of}) += r.retained;
    c.at(0, arm, "spending_total", {"KZ"}) += r.relocation + r.rent;
}

std::map<std::string, double> terms(const Decomposition& d) {
    std::map<std::string, double> map;
    for (const Decomposition::Term& term : d.terms) map[term.name] = term.amount;
    return map;
}

TEST(decomposition, gives_a_change_of_one_factor_to_that_factor) {
    SmallComparison c = world(5);
    set(c, 0, "NO", "kandas_quota", {100, 50, 25, 500, 100});
    set(c, 1, "NO", "kandas_quota", {200, 100, 50, 1000, 200});  // twice the places
    set(c, 2, "NO", "kandas_quota", {100, 100, 50, 1000, 200});  // all of them filled
    set(c, 3, "NO", "kandas_quota", {100, 50, 40, 500, 100});    // more stay
    set(c, 4, "NO", "kandas_quota", {100, 50, 25, 500, 350});    // rent costs more
    const PairedSummary s = c.summary();
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[0])["places"], 25);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[1])["places"], 600);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 2)[0])["fill"], 25);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 3)[0])["retention"], 15);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 4)[1])["price: rent"], 250);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 4)[1])["price: relocation"], 0);
    EXPECT_EQ(decompose(s, 3)[0].reference, 25);
    EXPECT_EQ(decompose(s, 3)[0].difference, 15);
    for (const Decomposition& d : decompose(s, 0))
        for (const Decomposition::Term& term : d.terms) EXPECT_EQ(term.amount, 0) << term.name;
}

TEST(decomposition, averages_over_the_orders_in_which_factors_change) {
    SmallComparison c = world();
    set(c, 0, "NO", "kandas_quota", {2, 1, 1, 0, 0});   // 2 x 0.5 x 1
    set(c, 1, "NO", "kandas_quota", {4, 4, 12, 0, 0});  // 4 x 1 x 3
    std::map<std::string, double> t = terms(decompose(c.summary(), 1)[0]);
    // places first: 2 x 0.5 x 1 = 1 (in two orders), after fill 2 x 1 x 1, after retention 2 x 0.5 x 3, last 2 x 1 x 3 (in two)
    EXPECT_NEAR(t["places"], (1 + 1 + 2 + 3 + 6 + 6) / 6.0, 1e-12);
    EXPECT_NEAR(t["fill"], (1 + 1 + 2 + 3 + 6 + 6) / 6.0, 1e-12);  // 0.5 x places x retention: 2 x 1, 4 x 1, 2 x 3, 4 x 3
    EXPECT_NEAR(t["retention"], (2 + 2 + 4 + 4 + 8 + 8) / 6.0, 1e-12);
    EXPECT_NEAR(t["not through places"], 0, 1e-12);
}

TEST(decomposition, lends_factors_to_a_side_without_places_or_nobody_placed) {
    SmallComparison c = world(4);
    set(c, 0, "NO", "kandas_quota", {100, 50, 25, 500, 0});
    set(c, 1, "NO", "kandas_quota", {0, 0, 0, 0, 0});    // the order names the region no longer
    set(c, 2, "NO", "kandas_quota", {100, 0, 0, 0, 0});  // nobody came
    set(c, 3, "SO", "kandas_quota", {10, 5, 4, 60, 0});  // a region that had no places
    const PairedSummary s = c.summary();
    EXPECT_DOUBLE_EQ(terms(decompose(s, 3)[0])["places"], 4 - 25);
    EXPECT_EQ(terms(decompose(s, 3)[0])["fill"], 0);
    EXPECT_EQ(terms(decompose(s, 3)[0])["retention"], 0);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[0])["places"], -25);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[1])["places"], -500);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 2)[0])["fill"], -25);
}

TEST(decomposition, keeps_apart_what_does_not_go_through_places) {
    SmallComparison c = world();
    set(c, 0, "NO", "kandas_quota", {100, 50, 25, 500, 0});
    set(c, 1, "NO", "kandas_quota", {100, 0, 0, 0, 0});
    c.at(0, 1, "retained", {"KZ", "kandas_quota"}) += 7;  // people and payments of the warm-up
    c.at(0, 1, "spending_total", {"KZ"}) += 30;
    c.at(0, 0, "retained", {"KZ", "kandas_free"}) = 900;
    c.at(0, 1, "retained", {"KZ", "kandas_free"}) = 950;
    const PairedSummary s = c.summary();
    std::map<std::string, double> retained = terms(decompose(s, 1)[0]), paid = terms(decompose(s, 1)[1]);
    EXPECT_DOUBLE_EQ(retained["fill"], -25);
    EXPECT_DOUBLE_EQ(retained["not through places"], 7) << "free settlers are not the programme's";
    EXPECT_DOUBLE_EQ(paid["fill"], -500);
    EXPECT_DOUBLE_EQ(paid["not through places"], 30);
    EXPECT_DOUBLE_EQ(decompose(s, 1)[1].difference, -470);
    EXPECT_DOUBLE_EQ(decompose(s, 1)[1].reference, 500);
}

// Places carried over from the year before: persons placed in a year whose order names no places.
TEST(decomposition, counts_who_was_placed_without_places_of_the_year_as_not_through_places) {
    SmallComparison c = world();
    set(c, 0, "NO", "kandas_quota", {100, 50, 25, 500, 0});
    set(c, 1, "NO", "kandas_quota", {100, 50, 25, 500, 0});
    set(c, 1, "NO", "kandas_quota", {0, 10, 6, 90, 0}, "2025");
    const PairedSummary s = c.summary();
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[0])["not through places"], 6);
    EXPECT_DOUBLE_EQ(terms(decompose(s, 1)[1])["not through places"], 90);
}

// Of each cohort the same share stays in both arms, of the older one less and with more paid; and many of the warm-up live there.
// Fewer places in the older and more in the younger cohort move the total per person placed, but nobody stays longer for it.
TEST(decomposition, does_not_take_a_shift_between_cohorts_for_retention_or_price) {
    SmallComparison c = world();
    for (std::size_t arm = 0; arm < 2; ++arm) {
        const double older = arm == 0 ? 100 : 40, younger = arm == 0 ? 20 : 90;
        set(c, arm, "NO", "kandas_quota", {2 * older, older, 0.5 * older, 10 * older, 12 * older});
        set(c, arm, "NO", "kandas_quota", {2 * younger, younger, 0.9 * younger, 10 * younger, 3 * younger}, "2025");
        c.at(0, arm, "retained", {"KZ", "kandas_quota"}) += 5000;
    }
    const PairedSummary s = c.summary();
    std::map<std::string, double> retained = terms(decompose(s, 1)[0]), paid = terms(decompose(s, 1)[1]);
    EXPECT_NEAR(retained["places"], -0.5 * 60 + 0.9 * 70, 1e-9);
    EXPECT_NEAR(retained["retention"], 0, 1e-9);
    EXPECT_NEAR(retained["fill"], 0, 1e-9);
    EXPECT_NEAR(retained["not through places"], 0, 1e-9);
    EXPECT_NEAR(paid["places"], -22 * 60 + 13 * 70, 1e-9);
    EXPECT_NEAR(paid["price: relocation"], 0, 1e-9);
    EXPECT_NEAR(paid["price: rent"], 0, 1e-9);
}

TEST(decomposition, leaves_no_rounding_between_the_terms_and_the_difference) {
    SmallComparison c = world();
    set(c, 0, "NO", "kandas_quota", {7e9, 3e9, 1e9 / 3, 1e15 / 7, 1e15 / 3});
    set(c, 1, "NO", "kandas_quota", {3e9, 7e9 / 3, 1e9 / 3 + 1e-3, 1e15 / 7 + 1, 1e15 / 3});
    for (const Decomposition& d : decompose(c.summary(), 1)) {
        double sum = 0;
        for (const Decomposition::Term& term : d.terms) sum += term.amount;
        EXPECT_NEAR(sum, d.difference, 1e-9 * std::abs(d.terms[0].amount) * 1e-6) << d.measure;
    }
}

// Random worlds, with noughts strewn in: the terms sum to the difference of the totals.
TEST(decomposition, terms_sum_to_the_difference) {
    const DrawKey key{20, 0};
    for (std::uint32_t world_number = 0; world_number < 300; ++world_number) {
        SmallComparison c = world();
        std::uint32_t draw = 0;
        double retained = 0, paid = 0, size = 0;
        const auto number = [&] {
            const double u = uniform(key, {world_number, 0}, draw++, Purpose::parameter);
            return u < 0.25 ? 0 : std::floor(u * 1e6);
        };
        for (std::size_t arm = 0; arm < 2; ++arm) {
            const double sign = arm == 0 ? -1 : 1;
            for (const char* in : {"2024", "2025"})
                for (const char* region : {"NO", "SO"})
                    for (const char* of : {"kandas_quota", "kandas_free"}) {
                        Region r{};
                        for (double* figure : {&r.quota, &r.placed, &r.retained, &r.relocation, &r.rent}) *figure = number();
                        set(c, arm, region, of, r, in);
                        retained += sign * r.retained;
                        paid += sign * (r.relocation + r.rent);
                        size += r.retained + r.relocation + r.rent;
                    }
            const double older = number(), beside = number();
            c.at(0, arm, "retained", {"KZ", "kandas_quota"}) += older;
            c.at(0, arm, "spending_total", {"KZ"}) += beside;
            retained += sign * older;
            paid += sign * beside;
        }
        const std::vector<Decomposition> ds = decompose(c.summary(), 1);  // both streams have places somewhere
        EXPECT_NEAR(ds[0].difference, retained, 1e-9 * size);
        EXPECT_NEAR(ds[1].difference, paid, 1e-9 * size);
        for (const Decomposition& d : ds) {
            double sum = 0;
            for (const Decomposition::Term& term : d.terms) sum += term.amount;
            EXPECT_NEAR(sum, d.difference, 1e-9 * std::abs(d.difference)) << world_number << " " << d.measure;
            EXPECT_EQ(d.terms.back().name, "not through places");
        }
    }
}

}  // namespace
}  // namespace qonys
