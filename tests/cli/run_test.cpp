// The program from the command line to the files, end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "commit.hpp"
#include "results/compare.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

const std::string program = test::shell_quoted(QONYS_PROGRAM);
const std::string baseline = test::shell_quoted(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml");

// `qonys run` of the baseline's first three months, two replicates unless the flags say otherwise, to FOLDER/NAME.
test::ProcessResult run_to(const test::TempFolder& folder, const std::string& name, const std::string& flags = "--replicates 2") {
    return test::run(program + " run " + baseline + " --set run.last_month=2024-03 " + flags + " -o " +
                     test::shell_quoted((folder.path() / name).string()));
}

std::vector<std::string> names_in(const test::TempFolder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names.push_back(entry.path().filename());
    return names;
}

std::vector<std::string> differences_of(const test::TempFolder& folder, const std::string& a, const std::string& b) {
    return differences((folder.path() / a).string(), (folder.path() / b).string());
}

TEST(run, prints_the_tables_and_writes_one_file) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "r.h5");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(names_in(folder), ElementsAre("r.h5"));
    EXPECT_THAT(result.out, AllOf(HasSubstr("2024-01 to 2024-03, 2 replicates"), HasSubstr("Kazakhstan"), HasSubstr("Pavlodar"),
                                  HasSubstr((folder.path() / "r.h5").string())));
}

TEST(run, with_microdata_writes_a_file_that_adds_up_in_h5py) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "r.h5", "--replicates 2 --microdata --quiet");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const std::string script = "/usr/bin/python3 '" QONYS_SOURCE_FOLDER "/tests/cli/run_h5py.py' ";
    const auto checked = test::run(script + (folder.path() / "r.h5").string());
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    const std::string change =
        "/usr/bin/python3 -c 'import h5py,sys; f = h5py.File(sys.argv[1], \"r+\"); f[sys.argv[2]][0] += 1' ";
    for (const char* column : {"microdata/families/members", "settled"}) {
        ASSERT_EQ(run_to(folder, "wrong.h5", "--replicates 2 --microdata --quiet").exit_code, 0);
        ASSERT_EQ(test::run(change + (folder.path() / "wrong.h5").string() + " " + column).exit_code, 0);
        EXPECT_NE(test::run(script + (folder.path() / "wrong.h5").string()).exit_code, 0) << "the script does not see " << column;
    }
}

TEST(run, quietly_prints_nothing) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "r.h5", "--replicates 1 --quiet");
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, IsEmpty());
    EXPECT_THAT(names_in(folder), ElementsAre("r.h5"));
}

TEST(run, prints_csv_with_as_many_fields_in_each_line) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "r.h5", "--replicates 2 --format csv");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    std::istringstream lines(result.out);
    std::string line;
    std::size_t count = 0;
    while (std::getline(lines, line)) {
        EXPECT_EQ(std::count(line.begin(), line.end(), ','), 17) << line;
        ++count;
    }
    EXPECT_GT(count, 500U);
    EXPECT_THAT(result.out, StartsWith("table,period,year,"));
}

TEST(run, prints_json_that_says_what_was_run) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "r.h5", "--replicates 2 --seed 77 --format json");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out);
    EXPECT_EQ(json["seed"], 77);
    EXPECT_EQ(json["replicates"], 2);
    EXPECT_EQ(json["first_month"], "2024-01");
    EXPECT_EQ(json["last_month"], "2024-03");
    EXPECT_THAT(json["regions"], SizeIs(20));
    EXPECT_GT(json["tables"].size(), 50U);
    EXPECT_GT(json["assumed"].size(), 5U);
}

TEST(result_of_a_run, is_the_same_for_the_same_seed_and_any_number_of_threads) {
    const test::TempFolder folder;
    for (const auto& [name, flags] : {std::pair{"one.h5", "--replicates 5 --threads 1"},
                                      {"again.h5", "--replicates 5 --threads 1"},
                                      {"two.h5", "--replicates 5 --threads 2"},
                                      {"seed.h5", "--replicates 5 --threads 1 --seed 4"}})
        ASSERT_EQ(run_to(folder, name, flags).exit_code, 0);
    EXPECT_THAT(differences_of(folder, "one.h5", "again.h5"), IsEmpty());
    EXPECT_THAT(differences_of(folder, "one.h5", "two.h5"), IsEmpty());
    EXPECT_THAT(differences_of(folder, "one.h5", "seed.h5"), Not(IsEmpty()));
}

TEST(result_of_a_run, is_the_same_when_a_setting_says_what_holds_anyway) {
    const test::TempFolder folder;
    ASSERT_EQ(run_to(folder, "base.h5").exit_code, 0);
    ASSERT_EQ(run_to(folder, "same.h5",
                     "--replicates 2 --set budgets.when_exhausted.2015-01-01=queue --set clawback.rule.2015-01-01=full")
                  .exit_code,
              0);
    ASSERT_EQ(run_to(folder, "other.h5", "--replicates 2 --set quotas.mechanism=lottery").exit_code, 0);
    EXPECT_THAT(differences_of(folder, "base.h5", "same.h5"), IsEmpty());
    EXPECT_THAT(differences_of(folder, "base.h5", "other.h5"), Not(IsEmpty()));
}

TEST(result_of_a_run, holds_the_scenario_that_gives_it_again) {
    const test::TempFolder folder;
    ASSERT_EQ(run_to(folder, "r.h5", "--replicates 2 --seed 5").exit_code, 0);
    const std::string read =
        "/usr/bin/python3 -c 'import h5py,sys; print(h5py.File(sys.argv[1])[\"scenario_yaml\"].asstr()[()])' ";
    const auto text = test::run(read + (folder.path() / "r.h5").string());
    ASSERT_EQ(text.exit_code, 0) << text.err;
    const std::string scenario = folder.write("again.yaml", text.out).string();
    const auto again = test::run(program + " run " + scenario + " --quiet -o " + (folder.path() / "again.h5").string());
    ASSERT_EQ(again.exit_code, 0) << again.err;
    for (const std::string& line : differences_of(folder, "r.h5", "again.h5"))
        EXPECT_THAT(line, HasSubstr("inputs")) << "only the names of the files read may differ";
}

TEST(bad_scenario, is_refused_with_file_line_and_a_hint) {
    const test::TempFolder folder;
    const std::string file = folder
                                 .write("bad.yaml", "question: Why?\nextends: " QONYS_SOURCE_FOLDER
                                                    "/scenarios/baseline_2025.yaml\nrun:\n  replicatse: 3\n")
                                 .string();
    for (const char* verb : {" run ", " check "}) {
        const auto result = test::run(program + verb + file);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_THAT(result.err, AllOf(HasSubstr("bad.yaml:4:3:"), HasSubstr("replicatse"), HasSubstr("did you mean")));
        EXPECT_THAT(result.out, IsEmpty());
    }
}

TEST(output_that_cannot_be_written, is_file_trouble) {
    const test::TempFolder folder;
    const auto result = run_to(folder, "missing/r.h5");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr("does not exist"));
    EXPECT_THAT(names_in(folder), IsEmpty());
}

TEST(scenario_that_is_not_there, is_file_trouble) {
    const auto result = test::run(program + " run no_such_scenario.yaml");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr("no_such_scenario.yaml"));
}

TEST(output_to_a_full_device, is_file_trouble) {
    const auto result = test::run(program + " params --format csv >/dev/full");
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr("standard output"));
}

// Starts a run that would take hours, sends the signal once its unfinished file is there, and waits for the end.
test::ProcessResult interrupted_run(const test::TempFolder& folder, const char* signal) {
    const std::string path = test::shell_quoted(folder.path().string());
    return test::run(program + " run " + baseline + " --set run.last_month=2024-03 --replicates 100000 -o " + path +
                     "/r.h5 & pid=$!\n" + test::wait_for(path + "/*.part") + "sleep 0.3; kill -" + signal + " $pid; wait $pid");
}

TEST(interrupted_run, ends_with_130_and_leaves_no_file) {
    for (const char* signal : {"INT", "TERM", "HUP"}) {
        const test::TempFolder folder;
        const auto result = interrupted_run(folder, signal);
        EXPECT_EQ(result.exit_code, 130) << signal << result.err;
        EXPECT_THAT(result.err, HasSubstr("interrupted: no result file was written"));
        EXPECT_THAT(names_in(folder), IsEmpty()) << signal;
    }
}

TEST(interrupted_run, keeps_an_older_result_of_the_name) {
    const test::TempFolder folder;
    (void)folder.write("r.h5", "older");
    EXPECT_EQ(interrupted_run(folder, "INT").exit_code, 130);
    EXPECT_THAT(names_in(folder), ElementsAre("r.h5"));
    EXPECT_EQ(test::read_text(folder.path() / "r.h5"), "older");
}

TEST(result_that_grows_too_large, is_file_trouble_and_leaves_no_file) {
    const test::TempFolder folder;
    for (const char* blocks : {"40", "200", "600"}) {  // of 512 bytes
        const auto result =
            test::run("ulimit -f " + std::string(blocks) + "; " + program + " run " + baseline +
                      " --set run.last_month=2024-03 --replicates 2 -o " + test::shell_quoted((folder.path() / "r.h5").string()));
        EXPECT_EQ(result.exit_code, 3) << blocks << result.err;
        EXPECT_THAT(result.err, HasSubstr("File too large")) << blocks;
        EXPECT_THAT(names_in(folder), IsEmpty()) << blocks;
    }
}

TEST(standard_error_that_cannot_be_written, changes_no_exit_code) {
    EXPECT_EQ(test::run(program + " check no_such_scenario.yaml 2>/dev/full").exit_code, 3);
    EXPECT_EQ(test::run(program + " no_such_verb 2>&-").exit_code, 2);
}

TEST(output_over_the_scenario_itself, is_refused) {
    const test::TempFolder folder;
    const std::string text = "question: Why?\nextends: " QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml\n";
    const std::string own = test::shell_quoted(folder.write("own.yaml", text).string());
    const auto result = test::run(program + " run " + own + " -o " + own);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("would be overwritten"));
    EXPECT_EQ(test::read_text(folder.path() / "own.yaml"), text);
}

TEST(calibration, of_nobody_is_refused_and_leaves_no_file) {
    const test::TempFolder folder;
    const auto result = test::run(program + " calibrate " + baseline + " --quiet --rounds 1 --replicates 1 -o " +
                                  test::shell_quoted((folder.path() / "c.yaml").string()) +
                                  " --set 'application.propensity={CHN: 0, UZB: 0, TKM: 0, MNG: 0, RUS: 0, OTH: 0}'");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("application.propensity.CHN: cannot be fitted"));
    EXPECT_THAT(names_in(folder), IsEmpty());
}

TEST(calibration, writes_parameters_that_the_reader_takes) {
    const test::TempFolder folder;
    const std::string fitted = (folder.path() / "c.yaml").string();
    ASSERT_EQ(
        test::run(program + " calibrate " + baseline + " --quiet --rounds 6 --replicates 1 -o " + test::shell_quoted(fitted))
            .exit_code,
        0);
    const std::string text = "question: Why?\nextends: [" QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml, " + fitted + "]\n";
    const auto checked = test::run(program + " check " + test::shell_quoted(folder.write("fitted.yaml", text).string()));
    EXPECT_EQ(checked.exit_code, 0) << checked.err;
    EXPECT_THAT(checked.out, HasSubstr("--rounds 6 --replicates 1"));
}

TEST(misspelt_verb, is_refused_with_the_right_one) {
    const auto result = test::run(program + " rum " + baseline);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("did you mean run?"), HasSubstr("qonys --help")));
    EXPECT_THAT(result.out, IsEmpty());
}

TEST(command_line, that_makes_no_sense_is_refused) {
    const std::string run = "run " + baseline;
    const std::vector<std::string> wrong = {"",
                                            "run",
                                            run + " --format xml",
                                            run + " --threads 0",
                                            run + " --no-such-flag",
                                            run + " --replicates many",
                                            run + " --replicates 0",
                                            run + " --replicates 010",
                                            run + " --threads 010",
                                            "params --set money.mrp.2025-01-01=1",
                                            run + " --seed -1",
                                            "schema extra"};
    for (const std::string& arguments : wrong) {
        const auto result = test::run(program + " " + arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments;
        EXPECT_THAT(result.err, Not(IsEmpty())) << arguments;
        EXPECT_THAT(result.out, IsEmpty()) << arguments;
    }
}

TEST(verbs, that_only_print_end_well) {
    const auto check = test::run(program + " check " + baseline);
    EXPECT_EQ(check.exit_code, 0) << check.err;
    EXPECT_THAT(check.out, HasSubstr("first_come_first_served"));
    const auto params = test::run(program + " params");
    EXPECT_EQ(params.exit_code, 0) << params.err;
    EXPECT_THAT(params.out, AllOf(HasSubstr("benefits.relocation_mrp"), HasSubstr("assumed"), HasSubstr("sourced")));
    const auto json = test::run(program + " params " + baseline + " --format json");
    EXPECT_EQ(json.exit_code, 0) << json.err;
    EXPECT_GT(nlohmann::json::parse(json.out).size(), 1U);
    const auto schema = test::run(program + " schema");
    EXPECT_EQ(schema.exit_code, 0) << schema.err;
    EXPECT_TRUE(nlohmann::json::parse(schema.out).contains("properties"));
    const auto version = test::run(program + " --version");
    EXPECT_EQ(version.exit_code, 0);
    EXPECT_THAT(version.out, MatchesRegex("qonys [0-9]+\\.[0-9]+\\.[0-9]+ \\(.+\\)\n"));
    EXPECT_EQ(test::run(program + " run --help").exit_code, 0);
}

}  // namespace
}  // namespace qonys
