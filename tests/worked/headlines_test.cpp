// The figures a comparison is read by: names on the command line, and when an interval is narrow enough.
#include "accounts/headlines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worked/small_comparison.hpp"

namespace qonys {
namespace {

using test::SmallComparison;
using testing::ElementsAre;
using testing::HasSubstr;

const Axis area{"area", {"KZ-11", "KZ-55", "KZ"}}, stream{"stream", {"kandas_quota", "kandas_free", "internal", "ata_zholy"}};

SmallComparison world(std::size_t replicates) {
    SmallComparison c({"order", "key"}, replicates);
    for (const auto& [name, unit] : {std::pair{"placed", "persons"}, {"retained", "persons"}, {"spending_by_stream", "KZT"}})
        c.add_table({name, unit, name, {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"placed_total", "persons", "Placed", {"area"}}, Period::whole_run, {area});
    c.add_table({"spending_total", "KZT", "Paid", {"area"}}, Period::whole_run, {area});
    c.add_table({"retained_share", "share", "There", {"area", "stream", "horizon"}}, Period::whole_run,
                {area, stream, {"horizon", {"12", "24", "36", "60"}}});
    c.add_table({"waiting_total", "persons", "Waiting", {"inflow"}}, Period::whole_run,
                {{"inflow", {"kandas", "internal", "ata_zholy"}}});
    c.add_table({"moved_on", "persons", "Left", {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"placed_by_origin", "persons", "Placed", {"origin"}}, Period::whole_run, {{"origin", {"MNG"}}});
    return c;
}

Headline good(const std::string& spec) {
    Problems problems;
    const Headline headline = parse_headline(spec, world(0).summary(), {"--until-ci", 0, 0}, problems);
    EXPECT_TRUE(problems.empty()) << to_string(problems.list.at(0));
    return headline;
}

std::string refused(const std::string& spec) {
    Problems problems;
    parse_headline(spec, world(0).summary(), {"--until-ci", 0, 0}, problems);
    return problems.empty() ? "" : to_string(problems.list.at(0));
}

TEST(headline, names_a_cell_by_measure_stream_and_area) {
    const Headline shares = good("retained_36m");
    EXPECT_EQ(shares.table, "retained_share");
    EXPECT_EQ(shares.unit, "share");
    EXPECT_EQ(shares.better, Better::more);
    EXPECT_THAT(shares.labels, ElementsAre("KZ", "kandas_quota", "36"));
    EXPECT_EQ(good("placed").table, "placed_total");
    EXPECT_THAT(good("placed@KZ-55").labels, ElementsAre("KZ-55"));
    EXPECT_EQ(good("placed.kandas").table, "placed");
    EXPECT_THAT(good("placed.kandas@KZ-55").labels, ElementsAre("KZ-55", "kandas_quota"));
    EXPECT_THAT(good("placed.internal").labels, ElementsAre("KZ", "internal"));
    EXPECT_EQ(good("spending").table, "spending_total");
    EXPECT_EQ(good("spending").better, Better::less);
    EXPECT_EQ(good("spending.internal").table, "spending_by_stream");
    EXPECT_THAT(good("waiting").labels, ElementsAre("kandas"));
    EXPECT_THAT(good("waiting.internal").labels, ElementsAre("internal"));
}

TEST(headline, may_be_any_table_of_areas_and_streams) {
    EXPECT_THAT(good("moved_on.kandas_free@KZ-11").labels, ElementsAre("KZ-11", "kandas_free"));
    EXPECT_EQ(good("moved_on").title, "moved on, kandas");
}

TEST(headline, that_is_unknown_is_refused_with_the_names_there_are) {
    EXPECT_THAT(refused("retained_36"),
                HasSubstr("no measure is named \"retained_36\"; did you mean retained_36m? One of placed, "));
    EXPECT_THAT(refused("fill_rate"), HasSubstr("no measure")) << "its table is not there";
    EXPECT_THAT(refused("placed_by_origin"), HasSubstr("no measure")) << "an origin cannot be named";
    EXPECT_THAT(refused(""), HasSubstr("no measure"));
    EXPECT_THAT(refused("placed.free"), HasSubstr("\"free\" is no stream of placed; one of kandas_quota, "));
    EXPECT_THAT(refused("placed@KZ-99"), HasSubstr("\"KZ-99\" is no area of placed; one of KZ-11, "));
    EXPECT_THAT(refused("waiting@KZ-11"), HasSubstr("waiting is not known by area"));
    EXPECT_THAT(refused("placed_total.internal"), HasSubstr("not known by stream"));
}

TEST(precision, is_a_measure_and_a_width_in_percent_or_units) {
    Problems problems;
    const PairedSummary layout = world(0).summary();
    const Precision percent = parse_precision("retained_36m:0.5%", layout, problems);
    EXPECT_TRUE(percent.percent);
    EXPECT_EQ(percent.width, 0.5);
    EXPECT_EQ(percent.headline.table, "retained_share");
    const Precision units = parse_precision("placed.internal@KZ-55:20", layout, problems);
    EXPECT_FALSE(units.percent);
    EXPECT_EQ(units.width, 20);
    EXPECT_TRUE(problems.empty());
    for (const char* bad : {"placed", "placed:", "placed:-1", "placed:0", "placed:5 %", "placed:nan", "placed:inf%",
                            "placed:1e999", "placed:five", "nothing:5", ":5", "placed:5%%"}) {
        Problems found;
        parse_precision(bad, layout, found);
        EXPECT_EQ(found.list.size(), 1U) << bad;
    }
}

TEST(precision, is_reached_when_the_interval_of_every_arm_is_narrow_enough) {
    SmallComparison c = world(4);
    const double reference[] = {100, 120, 140, 200}, difference[] = {3, 3, 2, 4};  // se sqrt(1 / 6), t 3.182: half-width 1.2992
    for (std::size_t r = 0; r < 4; ++r) {
        c.at(r, 0, "placed_total", {"KZ"}) = reference[r];
        c.at(r, 1, "placed_total", {"KZ"}) = reference[r] + difference[r];
    }
    const PairedSummary s = c.summary();
    const auto is_reached = [&](const std::string& text) {
        Problems problems;
        return reached(parse_precision(text, s, problems), s);
    };
    EXPECT_TRUE(is_reached("placed:1.30"));
    EXPECT_FALSE(is_reached("placed:1.29"));
    EXPECT_TRUE(is_reached("placed:0.93%"));  // of 140: 1.302
    EXPECT_FALSE(is_reached("placed:0.92%"));
    EXPECT_TRUE(is_reached("retained:1%")) << "nothing there, nothing differs";
    SmallComparison one = world(1);
    const PairedSummary single = one.summary();
    Problems problems;
    EXPECT_FALSE(reached(parse_precision("placed:5", single, problems), single)) << "one replicate has no interval";
}

TEST(headlines, leave_out_what_is_nought_or_unknown_in_every_arm) {
    SmallComparison c = world(2);
    c.set(0, "placed_total", {"KZ"}, 5);
    c.set(1, "placed", {"KZ", "kandas_quota"}, 5);
    for (std::size_t arm = 0; arm < 2; ++arm) c.set(arm, "retained_share", {"KZ", "kandas_quota", "60"}, test::no_meaning);
    c.set(1, "retained_share", {"KZ", "kandas_quota", "12"}, 0.9);
    std::vector<std::string> specs;
    for (const Headline& headline : headlines(c.summary())) specs.push_back(headline.spec);
    EXPECT_THAT(specs, ElementsAre("placed", "placed.kandas", "retained_12m.kandas"));
}

}  // namespace
}  // namespace qonys
