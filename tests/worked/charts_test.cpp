// Specifications of charts: what is laid out in C++, checked by hand.
#include "report/page/charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace qonys {
namespace {

using nlohmann::json;

const PageTexts& english() {
    static const PageTexts texts(Language::english);
    return texts;
}

json flow_spec(const std::vector<FlowBand>& bands) {
    return flow_choice_spec({{"all", bands}}, "chosen", "persons", english());
}

// Widths of the bands at their left ends, by origin and region.
std::map<std::pair<std::string, std::string>, double> widths_of(const json& spec) {
    std::map<std::pair<std::string, std::string>, double> widths;
    for (const json& row : spec["layer"][0]["data"]["values"])
        widths[{row["from"], row["to"]}] = row["bottom"][0].get<double>() - row["top"][0].get<double>();
    return widths;
}

TEST(flow_chart, widths_are_in_proportion_to_the_values_and_the_same_at_both_ends) {
    const json spec = flow_spec({{"A", "X", 30}, {"A", "Y", 10}, {"B", "Y", 20}});
    const auto widths = widths_of(spec);
    ASSERT_EQ(widths.size(), 3U);
    const double one = widths.at({"A", "Y"}) / 10;
    EXPECT_GT(one, 1);
    EXPECT_NEAR(widths.at({"A", "X"}), 30 * one, 0.5);
    EXPECT_NEAR(widths.at({"B", "Y"}), 20 * one, 0.5);
    for (const json& row : spec["layer"][0]["data"]["values"])
        EXPECT_NEAR(row["bottom"][1].get<double>() - row["top"][1].get<double>(),
                    row["bottom"][0].get<double>() - row["top"][0].get<double>(), 0.21);
}

TEST(flow_chart, nodes_of_a_column_do_not_overlap_and_stay_inside) {
    std::vector<FlowBand> bands;
    for (int to = 0; to < 20; ++to) bands.push_back({"A", "region " + std::to_string(to), to == 0 ? 1000.0 : 10.0});
    const json spec = flow_spec(bands);
    const double height = spec["height"].get<double>();
    double before = -1;
    const json& right = spec["layer"][3]["data"]["values"];
    ASSERT_EQ(right.size(), 20U);
    for (const json& node : right) {
        EXPECT_GT(node["top"].get<double>(), before);
        before = node["bottom"].get<double>();
        EXPECT_LE(before, height + 0.1);
    }
}

TEST(flow_chart, labels_have_room_for_their_letters) {
    std::vector<FlowBand> bands;
    for (int to = 0; to < 20; ++to) bands.push_back({"A", "region " + std::to_string(to), to < 2 ? 1000.0 : 12.0});
    const json spec = flow_spec(bands);
    double before = -100;
    for (const json& node : spec["layer"][4]["data"]["values"]) {
        EXPECT_GE(node["middle"].get<double>() - before, 14);
        before = node["middle"].get<double>();
    }
}

TEST(flow_chart, joins_nodes_of_next_to_nothing_and_keeps_the_total) {
    const json spec = flow_spec({{"A", "X", 1000}, {"B", "X", 2}, {"C", "X", 1}, {"A", "Y", 997}});
    std::map<std::pair<std::string, std::string>, double> values;
    double total = 0;
    for (const json& row : spec["layer"][0]["data"]["values"]) {
        values[{row["from"], row["to"]}] = row["value"].get<double>();
        total += row["value"].get<double>();
    }
    EXPECT_EQ(total, 2000);
    EXPECT_EQ(values, (std::map<std::pair<std::string, std::string>, double>{
                          {{"A", "X"}, 1000}, {{"A", "Y"}, 997}, {{"Others", "X"}, 3}}));
}

TEST(flow_chart, a_single_small_node_keeps_its_name) {
    const json spec = flow_spec({{"A", "X", 1000}, {"B", "X", 1}});
    EXPECT_TRUE(widths_of(spec).contains({"B", "X"}));
}

TEST(flow_chart, of_nothing_has_no_bands) {
    EXPECT_TRUE(flow_spec({})["layer"][0]["data"]["values"].empty());
    EXPECT_TRUE(flow_spec({{"A", "X", 0}})["layer"][0]["data"]["values"].empty());
}

TEST(flow_chart, of_several_choices_shows_the_first_and_knows_the_others) {
    const json spec =
        flow_choice_spec({{"all", {{"A", "X", 3}}}, {"some", {{"A", "X", 1}, {"B", "X", 1}}}}, "chosen", "persons", english());
    EXPECT_EQ(spec["params"], json::parse(R"([{"name": "chosen", "value": "all"}])"));
    std::map<std::string, int> rows;
    for (const json& row : spec["layer"][0]["data"]["values"]) ++rows[row["choice"]];
    EXPECT_EQ(rows, (std::map<std::string, int>{{"all", 1}, {"some", 2}}));
    for (const json& layer : spec["layer"]) EXPECT_EQ(layer["transform"][0]["filter"], "datum.choice == chosen");
}

TEST(charts, months_are_taken_apart_by_their_letters_whatever_the_time_zone) {
    const json spec = fan_spec({"month", "Month"}, true, {"p50", "Persons"}, english());
    EXPECT_EQ(spec["transform"][0]["calculate"], "utc(+slice(datum['month'], 0, 4), (+slice(datum['month'], 5, 7) - 1))");
    for (const json& layer : spec["layer"]) EXPECT_EQ(layer["encoding"]["x"]["scale"]["type"], "utc");
}

TEST(charts, a_choice_filters_before_any_other_step) {
    json spec = fan_spec({"month", "Month"}, true, {"p50", "Persons"}, english());
    const std::size_t steps = spec["transform"].size();
    add_choice(spec, "chosen", "series", "Arrivals");
    ASSERT_EQ(spec["transform"].size(), steps + 1);
    EXPECT_EQ(spec["transform"][0], json::parse(R"({"filter": "datum['series'] == chosen"})"));
    EXPECT_EQ(spec["params"][0]["value"], "Arrivals");
}

// A value of 12.34 % reads so at the mark, while the axis counts in whole percents.
TEST(charts, shares_have_more_digits_at_a_mark_than_on_the_axis) {
    for (const auto& [axis, mark] : {std::pair{".0%", ".2%"}, {"+.1%", "+.2%"}, {"", ",~f"}}) {
        const json spec = intervals_spec({"measure", ""}, {"share", "Share", axis}, "low", "high", "", false, english());
        const json& encoding = spec["layer"][0]["encoding"];
        EXPECT_EQ(encoding["x"]["axis"].value("format", ""), axis);
        for (const int i : {1, 2, 3}) EXPECT_EQ(encoding["tooltip"][i]["format"], mark);
    }
    const json map = region_map_spec("month", "2025-01", "employed_share", false, english());
    EXPECT_NE(map.dump().find("format(datum.value, test(/share$/, measure) ? '.1%' : ',~f')"), std::string::npos);
    EXPECT_EQ(map.dump().find(".0%"), std::string::npos);
}

TEST(charts, a_fan_of_one_replicate_has_no_bands) {
    const json bands = fan_spec({"month", ""}, true, {"p50", "Persons"}, english());
    const json line = fan_spec({"month", ""}, true, {"p50", "Persons"}, english(), false);
    EXPECT_EQ(bands["layer"].size(), 4U);
    EXPECT_EQ(line["layer"].size(), 2U);
    EXPECT_EQ(line.dump().find("p05"), std::string::npos);
}

}  // namespace
}  // namespace qonys
