// `qonys explain --benefits`: flags that are missing or wrong, all at once, and where the values come from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "commit.hpp"
#include "scenario/value_sources.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string scenario = QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";

test::ProcessResult benefits(const std::string& flags) {
    return test::run(test::shell_quoted(QONYS_PROGRAM) + " explain --benefits " + flags);
}

const std::string good = "--scenario " + test::shell_quoted(scenario) + " --members 5 --settlement city --date 2025-05";

TEST(benefits, lack_flags_all_at_once) {
    const auto result = benefits("");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("--scenario: missing"), HasSubstr("--members: missing"),
                                  HasSubstr("--settlement: missing"), HasSubstr("--date: missing")));
    EXPECT_THAT(result.out, IsEmpty());
}

TEST(benefits, refuse_wrong_flags_all_at_once) {
    const auto result = benefits("--scenario " + test::shell_quoted(scenario) +
                                 " --members 255 --settlement city --date 2025-13 --region Pavlodr --origin XX "
                                 "--stream kandas_fre --hired 256");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("--members: 255"), HasSubstr("\"2025-13\" is no month"),
                                  HasSubstr("did you mean KZ-55?"), HasSubstr("\"XX\" is no origin"),
                                  HasSubstr("did you mean kandas_free?"), HasSubstr("--hired: 256 of 255")));
}

TEST(benefits, take_plain_numbers_only) {
    const auto refused = [](const std::string& flag, const std::string& number, const std::string& what) {
        const auto result = benefits(flag + " " + number);
        EXPECT_EQ(result.exit_code, 2) << flag << " " << number;
        EXPECT_THAT(result.err, AllOf(HasSubstr(flag), HasSubstr(what))) << number;
    };
    for (const char* flag : {"--members", "--home-price", "--rent", "--hired"}) {
        for (const char* number : {"-1", "010", "1e3", "0x5", "+5", "5.0"})
            refused(flag, number, "is not a whole number written in");
        refused(flag, "99999999999999999999", "not in range");
    }
}

TEST(benefits, refuse_flags_that_ask_about_a_result) {
    const auto result = benefits(good + " some.h5 --family 3 --against other.h5 --arm now --replicate 1");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("some.h5 is not read"), HasSubstr("--family: is of a family in a result"),
                                  HasSubstr("--against: is of a family"), HasSubstr("--arm: is of a family"),
                                  HasSubstr("--replicate: is of a family")));
    EXPECT_THAT(result.out, IsEmpty());
}

TEST(benefits, are_known_for_the_months_that_have_rules_only) {
    const auto early = benefits("--scenario " + test::shell_quoted(scenario) + " --members 5 --settlement city --date 2018-12");
    EXPECT_EQ(early.exit_code, 2);
    EXPECT_THAT(early.err, AllOf(HasSubstr("no rules are known for 2018-12"), HasSubstr("known from 2019-01 on")));
    EXPECT_EQ(benefits("--scenario " + test::shell_quoted(scenario) + " --members 5 --settlement city --date 2019-01").exit_code,
              0);
    EXPECT_EQ(benefits("--scenario " + test::shell_quoted(scenario) + " --members 5 --settlement city --date 2199-12").exit_code,
              2);
}

TEST(benefits, have_origins_that_fit_the_stream) {
    EXPECT_EQ(benefits(good + " --stream internal --origin MNG").exit_code, 2);
    EXPECT_EQ(benefits(good + " --stream internal --origin KZ-61").exit_code, 0);
    EXPECT_EQ(benefits(good + " --origin KZ-61").exit_code, 2);
}

TEST(benefits, take_edge_sizes_and_prices) {
    for (const char* flags : {" --members 1", " --members 254", " --home-price 0", " --home-price 1000000000000000"}) {
        std::string all = good;
        if (std::string(flags).starts_with(" --members")) all.erase(all.find(" --members 5"), 12);
        EXPECT_EQ(benefits(all + flags).exit_code, 0) << flags;
    }
}

TEST(benefits, as_json_say_amounts_rules_and_sources) {
    const auto result = benefits(good + " --home-price 12000000 --region KZ-55 --format json");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    const auto json = nlohmann::json::parse(result.out);
    EXPECT_EQ(json["totals_kzt"]["family"], 1'376'200 + 8 * 117'960 + 4 * 129'750);
    EXPECT_EQ(json["totals_kzt"]["certificate"], 4'561'120);
    const auto& rule = json["lines"][0]["rules"][0];
    EXPECT_EQ(rule["path"], "benefits.relocation_mrp");
    EXPECT_EQ(rule["since"], "2021-01-01");
    EXPECT_EQ(rule["status"], "sourced");
    EXPECT_THAT(rule["source"].get<std::string>(), HasSubstr("kt.kz 2021-09-13"));  // that of the label, not of the whole value
    const auto csv = benefits(good + " --format csv");
    EXPECT_TRUE(csv.out.starts_with("benefit,to,applies,amount_kzt,"));
    EXPECT_THAT(csv.out, HasSubstr("\nrelocation grant,family,1,1376200,2642.30,"));
}

TEST(sources_of_values, are_those_of_the_label_where_it_has_its_own) {
    const LoadedScenario loaded = load_scenario(scenario, {"money.mrp.2026-01-01=4400"});
    const auto sources = sources_of(loaded, {{"money.mrp", "2024-01-01"},
                                             {"money.mrp", "2025-01-01"},
                                             {"money.mrp", "2026-01-01"},
                                             {"benefits.rent_mrp", "2017-01-01.city.5+"},
                                             {"clawback.rule", "2015-01-01"}});
    EXPECT_EQ(sources[0].status, "derived");
    EXPECT_THAT(sources[0].source, HasSubstr("70 MRP = 258,440 KZT"));
    EXPECT_THAT(sources[1].source, HasSubstr("budget laws"));
    EXPECT_EQ(sources[2].status, "scenario");
    EXPECT_EQ(sources[2].source, "--set money.mrp.2026-01-01=4400");
    EXPECT_EQ(sources[3].status, "assumed");
    EXPECT_EQ(sources[4].status, "scenario");
    EXPECT_THAT(sources[4].source, HasSubstr("baseline_2025.yaml:18"));
}

}  // namespace
}  // namespace qonys
