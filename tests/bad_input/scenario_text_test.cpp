// Scenarios read from a text, as it stands in a result file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "scenario/read.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;

const std::string baseline = QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";

std::string complaint(const std::string& text, const std::vector<std::string>& sets = {}) {
    try {
        load_scenario_text("the text", text, sets);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

TEST(scenario_text, that_was_resolved_gives_the_same_scenario_and_takes_settings) {
    const LoadedScenario file = load_scenario(baseline, {});
    const LoadedScenario text = load_scenario_text("the text", file.resolved_text);
    EXPECT_EQ(text.resolved_text, file.resolved_text);
    ASSERT_EQ(text.inputs.size(), 1u);
    EXPECT_EQ(text.inputs[0].name, "the text");
    const std::vector<std::string> sets{"run.seed=7", "work.loss_hazard=0.5"};
    EXPECT_EQ(load_scenario_text("the text", file.resolved_text, sets).scenario.work.loss_hazard, 0.5);
    EXPECT_EQ(load_scenario_text("the text", file.resolved_text, sets).scenario.run.seed, 7);
}

TEST(scenario_text, that_extends_a_file_or_is_no_scenario_is_refused) {
    EXPECT_THAT(complaint("extends: ../params/index.yaml\n"), HasSubstr("the text:1:1: extends: a text stands by itself"));
    EXPECT_THAT(complaint("- a list\n"), HasSubstr("the text: this is not a map of names and values"));
    EXPECT_THAT(complaint(""), HasSubstr("this is not a map of names and values"));
    EXPECT_THAT(complaint("question: \"Is this all?\"\n"), HasSubstr("the text: run"));
    EXPECT_THAT(complaint("question: \"Is this all?\"\n", {"nonsense"}), HasSubstr("there is no = in it"));
}

}  // namespace
}  // namespace qonys
