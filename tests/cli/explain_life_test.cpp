// `qonys explain` of lives, from the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "commit.hpp"
#include "results/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const std::string baseline = QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";
const std::string half_a_year =
    " --set run.first_month=2024-01 --set run.last_month=2024-06 --set run.warm_up_months=0 --replicates 2 --quiet";
const std::string higher_grant = " --set 'benefits.relocation_mrp={2024-01-01: 100}'";

test::ProcessResult qonys(const std::string& arguments) {
    return test::run(test::shell_quoted(QONYS_PROGRAM) + " " + arguments);
}

class ExplainLife : public testing::Test {
protected:
    std::string file(const std::string& name) const { return test::shell_quoted((folder.path() / name).string()); }
    void run(const std::string& name, const std::string& settings) const {
        const auto made = qonys("run " + test::shell_quoted(baseline) + half_a_year + settings + " -o " + file(name));
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    void compare(const std::string& name) const {
        const std::string arms =
            "question: \"What does a higher grant change?\"\nextends: " + baseline +
            "\narms:\n  now: {}\n  higher: {benefits: {relocation_mrp: {2024-01-01: 100}}}\n  lottery: {quotas: {mechanism: "
            "{2024-01-01: lottery}}}\n";
        const auto scenario = folder.write("arms.yaml", arms);
        const auto made = qonys("compare " + test::shell_quoted(scenario.string()) + half_a_year + " -o " + file(name));
        ASSERT_EQ(made.exit_code, 0) << made.err;
    }
    static std::int64_t example(const std::string& list, const std::string& kind) {
        const json listed = json::parse(list);
        for (const json& of_kind : listed.at("kinds"))
            if (of_kind.at("kind") == kind && !of_kind.at("examples").empty()) return of_kind.at("examples")[0].at("family");
        return -1;
    }
    test::TempFolder folder;
};

void expect_page_width(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::size_t columns = 0;
        for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        EXPECT_LE(columns, 130u) << line;
    }
}

TEST_F(ExplainLife, of_a_run_is_told_for_a_family_that_the_list_names_and_agrees_with_the_microdata) {
    run("a.h5", " --microdata");
    const auto list = qonys("explain " + file("a.h5") + " --format json");
    ASSERT_EQ(list.exit_code, 0) << list.err;
    EXPECT_TRUE(json::parse(list.out).at("notes").empty()) << "this program made the file";
    const std::int64_t family = example(list.out, "placed under the quota and stayed");
    ASSERT_GE(family, 0);
    const auto told = qonys("explain " + file("a.h5") + " --family " + std::to_string(family) + " --format json");
    ASSERT_EQ(told.exit_code, 0) << told.err;
    const json life = json::parse(told.out).at("life");
    const ResultFile result(folder.path() / "a.h5");
    const auto paid = result.integers("microdata/families/paid");
    EXPECT_EQ(life.at("paid_to_family_kzt"), paid.at(static_cast<std::size_t>(family)));
    EXPECT_EQ(life.at("row"), family);
    EXPECT_EQ(json::parse(told.out).at("rules").at("benefits.relocation_mrp").at("status"), "sourced");
    bool grant = false;
    for (const json& event : life.at("events")) grant = grant || (event.at("kind") == "relocation_paid" && event.contains("kzt"));
    EXPECT_TRUE(grant);

    const auto table = qonys("explain " + file("a.h5") + " --family " + std::to_string(family));
    EXPECT_THAT(table.out, AllOf(HasSubstr("relocation grant paid"), HasSubstr(" x 70 MRP x 3,692 KZT"),
                                 HasSubstr("benefits.relocation_mrp = 70 MRP (sourced"), HasSubstr("At the end of 2024-06: ")));
    expect_page_width(table.out);
    expect_page_width(qonys("explain " + file("a.h5")).out);
    const auto csv = qonys("explain " + file("a.h5") + " --family " + std::to_string(family) + " --format csv");
    EXPECT_THAT(csv.out, AllOf(testing::StartsWith("policy,month,process,kind,what,kzt,because,rules\n"),
                               ContainsRegex("\na,2024-0[1-6],pay,relocation_paid,")));
    const auto csv_list = qonys("explain " + file("a.h5") + " --format csv");
    EXPECT_THAT(csv_list.out, testing::StartsWith("list,kind,families,family,text\nworth_a_look,"));
}

TEST_F(ExplainLife, against_another_run_names_the_rule_that_parts_it) {
    run("a.h5", "");
    run("b.h5", higher_grant);
    const auto list = qonys("explain " + file("a.h5") + " --replicate 1 --format json");
    const std::string family = " --family " + std::to_string(example(list.out, "placed under the quota and stayed"));
    const auto told =
        qonys("explain " + file("a.h5") + " --replicate 1" + family + " --against " + file("b.h5") + " --format json");
    ASSERT_EQ(told.exit_code, 0) << told.err;
    const json parting = json::parse(told.out).at("parting");
    EXPECT_EQ(parting.at("parts"), true);
    EXPECT_EQ(parting.at("cause").at("rules")[0].at("path"), "benefits.relocation_mrp");
    EXPECT_EQ(parting.at("cause").at("rules")[0].at("parts_alone"), true);
    EXPECT_EQ(json::parse(told.out).at("life").at("policy"), "a");
    EXPECT_EQ(json::parse(told.out).at("twin").at("policy"), "b");
    const auto table = qonys("explain " + file("a.h5") + " --replicate 1" + family + " --against " + file("b.h5"));
    EXPECT_THAT(table.out, HasSubstr("Which rule: benefits.relocation_mrp."));
    expect_page_width(table.out);
    const auto same = qonys("explain " + file("a.h5") + family + " --against " + file("a.h5"));
    EXPECT_THAT(same.out, HasSubstr("the family lives the same life to the end."));
}

TEST_F(ExplainLife, of_a_comparison_is_told_against_the_reference) {
    compare("c.h5");
    const auto list = qonys("explain " + file("c.h5") + " --format json");
    ASSERT_EQ(list.exit_code, 0) << list.err;
    EXPECT_EQ(json::parse(list.out).at("policy"), "now");
    EXPECT_EQ(json::parse(list.out).at("against"), "higher") << "the second arm";
    EXPECT_TRUE(json::parse(list.out).at("notes").empty()) << list.out.substr(0, 400);
    const std::string family = " --family " + std::to_string(example(list.out, "placed under the quota and stayed"));
    const auto lottery = qonys("explain " + file("c.h5") + family + " --arm lottery --format json");
    ASSERT_EQ(lottery.exit_code, 0) << lottery.err;
    EXPECT_EQ(json::parse(lottery.out).at("twin").at("policy"), "lottery");
    const auto alone = qonys("explain " + file("c.h5") + family + " --arm now --format json");
    EXPECT_FALSE(json::parse(alone.out).contains("twin")) << "the reference by itself";
    run("a.h5", "");
    const auto run_against_arm = qonys("explain " + file("a.h5") + family + " --against " + file("c.h5") + " --arm higher");
    EXPECT_EQ(run_against_arm.exit_code, 0) << run_against_arm.err;
    EXPECT_THAT(run_against_arm.out, HasSubstr("Against higher: the lives part in "));
}

TEST_F(ExplainLife, refuses_families_replicates_arms_and_results_that_are_not_there) {
    run("a.h5", "");
    compare("c.h5");
    const auto refused = [&](const std::string& arguments, const std::string& what) {
        const auto result = qonys("explain " + arguments);
        EXPECT_EQ(result.exit_code, 2) << arguments << result.out << result.err;
        EXPECT_THAT(result.err, HasSubstr(what)) << arguments;
        EXPECT_EQ(result.out, "") << arguments;
    };
    refused(file("a.h5") + " --family 99999999", "replicate 0 has no family 99999999; it has ");
    refused(file("a.h5") + " --family 4294967296", "has no family 4294967296");
    refused(file("a.h5") + " --family 4294967295", "has no family 4294967295");
    refused(file("a.h5") + " --family 1 --replicate 2", "has no replicate 2; it has the replicates 0 to 1");
    refused(file("a.h5") + " --arm lottery", "is a run, which has no arms");
    refused(file("c.h5") + " --family 1 --arm loterry",
            "has no arm loterry; there is now, higher, lottery; did you mean lottery?");
    refused("", "no result is named");
    refused(file("a.h5") + " --family 99999999999999999999", "--family: Value 99999999999999999999 not in range");
    refused(file("a.h5") + " --family 010", "is not a whole number written in digits");
    refused(file("a.h5") + " --family 1 --replicate -1", "--replicate: \"-1\" is not a whole number");
    run("later.h5", " --set run.last_month=2024-05 --seed 3");
    const auto unlike = qonys("explain " + file("a.h5") + " --family 1 --against " + file("later.h5"));
    EXPECT_EQ(unlike.exit_code, 2);
    EXPECT_THAT(unlike.err, AllOf(HasSubstr("run.last_month: is 2024-05 and 2024-06 in "), HasSubstr("run.seed: is 3 and 2025")));
    const auto none = qonys("explain " + file("nothing.h5"));
    EXPECT_EQ(none.exit_code, 3) << none.err;
    const auto text = folder.write("text.h5", "no HDF5");
    EXPECT_EQ(qonys("explain " + test::shell_quoted(text.string())).exit_code, 3);
}

// An answer that leaves a flag out of account would be one to another question.
TEST_F(ExplainLife, refuses_flags_of_benefits_all_at_once) {
    run("a.h5", "");
    const auto result = qonys("explain " + file("a.h5") +
                              " --scenario x.yaml --set run.seed=1 --members 3 --settlement city --date 2025-05 --home-price 1 "
                              "--rent 1 --region KZ-55 --stream internal --origin KZ-61 --hired 1 --business");
    EXPECT_EQ(result.exit_code, 2);
    for (const char* flag : {"--scenario", "--set", "--members", "--settlement", "--date", "--home-price", "--rent", "--region",
                             "--stream", "--origin", "--hired", "--business"})
        EXPECT_THAT(result.err, HasSubstr(std::string(flag) + ": belongs to --benefits")) << result.err;
    EXPECT_EQ(result.out, "");
}

TEST_F(ExplainLife, of_a_file_that_does_not_say_how_many_replicates_it_has_is_refused_as_damaged) {
    for (const char* change : {"f.attrs[\"replicates\"] = \"two\"", "f.attrs[\"replicates\"] = 0"}) {
        run("a.h5", "");
        const auto doctored =
            test::run("/usr/bin/python3 -c 'import h5py, sys\nwith h5py.File(sys.argv[1], \"r+\") as f: " + std::string(change) +
                      "\n' " + file("a.h5"));
        ASSERT_EQ(doctored.exit_code, 0) << doctored.err;
        const auto result = qonys("explain " + file("a.h5") + " --family 1");
        EXPECT_EQ(result.exit_code, 3) << result.err;
        EXPECT_THAT(result.err, HasSubstr("the result is damaged: it does not say how many replicates it has"));
    }
}

// Terminals obey control characters: what a file says must not move the cursor or hide what stands before.
TEST_F(ExplainLife, prints_no_control_characters_of_a_file) {
    const auto scenario =
        folder.write("odd.yaml", "extends: " + baseline + "\norigins: {name: {value: {MNG: \"M\\x1b[2Jx\"}}}\n");
    const auto shown = qonys("explain --benefits --scenario " + test::shell_quoted(scenario.string()) +
                             " --members 3 --settlement city --date 2025-05 --origin MNG");
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    EXPECT_THAT(shown.out, AllOf(HasSubstr("from M?[2Jx"), Not(HasSubstr("\x1b"))));
    const auto complained = qonys("explain 'no\x1b[2Jne.h5'");
    EXPECT_EQ(complained.exit_code, 3);
    EXPECT_THAT(complained.err, Not(HasSubstr("\x1b")));
}

TEST_F(ExplainLife, of_a_file_that_this_program_would_not_write_says_so_and_is_told_all_the_same) {
    run("a.h5", "");
    compare("c.h5");
    const auto doctored = test::run(
        "/usr/bin/python3 -c 'import h5py, sys\n"
        "with h5py.File(sys.argv[1], \"r+\") as f: f[\"arrivals\"][1, 2, 0, 0] += 1\n"
        "with h5py.File(sys.argv[2], \"r+\") as f: f[\"replicates/placed_families\"][0, 1, 0, 0] += 1\n' " +
        file("a.h5") + " " + file("c.h5"));
    ASSERT_EQ(doctored.exit_code, 0) << doctored.err;
    const auto notes = [&](const std::string& arguments) {
        const auto told = qonys("explain " + arguments + " --family 3 --format json");
        EXPECT_EQ(told.exit_code, 0) << told.err;
        return json::parse(told.out).at("notes").dump();
    };
    EXPECT_EQ(notes(file("a.h5")), "[]") << "replicate 0 is as it was";
    EXPECT_THAT(notes(file("a.h5") + " --replicate 1"), HasSubstr("1 tables differ, first arrivals."));
    EXPECT_THAT(notes(file("c.h5") + " --arm now --replicate 1"), HasSubstr("1 tables differ, first placed_families."));
    EXPECT_EQ(notes(file("c.h5") + " --arm now"), "[]");
}

TEST_F(ExplainLife, of_a_sweep_is_refused_with_what_to_do) {
    const auto sweep = folder.write("s.yaml", "question: \"How many places?\"\nextends: " + baseline +
                                                  "\nrun: {first_month: 2024-01, last_month: 2024-02, warm_up_months: 0}\n"
                                                  "vary: {work.loss_hazard: [0.01, 0.02]}\ndesign: grid\n");
    const auto made = qonys("sweep " + test::shell_quoted(sweep.string()) + " --replicates 1 --quiet -o " + file("s.h5"));
    ASSERT_EQ(made.exit_code, 0) << made.err;
    const auto result = qonys("explain " + file("s.h5") + " --family 1");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("is the result of a sweep, which tells of no single run"));
}

}  // namespace
}  // namespace qonys
