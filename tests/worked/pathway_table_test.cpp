// What a run of pathway programmes prints, letter by letter, from numbers that can be checked with a pencil.
#include "report/pathway_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "report/figures.hpp"
#include "report/sweep_labels.hpp"
#include "worked/small_pathways.hpp"

namespace qonys::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// From the heading up to the next blank line.
std::string part(const std::string& text, const std::string& heading) {
    const std::size_t start = text.find("\n" + heading) + 1;
    return start == 0 ? "" : text.substr(start, text.find("\n\n", start) - start);
}

TEST(pathway_table, has_a_line_for_each_programme_and_one_for_all) {
    SmallPathways small;
    small.set("arrivals", {"east", "all"}, 291);
    small.set("arrivals", {"west", "all"}, 14);
    small.set("arrivals", {"all", "all"}, 305);
    small.set("exits_by_kind", {"east", "completed", "all"}, 260.25, 3.5);
    small.set("exits_by_kind", {"west", "completed", "all"}, 14);
    small.set("exits_by_kind", {"all", "completed", "all"}, 274.25, 3.5);
    small.set("exits_by_kind", {"east", "custody", "all"}, 10, 1.2);
    small.set("exits_by_kind", {"all", "custody", "all"}, 10, 1.2);
    small.set("in_programme_at_end", {"east", "all"}, 20.75);
    small.set("in_programme_at_end", {"all", "all"}, 20.75);
    small.set("spending", {"east", "all"}, 345.64e6, 1.04e6);
    small.set("spending", {"west", "all"}, 0.84e6);
    small.set("spending", {"all", "all"}, 346.48e6, 1.04e6);
    small.set("spending_usd", {"east"}, 0.9e6);
    small.set("spending_per_arrival", {"east"}, 1187766);
    EXPECT_THAT(
        part(report_pathways(small.report, Format::table), "Programmes"),
        HasSubstr("Programmes\n"
                  "                          persons            persons at the end     cost             thousand KZT\n"
                  "programme       arrived  completed  custody               in it  million KZT  per arrival  per completed\n"
                  "────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
                  "Eastern return      291     260 ±4    10 ±1                  21   345.6 ±1.0        1,188              0\n"
                  "Western return       14      14        0                      0     0.8                 0              0\n"
                  "────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
                  "all                 305     274 ±4    10 ±1                  21   346.5 ±1.0            0              0\n"
                  "per completed: all cost over those completed so far\n"
                  "in US dollars: 0.90 million\n"));
}

TEST(pathway_table, has_a_line_for_each_stage_with_its_places_and_waits) {
    SmallPathways small;
    small.set("entered", {"east", "rest", "all"}, 280);
    small.set("peak_present", {"east", "rest"}, 200);
    small.set("p95_present", {"east", "rest"}, 190);
    small.set("mean_stay", {"east", "rest"}, 30);
    small.set("mean_wait", {"east", "rest"}, 12.3, 0.4);
    small.set("longest_wait", {"east", "rest"}, 41);
    small.set("peak_waiting", {"east", "rest"}, 31);
    small.set("spending", {"east", "rest"}, 168e6);
    const std::string text = report_pathways(small.report, Format::table);
    EXPECT_THAT(part(text, "Stages: Eastern return"),
                HasSubstr("Reception and checks  reception     250        0         0    0   0.0   0.0             0        0"
                          "          0.0\n"
                          "rest                     centre   hills      280       200  190  30.0  12.3 ±0.4       41       31"
                          "        168.0"));
    EXPECT_THAT(part(text, "Stages: Western return"), HasSubstr("Rest by the sea"));
    EXPECT_THAT(part(text, "Centres"), HasSubstr("House in the hills       0         0    0   0.0  east.rest, west.rest\n"));
}

TEST(pathway_table, says_which_kinds_of_assumed_values_a_table_rests_on) {
    const std::string text = report_pathways(SmallPathways().report, Format::table);
    EXPECT_THAT(
        part(text, "Programmes"),
        HasSubstr("cost rests on assumed values: cost_per_day of 2 stages, days of 1 stage; and on values given without a "
                  "source: cost_per_day of 1\n  stage, days of 2 stages\n"));
    EXPECT_THAT(part(text, "Centres"),
                HasSubstr("\noccupancy rests on assumed values: days of 1 stage, persons of 1 arrival; and on "
                          "values given without a source: places of 1\n  centre,"));
    EXPECT_THAT(part(text, "Months since arrival"),
                HasSubstr("\nthe share not left rests on values given without a source: leave of 1 "
                          "stage, next of 3 stages\n"));
}

TEST(pathway_table, no_longer_says_so_when_every_value_has_a_source) {
    SmallPathways small;
    for (ValueNote& note : small.report.notes) {
        note.status = "sourced";
        note.source = "a report";
    }
    const std::string text = report_pathways(small.report, Format::table);
    EXPECT_THAT(text, Not(HasSubstr("assumed values")));
    EXPECT_THAT(text, Not(HasSubstr("without a source")));
}

TEST(pathway_table, names_the_source_of_each_arrival_and_explains_published_totals) {
    EXPECT_EQ(
        part(report_pathways(SmallPathways().report, Format::table), "Arrivals, as"),
        "Arrivals, as the scenario has them\n"
        "arrival      day         until       flights  from  women  men  children  orphans*  alone*  persons  confidence  "
        "source\n"
        "────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────"
        "────\n"
        "east.first   2019-05-07                       SYR      67    8       156        18      18      231  high        [1]\n"
        "east.second  2019-06-01  2019-09-01        3  IRQ      20    0        40         –       0       60  not said    "
        "assumed [2]\n"
        "west.only    2019-07-01                       IRQ       0    0        14        14      14       14  not said    no "
        "source\n"
        "* counted among the children; orphans –: none given; alone: without a parent on arrival\n"
        "Published totals\n"
        "by_autumn: 314 persons published of east west until 2019-09-01; the arrivals add up to 305, 9 fewer: nine were counted "
        "twice; no\n"
        "    source\n"
        "men_by_autumn: 8 men published of east west until 2019-09-01; the arrivals add up to it; no source\n"
        "[1] Committee of the east\n"
        "[2] none found");
}

TEST(pathway_table, ends_with_the_assumed_values) {
    const std::string text = report_pathways(SmallPathways().report, Format::table);
    EXPECT_EQ(part(text, "The result rests on"),
              "The result rests on assumed values, which no source gives in full (4)\n"
              "  programmes.east.arrivals.second.persons = {women: 20, children: 40} persons [0 to 100]\n"
              "  programmes.east.stages.reception.cost_per_day = 15000 KZT per person-day [1 to 30000]\n"
              "  programmes.east.stages.rest.days = 30 days [20 to 90]\n"
              "  programmes.east.stages.rest.cost_per_day = 20000 KZT per person-day [1 to 40000]");
    EXPECT_THAT(part(text, "Given by the scenario without"), HasSubstr("(14)\n  programmes.east.obligation_days = 365 days\n"));
    EXPECT_THAT(part(text, "Given by the scenario without"), Not(HasSubstr("title")));
}

TEST(pathway_table, lists_uncertain_inputs_that_are_assumed_only_once) {
    SmallPathways small;
    small.report.uncertain =
        "programmes.east.stages.rest.days = triangular(20, 30, 90) days\n"
        "programmes.east.stages.rest.leave.left_again = uniform(0, 0.002) per month\n";
    const std::string text = report_pathways(small.report, Format::table);
    EXPECT_THAT(text, HasSubstr("\n2 uncertain inputs are drawn anew; 1 of them is among the assumed values\n"));
    EXPECT_EQ(part(text, "Uncertain inputs"),
              "Uncertain inputs (1)\n  programmes.east.stages.rest.leave.left_again = uniform(0, 0.002) per month");
}

TEST(pathway_table, leaves_out_what_no_programme_has) {
    SmallPathways small;
    EXPECT_THAT(report_pathways(small.report, Format::table), Not(HasSubstr("Staff")));
    small.set("peak_posts", {"east", "psychologist"}, 12);
    EXPECT_THAT(part(report_pathways(small.report, Format::table), "Staff, full-time posts"),
                HasSubstr("Eastern return                        12\n"));
    EXPECT_THAT(report_pathways(small.report, Format::table), Not(HasSubstr("in breach")));
    small.set("breaches", {"east"}, 2);
    EXPECT_THAT(part(report_pathways(small.report, Format::table), "Programmes"), HasSubstr("in breach: left before the end"));
}

TEST(pathway_table, keeps_to_130_columns) {
    SmallPathways small;
    for (SummaryTable& table : small.report.summary.tables) {
        for (double& mean : table.mean) mean = table.measure.unit == "KZT" ? 987654321987 : 12345.6;
        for (double& se : table.se) se = 123.4;
    }
    small.report.uncertain = "programmes.east.stages.rest.days = triangular(20, 30, 90)\n";
    small.report.question = std::string(200, 'w') + " and who waits " + std::string(100, 'x');
    Programme& east = small.report.scenario.pathways.programmes[0];
    east.title = std::string(60, 't');
    east.stages[0].title = std::string(60, 's');
    east.arrivals[0].name = std::string(32, 'n');
    east.arrivals[1].delay_days = 300;
    const std::string text = report_pathways(small.report, Format::table);
    EXPECT_LE(columns_of(text.substr(text.find("2019-05 to"))), 130U) << text;
    EXPECT_THAT(text, HasSubstr("late: by up to so many days"));
    EXPECT_THAT(text, HasSubstr("By how much results vary, and why"));
}

// A bare number in place of one that had a source, as --set and an overlay leave it.
SmallPathways with_a_bare_number(const std::string& path) {
    SmallPathways small;
    for (ValueNote& note : small.report.notes) {
        if (note.status == "scenario") note.status = "default";
        if (note.path != path) continue;
        note.status = "scenario";
        note.source = "a report that says something else";
    }
    return small;
}

TEST(pathway_table, does_not_credit_a_source_with_a_number_laid_over_it) {
    const std::string days = "programmes.east.stages.rest.days";
    const std::string text = report_pathways(with_a_bare_number(days).report, Format::table);
    EXPECT_THAT(part(text, "Centres"), HasSubstr("and on values given without a source: days of 1 stage"));
    EXPECT_EQ(part(text, "Given by the scenario without"),
              "Given by the scenario without a source (1)\n  programmes.east.stages.rest.days = 30 days [20 to 90]\n");
    const SmallPathways people = with_a_bare_number("programmes.east.arrivals.first.persons");
    EXPECT_THAT(part(report_pathways(people.report, Format::table), "Arrivals, as"), HasSubstr("231  high        no source\n"));
    const auto json = nlohmann::json::parse(report_pathways(people.report, Format::json));
    EXPECT_EQ(json["arrivals"].at(0)["source"], "");
    EXPECT_EQ(json["without_source"].size(), 1U);
}

TEST(pathway_table, says_which_exits_only_repeat_what_was_put_in) {
    const std::string sentence =
        "Figures for east: convicted, east: left again repeat the values put in for them, which no source "
        "supports: they are no estimates.";
    EXPECT_THAT(part(report_pathways(SmallPathways().report, Format::table), "How persons ended"), HasSubstr(sentence));
    SmallPathways sourced;
    for (ValueNote& note : sourced.report.notes)
        if (note.path.ends_with(".leave")) note.status = "sourced";
    EXPECT_THAT(report_pathways(sourced.report, Format::table), HasSubstr("\nFigures for east: convicted repeat the values"));
    for (ValueNote& note : sourced.report.notes)
        if (note.path.ends_with(".next")) note.status = "sourced";
    EXPECT_THAT(report_pathways(sourced.report, Format::table), Not(HasSubstr("repeat the values")));
}

TEST(pathway_table, says_what_breaches_rest_on) {
    SmallPathways small;
    small.set("breaches", {"east"}, 2);
    EXPECT_THAT(part(report_pathways(small.report, Format::table), "Programmes"),
                HasSubstr("\nwho is in breach rests on assumed values: days of 1 stage; and on values given without a source: "
                          "obligation_days of 1 programme,"));
}

TEST(pathway_table, marks_figures_that_some_replicates_cannot_give) {
    SmallPathways small;
    EXPECT_THAT(report_pathways(small.report, Format::table), Not(HasSubstr("has no meaning")));
    small.set("spending_per_completed", {"east"}, 4'000'000);
    for (SummaryTable& table : small.report.summary.tables)
        if (table.measure.name == "spending_per_completed") table.count[0] = 3;
    EXPECT_THAT(
        part(report_pathways(small.report, Format::table), "Programmes"),
        AllOf(HasSubstr(" 4,000*\n"), HasSubstr("\nper completed: all cost over those completed so far\n* in some replicates "
                                                "it has no meaning; these are left out of the mean\n")));
}

TEST(pathway_table, prints_notes_of_arrivals_and_the_span_of_their_delays) {
    SmallPathways small;
    small.report.scenario.pathways.programmes[0].arrivals[1].delay_days = 135;
    for (ValueNote& note : small.report.notes)
        if (note.path.ends_with("first.persons")) note.note = "8 men counted later";
    ValueNote delay;
    delay.path = "programmes.east.arrivals.second.delay_days";
    delay.value = "uniform(30, 240)";
    delay.status = "assumed";
    delay.note = "no date is known";
    small.report.notes.push_back(delay);
    const std::string text = part(report_pathways(small.report, Format::table), "Arrivals, as");
    EXPECT_THAT(text, HasSubstr("[1] Committee of the east; 8 men counted later"));
    EXPECT_THAT(text, HasSubstr("  3  30 to 240  IRQ"));
    EXPECT_THAT(text, HasSubstr("\n  late, second: assumed [3]\n"));
    EXPECT_THAT(text, HasSubstr("[3] no date is known"));
}

TEST(pathway_table, says_where_persons_enter_more_than_once) {
    SmallPathways small;
    small.set("arrivals", {"east", "all"}, 100);
    small.set("entered", {"east", "rest", "all"}, 100);
    EXPECT_THAT(report_pathways(small.report, Format::table), Not(HasSubstr("each time that they enter")));
    small.set("entered", {"east", "rest", "all"}, 120);
    EXPECT_THAT(report_pathways(small.report, Format::table),
                HasSubstr("\nentered: persons are counted each time that they enter\n"));
}

TEST(sweep_of_pathways, leaves_what_it_varies_out_of_the_uncertain_inputs) {
    SweepHeader header;
    header.pathways = true;
    header.parameters.resize(1);
    header.parameters[0].name = "programmes.east.stages.rest.days";
    header.assumed = "a = 1 days 0 to 2\n";
    header.uncertain =
        "programmes.east.stages.rest.days = uniform(1, 2) days\nprogrammes.east.stages.rest.days_cv = uniform(1, 2) ratio\n";
    header.arms = {{"", two_programmes_yaml, {}}};
    const std::string text = assumed_and_uncertain(header);
    EXPECT_THAT(text, HasSubstr("\nUncertain inputs (1)\n  programmes.east.stages.rest.days_cv"));
    EXPECT_THAT(text, HasSubstr("\nGiven by the scenario without a source (14)\n"));
    EXPECT_EQ(rests_in_short(header), "rests on 1 assumed value and 14 values given without a source, listed at the end\n");
}

TEST(pathway_table, gives_programs_every_cell_and_the_manifest) {
    SmallPathways small;
    small.set("exits", {"east", "convicted", "men"}, 8, 0.5);
    EXPECT_THAT(report_pathways(small.report, Format::csv),
                HasSubstr("\nexits_whole_run,whole_run,,east,,convicted,,,,men,,exits,persons,8,0.5,0,0,4\n"));
    const auto json = nlohmann::json::parse(report_pathways(small.report, Format::json));
    EXPECT_EQ(json["subject"], "pathway programmes");
    EXPECT_EQ(json["programmes"]["west"], "Western return");
    EXPECT_EQ(json["arrivals"].at(0)["persons"], 231);
    EXPECT_EQ(json["arrivals"].at(0)["source"], "Committee of the east");
    EXPECT_EQ(json["arrivals"].at(2)["unaccompanied"], 14);
    EXPECT_EQ(json["published"].at(0)["difference"], 9);
    EXPECT_EQ(json["published"].at(0)["who"], "");
    EXPECT_EQ(json["published"].at(1)["who"], "men");
    EXPECT_EQ(json["assumed"].size(), 4U);
}

}  // namespace
}  // namespace qonys::test
