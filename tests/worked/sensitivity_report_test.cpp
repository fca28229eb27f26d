// What `qonys sensitivity` prints, from findings made up for the purpose and from sweeps that can be checked with a pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/sensitivity_findings.hpp"
#include "worked/some_boxes.hpp"

namespace qonys {
namespace {

using test::amount;
using test::section;
using test::SmallSweep;
using test::some_boxes;
using test::two_by_two;
using test::with_arms;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string printed(const SmallSweep& sweep, const SensitivityOptions& options = {}) {
    return report_sensitivity(sweep.content(), options);
}

// Findings on `placed` of the sweep of two parameters, to be filled.
struct MadeUp {
    SmallSweep sweep = two_by_two();
    SensitivityFindings findings;
    MadeUp() {
        MeasureFindings& found = findings.measures.emplace_back();
        found.mean = 18.5;
        found.points = 4;
        found.noise = {75, 25, true};
    }
    MeasureFindings& found() { return findings.measures.front(); }
    std::string text() const { return sensitivity_for_people(sweep.content(), findings); }
};

SobolIndices some_sobol() {
    SobolIndices sobol;
    sobol.first = {{0.05, -0.01, 0.11}, {0.6, 0.5, 0.7}};
    sobol.total = {{0.2, 0.1, 0.3}, {0.9, 0.8, 1}};
    sobol.first_raw = {{0.04, 0, 0.1}, {0.5, 0.4, 0.6}};
    sobol.total_raw = {{0.3, 0.2, 0.4}, {0.95, 0.9, 1}};
    sobol.rows = 1020;
    sobol.dropped = 4;
    sobol.noise_removed = true;
    sobol.first_sum = {0.65, 0.5, 0.8};
    sobol.replicates_in_intervals = true;
    return sobol;
}

TEST(sensitivity_report, lists_sobol_indices_by_importance_and_what_is_left_to_interactions) {
    MadeUp made;
    made.found().sobol = some_sobol();
    EXPECT_EQ(section(made.text(), "Sobol' indices"),
              "Sobol' indices: shares of the variance between points\n"
              "                                       alone (first-order)   with interactions (total)\n"
              "parameter                             index   95 % interval       index  95 % interval\n"
              "──────────────────────────────────────────────────────────────────────────────────────\n"
              "p2 benefits.rent_mr…e_family_settles   0.60   [0.50, 0.70]         0.90  [0.80, 1.00]\n"
              "amount                                 0.05  [−0.01, 0.11]°        0.20  [0.10, 0.30]\n"
              "° the interval holds 0: not told apart from no effect.\n"
              "First-order indices sum to 0.65 [0.50, 0.80]; 0.35 is left to interactions.\n"
              "Monte-Carlo noise is taken out: products are taken between different replicates.\n"
              "1,020 of 1,024 base rows used; 4 dropped whole, because a run failed or has no value.\n");
    MadeUp noisy;
    noisy.found().sobol = some_sobol();
    noisy.found().sobol->noise_removed = false;
    noisy.found().sobol->dropped = 0;
    EXPECT_THAT(noisy.text(), AllOf(HasSubstr("; 0.35 is left to interactions and Monte-Carlo noise.\n"),
                                    HasSubstr("One replicate: Monte-Carlo noise cannot be taken out, and the totals contain it "
                                              "beside interactions.\n"),
                                    HasSubstr("\n1,020 of 1,020 base rows used.\n")));
}

TEST(sensitivity_report, tells_mean_spread_and_noise_of_a_run) {
    MadeUp made;
    EXPECT_THAT(made.text(),
                HasSubstr("\npersons placed (placed)\nmean of 4 points 18.5, sd over them 8.7 without noise; 25.0 % of a "
                          "single run's variance is\nMonte-Carlo noise\n"));
    made.found().noise = {75, nan, false};
    EXPECT_THAT(made.text(),
                HasSubstr("8.7; it contains Monte-Carlo noise, as too few points have a\nvalue in every replicate\n"));
    made.sweep.header.replicates = 1;
    EXPECT_THAT(made.text(), HasSubstr("sd over them 8.7; one replicate, so the sd contains Monte-Carlo noise\n"));
}

TEST(sensitivity_report, ranks_elementary_effects_in_the_unit_of_the_measure) {
    MadeUp made;
    made.found().measure = 1;  // KZT, shown in millions
    ElementaryEffects& morris = made.found().morris.emplace();
    morris.mu_star = {{2e6, 1e6, 3e6}, {5e6, 4e6, 6e6}};
    morris.mu = {{0.5e6, -1e6, 2e6}, {-5e6, -6e6, -4e6}};
    morris.sigma = {3e6, 0.25e6};
    morris.noise = {0.1e6, 0.2e6};
    morris.trajectories = 19;
    morris.dropped = 1;
    morris.noise_removed = true;
    morris.replicates_in_intervals = true;
    EXPECT_EQ(section(made.text(), "Elementary effects"),
              "Elementary effects (Morris), million KZT, for one whole range of the parameter\n"
              "                                    size (mu*)         with its sign (mu)\n"
              "parameter                 rank  mean  95 % interval   mean    95 % interval  sigma  noise\n"
              "─────────────────────────────────────────────────────────────────────────────────────────\n"
              "p2 benefits.r…ly_settles     1  5.00  [4.00, 6.00]   −5.00  [−6.00, −4.00]    0.25   0.20\n"
              "amount                       2  2.00  [1.00, 3.00]    0.50   [−1.00, 2.00]°   3.00   0.10\n"
              "° not told apart from no effect: the interval of mu holds 0, or that of mu* does not lie above 0.8 x\n"
              "noise.\n"
              "sigma: how much the effect differs from place to place (curvature and interactions), Monte-Carlo\n"
              "noise taken out; noise: standard error of one effect from the replicates alone. A parameter without\n"
              "any effect has a mu* of about 0.8 x noise, not 0.\n"
              "19 of 20 trajectories used; 1 dropped, because a run failed or has no value.\n");
}

TEST(sensitivity_report, lists_regression_by_size_and_how_much_it_explains) {
    MadeUp made;
    Regression& regression = made.found().regression.emplace();
    regression.coefficient = {{0.3, 0.2, 0.4}, {-0.8, -0.9, -0.7}};
    regression.partial_r2 = {{0.4, 0.3, 0.5}, {nan, nan, nan}};
    regression.r2 = {0.75, 0.7, 0.8};
    regression.r2_adjusted = 0.72;
    regression.r2_possible = 0.9;
    regression.replicates_in_intervals = true;
    regression.used = 3;
    regression.dropped = 1;
    EXPECT_EQ(section(made.text(), "Standardised regression"),
              "Standardised regression: sd of the measure for one sd of the parameter\n"
              "parameter                             coefficient    95 % interval  partial R2  95 % interval\n"
              "─────────────────────────────────────────────────────────────────────────────────────────────\n"
              "p2 benefits.rent_mr…e_family_settles        −0.80  [−0.90, −0.70]            –             –\n"
              "amount                                       0.30    [0.20, 0.40]         0.40  [0.30, 0.50]\n"
              "A straight line explains 72.0 % of the variance of the points' means (adjusted R2; R2 75.0 % [70.0,\n"
              "80.0]); 90.0 % of that variance is not Monte-Carlo noise.\n"
              "3 points used; 1 left out, because a run failed or has no value.\n");
}

TEST(sensitivity_report, says_what_the_sum_of_first_order_indices_leaves) {
    const auto text = [](const Estimate& sum, bool replicates) {
        MadeUp made;
        made.found().sobol = some_sobol();
        made.found().sobol->first_sum = sum;
        made.found().sobol->replicates_in_intervals = replicates;
        return made.text();
    };
    EXPECT_THAT(
        text({0.94, 0.69, 1.2}, true),
        HasSubstr(
            "\nFirst-order indices sum to 0.94 [0.69, 1.20]; the 0.06 left to interactions is not told apart from\nnone.\n"));
    EXPECT_THAT(text({0.94, 0.69, 1.2}, false), HasSubstr("[0.69, 1.20]; 0.06 is left to interactions.\n"));
    EXPECT_THAT(text({1.03, 0.9, 1.2}, true),
                HasSubstr("sum to 1.03 [0.90, 1.20]; above 1 by errors of estimation: nothing is seen of\ninteractions.\n"));
    EXPECT_THAT(text({nan, nan, nan}, true), Not(HasSubstr("First-order indices sum")));
}

TEST(sensitivity_report, calls_nothing_without_effect_where_intervals_leave_replicates_out) {
    MadeUp made;
    made.sweep.header.design = "sobol";
    made.found().sobol = some_sobol();
    made.found().sobol->replicates_in_intervals = false;
    Regression& regression = made.found().regression.emplace();
    regression.coefficient = {{0.3, -0.2, 0.4}, {-0.8, -0.9, -0.7}};
    regression.partial_r2 = {{0.4, 0.3, 0.5}, {nan, nan, nan}};
    const std::string text = made.text();
    EXPECT_THAT(text,
                AllOf(HasSubstr("95 % intervals\nIntervals over base rows for these 2 replicates: they do not hold what other "
                                "draws would change, so\nno parameter is called without effect. Use 4 or more replicates.\n"),
                      Not(HasSubstr("°"))));
    EXPECT_EQ(text.find("Intervals over", text.find("Intervals over") + 1), std::string::npos) << "once";
    // one of two: said where it is so
    regression.replicates_in_intervals = true;
    EXPECT_THAT(made.text(), AllOf(Not(HasSubstr("95 % intervals\nIntervals over")),
                                   HasSubstr("base rows used; 4 dropped whole, because a run failed or "
                                             "has no value.\nIntervals over base rows for these 2")));
    EXPECT_THAT(section(made.text(), "Standardised"), HasSubstr("[−0.20, 0.40]°"));
    made.sweep.header.replicates = 1;
    made.sweep.header.design = "morris";
    regression.replicates_in_intervals = false;
    EXPECT_THAT(made.text(), HasSubstr("Intervals over trajectories for this one replicate: "));
}

TEST(sensitivity_report, marks_sizes_of_elementary_effects_that_noise_alone_would_give) {
    MadeUp made;
    ElementaryEffects& morris = made.found().morris.emplace();
    morris.mu_star = {{2, 0.79, 3}, {5, 0.81, 6}};  // noise of 1 gives 0.798
    morris.mu = {{2, 1, 3}, {5, 4, 6}};
    morris.sigma = {3, 1};
    morris.noise = {1, 1};
    morris.noise_removed = morris.replicates_in_intervals = true;
    const std::string text = section(made.text(), "Elementary effects");
    EXPECT_THAT(text,
                AllOf(HasSubstr("[0.79, 3.00]° "), HasSubstr("[0.81, 6.00]  "), HasSubstr("° not told apart from no effect")));
    morris.replicates_in_intervals = false;
    EXPECT_THAT(made.text(), Not(HasSubstr("°")));
}

TEST(sensitivity_report, shows_on_which_side_of_nought_an_interval_ends) {
    MadeUp made;
    made.found().sobol = some_sobol();
    made.found().sobol->first = {{0, -0.004, 0.0049}, {0, -0.00004, 0}};
    made.found().sobol->total = {{0, 0.0004, 0.006}, {0, 0.001, 0.02}};
    const std::string text = section(made.text(), "Sobol' indices");
    EXPECT_THAT(text, AllOf(HasSubstr("[−0.004, 0.005]° "), HasSubstr("[>−0.001, 0.00]° "), HasSubstr("[<0.001, 0.01]\n"),
                            HasSubstr("[0.001, 0.02]\n")));
}

TEST(sensitivity_report, says_why_a_parameter_has_no_coefficient) {
    SmallSweep sweep = two_by_two();
    sweep.header.parameters[1].words = {"city", "town", "village"};
    const std::string words = printed(sweep);
    EXPECT_THAT(
        words,
        AllOf(HasSubstr("–: words of three or more have no order, so no slope; their effect stands in ./qonys sweep --table.\n"),
              Not(HasSubstr("cannot be told from"))));
    SmallSweep twice({amount(), {"double", "", "", "", {}, 1}, {"own", "", "", "", {}, 1}},
                     {1, 2, 5, 2, 4, 1, 3, 6, 4, 4, 8, 2, 5, 10, 7, 6, 12, 1}, 1);
    twice.add({"placed", "persons", "persons placed", 1}, {1, 2, 4, 3, 5, 7});
    EXPECT_THAT(printed(twice), AllOf(HasSubstr("–: cannot be told from other parameters"), Not(HasSubstr("words of three"))));
}

TEST(sensitivity_report, shows_no_share_above_all_or_below_nothing) {
    MadeUp made;
    Regression& regression = made.found().regression.emplace();
    regression.coefficient = {{0.3, 0.2, 0.4}, {-0.8, -0.9, -0.7}};
    regression.partial_r2 = {{0.9, 0.3, 1.1}, {0.9, 0.8, 0.95}};
    regression.r2 = {0.9, 0.7, 1.2};
    regression.r2_adjusted = -0.1;
    regression.r2_possible = nan;
    EXPECT_THAT(section(made.text(), "Standardised"),
                AllOf(HasSubstr("[0.30, 1.00]"), HasSubstr("explains 0.0 % of the variance of the points' means (adjusted "
                                                           "R2; R2 90.0 % [70.0,\n100.0]).\n")));
}

TEST(sensitivity_report, names_measures_without_any_value_apart_from_those_that_do_not_vary) {
    SmallSweep sweep = two_by_two();
    sweep.measures[2].assign(8, nan);
    const std::string text = printed(sweep);
    EXPECT_THAT(text, HasSubstr("\nThe same at every point (1)\n  quota\n\nNo value at any point (1)\n  retained_36m\n"));
    SensitivityOptions options;
    options.format = Format::json;
    const auto json = nlohmann::json::parse(printed(sweep, options));
    EXPECT_EQ(json["no_value"], nlohmann::json::parse("[\"retained_36m\"]"));
    EXPECT_EQ(json["constant"], nlohmann::json::parse("[\"quota\"]"));
}

TEST(sensitivity_report, counts_a_draw_of_uncertain_inputs_as_one_replicate) {
    SmallSweep sweep({amount()}, {1, 2, 3, 4}, 4);
    sweep.header.uncertain = "choice.kin = uniform(0, 1) utility\n";
    sweep.header.replicates_per_draw = 2;
    sweep.add({"placed", "persons", "persons placed", 1}, {1, 3, 1, 3, 4, 6, 4, 6, 5, 7, 5, 7, 9, 11, 9, 11});
    // The means of both draws are the same at each point: no noise.
    EXPECT_THAT(printed(sweep), AllOf(HasSubstr("; 0.0 % of a single run's variance is"), HasSubstr("for these 2 draws: "),
                                      HasSubstr("\nReplicates of one draw of the uncertain inputs count as one, their mean.\n")));
    sweep.header.replicates_per_draw = 4;
    EXPECT_THAT(printed(sweep), HasSubstr("one draw of the uncertain inputs, so the sd contains noise"));
}

TEST(sensitivity_report, takes_all_measures_that_vary_and_names_the_others) {
    const std::string text = printed(two_by_two());
    EXPECT_THAT(text, AllOf(HasSubstr("\npersons placed (placed)\n"), HasSubstr("\npaid, million KZT (spending)\n"),
                            HasSubstr("\nThe same at every point (1)\n  quota\n"), Not(HasSubstr("(quota)"))));
    SensitivityOptions one;
    one.measures = {"spending"};
    EXPECT_THAT(printed(two_by_two(), one), AllOf(HasSubstr("(spending)"), Not(HasSubstr("(placed)")), Not(HasSubstr("quota"))));
}

TEST(sensitivity_report, calls_a_measure_constant_that_differs_between_replicates_alone) {
    SmallSweep sweep({amount()}, {1, 2, 3}, 2);
    sweep.add({"placed", "persons", "persons placed", 1}, {5, 7, 5, 7, 5, 7});
    EXPECT_THAT(printed(sweep), HasSubstr("\nThe same at every point (1)\n  placed\n"));
}

TEST(sensitivity_report, says_why_an_estimate_is_missing) {
    SmallSweep sweep = two_by_two();
    sweep.header.design = "sobol";
    EXPECT_THAT(printed(sweep), HasSubstr("Sobol' indices need a sobol design"));
}

TEST(sensitivity_report, looks_at_paired_differences_or_at_an_arms_own_figures) {
    // differences 2 and -6: mean -2; own figures of key 22 and 44: mean 33
    EXPECT_THAT(printed(with_arms()), HasSubstr("persons placed (placed): key less order, paired\nmean of 2 points −2.00"));
    SensitivityOptions options;
    options.level = true;
    EXPECT_THAT(printed(with_arms(), options), HasSubstr("persons placed (placed): key, its own figures\nmean of 2 points 33.0"));
    options.arm = "order";
    EXPECT_THAT(printed(with_arms(), options), HasSubstr("order, its own figures\nmean of 2 points 35.0"));
}

// y = 10 a + b over base rows 0, 1, 2, … of A, B, AB_a and AB_b, with noise that replicates share at every point.
SmallSweep additive_sobol(std::size_t rows) {
    const std::string name = "benefits.a_section_with_a_long_name.and_another_one.parameter_";
    std::vector<double> values, y;
    std::vector<std::int32_t> block, role;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto u = [&](double step) { return std::fmod(0.5 + step * static_cast<double>(row), 1.0); };
        const double a[] = {u(0.618034), u(0.754878)}, b[] = {u(0.569840), u(0.437016)};
        for (std::int32_t r = 0; r < 4; ++r) {
            const double first = r == 1 || r == 2 ? b[0] : a[0], second = r == 1 || r == 3 ? b[1] : a[1];
            values.insert(values.end(), {first, second});
            for (const double noise : {-3.0, 3.0}) y.push_back(10 * first + second + noise);
            block.push_back(static_cast<std::int32_t>(row));
            role.push_back(r);
        }
    }
    SmallSweep sweep({{name + "1", "KZT", "", "uniform(0, 1)", {}, 0.5}, {name + "2", "KZT", "", "uniform(0, 1)", {}, 0.5}},
                     values, 2);
    sweep.header.design = "sobol";
    sweep.points.unit = values;
    sweep.points.block = block;
    sweep.points.role = role;
    sweep.add({"spending_per_retained_settler_year.kandas_quota@KZ-55", "KZT per person and year",
               "paid per settler-year there, kandas, region with a long name", -1},
              y);
    return sweep;
}

TEST(sensitivity_report, keeps_to_a_hundred_columns_and_finds_the_parameter_that_matters) {
    SmallSweep sweep = additive_sobol(64);
    sweep.fail(5, "it broke");
    SensitivityOptions options;
    options.discover = {sweep.header.measures[0].name + " > 120%"};
    const std::string text = printed(sweep, options);
    EXPECT_LE(columns_of(text), 100U) << text;
    // variances 100 / 12 and 1 / 12: shares 0.99 and 0.01, which 63 base rows come near
    const std::string sobol = section(text, "Sobol' indices");
    EXPECT_THAT(sobol, HasSubstr("─\np1 benefits.a_secti…_one.parameter_1   0.97 "));
    EXPECT_THAT(sobol, HasSubstr("63 of 64 base rows used; 1 dropped whole"));
    EXPECT_THAT(text, HasSubstr("\n1 of 256 points failed and are left out, as told below.\n"));
    EXPECT_THAT(text, HasSubstr("points with p1 benefits.a_section_with…another_one.parameter_1 of 0."));
}

TEST(sensitivity_csv, has_a_line_per_estimate) {
    MadeUp made;
    made.found().sobol = some_sobol();
    made.findings.conditions = {some_boxes()};
    const std::string csv = sensitivity_as_csv(made.sweep.content(), made.findings);
    EXPECT_TRUE(
        csv.starts_with("measure,parameter,kind,value,low,high,unit\nplaced,,mean,18.5,,,persons\nplaced,,points,4,,,\n"
                        "placed,,variance_parameters,75,,,(persons)^2\nplaced,,variance_monte_carlo,25,,,(persons)^2\n"
                        "placed,,noise_share_of_a_run,0.25,,,\nplaced,amount,sobol_first,0.05,-0.01,0.11,\n"))
        << csv;
    EXPECT_THAT(csv, HasSubstr("\nplaced,benefits.rent_mrp.2025-01-01.where_the_family_settles,sobol_total_raw,0.95,0.9,1,\n"));
    EXPECT_THAT(csv, HasSubstr("\nplaced,,sobol_first_sum,0.65,0.5,0.8,\n"));
    EXPECT_THAT(csv, HasSubstr("\nplaced,,sobol_rows_dropped,4,,,\n"));
    EXPECT_THAT(csv, HasSubstr("\nplaced,,sobol_replicates_in_intervals,1,,,\n"));
    EXPECT_THAT(csv, HasSubstr("\nspending > 2000000,,threshold,2000000,,,KZT\n"));
    EXPECT_THAT(csv, HasSubstr("\nspending > 2000000,amount,box_1_limit,0.0004,1.42,,MRP\n"));
    ElementaryEffects& morris = made.found().morris.emplace();
    morris.mu_star = morris.mu = {{2, 1, 3}, {5, 4, 6}};
    morris.sigma = morris.noise = {3, 1};
    EXPECT_THAT(sensitivity_as_csv(made.sweep.content(), made.findings),
                AllOf(HasSubstr("\nplaced,amount,morris_mu_star,2,1,3,persons\n"),
                      HasSubstr("\nplaced,amount,morris_sigma,3,,,persons\n")));
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 6) << line;
}

TEST(sensitivity_json, holds_all_findings_and_no_nan) {
    MadeUp made;
    made.found().sobol = some_sobol();
    made.found().sobol->first[0] = {nan, nan, nan};
    made.findings.conditions = {some_boxes()};
    made.findings.constant = {3};
    const auto json = nlohmann::json::parse(sensitivity_as_json(made.sweep.content(), made.findings));
    EXPECT_EQ(json["figures"], "level");
    EXPECT_EQ(json["constant"][0], "quota");
    const auto& measure = json["measures"][0];
    EXPECT_EQ(measure["measure"], "placed");
    EXPECT_TRUE(measure["parameters"][0]["sobol_first"]["value"].is_null());
    EXPECT_EQ(measure["parameters"][1]["sobol_total"]["value"], 0.9);
    EXPECT_EQ(measure["parameters"][1]["sobol_total"]["high"], 1);
    EXPECT_EQ(measure["sobol"]["dropped"], 4);
    const auto& box = json["conditions"][0]["boxes"][0];
    EXPECT_EQ(box["points"], 30);
    EXPECT_EQ(box["limits"][1]["low"], "village");
    EXPECT_TRUE(box["limits"][0]["high"].is_null());
    EXPECT_EQ(box["trajectory"].size(), 30U);
    SensitivityOptions options;
    options.format = Format::json;
    EXPECT_EQ(nlohmann::json::parse(printed(with_arms(), options))["arm"], "key");
    options.format = Format::csv;
    EXPECT_THAT(printed(with_arms(), options), HasSubstr("\nplaced,,mean,-2,,,persons\n"));
}

}  // namespace
}  // namespace qonys
