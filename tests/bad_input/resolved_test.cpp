// The resolved text of a scenario is a scenario, and the same one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bad_input/tiny_world.hpp"
#include "commit.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read.hpp"
#include "scenario/resolved.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::TempFolder;
using test::tiny_world;
using ::testing::HasSubstr;

const std::string baseline = std::string(QONYS_SOURCE_FOLDER) + "/scenarios/baseline_2025.yaml";

// Every value of both scenarios, as numbers and not as the text under test.
void expect_same(Scenario a, Scenario b) {
    for (const Field& field : fields()) {
        const Slot left = field.slot(a), right = field.slot(b);
        EXPECT_EQ(numbers_of(left), numbers_of(right)) << field.path;
        if (const auto* text = std::get_if<std::string*>(&left)) {
            EXPECT_EQ(**text, *std::get<std::string*>(right)) << field.path;
        }
        if (const auto* names = std::get_if<Names*>(&left)) {
            EXPECT_EQ((*names)->texts, std::get<Names*>(right)->texts) << field.path;
        }
        if (const auto* table = std::get_if<Table*>(&left)) {
            for (std::size_t i = 0; i < field.axes.size(); ++i)
                EXPECT_EQ((*table)->axes[i].labels, std::get<Table*>(right)->axes[i].labels) << field.path;
        }
    }
}

void expect_round_trip(const LoadedScenario& first) {
    TempFolder folder;
    const LoadedScenario second = load_scenario(folder.write("resolved.yaml", first.resolved_text), {});
    EXPECT_EQ(first.resolved_text, second.resolved_text);
    expect_same(first.scenario, second.scenario);
    ASSERT_EQ(first.uncertain.size(), second.uncertain.size());
    for (std::size_t i = 0; i < first.uncertain.size(); ++i) {
        EXPECT_EQ(first.uncertain[i].path, second.uncertain[i].path);
        EXPECT_EQ(first.uncertain[i].cell, second.uncertain[i].cell);
        EXPECT_EQ(first.uncertain[i].distribution.shape, second.uncertain[i].distribution.shape);
        EXPECT_EQ(first.uncertain[i].distribution.numbers, second.uncertain[i].distribution.numbers);
    }
    ASSERT_EQ(first.notes.size(), second.notes.size());
    for (std::size_t i = 0; i < first.notes.size(); ++i) {
        EXPECT_EQ(first.notes[i].status, second.notes[i].status) << first.notes[i].path;
        EXPECT_EQ(first.notes[i].note, second.notes[i].note) << first.notes[i].path;
        EXPECT_EQ(first.notes[i].range, second.notes[i].range) << first.notes[i].path;
        EXPECT_EQ(first.notes[i].source, second.notes[i].source) << first.notes[i].path;
    }
}

TEST(resolved, the_baseline_reads_back_to_itself) {
    expect_round_trip(load_scenario(baseline, {}));
}

TEST(resolved, the_baseline_with_settings_reads_back_to_itself) {
    expect_round_trip(
        load_scenario(baseline, {"arrivals.kandas.2027=17.30000000000001", "work.find_hazard=0.1", "choice.rent=-1e-7",
                                 "places.january_temperature.KZ-10=-0", "question=\"A \\\"quoted\\\"\\nquestion\""}));
}

TEST(resolved, distributions_words_and_caps_read_back) {
    const LoadedScenario loaded = load_scenario(
        baseline, {"leaving.free_hazard={triangular: [0.001, 0.0030000000000000001, 0.01]}",
                   "work.find_hazard={normal: [0.1, 1e-3]}", "benefits.relocation_mrp.2025-01-01={uniform: [50, 70]}",
                   "leaving.back.CHN={beta: [2, 3]}", "places.wage.KZ-10={beta: [2.5, 3, 1e5, 4e5]}",
                   "choice.rent={empirical: [-0.5, -0.1, -0.5]}", "quotas.mechanism=lottery", "clawback.rule.2026-07-01=pro_rata",
                   "budgets.caps={2026-01-01: {rent: {KZ-10: 0, KZ-55: 1000000000000000}, business: {}}, 2027-01-01: {}}"});
    EXPECT_EQ(loaded.uncertain.size(), 6u);
    EXPECT_THAT(loaded.resolved_text, HasSubstr("value: {triangular: [0.001, 0.003, 0.01]}\n"));
    EXPECT_THAT(loaded.resolved_text, HasSubstr("2026-01-01: {rent: {KZ-10: 0, KZ-55: 1000000000000000}}\n"));
    EXPECT_THAT(loaded.resolved_text, HasSubstr("rule: {2015-01-01: full, 2026-07-01: pro_rata}\n"));
    expect_round_trip(loaded);
}

TEST(resolved, odd_labels_and_all_provenance_read_back) {
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    const std::string file = folder.write("top.yaml", R"(extends: tiny.yaml
run: {seed: {value: 4, source: a die, note: "thrown # once"}}
places:
  wage:
    value: {A: 1, B: 1e9}
    status: derived
    note: "a: b\tc \\ \" 'd'"
    increases: [spending, "stock, of all"]
    decreases: []
    per:
      A: {date: 1999, source: "x, y", status: assumed, range: [0, 1], note: "{n}"}
      B: {}
)");
    const LoadedScenario loaded = load_scenario(file, {"money.mrp.2000-03-01=3"});
    expect_round_trip(loaded);
    // Other readers of YAML take a bare Y for true.
    EXPECT_THAT(loaded.resolved_text, HasSubstr("value: {X: \"Xland\", \"Y\": \"Yland\", B: \"Beta\"}"));
}

TEST(resolved, it_does_not_depend_on_where_the_files_are) {
    TempFolder one, two;
    const auto load = [](const TempFolder& folder) {
        folder.write("params/tiny.yaml", tiny_world());
        return load_scenario(folder.write("s/top.yaml", "extends: ../params/tiny.yaml\nrun: {seed: 9}\n"), {});
    };
    const LoadedScenario a = load(one), b = load(two);
    EXPECT_EQ(a.resolved_text, b.resolved_text);
    ASSERT_EQ(a.inputs.size(), 2u);
    EXPECT_EQ(a.inputs[1].name, "../params/tiny.yaml");
    EXPECT_EQ(a.inputs[1].name, b.inputs[1].name);
    EXPECT_EQ(a.inputs[1].sha256, b.inputs[1].sha256);
}

TEST(resolved, a_scenario_as_the_reader_sees_it) {
    const LoadedScenario loaded = load_scenario(baseline, {});
    const Scenario& s = loaded.scenario;
    EXPECT_EQ(s.run.first_month, make_month(2024, 1));
    EXPECT_EQ(s.run.last_month, make_month(2030, 12));
    EXPECT_EQ(s.places.name.axis.size(), 20u);
    EXPECT_EQ(s.places.border_km.axes[1].labels, s.places.name.axis.labels);
    EXPECT_EQ(s.money.mrp.at(*s.money.mrp.axes[0].find("2025-01-01")), 3932);
    EXPECT_TRUE(std::is_sorted(s.money.mrp.axes[0].labels.begin(), s.money.mrp.axes[0].labels.end()));
    EXPECT_EQ(loaded.notes.size(), fields().size());
    for (std::size_t i = 0; i < fields().size(); ++i) EXPECT_EQ(loaded.notes[i].path, fields()[i].path);
    EXPECT_EQ(loaded.inputs.front().name, "baseline_2025.yaml");
}

}  // namespace
}  // namespace qonys
