// `qonys sweep`, `resume`, `merge` and `sensitivity` from the command line to the file, end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "commit.hpp"
#include "support/process.hpp"
#include "support/small_sweep.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr const char* grid =
    "vary:\n"
    "  benefits.relocation_mrp.2025-07-01: [50, 70, 90]\n"
    "  leaving.quota_hazard: [0.001, 0.01]\n"
    "design: grid\n"
    "replicates: 2\n"
    "measures: [placed, retained, spending]\n";

class sweep_verb : public testing::Test {
protected:
    test::TempFolder folder;
    std::string path(const std::string& name) const { return (folder.path() / name).string(); }
    std::string quoted(const std::string& name) const { return test::shell_quoted(path(name)); }
    static test::ProcessResult qonys(const std::string& arguments) {
        return test::run(test::shell_quoted(QONYS_PROGRAM) + " " + arguments);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path())) all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }
};

TEST_F(sweep_verb, simulates_all_points_prints_what_it_found_and_leaves_one_file) {
    test::write_sweep_file(folder, grid);
    const auto result = qonys("sweep " + quoted("s.yaml") + " -o " + quoted("r.h5"));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(names(), ElementsAre("r.h5", "s.yaml"));
    EXPECT_THAT(result.out, AllOf(HasSubstr("What does a small sweep find?"), HasSubstr("6 points"), HasSubstr("grid"),
                                  HasSubstr("benefits.relocation_mrp.2025-07-01"), HasSubstr(path("r.h5"))));
    EXPECT_THAT(result.err, HasSubstr("12/12 runs"));

    const auto again = qonys("sweep " + quoted("s.yaml") + " -o " + quoted("r.h5"));
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_THAT(again.err, HasSubstr("is complete already"));
    EXPECT_EQ(again.out, result.out);

    const auto table = qonys("sweep --table " + quoted("r.h5"));
    EXPECT_EQ(table.exit_code, 0) << table.err;
    EXPECT_THAT(table.out, AllOf(HasSubstr("best and worst points"), HasSubstr("main effects"), HasSubstr("less the best")));

    const auto misplaced = qonys("sweep " + quoted("r.h5") + " --fresh --points 7");
    EXPECT_EQ(misplaced.exit_code, 2);
    EXPECT_THAT(misplaced.err, AllOf(HasSubstr("--fresh"), HasSubstr("--points"), HasSubstr("is a finished result")));

    const auto csv = qonys("sweep " + quoted("r.h5") + " --format csv");
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 7);
    const auto json = qonys("sweep " + quoted("r.h5") + " --format json");
    EXPECT_EQ(nlohmann::json::parse(json.out)["results"].size(), 6u);
}

TEST_F(sweep_verb, dry_run_counts_runs_and_shows_points_and_writes_nothing) {
    test::write_sweep_file(folder, grid);
    const auto plan = qonys("sweep " + quoted("s.yaml") + " --dry-run --replicates 7 -o " + quoted("r.h5"));
    ASSERT_EQ(plan.exit_code, 0) << plan.err;
    EXPECT_THAT(plan.out, AllOf(HasSubstr("6 points x 7 replicates = 42 runs"), HasSubstr("estimated time"), HasSubstr("0.001")));
    EXPECT_THAT(names(), ElementsAre("s.yaml"));
    const auto shard = qonys("sweep " + quoted("s.yaml") + " --dry-run --shard 2/3");
    EXPECT_THAT(shard.out, HasSubstr("2 points x 2 replicates = 4 runs"));
    const auto csv = qonys("sweep " + quoted("s.yaml") + " --dry-run --format csv");
    EXPECT_THAT(csv.out, StartsWith("benefits.relocation_mrp.2025-07-01,leaving.quota_hazard\n50,0.001\n50,0.01\n70,"));
    // The points of one sweep are the list of another.
    folder.write("points.csv", csv.out);
    test::write_sweep_file(folder, "design: {list: points.csv}\nreplicates: 2\nmeasures: [placed]\n", "list.yaml");
    const auto again = qonys("sweep " + quoted("list.yaml") + " --dry-run --format csv");
    EXPECT_EQ(again.out, csv.out) << again.err;
}

TEST_F(sweep_verb, flags_win_over_the_file) {
    test::write_sweep_file(folder,
                           "vary: {leaving.quota_hazard: {range: [0.001, 0.01]}}\ndesign: lhs\npoints: 50\nreplicates: 9\n"
                           "measures: [placed]\n");
    const auto json =
        qonys("sweep " + quoted("s.yaml") + " --points 4 --replicates 2 --seed 5 --format json -o " + quoted("r.h5"));
    ASSERT_EQ(json.exit_code, 0) << json.err;
    const auto all = nlohmann::json::parse(json.out);
    EXPECT_EQ(all["results"].size(), 4u);
    EXPECT_THAT(json.err, HasSubstr("8/8 runs"));
    const auto other_seed = qonys("sweep " + quoted("s.yaml") + " --points 4 --dry-run --format csv --seed 6");
    const auto same_seed = qonys("sweep " + quoted("s.yaml") + " --points 4 --dry-run --format csv --seed 5");
    EXPECT_NE(other_seed.out, same_seed.out);
}

TEST_F(sweep_verb, says_how_many_points_failed_and_exits_with_1) {
    test::write_sweep_file(folder,
                           std::string(test::ceiling) +
                               "vary: {quotas.floors.2025-06-01.kandas.KZ-55: [300, 800, 500]}\ndesign: grid\nreplicates: 2\n"
                               "measures: [spending]\n");
    const auto result = qonys("sweep " + quoted("s.yaml") + " -o " + quoted("r.h5"));
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("1 of 3 points failed"));
    EXPECT_THAT(result.err, testing::ContainsRegex("of point 1: .*s.yaml:[0-9:]+ quotas.floors: .*is 800, above its ceiling"));
    EXPECT_THAT(result.out, HasSubstr("above its ceiling"));
    EXPECT_EQ(qonys("sweep " + quoted("s.yaml") + " -o " + quoted("r.h5")).exit_code, 1);
    EXPECT_EQ(qonys("sweep " + quoted("s.yaml") + " --quiet --fresh -o " + quoted("r.h5")).out, "");
}

TEST_F(sweep_verb, interrupted_keeps_what_is_finished_and_resume_goes_on_from_another_folder) {
    test::write_sweep_file(folder,
                           "vary: {leaving.quota_hazard: {range: [0.001, 0.01]}}\ndesign: lhs\npoints: 40\nreplicates: 6\n"
                           "measures: [placed, spending]\n");
    const std::string epoch = "SOURCE_DATE_EPOCH=0 ", program = test::shell_quoted(QONYS_PROGRAM);
    const std::string sweep = "cd " + test::shell_quoted(folder.path().string()) + " && " + epoch;
    ASSERT_EQ(test::run(sweep + program + " sweep s.yaml --quiet -o whole.h5").exit_code, 0);
    const auto stopped = test::run(sweep + "timeout -s INT 1 " + program + " sweep s.yaml --threads 1 --log -o r.h5; echo $?");
    EXPECT_THAT(stopped.err, AllOf(HasSubstr("interrupted:"), HasSubstr("of 240 runs are finished and kept in r.h5.sweep"),
                                   HasSubstr("Z 0/240 runs")));
    EXPECT_THAT(names(), ElementsAre("r.h5.sweep", "s.yaml", "whole.h5"));
    const auto resumed = test::run(epoch + program + " resume " + quoted("r.h5") + " --quiet");
    ASSERT_EQ(resumed.exit_code, 0) << resumed.err;
    EXPECT_EQ(test::run("cmp " + quoted("whole.h5") + " " + quoted("r.h5")).exit_code, 0);
    EXPECT_THAT(names(), ElementsAre("r.h5", "s.yaml", "whole.h5"));
    EXPECT_EQ(qonys("resume " + quoted("r.h5") + " --quiet").exit_code, 0);  // nothing left to do
    const auto nothing = qonys("resume " + quoted("other.h5"));
    EXPECT_EQ(nothing.exit_code, 3);
    EXPECT_THAT(nothing.err, HasSubstr("no interrupted sweep"));
}

TEST_F(sweep_verb, shards_are_named_after_the_whole_and_merge_to_it) {
    test::write_sweep_file(folder, grid);
    const std::string epoch = "SOURCE_DATE_EPOCH=0 " + test::shell_quoted(QONYS_PROGRAM);
    const std::string sweep = epoch + " sweep " + quoted("s.yaml") + " --quiet -o ";
    ASSERT_EQ(test::run(sweep + quoted("whole.h5")).exit_code, 0);
    ASSERT_EQ(test::run(sweep + quoted("r.h5") + " --shard 1/2").exit_code, 0);
    ASSERT_EQ(test::run("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=1 SLURM_ARRAY_TASK_COUNT=2 "
                        "SLURM_ARRAY_TASK_STEP=1 " +
                        sweep + quoted("r.h5") + " --shard auto")
                  .exit_code,
              0);
    EXPECT_THAT(names(), ElementsAre("r.shard-1-of-2.h5", "r.shard-2-of-2.h5", "s.yaml", "whole.h5"));
    const auto incomplete = qonys("merge " + quoted("r.shard-1-of-2.h5") + " -o " + quoted("m.h5"));
    EXPECT_EQ(incomplete.exit_code, 2);
    EXPECT_THAT(incomplete.err, HasSubstr("2 of 2"));
    const auto merged =
        test::run(epoch + " merge " + quoted("r.shard-1-of-2.h5") + " " + quoted("r.shard-2-of-2.h5") + " -o " + quoted("r.h5"));
    ASSERT_EQ(merged.exit_code, 0) << merged.err;
    EXPECT_THAT(merged.out, HasSubstr("6 points of 2 shards"));
    EXPECT_EQ(test::run("cmp " + quoted("whole.h5") + " " + quoted("r.h5")).exit_code, 0);
    EXPECT_EQ(qonys("sweep " + quoted("s.yaml") + " --shard 3/2").exit_code, 2);
    EXPECT_EQ(qonys("sweep " + quoted("s.yaml") + " --shard auto").exit_code, 2);
}

TEST_F(sweep_verb, a_sobol_design_tells_which_parameter_matters_and_where_spending_is_high) {
    test::write_sweep_file(folder,
                           "vary:\n"
                           "  benefits.relocation_mrp.2025-01-01: {range: [35, 140]}\n"
                           "  leaving.quota_hazard: {range: [0.001, 0.01]}\n"
                           "design: sobol\npoints: 16\nreplicates: 2\nmeasures: [spending, retained]\n");
    ASSERT_EQ(qonys("sweep " + quoted("s.yaml") + " --quiet -o " + quoted("r.h5")).exit_code, 0);
    const auto json = qonys("sensitivity " + quoted("r.h5") + " --format json");
    ASSERT_EQ(json.exit_code, 0) << json.err;
    EXPECT_FALSE(nlohmann::json::parse(json.out).empty());
    const auto csv = qonys("sensitivity " + quoted("r.h5") + " --format csv --measure spending");
    EXPECT_THAT(csv.out, AllOf(HasSubstr("spending,benefits.relocation_mrp.2025-01-01,"), Not(HasSubstr("retained"))));
    const auto boxes = qonys("sensitivity " + quoted("r.h5") + " --discover 'spending > 100%'");
    ASSERT_EQ(boxes.exit_code, 0) << boxes.err;
    EXPECT_THAT(boxes.out, HasSubstr("benefits.relocation_mrp.2025-01-01"));
    const auto wrong = qonys("sensitivity " + quoted("r.h5") + " --measure spendin --arm x --discover 'placed'");
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, AllOf(HasSubstr("spendin"), HasSubstr("--discover")));
    EXPECT_EQ(qonys("sensitivity " + quoted("s.yaml")).exit_code, 3);
}

}  // namespace
}  // namespace qonys
