// Every number from the world says where it comes from.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bad_input/tiny_world.hpp"
#include "commit.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::complaints;
using test::TempFolder;
using test::tiny_world;
using ::testing::HasSubstr;

std::size_t facts() {
    return static_cast<std::size_t>(
        std::count_if(fields().begin(), fields().end(), [](const Field& f) { return f.kind == ValueKind::fact; }));
}

class Leaf {
public:
    // The tiny world with other words for one value.
    explicit Leaf(const std::string& leaf) {
        folder_.write("tiny.yaml", tiny_world());
        file_ = folder_.write("top.yaml", "extends: tiny.yaml\n" + leaf);
    }
    std::string complaints() const { return test::complaints(file_); }
    ValueNote note(const std::string& path) const {
        for (const ValueNote& note : load_scenario(file_, {}).notes)
            if (note.path == path) return note;
        throw std::out_of_range(path);
    }

private:
    TempFolder folder_;
    std::string file_;
};

TEST(provenance, each_parameter_has_date_unit_source_status_and_range) {
    const auto notes = load_parameters(std::string(QONYS_SOURCE_FOLDER) + "/params/index.yaml");
    EXPECT_EQ(notes.size(), facts());
    for (const ValueNote& note : notes) {
        EXPECT_NE(note.value, "") << note.path;
        EXPECT_NE(note.unit, "") << note.path;
        EXPECT_NE(note.date, "") << note.path;
        EXPECT_NE(note.source, "") << note.path;
        EXPECT_THAT(note.status, ::testing::AnyOf("sourced", "derived", "calibrated", "assumed")) << note.path;
        if (!note.path.ends_with(".name")) {
            EXPECT_NE(note.range, "") << note.path;
        }
    }
}

TEST(provenance, a_fact_that_lacks_one_of_its_keys_is_refused) {
    TempFolder folder;
    for (const std::string key : {"unit", "date", "source", "status", "range"}) {
        const std::string said = complaints(folder.write(key + ".yaml", tiny_world(key)));
        // The names of regions and origins have no range.
        const std::size_t lacking = facts() - (key == "range" ? 2 : 0);
        EXPECT_THAT(said, HasSubstr(fmt::format("and {} more problems", lacking - 50))) << key;
        EXPECT_THAT(said, HasSubstr(fmt::format("money.mrp: {} missing beside the value", key)));
    }
}

TEST(provenance, a_fact_without_any_is_refused) {
    TempFolder folder;
    std::string text = tiny_world();
    const std::size_t start = text.find("usd_per_kzt: {"), end = text.find('\n', start);
    text.replace(start, end - start, "usd_per_kzt: 0.002");
    EXPECT_THAT(complaints(folder.write("bare.yaml", text)), HasSubstr("unit, date, source, status and range missing"));
    text.replace(text.find("usd_per_kzt: 0.002"), 18, "usd_per_kzt: {source: somewhere}");
    EXPECT_THAT(complaints(folder.write("empty.yaml", text)), HasSubstr("money.usd_per_kzt: there is no value"));
}

TEST(provenance, what_differs_by_label_is_read_and_checked) {
    const std::string start = "places:\n  wage:\n    value: {A: 100, B: 200}\n    status: sourced\n    range: [100, 150]\n";
    EXPECT_THAT(Leaf(start).complaints(), HasSubstr("top.yaml:4:24: places.wage: the value lies outside its own range"));
    EXPECT_EQ(Leaf(start + "    per: {B: {range: [150, 250]}}\n").complaints(), "");
    EXPECT_THAT(Leaf(start + "    per: {C: {status: assumed}}\n").complaints(),
                HasSubstr("\"C\" is not a label of the first axis"));
    EXPECT_THAT(Leaf(start + "    per: {B: {unit: KZT}}\n").complaints(), HasSubstr("unknown key \"unit\" beside a value"));
    EXPECT_THAT(Leaf(start + "    per: {B: {status: guessed}}\n").complaints(), HasSubstr("\"guessed\" is not one of"));
    EXPECT_THAT(Leaf(start + "    per: [B]\n").complaints(), HasSubstr("it must be a map from label"));
}

TEST(provenance, labels_with_a_range_of_their_own_are_told_with_it_and_held_to_it) {
    const std::string start =
        "places:\n  wage:\n    value: {A: 100, B: 200}\n    status: sourced\n    range: [100, 150]\n    per: {B: {range: [150, "
        "250]}}\n";
    EXPECT_EQ(ranges_in_words(Leaf(start).note("places.wage")), "100 to 150; B: 150 to 250");
    const std::string both = "places:\n  wage:\n    value: {A: 180, B: 200}\n    status: sourced\n    range: [100, 150]\n";
    EXPECT_EQ(ranges_in_words(Leaf(both + "    per: {A: {range: [150, 250]}, B: {range: [150, 250]}}\n").note("places.wage")),
              "100 to 150; A, B: 150 to 250");
    EXPECT_EQ(ranges_in_words(Leaf(both + "    per: {A: {range: [1, 250]}, B: {range: [150, 250]}}\n").note("places.wage")),
              "100 to 150; A: 1 to 250; B: 150 to 250");
    EXPECT_EQ(ranges_in_words(Leaf("places:\n  wage:\n    value: {A: 100, B: 120}\n    status: sourced\n    range: [100, 150]\n"
                                   "    per: {B: {range: [100, 150]}}\n")
                                  .note("places.wage")),
              "100 to 150");
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    folder.write("wages.yaml", "extends: tiny.yaml\n" + start);
    const auto is_outside = [&](const std::string& wages) {
        const LoadedScenario loaded =
            load_scenario(folder.write("top.yaml", "extends: wages.yaml\nplaces: {wage: " + wages + "}\n"), {});
        for (const ValueNote& note : loaded.notes)
            if (note.path == "places.wage") return note.outside_range;
        throw std::out_of_range("places.wage");
    };
    EXPECT_FALSE(is_outside("{A: 140, B: 240}"));
    EXPECT_TRUE(is_outside("{A: 140, B: 140}"));
    EXPECT_TRUE(is_outside("{A: 240}"));
}

TEST(provenance, the_status_of_a_value_is_the_weakest_of_its_labels) {
    const std::string start = "places:\n  wage:\n    value: {A: 100, B: 200}\n    status: sourced\n";
    EXPECT_EQ(Leaf(start).note("places.wage").status, "sourced");
    EXPECT_EQ(Leaf(start + "    per: {B: {status: derived}}\n").note("places.wage").status, "derived");
    EXPECT_EQ(Leaf(start + "    per: {A: {status: calibrated}, B: {status: derived}}\n").note("places.wage").status,
              "calibrated");
    const std::string assumed = "places:\n  wage:\n    value: {A: 100, B: 200}\n    status: assumed\n";
    EXPECT_EQ(Leaf(assumed + "    per: {A: {status: sourced}, B: {status: derived}}\n").note("places.wage").status, "derived");
}

TEST(provenance, dates_are_years_months_days_or_two_of_them) {
    for (const std::string date :
         {"2024", "2024-08", "2024-08-24", "2016 to 2024", "2016-2024", "2023-01/2024-12", "2022-06-08 to 2026-12"})
        EXPECT_EQ(Leaf("housing: {home_area: {value: 1, status: assumed, date: \"" + date + "\"}}\n").complaints(), "") << date;
    for (const std::string date : {"last year", "24", "2024-13", "2024-02-30", "to 2024", "2016 2024", "2016 to"})
        EXPECT_THAT(Leaf("housing: {home_area: {value: 1, status: assumed, date: \"" + date + "\"}}\n").complaints(),
                    HasSubstr("is not a date"));
}

TEST(provenance, a_month_has_a_range_of_months) {
    EXPECT_THAT(Leaf("housing: {price_base: {value: 2000-01, status: assumed, range: [1, 2]}}\n").complaints(),
                HasSubstr("\"1\" is not a month"));
    EXPECT_THAT(Leaf("housing: {price_base: {value: 2000-01, status: assumed, range: [2000-02, 2000-03]}}\n").complaints(),
                HasSubstr("outside its own range"));
    const ValueNote note = Leaf("housing: {price_base: {value: 2000-01, status: assumed}}\n").note("housing.price_base");
    EXPECT_EQ(note.range, "1999-01 to 2001-12");
    EXPECT_FALSE(note.has_range);
}

TEST(provenance, no_region_borders_on_itself) {
    EXPECT_THAT(Leaf("places: {border_km: {A: {A: 5}}}\n").complaints(), HasSubstr("A has a border with itself"));
}

TEST(provenance, gateways_are_ones_and_each_country_has_one) {
    EXPECT_THAT(Leaf("origins: {gateway: {X: {A: 0, B: 0}}}\n").complaints(),
                HasSubstr("nobody from X can enter: it has no gateway"));
    EXPECT_THAT(Leaf("origins: {gateway: {X: {A: 0.5}}}\n").complaints(),
                HasSubstr("origins.gateway.X.A: 0.5 is neither 1 nor 0"));
}

TEST(provenance, a_region_of_origin_has_gateway_and_temperature_as_a_region) {
    EXPECT_THAT(Leaf("origins: {gateway: {B: {A: 1}}}\n").complaints(),
                HasSubstr("origins.gateway: B is a region, which is its own gateway; write B: {}"));
    EXPECT_THAT(Leaf("origins: {january_temperature: {B: -3}}\n").complaints(),
                HasSubstr("origins.january_temperature: B is a region, whose temperature stands in places"));
}

TEST(provenance, who_comes_from_abroad_and_who_from_a_region) {
    const Leaf leaf(
        "arrivals:\n  kandas_origins: {2001: {X: 0, B: 0.5}}\n  internal_origins: {2000: {Y: 0.5, B: 0.5}}\n"
        "  ata_zholy_origins: {2002: {X: 0, B: 0.5}}\n");
    EXPECT_THAT(leaf.complaints(), HasSubstr("arrivals.kandas_origins: B is a region, but these settlers come from abroad"));
    EXPECT_THAT(leaf.complaints(), HasSubstr("arrivals.internal_origins: Y is no region, but internal migrants leave a region"));
    EXPECT_THAT(leaf.complaints(), HasSubstr("arrivals.ata_zholy_origins: B is a region, but these settlers come from abroad"));
}

std::string no_month() {
    std::string text;
    for (int month = 1; month <= 12; ++month) text += fmt::format("{}{}: 0", month == 1 ? "" : ", ", month);
    return "{" + text + "}";
}

TEST(provenance, somebody_sits_while_there_are_places_to_give) {
    const std::string sittings = "quotas:\n  sittings: {2001-01-01: " + no_month() + "}\n";
    const std::string refusal = "quotas.sittings: from 2001-01-01 on no month has a sitting, but there is a quota to give";
    EXPECT_THAT(Leaf(sittings).complaints(), HasSubstr(refusal));
    const std::string none = "{2001-01-01: {A: 0, B: 0}}\n";
    EXPECT_THAT(Leaf(sittings + "  kandas: " + none).complaints(), HasSubstr(refusal)) << "internal migrants have one";
    EXPECT_EQ(Leaf(sittings + "  kandas: " + none + "  internal: " + none).complaints(), "");
    EXPECT_THAT(
        Leaf(sittings + "  kandas: {2000-06-01: {A: 5}, 2001-01-01: {A: 0, B: 0}, 2002-01-01: {A: 5}}\n  internal: " + none)
            .complaints(),
        HasSubstr(refusal))
        << "the sittings of 2001 are in force in 2002";
    const std::string none_first = "{2000-01-01: {A: 0, B: 0}}\n";
    EXPECT_EQ(Leaf("quotas:\n  sittings: {2000-01-01: " + no_month() + "}\n  kandas: " + none_first + "  internal: " + none_first)
                  .complaints(),
              "")
        << "the places of 2001 are given by the sittings of 2001";
}

}  // namespace
}  // namespace qonys
