// The page of a run of pathway programmes, from a scenario without chance whose figures can be worked out with a pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

#include "base/problems.hpp"
#include "experiment/compare.hpp"
#include "experiment/run_scenario.hpp"
#include "report/compare_table.hpp"
#include "report/page/assumptions.hpp"
#include "report/page/pathway_parts.hpp"
#include "report/page/pathway_words.hpp"
#include "report/pathway_grounds.hpp"
#include "results/hdf.hpp"
#include "support/page_fields.hpp"
#include "support/process.hpp"
#include "support/small_run.hpp"
#include "worked/small_pathways.hpp"

namespace qonys::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Six persons on one day. After two days of reception three find a place in the centre; the others wait ten days where they are.
constexpr const char* six_persons = R"(
question: Who waits for three places?
run: {first_month: 2019-05, last_month: 2019-12, seed: 1, replicates: 2, replicates_per_draw: 1, time_step: day}
money:
  usd_per_kzt: {value: 0.002, unit: USD per KZT, date: 2019-05-07, source: National Bank, status: sourced, range: [0.001, 0.003]}
programmes:
  east:
    title: Eastern return
    arrivals:
      first: {date: 2019-05-07, from: SYR, confidence: high,
              persons: {value: {women: 4, men: 2}, unit: persons, date: 2019-05-07, source: 4 women by a newspaper, status: assumed, range: [0, 9]}}
    exits: {settled: completed, convicted: custody}
    stages:
      reception: {kind: reception, days: 2, cost_per_day: 1000, staff: {psychologist: 0.5}, next: {centre: 1}}
      centre:
        title: Three places
        kind: centre
        places: 3
        days: {value: 10, unit: days, date: 2019-05-07, source: a guess, status: assumed, range: [1, 90]}
        cost_per_day: 2000
        cost_on_entry: 500
        next: {women: {settled: 1}, men: {convicted: 1}, unaccompanied_children: {settled: 1}}
published:
  total: {programmes: east, persons: 8, difference: 2, reason: two came on their own}
  women: {programmes: east, who: women, persons: 5, difference: 1, reason: one came on her own}
  later: {programmes: east, until: 2019-12-31, persons: 6}
)";

struct WrittenRun {
    TempFolder folder;
    std::string path = (folder.path() / "small.h5").string();

    explicit WrittenRun(const std::string& scenario = six_persons, const std::vector<std::string>& sets = {}) {
        const std::atomic<bool> stop = false;
        RunOptions options;
        options.output = path;
        run_scenario(load_scenario_text("small.yaml", scenario, sets), options, stop);
    }
    PageSource page(Language language = Language::english) const { return run_page(path, PageTexts(language)); }
};

// One run for all tests that only look at its page.
const WrittenRun& six() {
    static const WrittenRun run;
    return run;
}

const PageTableBlock& table_of(const PageSource& page, const std::string& id) {
    for (const PageSection& section : page.sections)
        for (const PageTableBlock& table : section.tables)
            if (table.id == id) return table;
    throw BrokenInvariant("no table " + id);
}

TEST(page_of_pathways, says_who_came_how_it_ended_and_what_it_cost) {
    const PageSource page = six().page();
    EXPECT_EQ(card(page, "Arrived").value, "6\u00a0persons");
    EXPECT_EQ(card(page, "Arrived").interval, "") << "no interval where chance changes nothing";
    EXPECT_EQ(card(page, "Completed the programme").value, "4\u00a0persons");
    EXPECT_EQ(card(page, "Ended it in another way").value, "2\u00a0persons");
    EXPECT_EQ(card(page, "In the programme at the end").value, "0\u00a0persons");
    EXPECT_EQ(card(page, "Longest wait for a place").value, "10 days");
    // Reception: 6 persons for 2 days, 3 of them for 10 more, 42 x 1000. Centre: 60 x 2000 and 6 x 500. 42,000 + 123,000.
    EXPECT_EQ(card(page, "Cost of the stages").value, "165,000\u00a0KZT");
    EXPECT_EQ(card(page, "Cost per person who arrived").value, "27,500\u00a0KZT");
}

TEST(page_of_pathways, draws_the_flow_from_arrival_to_the_exits) {
    const PageSource page = six().page();
    const PageChart& chart = chart_of(page, "flow");
    EXPECT_EQ(chart.table.rows, json::parse(R"([["Eastern return", "Arrival", "Reception", 6, 1],
                                                ["Eastern return", "Reception", "Three places", 6, 1],
                                                ["Eastern return", "Three places", "Settled", 4, 0.6667],
                                                ["Eastern return", "Three places", "Convicted", 2, 0.3333]])"));
    EXPECT_TRUE(chart.controls.empty()) << "there is nothing to choose between";
    const json& nodes = chart.spec["layer"][1]["data"]["values"];
    ASSERT_EQ(nodes.size(), 5U);
    EXPECT_EQ(nodes[1]["label"], "Reception: 6");
    EXPECT_EQ(nodes[4]["label"], "Convicted: 2");
    // Bars are as wide as the persons are many: 6, 6, 6, 4 and 2.
    EXPECT_NEAR(nodes[3]["right"].get<double>() / nodes[2]["right"].get<double>(), 4.0 / 6, 1e-3);
    EXPECT_NEAR(nodes[4]["right"].get<double>() / nodes[2]["right"].get<double>(), 2.0 / 6, 1e-3);
}

TEST(page_of_pathways, tells_waits_peaks_and_full_days) {
    const PageSource page = six().page();
    const json centre = row_with(table_of(page, "stages").table, {{"stage", "Three places"}});
    EXPECT_EQ(centre["entered"], 6);
    EXPECT_EQ(centre["most"], 3);
    EXPECT_EQ(centre["per_person_stay"], 10);
    EXPECT_EQ(centre["per_person_wait"], 5);  // three wait 10 days, three not at all
    EXPECT_EQ(centre["waited"], 0.5);
    EXPECT_EQ(centre["per_person_longest_wait"], 10);
    EXPECT_EQ(centre["most_waiting"], 3);
    EXPECT_EQ(row_with(table_of(page, "stages").table, {{"stage", "Reception"}})["per_person_stay"], 7);  // 42 / 6
    const json room = row_with(table_of(page, "rooms").table, {{"room", "Eastern return: Three places"}});
    EXPECT_EQ(room["places"], 3);
    EXPECT_EQ(room["days_full"], 20);
    EXPECT_TRUE(row_with(table_of(page, "rooms").table, {{"room", "Eastern return: Reception"}})["places"].is_null());
    const json staff = row_with(table_of(page, "staff").table, {{"service", "psychologist"}});
    EXPECT_EQ(staff["posts"], 3);  // 6 x 0.5
}

TEST(page_of_pathways, counts_persons_and_those_who_wait_day_by_day) {
    const PageSource page = six().page();
    const PageTable present = chart_of(page, "present").table, waiting = chart_of(page, "waiting").table,
                    taken = chart_of(page, "occupancy-over-time").table;
    EXPECT_EQ(row_with(present, {{"stage", "Reception"}, {"date", "2019-05-08"}})["persons"], 6);
    EXPECT_EQ(row_with(present, {{"stage", "Reception"}, {"date", "2019-05-09"}})["persons"], 3);
    EXPECT_EQ(row_with(present, {{"stage", "Three places"}, {"date", "2019-05-28"}})["persons"], 3);
    EXPECT_EQ(row_with(waiting, {{"stage", "Three places"}, {"date", "2019-05-18"}})["persons"], 3);
    EXPECT_EQ(row_with(waiting, {{"stage", "Three places"}, {"date", "2019-05-19"}})["persons"], 0);
    EXPECT_EQ(row_with(taken, {{"date", "2019-05-09"}})["p50"], 3);
    EXPECT_THROW(row_with(taken, {{"date", "2019-07-01"}}), BrokenInvariant) << "months in which nobody is there are not drawn";
}

TEST(page_of_pathways, says_that_nobody_waits_where_nobody_does) {
    const PageSource page = WrittenRun(six_persons, {"programmes.east.stages.centre.places=6"}).page();
    EXPECT_THAT(section(page, "people").paragraphs, testing::Contains("Nobody waits for a place in this run."));
    EXPECT_THROW(chart_of(page, "waiting"), std::runtime_error);
}

TEST(page_of_pathways, tells_groups_and_shares_and_costs) {
    const PageSource page = six().page();
    const PageTable exits = table_of(page, "exits").table;
    EXPECT_EQ(row_with(exits, {{"exit", "Settled"}})["women"], 4);
    EXPECT_EQ(row_with(exits, {{"exit", "Convicted"}})["men"], 2);
    EXPECT_EQ(row_with(exits, {{"exit", "Convicted"}})["kind"], "custody");
    EXPECT_EQ(row_with(exits, {{"exit", "Arrived"}})["all"], 6);
    EXPECT_EQ(row_with(table_of(page, "cost-by-stage").table, {{"stage", "Three places"}})["cost"], 0.12);
    EXPECT_EQ(row_with(table_of(page, "cost-per-person").table, {{"arrived", 6}})["cost_per_arrival"], 27.5);
    const PageTable inside = chart_of(page, "in-programme").table;
    EXPECT_EQ(row_with(inside, {{"months", 0}})["p50"], 1);
    EXPECT_EQ(row_with(inside, {{"months", 0}})["gone"], 0);
    EXPECT_EQ(row_with(inside, {{"months", 1}})["p50"], 0);
    EXPECT_EQ(row_with(inside, {{"months", 1}})["gone"], 6);
}

TEST(page_of_pathways, names_arrivals_with_their_sources_and_published_totals) {
    const PageSource page = six().page();
    const json arrival = row_with(table_of(page, "manifest").table, {{"arrival", "first"}});
    EXPECT_EQ(arrival["from"], "Syria");
    EXPECT_EQ(arrival["all"], 6);
    EXPECT_EQ(arrival["confidence"], "high");
    EXPECT_EQ(row_with(table_of(page, "arrival-sources").table, {{"arrival", "first"}})["source"],
              "assumed: 4 women by a newspaper");
    const json total = row_with(table_of(page, "published").table, {{"total", "total"}});
    EXPECT_EQ(total["published"], 8);
    EXPECT_EQ(total["simulated"], 6);
    EXPECT_EQ(total["reason"], "two came on their own");
    EXPECT_EQ(total["who"], "All persons");
    const json women = row_with(table_of(page, "published").table, {{"total", "women"}});
    EXPECT_EQ(women["who"], "Women");
    EXPECT_EQ(women["simulated"], 4);
}

TEST(page_of_pathways, says_under_each_figure_which_assumed_values_it_rests_on) {
    const PageSource page = six().page();
    EXPECT_THAT(chart_of(page, "present").note,
                HasSubstr("Rests on assumed values: length of stay (1), persons on arrivals (1)."));
    EXPECT_THAT(card(page, "Cost of the stages").note,
                HasSubstr("Given by the scenario without a source: cost per person and day (2), cost on entry (1)."));
    EXPECT_THAT(table_of(page, "cost-by-stage").reading, HasSubstr("length of stay (1)"));
    ASSERT_EQ(page.assumed.size(), 2U);
    const AssumedValue days = parse_assumed(page.assumed[1]);
    EXPECT_EQ(days.name(english()), "Mean length of stay.");
    EXPECT_EQ(days.unit, "days");
    EXPECT_EQ(days.shown_range(english()), "1 to 90");
    EXPECT_EQ(days.name(PageTexts(Language::russian)), "Средний срок пребывания");
}

TEST(page_of_pathways, is_not_told_about_settlement) {
    Page page;
    page.title = "six";
    page.sources.push_back(six().page());
    const std::string html = page_html(page, english());
    EXPECT_THAT(html, HasSubstr("Persons differ by sex"));
    EXPECT_THAT(html, Not(HasSubstr("Residents are not simulated")));
    EXPECT_THAT(html, HasSubstr("Text of the scenario"));
}

TEST(page_of_pathways, leaves_small_groups_out_everywhere) {
    Page page;
    page.title = "six";
    page.suppress_below = 5;
    page.sources.push_back(six().page());
    suppress_small_cells(page);
    const PageSource& source = page.sources[0];
    EXPECT_EQ(card(source, "Ended it in another way").value, "<5");
    EXPECT_EQ(card(source, "Completed the programme").value, "<5");
    EXPECT_EQ(card(source, "Completed the programme").note, "");
    EXPECT_EQ(card(source, "Arrived").value, "×") << "it is the sum of the others";
    EXPECT_TRUE(chart_of(source, "flow").spec.is_null());
    EXPECT_EQ(row_with(table_of(source, "manifest").table, {{"arrival", "first"}})["women"], "<5");
    EXPECT_EQ(row_with(table_of(source, "arrival-sources").table, {{"arrival", "first"}})["source"], "×");
    EXPECT_EQ(row_with(table_of(source, "published").table, {{"total", "total"}})["reason"], "two came on their own");
    EXPECT_EQ(row_with(table_of(source, "published").table, {{"total", "women"}})["simulated"], "<5");
    EXPECT_EQ(row_with(table_of(source, "published").table, {{"total", "total"}})["simulated"], "×");
    EXPECT_EQ(row_with(table_of(source, "published").table, {{"total", "total"}})["difference"], "×");
    EXPECT_EQ(row_with(table_of(source, "published").table, {{"total", "later"}})["simulated"], 6) << "of other arrivals";
    EXPECT_EQ(source.assumed[0], "programmes.east.arrivals.first.persons = ×");
    EXPECT_THAT(source.assumed[1], HasSubstr("days = 10 days"));
    const std::string html = page_html(page, english());
    EXPECT_THAT(html, Not(HasSubstr("women: 4")));
    EXPECT_THAT(html, Not(HasSubstr("4 women by a newspaper")));
    EXPECT_THAT(html, HasSubstr("The text of the scenario is left out here"));
    EXPECT_THAT(html, HasSubstr("Programmes have few persons."));
}

TEST(page_of_pathways, leaves_costs_and_waits_out_beside_a_small_count) {
    Page page;
    page.suppress_below = 7;
    page.sources.push_back(six().page());
    suppress_small_cells(page);
    const json stage = row_with(table_of(page.sources[0], "stages").table, {{"stage", "Three places"}});
    EXPECT_EQ(stage["entered"], "<7");
    EXPECT_EQ(stage["per_person_longest_wait"], "×");
    EXPECT_EQ(row_with(table_of(page.sources[0], "cost-by-stage").table, {{"stage", "Three places"}})["cost"], "×");
}

TEST(page_of_pathways, charts_name_columns_that_they_have_in_every_language) {
    const WrittenRun run(two_programmes_yaml);
    for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
        Page page;
        page.title = "two";
        page.sources.push_back(run.page(language));
        EXPECT_THAT(missing_fields(page.sources[0]), testing::IsEmpty());
        EXPECT_EQ(chart_of(page.sources[0], "flow").controls.size(), 1U) << "two programmes to choose from";
        EXPECT_NO_THROW(page_html(page, PageTexts(language)));
    }
}

TEST(page_of_pathways, counts_values_given_without_a_source) {
    Page page;
    page.title = "six";
    page.sources.push_back(six().page());
    ASSERT_FALSE(page.sources[0].without_source.empty());
    const std::string count = std::to_string(page.sources[0].without_source.size());
    const std::string html = page_html(page, english());
    EXPECT_THAT(html, HasSubstr("This result rests on 2 assumed values and " + count + " values given without a source."));
    EXPECT_THAT(html, HasSubstr("Values given without a source (" + count + ")"));
    EXPECT_THAT(html, HasSubstr("programmes.east.stages.centre.cost_per_day"));
    EXPECT_THAT(html, Not(HasSubstr("All other inputs have a source")));
    page.sources[0].without_source.clear();
    EXPECT_THAT(page_html(page, english()), HasSubstr("All other inputs have a source"));
}

TEST(page_of_pathways, does_not_credit_a_source_with_a_number_laid_over_it) {
    const PageSource page = WrittenRun(six_persons, {"programmes.east.stages.centre.days=20"}).page();
    EXPECT_THAT(page.without_source, testing::Contains("programmes.east.stages.centre.days = 20 days"));
    EXPECT_THAT(table_of(page, "stages").reading, HasSubstr("without a source: places of stages (1), length of stay (2)"));
}

TEST(page_of_pathways, says_which_exits_only_repeat_what_was_put_in) {
    const PageSource page = six().page();
    const std::string sentence = "Figures for “Convicted” repeat the values put in for them";
    EXPECT_THAT(chart_of(page, "flow").note, HasSubstr(sentence));
    EXPECT_THAT(table_of(page, "exits").reading, HasSubstr(sentence));
    EXPECT_THAT(table_of(six().page(Language::kazakh), "exits").reading, HasSubstr("бұл бағалау емес"));
}

TEST(page_of_pathways, reads_days_of_1969_and_2199) {
    std::string long_ago = six_persons, far_off = six_persons;
    const auto replace = [](std::string& text, const std::string& what, const std::string& by) {
        for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
            text.replace(at, what.size(), by);
    };
    replace(long_ago, "2019-", "1969-");
    replace(far_off, "2019-", "2199-");
    EXPECT_EQ(chart_of(WrittenRun(long_ago).page(), "present").table.rows[0][2], "1969-05-06");
    EXPECT_NO_THROW(WrittenRun(far_off).page());
}

TEST(page_of_pathways, counts_those_who_completed_as_not_left) {
    const json after_a_month = row_with(chart_of(six().page(), "not-left").table, {{"months", 3}});
    EXPECT_EQ(after_a_month["p50"], 1) << "nobody left, though nobody is there";
}

TEST(page_of_pathways, refuses_impossible_numbers_of_persons_who_left) {
    for (const char* column : {"left", "at_risk"}) {
        const WrittenRun run;
        {
            H5::H5File file(run.path, H5F_ACC_RDWR);
            const H5::DataSet data = file.openDataSet(column);
            std::vector<std::int64_t> cells(static_cast<std::size_t>(data.getSpace().getSimpleExtentNpoints()), -5);
            data.write(cells.data(), H5::PredType::NATIVE_INT64);
        }
        try {
            run.page();
            FAIL() << column;
        } catch (const FileTrouble& trouble) {
            EXPECT_THAT(trouble.what(), AllOf(HasSubstr("small.h5"), HasSubstr("damaged")));
        }
    }
}

TEST(page_of_pathways, refuses_a_result_that_lacks_a_part) {
    const Written settlement(three_replicates());
    EXPECT_TRUE(is_about_pathways(six().path));
    EXPECT_FALSE(is_about_pathways(settlement.path));
    try {
        read_pathways(settlement.path);
        FAIL() << "a result about settlement was read";
    } catch (const FileTrouble& trouble) {
        EXPECT_THAT(trouble.what(), HasSubstr("the result of a run is damaged: it lacks date"));
    }
}

TEST(page_of_a_comparison_of_pathways, tells_changes_and_differences_and_no_regions) {
    const TempFolder folder;
    const std::string arms =
        std::string(six_persons) + "arms: {three: {}, six: {programmes: {east: {stages: {centre: {places: 6}}}}}}\n";
    const std::string file = folder.write("arms.yaml", arms), path = folder.path() / "c.h5";
    CompareOptions options;
    options.output = path;
    const std::atomic<bool> stop = false;
    const CompareOutcome outcome = compare(load_comparison({file}, {}), options, stop);
    const PageSource page = comparison_page(path, english());
    ASSERT_EQ(page.sections.size(), 2U);
    EXPECT_EQ(page.subject, PageSubject::pathways);
    const std::vector<std::string> told = section(page, "answer").lists.at(0).items;
    EXPECT_THAT(told.at(0), HasSubstr("Places of the stage's own"));
    EXPECT_THAT(told.at(0), HasSubstr(", Three places: 6\u00a0persons (in the reference: 3\u00a0persons)"));
    EXPECT_THAT(section(page, "answer").paragraphs, testing::Contains(HasSubstr("the same persons arrive on the same days")));
    EXPECT_THAT(section(page, "answer").paragraphs, testing::Contains(HasSubstr("May 2019 to December 2019")));
    const json wait = row_with(section(page, "headlines").charts.at(0).table, {{"measure", "Mean wait, Three places"}});
    EXPECT_EQ(wait["before_number"], 5);
    EXPECT_EQ(wait["difference_number"], -5);
    EXPECT_THAT(missing_fields(page), testing::IsEmpty());

    CompareReport report;
    report.summary = outcome.summary;
    report.headlines = outcome.headlines;
    report.without_source = values_without_source(load_comparison({file}, {}));
    report.question = std::string(100, 'w') + " and " + std::string(100, 'x');
    const std::string text = report_comparison(report, Format::table);
    EXPECT_THAT(text, HasSubstr("\nArms against three\n"));
    EXPECT_THAT(text, HasSubstr("values given without a source, listed at the end\n"));
    EXPECT_THAT(text, HasSubstr("\nGiven by the scenario without a source ("));
    EXPECT_THAT(text, HasSubstr("  programmes.east.stages.centre.places = 6 persons"));
    EXPECT_EQ(text.find('\n'), 104U) << "a long question is broken";
    EXPECT_THAT(page.without_source, testing::Contains("programmes.east.stages.centre.places = 6 persons"));
    const json rows = section(comparison_page(path, PageTexts(Language::russian)), "headlines").charts.at(0).table.rows;
    EXPECT_THAT(rows.dump(), AllOf(HasSubstr("\"дней\""), Not(HasSubstr("\"дн.\"")))) << "days, as everywhere else";
    EXPECT_THAT(text, HasSubstr("the same persons arrive in every arm"));
    EXPECT_THAT(text, Not(HasSubstr("Kazakhstan")));
    EXPECT_THAT(text, Not(HasSubstr("Regions")));
}

TEST(flow_of_steps, bands_lie_beside_each_other_and_end_where_their_step_is) {
    // 10 persons arrive; 6 go on to the second step, 4 pass it by to the third.
    const StepFlow flow{"only", {"a", "b", "c"}, {{0, 1, 6}, {0, 2, 4}, {1, 2, 6}}};
    const json spec = step_flow_spec({flow}, "chosen", english());
    const json bands = spec["layer"][0]["data"]["values"];
    ASSERT_EQ(bands.size(), 3U);
    EXPECT_EQ(bands[0]["left"].front(), 0);
    EXPECT_EQ(bands[1]["left"].front(), bands[0]["right"].front()) << "the second band starts where the first ends";
    EXPECT_EQ(bands[1]["y"].size(), 4U) << "start, top and bottom of the row that it passes, and end";
    EXPECT_GT(bands[1]["left"][1].get<double>(), spec["layer"][1]["data"]["values"][1]["right"].get<double>());
    EXPECT_LE(bands[1]["right"][1].get<double>(), 1);
    EXPECT_EQ(bands[2]["left"].back(), 0);
    EXPECT_EQ(bands[1]["left"].back(), bands[2]["right"].back());
}

TEST(flow_of_steps, refuses_bands_that_go_back_or_are_empty) {
    EXPECT_THROW(step_flow_spec({{"x", {"a", "b"}, {{1, 0, 3}}}}, "chosen", english()), BrokenInvariant);
    EXPECT_THROW(step_flow_spec({{"x", {"a", "b"}, {{0, 1, 0}}}}, "chosen", english()), BrokenInvariant);
}

TEST(words_of_pathways, name_measures_by_stage_and_programme) {
    const Pathways two = load_scenario_text("two.yaml", two_programmes_yaml).scenario.pathways;
    const auto words = [&](const std::string& spec) { return pathway_measure_words(two, spec, "?", english()); };
    EXPECT_EQ(words("mean_wait.east@reception"), "Mean wait, Reception and checks, Eastern return");
    EXPECT_EQ(words("peak_occupied@hills"), "Most places taken, House in the hills");
    EXPECT_EQ(words("retained_share.west@24"), "Not left before the end, after 24 months, Western return");
    EXPECT_EQ(words("retained_share"), "Not left before the end, after 12 months");
    EXPECT_EQ(words("exits_by_kind@custody"), "Ended the programme, custody");
    EXPECT_EQ(words("spending"), "Cost");
    EXPECT_EQ(words("nonsense"), "?");
    EXPECT_EQ(owner_words(two, "programmes.west.stages.rest.days", english()), ", Rest by the sea, Western return");
    EXPECT_EQ(owner_words(two, "centres.hills.places", english()), ", House in the hills");
    EXPECT_EQ(owner_words(two, "benefits.rent_mrp", english()), "");
    EXPECT_EQ(parameter_words(two, "programmes.east.stages.rest.days", english()), "length of stay, Rest, Eastern return");
    EXPECT_EQ(parameter_words(two, "programmes.east.stages.rest.leave.left_again", english()),
              "rates of early leaving, Left again, Rest, Eastern return");
    EXPECT_EQ(parameter_words(two, "centres.hills.places", english()), "places of centres, House in the hills");
    EXPECT_EQ(parameter_words(two, "run.replicates", english()), "run.replicates");
}

}  // namespace
}  // namespace qonys::test
