// The page of a comparison, from a file with figures made by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <set>

#include "base/problems.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "report/page/page.hpp"
#include "results/write_comparison.hpp"
#include "support/page_fields.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// Cell by cell of all tables, one number for each replicate: of the reference, and what the arm has more.
struct Cell {
    std::vector<double> reference, more;
};

struct Made {
    std::vector<SummaryTable> layout;
    std::vector<Cell> cells;

    void table(SummaryTable table, std::vector<Cell> its_cells) {
        layout.push_back(std::move(table));
        cells.insert(cells.end(), its_cells.begin(), its_cells.end());
    }
};

// 4 replicates. Persons placed: the arm has 42, 40, 40 and 38 fewer, so that the 95 % interval of the mean of 40 is 40 +- 3.18245
// x 0.8165 = 2.598. Paid: 1, -1, 2 and 0 million more, 0.5 +- 2.05 million, which may be chance.
Made made() {
    const Axis area{"area", {"KZ-10", "KZ-35", "KZ-55", "KZ"}}, region{"region", {"KZ-10", "KZ-35"}},
        stream{"stream", {"kandas_quota"}}, month{"month", {"2025-01", "2025-02"}}, year{"year", {"2025"}},
        instrument{"instrument", {"rent"}};
    const Cell placed{{300, 301, 302, 303}, {-42, -40, -40, -38}}, nought{{0, 0, 0, 0}, {0, 0, 0, 0}};
    const std::vector<Cell> areas = {{{100, 100, 100, 100}, {5, 5, 6, 4}},
                                     {{150, 150, 150, 150}, {-46, -44, -46, -44}},
                                     {{50, 50, 50, 50}, {3, -3, 2, -2}},
                                     placed};
    std::vector<Cell> in_year = areas;
    in_year[0].more = {2, 2, 3, 1};
    Made made;
    made.table({{"placed_total", "persons", "Persons given a quota place", {"area"}}, Period::whole_run, {area}, {}, {}, {}},
               areas);
    made.table({{"placed_total", "persons", "Persons given a quota place", {"area"}}, Period::year, {year, area}, {}, {}, {}},
               in_year);
    made.table(
        {{"placed", "persons", "Persons given a quota place", {"area", "stream"}}, Period::whole_run, {area, stream}, {}, {}, {}},
        areas);
    made.table({{"spending_total", "KZT", "Paid", {"area"}}, Period::whole_run, {area}, {}, {}, {}},
               {nought, nought, nought, {{5e6, 6e6, 7e6, 8e6}, {1e6, -1e6, 2e6, 0}}});
    made.table({{"spending", "KZT", "Paid", {"area", "stream", "instrument"}},
                Period::whole_run,
                {area, stream, instrument},
                {},
                {},
                {}},
               {nought, nought, nought, {{5e6, 6e6, 7e6, 8e6}, {1e6, -1e6, 2e6, 0}}});
    made.table(
        {{"quota_bound", "1 or 0", "The quota bound", {"region", "stream"}}, Period::month, {month, region, stream}, {}, {}, {}},
        {{{1, 1, 1, 0}, {-1, -1, -1, 0}}, nought, {{1, 0, 0, 0}, {none, none, none, none}}, nought});
    return made;
}

// What the file says of the arms.
struct Said {
    std::string changes = "quotas.mechanism.2025-01-01 = lottery\nhome.made = 3\n";  // of all but the reference
    std::string scenario = "question: none\n";
    bool own_questions = false;
};

ComparisonHeader header_of(const std::vector<std::string>& arms, std::int64_t replicates, const Said& said) {
    ComparisonHeader header;
    header.question = "Does the key place more?";
    header.seed = 7;
    header.replicates = replicates;
    for (const std::string& name : arms)
        header.arms.push_back({name,
                               said.own_questions ? "Why " + name + "?" : "",
                               said.scenario,
                               name == "order" ? "" : said.changes,
                               "",
                               {{name + ".yaml", std::string(64, 'a')}, {"shared.yaml", std::string(64, 'b')}},
                               "leaving.quota_hazard = 0.004 per month\n",
                               ""});
    return header;
}

const std::vector<Decomposition> why = {
    {"retained", "persons", 50, 6, {{"places", 4}, {"fill", 1}, {"retention", 2}, {"not through places", -1}}},
    {"spending", "KZT", 9e6, 3e6, {{"places", 5e6}, {"price: rent", -2.5e6}, {"not through places", 0.5e6}}}};

void write(const std::string& path, const std::vector<std::string>& arms, std::size_t replicates = 4, const Said& said = {}) {
    const Made all = made();
    PairedBuilder builder(arms, all.layout, 1, false);
    for (std::size_t r = 0; r < replicates; ++r) {
        std::vector<std::vector<double>> values(arms.size());
        for (std::size_t arm = 0; arm < arms.size(); ++arm)
            for (const Cell& cell : all.cells) values[arm].push_back(cell.reference[r] + (arm == 0 ? 0 : cell.more[r]));
        builder.add(values);
    }
    write_comparison(path, header_of(arms, static_cast<std::int64_t>(replicates), said), builder.finish(),
                     std::vector<std::vector<Decomposition>>(arms.size() - 1, why), test::small_run_info());
}

struct MadePage {
    test::TempFolder folder;
    PageSource page;
    explicit MadePage(const std::vector<std::string>& arms = {"order", "key"}, std::size_t replicates = 4,
                      Language language = Language::english, const Said& said = {}) {
        const std::string path = folder.path() / "c.h5";
        write(path, arms, replicates, said);
        page = comparison_page(path, PageTexts(language));
    }
    const PageSection& section(const std::string& id) const { return test::section_of(page, id); }
    const PageChart& chart(const std::string& id) const { return test::chart_of(page, id); }
    // All that the first section says of the arms.
    std::vector<std::string> answer() const {
        const PageSection& answer = section("answer");
        std::vector<std::string> sentences = answer.paragraphs;
        for (const PageList& list : answer.lists) sentences.insert(sentences.end(), list.items.begin(), list.items.end());
        return sentences;
    }
};

TEST(comparison_page, tells_a_certain_effect_with_its_interval_in_a_sentence) {
    EXPECT_THAT(
        MadePage().answer(),
        Contains("Under “key”, 40.0 fewer persons are given a quota place than under “order” (301.5\u00a0persons there; 95% "
                 "interval of the difference: 37.4 to 42.6\u00a0persons)."));
}

TEST(comparison_page, never_calls_a_difference_an_effect_whose_interval_holds_nought) {
    const MadePage made;
    for (const std::string& paragraph : made.answer()) {
        EXPECT_THAT(paragraph, Not(HasSubstr("the programme pays"))) << paragraph;
        EXPECT_THAT(paragraph, Not(HasSubstr("more paid"))) << paragraph;
    }
    EXPECT_THAT(made.answer(), Contains(AllOf(StartsWith("Not told apart from chance"), HasSubstr("Paid by the programme"))));
    for (const PageCard& card : made.section("headlines").cards)
        if (card.label == "Paid by the programme") {
            EXPECT_EQ(card.better, 0);
        }
}

TEST(comparison_page, marks_a_certain_loss_as_for_the_worse) {
    const std::vector<PageCard> cards = MadePage().section("headlines").cards;
    ASSERT_FALSE(cards.empty());
    EXPECT_EQ(cards[0].label, "Persons given a quota place");
    EXPECT_EQ(cards[0].value, "−40.0\u00a0persons");
    EXPECT_EQ(cards[0].interval, "−42.6 to −37.4");
    EXPECT_EQ(cards[0].better, -1);
}

TEST(comparison_page, says_what_an_arm_changes_in_words_where_they_are_known_and_verbatim_otherwise) {
    EXPECT_THAT(
        MadePage().answer(),
        Contains("What “key” changes: from 2025-01-01 places are given to waiting families in this way: by lot; home.made = "
                 "3."));
}

TEST(comparison_page, answers_in_one_sentence_first) {
    EXPECT_EQ(MadePage().answer()[0], "In short, what is clear of “key” against “order”: 40.0 fewer persons placed.");
}

TEST(comparison_page, says_what_the_reference_is) {
    EXPECT_THAT(MadePage().answer(), Contains("“order” is the reference: the base scenario of the file as it stands."));
    Said said;
    said.own_questions = true;
    const std::vector<std::string> answer = MadePage({"order", "key"}, 4, Language::english, said).answer();
    EXPECT_THAT(answer, Contains("“order” is the reference. The question of its scenario: “Why order?”"));
    EXPECT_THAT(answer, Contains("The question of “key”: “Why key?”"));
}

// What is said of the only arm's changes.
std::string change_told(const std::string& lines, const std::string& scenario = "question: none\n") {
    const std::string start = "What “key” changes: ";
    Said said;
    said.changes = lines;
    said.scenario = scenario;
    for (const std::string& sentence : MadePage({"order", "key"}, 4, Language::english, said).answer())
        if (sentence.starts_with(start)) return sentence.substr(start.size());
    return "";
}

TEST(comparison_page, tells_a_change_by_the_name_of_its_field_with_date_unit_and_what_was_before) {
    EXPECT_EQ(change_told("benefits.rent_months.2026-01-01 = 24\n", "benefits: {rent_months: {2015-01-01: 12, 2027-01-01: 6}}\n"),
              "Monthly payments of rent support at most, from 2026-01-01: 24\u00a0months (in the reference: 12\u00a0months).");
    EXPECT_EQ(change_told("clawback.rule.2026-01-01 = none\n", "clawback: {rule: {2015-01-01: full}}\n"),
              "Repayment when a family leaves early, from 2026-01-01: none (in the reference: all that was paid).");
    EXPECT_EQ(change_told("benefits.certificate_share.2026-01-01 = 0.55\n"),
              "Certificate of economic mobility: share of the home's price that it pays, from 2026-01-01: 55%.");
    EXPECT_EQ(change_told("budgets.caps.2026-01-01.rent.KZ-10 = 52000000\n"),
              "Most that is paid in a calendar year, by instrument and region, Rent support, Abai Region, from 2026-01-01: "
              "52,000,000\u00a0KZT.");
}

TEST(comparison_page, tells_more_than_five_values_of_one_table_together) {
    std::string lines;
    for (int i = 1; i <= 6; ++i)
        lines += "quotas.kandas.2026-01-01.KZ-1" + std::to_string(i) + " = " + std::to_string(10 * i) + "\n";
    EXPECT_EQ(change_told(lines), "Places for kandas by region, from 2026-01-01: 6 values, 10\u00a0persons to 60\u00a0persons.");
}

TEST(comparison_page, speaks_of_no_intervals_where_there_is_one_replicate) {
    const MadePage made({"order", "key"}, 1);
    for (const PageSection& section : made.page.sections)
        for (const PageChart& chart : section.charts)
            for (const std::string& text : {chart.title, chart.reading, chart.note, chart.spec.dump()})
                EXPECT_THAT(text, AllOf(Not(HasSubstr("95%")), Not(HasSubstr("many intervals")))) << chart.id;
}

TEST(comparison_page, says_of_a_cost_in_how_many_replicates_it_is_lower) {
    const MadePage made;
    bool found = false;
    for (const PageCard& card : made.section("headlines").cards)
        if (card.label == "Paid by the programme") {
            found = true;
            EXPECT_THAT(card.note, HasSubstr("Lower than the reference in 38% of replicates."));  // 1 of 4, and half of a tie
        }
    EXPECT_TRUE(found);
}

TEST(comparison_page, says_of_each_row_whether_it_counts_people) {
    const MadePage made;
    const PageChart& chart = made.chart("headline-differences");
    EXPECT_THAT(chart.note, IsEmpty());
    EXPECT_THAT(test::column_of(chart.table, "counts"), Contains(nlohmann::json("true")));
    EXPECT_THAT(test::column_of(chart.table, "counts"), Contains(nlohmann::json("false")));  // paid
}

TEST(comparison_page, says_on_the_map_which_differences_are_clear) {
    const PageTable table = MadePage().chart("difference-by-region").table;
    EXPECT_THAT(test::column_of(table, "placed_verdict"),
                ElementsAre("clear", "clear", "may be chance", "clear", "clear", "may be chance"));
    EXPECT_THAT(test::column_of(table, "placed_after"), ElementsAre(102, 105, 50, 105, 105, 50));
    const PageChart many = MadePage({"order", "a", "b", "c", "d", "e"}).chart("difference-by-region");
    EXPECT_THAT(many.note, HasSubstr("the ends of the intervals are left out"));
}

TEST(comparison_page, says_that_cards_are_of_the_first_arms) {
    const MadePage made({"order", "a", "b", "c", "d", "e", "f", "g", "h", "i"});
    EXPECT_THAT(made.section("headlines").paragraphs, Contains(StartsWith("Cards are shown for the first 8 of 9")));
}

TEST(comparison_page, says_of_one_replicate_that_nothing_is_known_for_certain) {
    const MadePage made({"order", "key"}, 1);
    EXPECT_THAT(made.answer(), Contains(StartsWith("How sure this is: unknown.")));
    EXPECT_THAT(made.answer(), Contains(AllOf(StartsWith("Seen in the only replicate"),
                                              HasSubstr("Persons given a quota place: −42\u00a0persons"))));
    for (const PageCard& card : made.section("headlines").cards) {
        EXPECT_THAT(card.interval, IsEmpty());
        EXPECT_EQ(card.better, 0);
    }
    for (const std::string& paragraph : made.answer()) EXPECT_THAT(paragraph, Not(StartsWith("Under")));
}

// Two replicates that agree tell no error: {-42, -40} does not, {-40, -40} would.
TEST(comparison_page, takes_few_replicates_that_agree_for_no_proof) {
    const PageChart chart = MadePage({"order", "key"}, 2).chart("regions-by-placed");
    // KZ-10 has 5 more in both.
    EXPECT_EQ(test::column_of(chart.table, "code")[0], "KZ-10");
    EXPECT_EQ(test::column_of(chart.table, "verdict")[0], "error unknown");
}

TEST(comparison_page, puts_winners_first_and_says_which_are_certain) {
    const PageChart chart = MadePage().chart("regions-by-placed");
    EXPECT_THAT(test::column_of(chart.table, "code"), ElementsAre("KZ-10", "KZ-55", "KZ-35"));
    EXPECT_THAT(test::column_of(chart.table, "difference"), ElementsAre(5, 0, -45));
    EXPECT_THAT(test::column_of(chart.table, "verdict"), ElementsAre("clear", "may be chance", "clear"));
}

TEST(comparison_page, shows_terms_that_sum_to_the_difference) {
    const MadePage made;
    const PageTable retained = made.chart("why-retained").table, spending = made.chart("why-spending").table;
    EXPECT_THAT(test::column_of(retained, "amount"), ElementsAre(4, 1, 2, -1, 6));
    EXPECT_THAT(test::column_of(spending, "amount"), ElementsAre(5, -2.5, 0.5, 3));  // million tenge
    EXPECT_THAT(test::column_of(spending, "term"), Contains("paid per person placed: Rent support"));
}

TEST(comparison_page, counts_in_how_many_replicates_a_quota_bound_and_knows_nothing_of_months_without_a_sitting) {
    const MadePage made;
    const PageTable table = made.chart("calendar-kandas-quota").table;
    EXPECT_THAT(test::column_of(table, "arm"), ElementsAre("order", "order", "key", "key"));
    EXPECT_THAT(test::column_of(table, "month"), ElementsAre("2025-01", "2025-02", "2025-01", "2025-02"));
    EXPECT_THAT(test::column_of(table, "code"), Each(nlohmann::json("KZ-10")));  // KZ-35 never bound
    EXPECT_THAT(test::column_of(table, "bound"), ElementsAre(0.75, 0.25, 0, nullptr));
    EXPECT_THAT(made.section("calendar").paragraphs, Contains(AllOf(HasSubstr("“order”"), HasSubstr("(1.0)"))));
    EXPECT_THAT(made.section("calendar").paragraphs, Contains(AllOf(HasSubstr("“key”"), HasSubstr("never bound"))));
}

TEST(comparison_page, maps_the_difference_of_the_year_and_of_the_run) {
    const PageTable table = MadePage().chart("difference-by-region").table;
    EXPECT_THAT(test::column_of(table, "time"), ElementsAre("2025", "2025", "2025", "whole run", "whole run", "whole run"));
    EXPECT_THAT(test::column_of(table, "region"), ElementsAre("KZ-10", "KZ-35", "KZ-55", "KZ-10", "KZ-35", "KZ-55"));
    EXPECT_THAT(test::column_of(table, "placed"), ElementsAre(2, -45, 0, 5, -45, 0));
}

TEST(comparison_page, lets_the_arm_be_chosen_only_where_there_are_several) {
    EXPECT_THAT(MadePage().chart("headline-differences").controls, IsEmpty());
    const MadePage several({"order", "key", "lot", "turn", "flow"});
    for (const char* id : {"headline-differences", "regions-by-placed", "difference-by-region", "why-spending"}) {
        const PageChart& chart = several.chart(id);
        ASSERT_FALSE(chart.controls.empty()) << id;
        EXPECT_EQ(chart.controls[0].column, "arm") << id;
        EXPECT_EQ(chart.controls[0].start, "key") << id;
    }
    EXPECT_THAT(several.section("headlines").cards[0].label, StartsWith("key: "));
}

TEST(comparison_page, names_no_column_that_its_tables_lack) {
    for (const Language language : {Language::english, Language::russian, Language::kazakh})
        for (const std::vector<std::string>& arms : {std::vector<std::string>{"order", "key"}, {"order", "key", "lot"}})
            EXPECT_THAT(test::missing_fields(MadePage(arms, 4, language).page), IsEmpty());
}

TEST(comparison_page, carries_what_the_result_rests_on_once) {
    const PageSource page = MadePage().page;
    EXPECT_EQ(page.kind, "comparison");
    EXPECT_EQ(page.file, "c.h5");
    EXPECT_EQ(page.question, "Does the key place more?");
    EXPECT_EQ(page.seed, "7");
    EXPECT_EQ(page.replicates, "4");
    EXPECT_THAT(page.assumed, ElementsAre("leaving.quota_hazard = 0.004 per month"));
    EXPECT_EQ(page.inputs.size(), 3U);  // one of each arm, and one that both read
}

TEST(comparison_page, refuses_a_file_of_another_kind) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "s.h5";
    test::write_small_sweep(path, false);
    try {
        comparison_page(path, PageTexts(Language::english));
        FAIL() << "no FileTrouble";
    } catch (const FileTrouble& trouble) {
        EXPECT_THAT(trouble.what(), HasSubstr("not the result of a comparison"));
    }
    EXPECT_THROW(comparison_page(folder.path() / "none.h5", PageTexts(Language::english)), FileTrouble);
}

// Names of groups and variables stand in the file as they are: with another letter the file is damaged.
TEST(comparison_page, refuses_a_damaged_file) {
    const test::TempFolder folder;
    for (const std::string part : {"yearly", "changes", "placed_total_probability_higher"}) {
        const std::string path = folder.path() / "c.h5";
        write(path, {"order", "key"});
        std::ifstream in(path, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        in.close();
        ASSERT_NE(bytes.find(part), std::string::npos);
        for (std::size_t at = bytes.find(part); at != std::string::npos; at = bytes.find(part, at + 1)) bytes[at] = 'z';
        std::ofstream(path, std::ios::binary) << bytes;
        EXPECT_THROW(comparison_page(path, PageTexts(Language::english)), FileTrouble) << part;
    }
}

}  // namespace
}  // namespace qonys
