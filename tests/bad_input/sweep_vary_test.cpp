// Sweep files with mistakes: each is told with its line, why, and what to try.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "commit.hpp"
#include "support/varied.hpp"

namespace qonys {
namespace {

using test::SweepFile;
using testing::AllOf;
using testing::HasSubstr;

std::string refusal(const SweepFile& written, const std::vector<std::string>& sets = {}, const SweepOverrides& overrides = {}) {
    try {
        written.load(sets, overrides);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

struct Mistake {
    std::string text;                // of the file from line 3 on
    std::vector<std::string> parts;  // of the message
};

const std::string grid = "design: grid\n";
const std::string wage = "vary: {places.wage.A: [1, 2]}\n";

std::string vary(const std::string& entry) {
    return "vary:\n  " + entry + "\n" + grid;
}

const std::vector<Mistake> wrong_paths{
    {vary("benefits.relocatoin_mrp.2000-01-01: [1, 2]"),
     {":4:3:", "no such value", "did you mean benefits.relocation_mrp.2000-01-01?"}},
    {vary("relocation_mrp.2000-01-01: [1, 2]"), {":4:3:", "no such value"}},
    {vary("benefits: [1, 2]"), {":4:3:", "needs paths:"}},
    {vary("nonsense: [1, 2]"), {":4:3:", "neither which paths it goes to nor what it scales"}},
    {vary("places.wage: [1, 2]"), {":4:3:", "a table by region", "places.wage.A", "scales: [places.wage]"}},
    {vary("benefits.rent_mrp.2000-01-01: [1, 2]"), {"by date, settlement and household", "benefits.rent_mrp.2001-01-01.city.1"}},
    {vary("benefits.rent_mrp.2000-01-01.city.1.2: [1, 2]"), {"no values below"}},
    {vary("work.participation.A: [0.1, 0.2]"), {"no values below it", "write work.participation"}},
    {vary("places.wage.C: [1, 2]"), {"there is no region \"C\""}},
    {vary("benefits.rent_mrp.2000-01-01.town.1: [1, 2]"), {"there is no settlement \"town\""}},
    {vary("benefits.relocation_mrp.2000-13-01: [1, 2]"), {"\"2000-13-01\" is not a date"}},
    {vary("benefits.relocation_mrp.value: [1, 2]"), {"not part of a path"}},
    {vary("benefits.rent_mrp.2000-06-01.city.1: [1, 2]"),
     {"no row 2000-06-01", "needs all its 6 cells", "2000-01-01, 2001-01-01"}},
    {vary("run.seed: [1, 2]"), {"cannot be varied", "--seed"}},
    {vary("run.replicates: [1, 2]"), {"cannot be varied", "--replicates"}},
    {vary("run.last_month: [2001-01, 2002-01]"), {"cannot be varied", "same months"}},
    {vary("places.name.A: [x, y]"), {"cannot be varied"}},
    {vary("origins.name.X: [x, y]"), {"cannot be varied"}},
    {vary("targets.left_share: [0.1, 0.2]"), {"cannot be varied", "calibrate"}},
    {vary("question: [a, b]"), {"cannot be varied"}},
    {vary("arms.a.work.participation: [0, 1]"), {"cannot be varied", "over all arms"}},
    {"vary:\n  places.wage.A: [1, 2]\n  x: {values: [1, 2], scales: [places.wage]}\n" + grid,
     {"places.wage.A is written by x as well"}},
    // Between the two in the file stands a path that sorts before them.
    {"vary:\n  places.wage.A: [1, 2]\n  budgets.when_exhausted: [queue, lapse]\n  x: {values: [1, 2], scales: [places.wage]}\n" +
         grid,
     {"places.wage.A is written by x as well"}},
    {vary("x: {values: [lottery], paths: {quotas.mechanism: {}, quotas.mechanism.2000-01-01: {}}}"), {"another path of it"}},
};

const std::vector<Mistake> wrong_values{
    {vary("places.wage.A: 5"), {":4:18:", "one value is not varied"}},
    {vary("places.wage.A:"), {"one value is not varied"}},
    {vary("places.wage.A: []"), {"there are no values"}},
    {vary("places.wage.A: {}"), {"there are no values"}},
    {vary("places.wage.A: [1, 2, 1.0]"), {":4:25:", "1 is repeated"}},
    {vary("places.wage.A: [1, 010]"), {"\"010\" is not a number", "octal"}},
    {vary("places.wage.A: [1, .nan]"), {"finite"}},
    {vary("places.wage.A: [1, 1e999]"), {"finite"}},
    {vary("x: {range: [-1e308, 1e308], scales: [places.wage]}"), {"too large to be varied"}},
    {vary("benefits.rent_months.2000-01-01: {uniform: [6.6, 7.3]}"), {"uniform(6.6, 7.3) is always 7"}},
    {vary("places.wage.A: {empirical: [3, 3]}"), {"empirical(3, 3) is always 3"}},
    {vary("places.wage.A: [1, two]"), {"\"two\" is not a number"}},
    {vary("work.participation: [0.5, 1.5]"), {":4:29:", "work.participation cannot be 1.5, it goes from 0 to 1"}},
    {vary("benefits.rent_months.2000-01-01: [1, 1.5]"), {"1.5 is not a whole number"}},
    {vary("internal.job_seekers_only.2000-01-01: [0, 2]"), {"neither 1 nor 0"}},
    {vary("quotas.mechanism: [lottery, raffle]"), {"\"raffle\" is not one of: first_come"}},
    {vary("quotas.mechanism: [lottery, bid_prise]"), {"did you mean bid_price?"}},
    {vary("quotas.mechanism: [lottery, lottery]"), {"lottery is repeated"}},
    {vary("quotas.mechanism: {range: [0, 1]}"), {"words have no range"}},
    {vary("housing.price_base: [2000-01, 2000-13]"), {"is not a month"}},
    {vary("places.wage.A: {range: [2, 1], steps: 2}"), {"2 is not below 1"}},
    {vary("places.wage.A: {range: [2, 2], steps: 2}"), {"2 is not below 2"}},
    {vary("places.wage.A: {range: [1, 2, 3], steps: 2}"), {"a range has two numbers"}},
    {vary("places.wage.A: {range: [1, 2], steps: 1}"), {"steps: 1 is not possible"}},
    {vary("places.wage.A: {range: [1, 2], steps: 2.5}"), {"steps:", "not a whole number"}},
    {vary("benefits.rent_months.2000-01-01: {range: [1, 3], steps: 5}"), {"fewer than 5 whole numbers"}},
    {vary("places.wage.A: {values: [1, 2], range: [1, 2]}"), {"both values and range"}},
    {vary("places.wage.A: {values: [1, 2], steps: 3}"), {"a list has no steps"}},
    {vary("places.wage.A: {rnage: [1, 2]}"), {"unknown key \"rnage\"", "did you mean range?"}},
    {vary("places.wage.A: {triangular: [1, 3, 2]}"), {"must ascend"}},
    {vary("work.participation: {normal: [0.5, 1]}"), {"work.participation cannot be -5.5"}},
    {vary("places.wage.A: {values: [1, 2], unit: KZT}"), {"unit: of a path of the scenario is known"}},
};

const std::vector<Mistake> wrong_names_of_their_own{
    {vary("two words: {values: [1, 2], scales: [places.wage]}"), {"letters, digits and _"}},
    {vary("a.b: {values: [1, 2], scales: [places.wage]}"), {"letters, digits and _"}},
    {vary("status: {values: [1, 2], scales: [places.wage]}"), {"something else in the result file"}},
    {vary("x: {values: [1, 2], scales: [places.wage], paths: {work.participation: {}}}"), {"both paths: and scales:"}},
    {vary("x: {values: [1, 2], scales: []}"), {"list of 1 to 1000 paths"}},
    {vary("x: {values: [1, 2], scales: [places.wages]}"), {"did you mean places.wage?"}},
    {vary("x: {values: [1, 2], scales: [quotas.mechanism]}"), {"no number, so it cannot be scaled"}},
    {vary("x: {values: [1, 2], scales: [budgets.caps.2000-01-01]}"), {"no numbers under budgets.caps.2000-01-01"}},
    {vary("x: {values: [1, 2], scales: [quotas.sittings]}"), {"is 1 or 0, so it cannot be scaled"}},
    {vary("x: {values: [1, 2], scales: [people.head_age]}"), {"must sum to 1, so they cannot be scaled"}},
    {vary("x: {values: [-1, 2], scales: [places.population]}"), {"places.population cannot be"}},
    {"work: {loss_hazard: {uniform: [0, 1]}}\n" + vary("x: {values: [1, 2], scales: [work.loss_hazard]}"),
     {"is a distribution in the base"}},
    {vary("x: {values: [1, 2], paths: {places.wage.A: {time: 2}}}"), {"unknown key \"time\""}},
    {vary("x: {values: [1, 2], paths: {places.wage.A: {times: 0}}}"), {"would write the same everywhere"}},
    {vary("x: {values: [1, 2], paths: {places.wage.A: 2}}"), {"needs a map of times and plus"}},
    {vary("x: {values: [lottery], paths: {quotas.mechanism: {times: 2}}}"), {"times and plus have no meaning"}},
    {vary("x: {values: [1, 2], paths: {quotas.mechanism: {}, places.wage.A: {}}}"), {"some are words"}},
    {vary("x: {values: [0, 2], paths: {work.participation: {times: 0.4, plus: 0.4}}}"), {"that is what 2 makes of it"}},
    {vary("x: {values: [1, 2], paths: {places.wage.A: {}}, whole: yes}"), {"whole: must be true or false"}},
};

const std::vector<Mistake> wrong_keys{
    {wage, {"there is no one design", "lhs"}},
    {wage + "design: sobel\n", {":4:9:", "did you mean sobol?"}},
    {wage + "design: [grid, lhs]\n", {"there is no one design"}},
    {wage + "design: {grid: {steps: 4}}\n", {"grid has no settings"}},
    {wage + "design: {morris: {levels: 5}}\npoints: 3\n", {"5 levels", "even number"}},
    {wage + "design: {morris: {level: 4}}\npoints: 3\n", {"unknown key \"level\""}},
    {wage + "design: list\n", {"a list needs the name of a CSV file"}},
    {wage + "design: lhs\n", {"lhs needs a number of points"}},
    {wage + "design: lhs\npoints: 0\n", {":5:9:", "0 points are not possible"}},
    {wage + "design: lhs\npoints: 2000000\n", {"1 to 1000000"}},
    {wage + "design: lhs\npoints: many\n", {"\"many\" is not a number"}},
    {wage + grid + "points: 3\n", {":5:1:", "follow from its values", "design: lhs"}},
    {wage + grid + "measures: placed\n", {"no list of 1 to 500 measures"}},
    {wage + grid + "measures: [placed, placed]\n", {":5:20:", "\"placed\" is repeated"}},
    {wage + grid + "replicates: 3\nrun: {replicates: 4}\n", {"is \"4\", and replicates: is \"3\"", "say it once"}},
    {wage + grid + "replicates: none\n", {":5:13:", "run.replicates"}},
    {grid, {"there is nothing to vary"}},
    {"vary: {}\n" + grid, {"there is nothing to vary"}},
    {"vary: [places.wage.A]\n" + grid, {"there is nothing to vary"}},
    {"arms: {a: {}}\n" + wage + grid, {"2 to 24 arms"}},
    {"arms: {a: {}, b: {run: {seed: 9}}}\n" + wage + grid, {"run.seed", "in the arm b"}},
    {"arms: {a: {}, b: {work: {loss_hazard: {uniform: [0, 1]}}}}\n" + vary("x: {values: [1, 2], scales: [work.loss_hazard]}"),
     {"is a distribution in the base"}},
};

TEST(a_mistake_in_a_sweep_file, is_told_with_its_place_and_what_to_try) {
    for (const auto* table : {&wrong_paths, &wrong_values, &wrong_names_of_their_own, &wrong_keys})
        for (const Mistake& mistake : *table) {
            const std::string text = refusal(SweepFile(mistake.text));
            EXPECT_THAT(text, HasSubstr("sweep.yaml")) << mistake.text;
            for (const std::string& part : mistake.parts) EXPECT_THAT(text, HasSubstr(part)) << mistake.text;
        }
    EXPECT_EQ(refusal(SweepFile(wage + grid)), "");
}

TEST(all_mistakes_of_a_sweep_file, are_told_at_once) {
    const std::string text =
        refusal(SweepFile("run: {warm_up_months: twelve}\nvary:\n  places.wage.C: [1, 2]\n  work.participation: "
                          "[7]\n  nonsense.name: [1]\ndesign: soboll\nmeasures: [a, a]\npoints: x\n"));
    for (const char* part : {":3:23:", "twelve", ":6:24:", ":7:3:", "soboll", ":9:"}) EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(refusal(SweepFile("vary:\n  places.wage.C: [1, 2]\n  places.wage.D: [1, 2]\n" + grid)),
                AllOf(HasSubstr(":4:3:"), HasSubstr(":5:3:")));
}

TEST(a_mistake_on_the_command_line, is_told_as_such) {
    EXPECT_THAT(refusal(SweepFile(wage + grid), {}, {"12"}),
                AllOf(HasSubstr("--points 12"), HasSubstr("follow from its values")));
    EXPECT_THAT(refusal(SweepFile(wage + "design: lhs\n"), {}, {"1e3"}), HasSubstr("--points 1e3: points"));
    EXPECT_EQ(refusal(SweepFile(wage + "design: lhs\n"), {}, {"12"}), "");
    EXPECT_THAT(refusal(SweepFile(wage + grid), {"work.particpation=1"}), HasSubstr("did you mean work.participation?"));
}

TEST(too_many_parameters, are_refused_before_they_are_read) {
    std::string text = "vary:\n";
    for (int i = 0; i < 201; ++i) text += "  p" + std::to_string(i) + ": {values: [1, 2], scales: [places.wage]}\n";
    EXPECT_THAT(refusal(SweepFile(text + grid)), HasSubstr("201 parameters, more than 200"));
}

TEST(a_mistake_in_a_list_of_points, is_told_with_its_row) {
    const std::string header = "places.wage.A,quotas.mechanism\n";
    const auto told = [](const std::string& csv, const std::string& varied = "") {
        const SweepFile written(varied + "design: {list: points.csv}\n");
        written.folder.write("points.csv", csv);
        return refusal(written);
    };
    EXPECT_EQ(told(header + "1,lottery\n"), "");
    EXPECT_THAT(told(header + "1,lottery\nx,lottery\n"), AllOf(HasSubstr("points.csv:3:1:"), HasSubstr("is not a number")));
    EXPECT_THAT(told(header + "1,raffle\n"), AllOf(HasSubstr("points.csv:2:3:"), HasSubstr("cannot stand there")));
    EXPECT_THAT(told(header + "0.5,lottery\n"), HasSubstr("places.wage cannot be 0.5"));
    EXPECT_THAT(told(header + "1\n"), HasSubstr("the header has 2"));
    EXPECT_THAT(told(header), HasSubstr("there are no points"));
    EXPECT_THAT(told(""), HasSubstr("is empty"));
    EXPECT_THAT(told("places.wage.A,places.wage.A\n1,2\n"), HasSubstr("a second time"));
    EXPECT_THAT(told("places.wage.A,\n1,2\n"), HasSubstr("column 2 has no name"));
    EXPECT_THAT(told("places.wage.C\n1\n"), HasSubstr("there is no region"));
    EXPECT_THAT(told("run.seed\n1\n"), HasSubstr("cannot be varied"));
    EXPECT_THAT(told("places.wage.A;places.wage.B\n1;2\n"), HasSubstr("semicolons"));
    EXPECT_THAT(told("benefits.rent_months.2000-01-01\n1.5\n"), HasSubstr("is not a whole number"));
    EXPECT_THAT(told("places.wage.A\n1\n", "vary: {half: {paths: {places.wage.B: {}}}}\n"), HasSubstr("no column of that name"));
    EXPECT_THAT(told("quotas.mechanism\nlottery\n", "vary: {quotas.mechanism: [bid_price]}\n"), HasSubstr("not among the words"));
    std::string wide;
    for (int i = 0; i < 300; ++i) wide += "c" + std::to_string(i) + ",";
    EXPECT_THAT(told(wide + "x\n"), HasSubstr("301 columns"));
    for (int i = 0; i < 20'000; ++i) wide += ",";
    EXPECT_THAT(told(wide + "\n"), HasSubstr("more than 10000"));
    EXPECT_THAT(refusal(SweepFile("design: {list: nowhere.csv}\n")), AllOf(HasSubstr("sweep.yaml:3:"), HasSubstr("nowhere.csv")));
    const SweepFile pipe("design: {list: pipe}\n");
    ASSERT_EQ(::mkfifo((pipe.folder.path() / "pipe").c_str(), 0600), 0);
    EXPECT_THAT(refusal(pipe), HasSubstr("no file that can be read"));
}

TEST(a_sweep_file, is_refused_by_verbs_that_run_one_scenario_with_a_word_on_sweep) {
    EXPECT_THAT(test::complaints(SweepFile(wage + grid).file),
                AllOf(HasSubstr("unknown name \"vary\""), HasSubstr("qonys sweep")));
}

TEST(replicates_of_a_base, give_way_to_those_of_the_sweep) {
    EXPECT_EQ(refusal(SweepFile(wage + grid + "replicates: 9\n")), "");  // the base has 3
    EXPECT_EQ(refusal(SweepFile(wage + grid + "replicates: 9\nrun: {replicates: 9}\n")), "");
}

}  // namespace
}  // namespace qonys
