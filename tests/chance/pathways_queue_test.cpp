// The queue of a stage against the theory of queues, and the draws of pathway programmes against what they are said to be.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

#include "chance/z.hpp"
#include "support/pathway_run.hpp"

namespace qonys::test {
namespace {

using M = PathwayM;
constexpr double month_days = 365.25 / 12;

// ---- M/D/c ----

std::vector<double> poisson_shares(double mean, std::size_t most) {
    std::vector<double> shares(most + 1);
    for (std::size_t n = 0; n <= most; ++n)
        shares[n] = std::exp(static_cast<double>(n) * std::log(mean) - mean - std::lgamma(static_cast<double>(n) + 1));
    return shares;
}

// Persons waiting on average, for arrivals at `rate` a day, stays of exactly `days` and `places`. Of the persons N(t) in or
// before the stage, those with a place at t are gone at t + days and no other: N(t + days) = max(N(t) - places, 0) + arrivals
// between (Crommelin 1932). The law of N that this leaves as it is was found by repetition.
double mean_queue(double rate, int days, std::size_t places) {
    constexpr std::size_t most = 300;  // far beyond any queue of a load below 0.92
    std::vector<double> arrivals = poisson_shares(rate * days, most);
    while (arrivals.back() < 1e-18) arrivals.pop_back();
    std::vector<double> law(most + 1, 0), next;
    law[0] = 1;
    for (double change = 1; change > 1e-12;) {
        next.assign(most + 1, 0);
        for (std::size_t n = 0; n <= most; ++n) {
            const std::size_t left = n > places ? n - places : 0;
            if (law[n] > 1e-18)
                for (std::size_t a = 0; a < arrivals.size() && a + left <= most; ++a) next[a + left] += law[n] * arrivals[a];
        }
        change = 0;
        for (std::size_t n = 0; n <= most; ++n) change += std::abs(next[n] - law[n]);
        law.swap(next);
    }
    double queue = 0;
    for (std::size_t n = places + 1; n <= most; ++n) queue += law[n] * static_cast<double>(n - places);
    return queue;
}

// The textbook value for one place: load^2 / (2 (1 - load)), Pollaczek 1930 and Khinchine 1932.
TEST(mean_queue_of_the_oracle, is_the_textbook_value_for_one_place) {
    for (const double load : {0.2, 0.5, 0.8, 0.9})
        EXPECT_NEAR(mean_queue(load / 6, 6, 1), load * load / (2 * (1 - load)), 1e-7) << load;
    EXPECT_NEAR(mean_queue(0.1, 5, 40), 0, 1e-12);
}

constexpr double queue_days = 7305;  // 20 years,
constexpr int warm_up = 209;         // of which the first four, in weeks, do not count

// Mean number of men who wait, in each of some replicates of 20 years.
std::vector<double> simulated_queue(double rate, const std::string& stay, int places, std::uint32_t replicates) {
    const PathwayRuns runs(pathway_text(
        one_stage(fmt::format("a: {{date: 2026-01-01, until: 2045-12-31, pattern: singly, from: SYR, persons: {{men: {}}}}}",
                              std::lround(rate * queue_days)),
                  fmt::format("cost_per_day: 0, places: {}, {}", places, stay)),
        "2045-12", "week"));
    std::vector<double> means;
    for (std::uint32_t r = 0; r < replicates; ++r) {
        const std::vector<std::int64_t> waiting = pathway_sums(runs.world().axes, runs.run(r).tallies, M::waiting_days, "date");
        const std::int64_t all = std::accumulate(waiting.begin() + warm_up, waiting.end(), std::int64_t{0});
        means.push_back(static_cast<double>(all) / (queue_days - 7 * warm_up));
    }
    return means;
}

double z_of(const std::vector<double>& values, double expected) {
    return z_of_mean(mean_of(values), expected, std::sqrt(variance_of(values)), static_cast<double>(values.size()));
}

// Rates are such that the number of men in 20 years is whole.
TEST(queue_of_a_stage, is_as_long_as_the_theory_says) {
    const auto rate = [](double load, int days, int places) {
        return std::round(load * places / days * queue_days) / queue_days;
    };
    for (const auto& [load, days, places] : {std::tuple{0.7, 9, 1}, {0.8, 20, 8}, {0.75, 14, 4}, {0.6, 5, 2}}) {
        const double r = rate(load, days, places);
        const auto c = static_cast<std::size_t>(places);
        const std::vector<double> simulated = simulated_queue(r, fmt::format("days: {}", days), places, 40);
        EXPECT_LT(std::abs(z_of(simulated, mean_queue(r, days, c))), too_far) << load << " " << days << " " << places;
        // A tenth more or fewer arrivals, a day more or less, or a place more would have been noticed.
        EXPECT_GT(std::abs(z_of(simulated, mean_queue(r * 1.1, days, c))), too_far);
        EXPECT_GT(std::abs(z_of(simulated, mean_queue(r * 0.9, days, c))), too_far);
        EXPECT_GT(std::abs(z_of(simulated, mean_queue(r, days - 1, c))), too_far);
        EXPECT_GT(std::abs(z_of(simulated, mean_queue(r, days, c + 1))), too_far);
    }
}

TEST(queue_of_a_stage, with_exponential_stays_is_not_that_of_fixed_ones) {
    const double rate = std::round(0.7 / 9 * queue_days) / queue_days;
    const std::vector<double> simulated = simulated_queue(rate, "days: 9, days_shape: exponential", 1, 40);
    EXPECT_GT(z_of(simulated, mean_queue(rate, 9, 1)), too_far);
}

// Little's law: the mean number who wait is the rate of arrivals times the mean wait.
TEST(queue_of_a_stage, is_the_rate_of_arrivals_times_the_mean_wait) {
    const PathwayRuns runs(
        pathway_text(one_stage("a: {date: 2026-01-01, until: 2044-12-31, pattern: singly, from: SYR, persons: {men: 1800}}",
                               "cost_per_day: 0, places: 9, days: 30"),
                     "2045-12"));
    const double rate = 1800.0 / (queue_days - 365);
    std::vector<double> queue_less_law;
    for (std::uint32_t r = 0; r < 30; ++r) {
        const Tallies tallies = runs.run(r).tallies;
        const PathwayAxes& axes = runs.world().axes;
        const std::vector<std::int64_t> entered = pathway_sums(axes, tallies, M::entered, "date");
        const std::vector<std::int64_t> arrived = pathway_sums(axes, tallies, M::arrivals, "date");
        std::vector<int> came;  // first come, first served: the n-th to come is the n-th to enter
        double waits = 0;
        std::size_t n = 0;
        for (std::size_t day = 0; day < arrived.size(); ++day) {
            came.insert(came.end(), static_cast<std::size_t>(arrived[day]), static_cast<int>(day));
            for (std::int64_t i = 0; i < entered[day]; ++i) waits += static_cast<double>(day) - came[n++];
        }
        EXPECT_EQ(waits, static_cast<double>(pathway_sum(axes, tallies, M::waiting_days)));
        const double queue = waits / (queue_days - 365), mean_wait = waits / static_cast<double>(n);
        queue_less_law.push_back(queue - rate * mean_wait);
    }
    EXPECT_LT(std::abs(z_of(queue_less_law, 0)), too_far);
}

// ---- Arrivals ----

TEST(parties_that_come_singly, are_poisson_in_number_and_even_over_the_days) {
    const PathwayRuns runs(
        pathway_text(one_stage("a: {date: 2026-01-11, until: 2026-03-01, pattern: singly, from: SYR, "
                               "persons: {women: 40, men: 25, children: 100, orphans: 10}}",
                               "days: 30, cost_per_day: 0")));
    constexpr std::uint32_t replicates = 2000;
    const PathwayAxes& axes = runs.world().axes;
    std::vector<std::vector<double>> number(4);
    std::vector<double> days(axes.date.size(), 0), share(axes.date.size(), 0), children_of_one(12, 0);
    for (std::uint32_t r = 0; r < replicates; ++r) {
        const Tallies tallies = runs.run(r).tallies;
        const std::vector<std::int64_t> groups = pathway_sums(axes, tallies, M::arrivals, "group");
        for (std::size_t g = 0; g < 4; ++g) number[g].push_back(static_cast<double>(groups[g]));
        const std::vector<std::int64_t> men = pathway_sums(axes, tallies, M::arrivals, "date", {{"group", "men"}});
        const std::vector<std::int64_t> women = pathway_sums(axes, tallies, M::arrivals, "date", {{"group", "women"}});
        const std::vector<std::int64_t> children = pathway_sums(axes, tallies, M::arrivals, "date", {{"group", "children"}});
        for (std::size_t d = 0; d < days.size(); ++d) {
            days[d] += static_cast<double>(men[d]);
            if (women[d] == 1) ++children_of_one[static_cast<std::size_t>(std::min<std::int64_t>(children[d], 11))];
        }
    }
    for (std::size_t d = 10; d < 60; ++d) share[d] = 1.0 / 50;
    EXPECT_LT(std::abs(z_of_table(days, share)), too_far);
    std::rotate(share.begin(), share.end() - 1, share.end());  // a day later
    EXPECT_GT(std::abs(z_of_table(days, share)), too_far);
    const double means[] = {40, 25, 90, 10};  // women with 90 / 40 children each
    const double variances[] = {40, 25, 40 * (2.25 + 2.25 * 2.25), 10};
    for (std::size_t g = 0; g < 4; ++g) {
        EXPECT_LT(std::abs(z_of_mean(mean_of(number[g]), means[g], std::sqrt(variances[g]), replicates)), too_far) << g;
        // Standard error of a variance of something nearly normal.
        EXPECT_LT(std::abs(variance_of(number[g]) / variances[g] - 1) / std::sqrt(2.0 / replicates), too_far) << g;
    }
    std::vector<double> poisson = poisson_shares(2.25, 11), wrong = poisson_shares(2.5, 11);
    EXPECT_LT(std::abs(z_of_table(children_of_one, poisson)), too_far);
    EXPECT_GT(std::abs(z_of_table(children_of_one, wrong)), too_far);
}

double binomial(int n, int k, double p) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) + k * std::log(p) +
                    (n - k) * std::log1p(-p));
}

// One flight for each woman, so that the children of a day are hers.
TEST(children_of_a_flight, have_each_woman_as_their_mother_alike) {
    const PathwayRuns runs(pathway_text(
        one_stage("a: {date: 2026-01-01, until: 2026-07-19, flights: 200, from: SYR, persons: {women: 200, children: 500}}",
                  "days: 30, cost_per_day: 0"),
        "2026-07"));
    std::vector<double> counts(20, 0), right(20, 0), wrong(20, 0), by_woman(200, 0);
    for (std::uint32_t r = 0; r < 100; ++r) {
        const std::vector<std::int64_t> children =
            pathway_sums(runs.world().axes, runs.run(r).tallies, M::arrivals, "date", {{"group", "children"}});
        for (std::size_t woman = 0; woman < 200; ++woman) {
            ++counts[static_cast<std::size_t>(children[woman])];
            by_woman[woman] += static_cast<double>(children[woman]);
        }
    }
    for (int k = 0; k < 20; ++k) {
        right[static_cast<std::size_t>(k)] = binomial(500, k, 1.0 / 200);
        wrong[static_cast<std::size_t>(k)] = k >= 2 && k <= 3 ? 0.5 : 0;  // shared out evenly
    }
    EXPECT_LT(std::abs(z_of_table(counts, right)), too_far);
    EXPECT_GT(std::abs(z_of_table(counts, wrong)), too_far);
    EXPECT_LT(std::abs(z_of_table(by_woman, std::vector<double>(200, 1.0 / 200))), too_far);
}

// 100 flights ten days apart, each up to five days late.
TEST(flights, are_late_by_each_number_of_days_alike) {
    const PathwayRuns runs(pathway_text(
        one_stage("a: {date: 2026-01-01, until: 2028-09-17, flights: 100, delay_days: 5.9, from: SYR, persons: {men: 100}}",
                  "days: 30, cost_per_day: 0"),
        "2028-12"));
    std::vector<double> late(10, 0), same_as_first(2, 0);
    for (std::uint32_t r = 0; r < 60; ++r) {
        const std::vector<std::int64_t> men = pathway_sums(runs.world().axes, runs.run(r).tallies, M::arrivals, "date");
        std::size_t first = 0;
        for (std::size_t day = 0; day < men.size(); ++day) {
            late[day % 10] += static_cast<double>(men[day]);
            if (men[day] > 0 && day < 10) first = day;
            if (men[day] > 0 && day >= 10) ++same_as_first[day % 10 == first ? 0 : 1];
        }
    }
    const double sixth = 1.0 / 6, fifth = 1.0 / 5;
    EXPECT_LT(std::abs(z_of_table(late, {sixth, sixth, sixth, sixth, sixth, sixth, 0, 0, 0, 0})), too_far);
    EXPECT_GT(std::abs(z_of_table(late, {fifth, fifth, fifth, fifth, fifth, 0, 0, 0, 0, 0})), too_far);
    EXPECT_LT(std::abs(z_of_table(same_as_first, {sixth, 1 - sixth})), too_far);  // each flight by itself
}

// ---- Stays ----

// Days in the stage of men who all enter on the first day, [days].
std::vector<double> stays(const std::string& stage, std::uint32_t replicates = 10, int men = 3000) {
    const PathwayRuns runs(pathway_text(fmt::format(R"(  example:
    title: Example
    arrivals: {{a: {{date: 2026-01-01, from: SYR, persons: {{men: {}}}}}}}
    exits: {{done: completed, gone: left, away: transferred}}
    stages:
      home: {{kind: centre, cost_per_day: 0, {}}}
)",
                                                    men, stage),
                                        "2030-12"));
    std::vector<double> days(runs.world().axes.date.size(), 0);
    for (std::uint32_t r = 0; r < replicates; ++r) {
        const std::vector<std::int64_t> out = pathway_sums(runs.world().axes, runs.run(r).tallies, M::exits, "date");
        for (std::size_t d = 0; d < out.size(); ++d) days[d] += static_cast<double>(out[d]);
    }
    return days;
}

// Of whole days, rounded half up and one at least, from the share of stays that are shorter than so many days.
std::vector<double> whole_days(const std::function<double(double)>& shorter_than, std::size_t most) {
    std::vector<double> shares(most, 0);
    for (std::size_t d = 1; d < most; ++d)
        shares[d] = shorter_than(static_cast<double>(d) + 0.5) - (d == 1 ? 0 : shorter_than(static_cast<double>(d) - 0.5));
    return shares;
}

struct MeanAndSd {
    double mean = 0, sd = 0, n = 0;
};

MeanAndSd moments(const std::vector<double>& days) {
    MeanAndSd m;
    double squares = 0;
    for (std::size_t d = 0; d < days.size(); ++d) {
        const double at = static_cast<double>(d);
        m.n += days[d];
        m.mean += at * days[d];
        squares += at * at * days[d];
    }
    m.mean /= m.n;
    m.sd = std::sqrt(squares / m.n - m.mean * m.mean);
    return m;
}

struct ShapeCase {
    std::string stage;
    double mean, sd;
    std::function<double(double)> shorter_than;
};

double normal_below(double z) {
    return std::erfc(-z / std::numbers::sqrt2) / 2;
}

// Gamma of a whole shape parameter: a sum of as many exponentials (Erlang).
double erlang_below(double days, int shape, double mean) {
    const double x = days * shape / mean;
    double term = std::exp(-x), sum = 0;
    for (int k = 0; k < shape; ++k, term *= x / k) sum += term;
    return 1 - sum;
}

TEST(stays_drawn, follow_the_shape_that_the_file_names) {
    const double log_sd = std::sqrt(std::log(1.25));  // cv 0.5
    const std::vector<ShapeCase> cases{
        {"days: 40, days_shape: exponential", 40, 40, [](double d) { return 1 - std::exp(-d / 40); }},
        {"days: 40, days_shape: gamma, days_cv: 0.5", 40, 20, [](double d) { return erlang_below(d, 4, 40); }},
        {"days: 3, days_shape: gamma, days_cv: 1", 3, 3, [](double d) { return 1 - std::exp(-d / 3); }},
        {"days: 40, days_shape: lognormal, days_cv: 0.5", 40, 20,
         [log_sd](double d) { return normal_below((std::log(d / 40) + log_sd * log_sd / 2) / log_sd); }},
    };
    std::vector<std::vector<double>> samples, shares;
    for (const ShapeCase& c : cases) {
        samples.push_back(stays(c.stage + ", next: {done: 1}"));
        shares.push_back(whole_days(c.shorter_than, samples.back().size()));
        EXPECT_EQ(samples.back()[0], 0);
        EXPECT_LT(std::abs(z_of_table(samples.back(), shares.back())), too_far) << c.stage;
        if (c.mean < 10) continue;  // whole days are too rough
        const MeanAndSd m = moments(samples.back());
        EXPECT_LT(std::abs(z_of_mean(m.mean, c.mean, c.sd, m.n)), too_far) << c.stage;
        EXPECT_NEAR(m.sd / c.sd, 1, 0.03) << c.stage;
    }
    for (std::size_t a = 0; a < cases.size(); ++a)
        for (std::size_t b = 0; b < cases.size(); ++b)
            if (a != b) {
                EXPECT_GT(std::abs(z_of_table(samples[a], shares[b])), too_far) << a << " " << b;
            }
}

// ---- Leaving early ----

// Rate per month h: on day k with chance e^(-h (k - 1) / month) - e^(-h k / month), and who is still there after the stay goes
// on.
std::vector<double> leaving_shares(double rate, int days, std::size_t most) {
    std::vector<double> shares(most, 0);
    for (int k = 1; k <= days; ++k)
        shares[static_cast<std::size_t>(k)] = std::exp(-rate * (k - 1) / month_days) - std::exp(-rate * k / month_days);
    shares[static_cast<std::size_t>(days)] += std::exp(-rate * days / month_days);
    return shares;
}

TEST(early_leaving, comes_at_the_rate_of_the_file_day_by_day) {
    const std::vector<double> days = stays("days: 60, leave: {gone: 0.5}, next: {done: 1}");
    EXPECT_LT(std::abs(z_of_table(days, leaving_shares(0.5, 60, days.size()))), too_far);
    EXPECT_GT(std::abs(z_of_table(days, leaving_shares(0.55, 60, days.size()))), too_far);
    EXPECT_GT(std::abs(z_of_table(days, leaving_shares(0.5, 59, days.size()))), too_far);
    // A month has 30.4375 days, not 30: that takes many men to see.
    const std::vector<double> fast = stays("days: 20, leave: {gone: 3}, next: {done: 1}", 25, 40000);
    EXPECT_LT(std::abs(z_of_table(fast, leaving_shares(3, 20, fast.size()))), too_far);
    EXPECT_GT(std::abs(z_of_table(fast, leaving_shares(3 * month_days / 30, 20, fast.size()))), too_far);
}

TEST(early_leaving, takes_each_exit_by_its_rate) {
    const PathwayRuns runs(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {men: 30000}}}
    exits: {done: completed, gone: left, away: transferred}
    stages:
      home: {kind: centre, cost_per_day: 0, days: 60, leave: {gone: 0.3, away: 0.1}, next: {done: 1}}
)"));
    const std::vector<std::int64_t> out = pathway_sums(runs.world().axes, runs.run().tallies, M::exits, "exit");
    const std::vector<double> counts(out.begin(), out.end());
    const double stay = std::exp(-0.4 * 60 / month_days), late = std::exp(-0.4 * 66 / month_days);
    EXPECT_LT(std::abs(z_of_table(counts, {stay, 0.75 * (1 - stay), 0.25 * (1 - stay)})), too_far);
    EXPECT_GT(std::abs(z_of_table(counts, {late, 0.75 * (1 - late), 0.25 * (1 - late)})), too_far);
    EXPECT_GT(std::abs(z_of_table(counts, {stay, 0.7 * (1 - stay), 0.3 * (1 - stay)})), too_far);
}

// The stay is over after 5 days, the next stage full for ever: those who wait go on leaving at the same rate.
TEST(early_leaving, goes_on_while_a_party_waits_for_the_next_stage) {
    const PathwayRuns runs(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {men: 20001}}}
    exits: {done: completed, gone: left}
    stages:
      home: {kind: centre, cost_per_day: 0, days: 5, leave: {gone: 1}, next: {flat: 1}}
      flat: {kind: placement, cost_per_day: 0, places: 1, days: 36500, next: {done: 1}}
)",
                                        "2026-12"));
    const std::vector<std::int64_t> out = pathway_sums(runs.world().axes, runs.run().tallies, M::exits, "date");
    const std::vector<double> days(out.begin(), out.end());
    std::vector<double> shares = leaving_shares(1, 364, days.size()), slower = leaving_shares(0.9, 364, days.size());
    EXPECT_LT(std::abs(z_of_table(days, shares)), too_far);
    EXPECT_GT(std::abs(z_of_table(days, slower)), too_far);
}

// ---- Ways on ----

TEST(ways_on, are_taken_by_the_shares_of_the_party) {
    const PathwayRuns runs(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {women: 9000, men: 9000, children: 9000, orphans: 9000}}}
    exits: {done: completed, gone: left, away: transferred}
    stages:
      home:
        kind: centre
        cost_per_day: 0
        days: 5
        next:
          women: {done: 0.2, gone: 0.3, away: 0.5}
          men: {done: 0.6, gone: 0.4}
          unaccompanied_children: {away: 0.1, done: 0.9}
)"));
    const std::map<std::string, std::vector<double>> shares{
        {"women", {0.2, 0.3, 0.5}}, {"men", {0.6, 0.4, 0}}, {"unaccompanied_children", {0.9, 0, 0.1}}};
    const Tallies tallies = runs.run().tallies;
    for (const auto& [group, right] : shares) {
        const std::vector<std::int64_t> out = pathway_sums(runs.world().axes, tallies, M::exits, "exit", {{"group", group}});
        const std::vector<double> counts(out.begin(), out.end());
        EXPECT_LT(std::abs(z_of_table(counts, right)), too_far) << group;
        for (const auto& [other, wrong] : shares)
            if (other != group) {
                EXPECT_GT(std::abs(z_of_table(counts, wrong)), too_far) << group << other;
            }
    }
}

// Another visit to the same stage is decided anew, so that the number of visits is geometric.
TEST(ways_on, are_drawn_anew_on_each_visit) {
    const std::vector<double> days = stays("days: 1, next: {home: 0.75, done: 0.25}");
    std::vector<double> shares(days.size(), 0), wrong(days.size(), 0);
    for (std::size_t d = 1; d < days.size(); ++d) {
        shares[d] = 0.25 * std::pow(0.75, static_cast<double>(d) - 1);
        wrong[d] = 0.27 * std::pow(0.73, static_cast<double>(d) - 1);
    }
    EXPECT_LT(std::abs(z_of_table(days, shares)), too_far);
    EXPECT_GT(std::abs(z_of_table(days, wrong)), too_far);
}

// Stay, way on and leaving early of one man have nothing to do with each other, nor the stays of two stages.
TEST(draws_of_a_stage, are_independent) {
    const PathwayRuns runs(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, until: 2035-12-31, flights: 1000, from: SYR, persons: {men: 1000}}}
    exits: {done: completed, gone: left}
    stages:
      home: {kind: centre, cost_per_day: 0, days: 1, days_shape: exponential, next: {done: 0.5, gone: 0.5}}
)",
                                        "2036-12"));
    std::vector<double> stay, way;
    for (std::uint32_t r = 0; r < 10; ++r) {
        const PathwayAxes& axes = runs.world().axes;
        const Tallies tallies = runs.run(r).tallies;
        const std::vector<std::int64_t> came = pathway_sums(axes, tallies, M::arrivals, "date");
        const std::vector<std::int64_t> done = pathway_sums(axes, tallies, M::exits, "date", {{"exit", "done"}});
        const std::vector<std::int64_t> gone = pathway_sums(axes, tallies, M::exits, "date", {{"exit", "gone"}});
        for (std::size_t day = 0; day + 3 < came.size(); ++day) {
            if (came[day] == 0 || came[day + 1] + came[day + 2] + came[day + 3] > 0) continue;
            const bool short_one = done[day + 1] + gone[day + 1] > 0, longer = done[day + 2] + gone[day + 2] > 0;
            if (!short_one && !longer) continue;
            stay.push_back(short_one ? 1 : 2);
            way.push_back(static_cast<double>(done[day + (short_one ? 1 : 2)]));
        }
    }
    ASSERT_GT(stay.size(), 5000U);
    EXPECT_LT(std::abs(z_of_correlation(correlation(stay, way), 0, static_cast<double>(stay.size()))), too_far);
    EXPECT_GT(std::abs(z_of_correlation(correlation(stay, way), 0.1, static_cast<double>(stay.size()))), too_far);
}

}  // namespace
}  // namespace qonys::test
