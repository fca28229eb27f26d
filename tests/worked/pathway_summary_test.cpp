// Tables of pathway programmes from tallies written by hand: two programmes, two steps in two years.
#include "accounts/pathway_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "accounts/pathway_rows.hpp"
#include "base/problems.hpp"
#include "scenario/pathways.hpp"

namespace qonys {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::IsNan;

using Labels = std::vector<std::string>;
using enum PathwayM;

// The programme "north" has a reception in a centre and a follow-up, and can be left; "south" has the reception alone.
struct Small {
    PathwayAxes axes;
    PathwayFacts facts;
    Tallies tallies;

    Small() {
        axes.date = {"date", {"2026-12-28", "2027-01-04"}};
        axes.programme = {"programme", {"north", "south"}};
        axes.stage = {"stage", {"reception", "follow_up"}};
        axes.exit = {"exit", {"settled", "gone"}};
        axes.group = {"group", {"women", "men", "children", "unaccompanied_children"}};
        axes.room = {"room", {"hub", "north.follow_up"}};
        axes.service = {"service", {"nurse", "teacher"}};
        axes.step_from = {"step_from", {"arrival", "reception", "follow_up"}};
        axes.step_to = {"step_to", {"reception", "follow_up", "settled", "gone"}};
        axes.months_since = {"months_since", {"0", "1", "2", "3"}};
        facts.stage_kind = {"reception", "follow_up", "centre", ""};
        facts.exit_kind = {"completed", "left", "completed", ""};
        facts.posts_per_person = {0.5, 0, 0.25, 0, 0, 0.1, 0, 0};  // nurses in north, teachers in south
        facts.room = {0, 1, 0, 0};
        facts.limited = {true, false, true, false};
        facts.usd_per_kzt = 0.002;
        tallies = make_pathway_tallies(axes);
    }

    // position: labels of the axes of the measure, in order
    void set(PathwayM m, const Labels& position, std::int64_t value) {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < position.size(); ++i) {
            const Axis& axis = axes.find(measure(m).axes[i]);
            cell = cell * axis.size() + axis.find(position[i]).value();
        }
        tallies.cells[static_cast<std::size_t>(m)][cell] = value;
    }

    double of(const std::string& table, Period period, const Labels& position) const {
        const std::vector<double> values = pathway_values(tallies, axes, facts);
        std::size_t before = 0;
        for (const SummaryTable& each : pathway_layout(axes)) {
            if (each.measure.name != table || each.period != period) {
                before += each.cells();
                continue;
            }
            std::size_t cell = 0;
            for (std::size_t i = 0; i < position.size(); ++i)
                cell = cell * each.axes[i].size() + each.axes[i].find(position[i]).value();
            return values.at(before + cell);
        }
        throw BrokenInvariant("no table " + table);
    }
    double run(const std::string& table, const Labels& position) const { return of(table, Period::whole_run, position); }
    double year(const std::string& table, const Labels& position) const { return of(table, Period::year, position); }
};

TEST(pathway_tables, count_arrivals_and_exits_by_year_of_the_first_day_of_the_step) {
    Small s;
    s.set(arrivals, {"2026-12-28", "north", "women"}, 20);
    s.set(arrivals, {"2027-01-04", "north", "women"}, 3);
    s.set(arrivals, {"2027-01-04", "south", "children"}, 50);
    s.set(exits, {"2026-12-28", "north", "gone", "women"}, 2);
    s.set(exits, {"2027-01-04", "north", "settled", "women"}, 4);
    s.set(exits, {"2027-01-04", "south", "settled", "children"}, 7);
    s.set(breaches, {"2027-01-04", "north"}, 1);
    EXPECT_EQ(s.year("arrivals", {"2026", "all", "all"}), 20);
    EXPECT_EQ(s.year("arrivals", {"2027", "all", "all"}), 53);
    EXPECT_EQ(s.run("arrivals", {"north", "women"}), 23);
    EXPECT_EQ(s.run("arrivals", {"all", "children"}), 50);
    EXPECT_EQ(s.run("arrivals", {"all", "all"}), 73);
    EXPECT_EQ(s.year("completed", {"2027", "all", "all"}), 11);
    EXPECT_EQ(s.run("completed", {"north", "all"}), 4);
    EXPECT_EQ(s.run("exits", {"all", "settled", "all"}), 11);
    EXPECT_EQ(s.run("exits", {"all", "gone", "all"}), 2);
    EXPECT_EQ(s.run("exits_by_kind", {"north", "left", "women"}), 2);
    EXPECT_EQ(s.year("breaches", {"2026", "all"}), 0);
    EXPECT_EQ(s.run("breaches", {"all"}), 1);
    EXPECT_EQ(s.run("in_programme_at_end", {"north", "women"}), 17);  // 23 - 2 - 4
    EXPECT_EQ(s.run("in_programme_at_end", {"all", "all"}), 60);
}

TEST(pathway_tables, say_nothing_of_stages_exits_and_services_that_a_programme_does_not_have) {
    const Small s;
    for (const char* table : {"spending", "person_days", "present_at_end", "longest_wait", "peak_present"}) {
        EXPECT_EQ(s.run(table, {"south", "reception"}), 0) << table;
        EXPECT_THAT(s.run(table, {"south", "follow_up"}), IsNan()) << table;
    }
    EXPECT_THAT(s.run("entered", {"south", "follow_up", "all"}), IsNan());
    EXPECT_EQ(s.run("entered", {"all", "follow_up", "all"}), 0);
    EXPECT_THAT(s.run("exits", {"south", "gone", "all"}), IsNan());
    EXPECT_THAT(s.run("exits_by_kind", {"south", "left", "all"}), IsNan());
    EXPECT_THAT(s.run("exits_by_kind", {"all", "died", "all"}), IsNan());
    EXPECT_EQ(s.run("exits_by_kind", {"all", "left", "all"}), 0);
    EXPECT_THAT(s.run("post_days", {"south", "nurse"}), IsNan());
    EXPECT_THAT(s.run("peak_posts", {"north", "teacher"}), IsNan());
    EXPECT_EQ(s.run("post_days", {"all", "nurse"}), 0);
}

TEST(pathway_tables, sum_money_and_days_over_stages_and_programmes) {
    Small s;
    s.set(spending, {"2026-12-28", "north", "reception"}, 1'000'000);
    s.set(spending, {"2027-01-04", "north", "follow_up"}, 500'000);
    s.set(spending, {"2027-01-04", "south", "reception"}, 4'000'000);
    s.set(person_days, {"2026-12-28", "north", "reception"}, 100);
    s.set(person_days, {"2027-01-04", "north", "follow_up"}, 40);
    s.set(person_days, {"2027-01-04", "south", "reception"}, 30);
    s.set(arrivals, {"2026-12-28", "north", "women"}, 20);
    s.set(exits, {"2027-01-04", "north", "settled", "women"}, 4);
    EXPECT_EQ(s.run("spending", {"north", "all"}), 1'500'000);
    EXPECT_EQ(s.run("spending", {"all", "reception"}), 5'000'000);
    EXPECT_EQ(s.year("spending", {"2027", "all", "all"}), 4'500'000);
    EXPECT_EQ(s.run("spending_usd", {"all"}), 11'000);
    EXPECT_EQ(s.run("spending_per_arrival", {"north"}), 75'000);
    EXPECT_EQ(s.run("spending_per_completed", {"north"}), 375'000);
    EXPECT_THAT(s.run("spending_per_arrival", {"south"}), IsNan());
    EXPECT_EQ(s.run("person_days", {"all", "all"}), 170);
    EXPECT_EQ(s.run("post_days", {"north", "nurse"}), 60);  // 100 x 0.5 + 40 x 0.25
    EXPECT_EQ(s.run("post_days", {"all", "teacher"}), 3);   // 30 x 0.1
}

TEST(pathway_tables, take_waits_and_stays_over_entries) {
    Small s;
    s.set(entered, {"2026-12-28", "north", "reception", "women"}, 10);
    s.set(entered, {"2027-01-04", "north", "reception", "children"}, 30);
    s.set(entered, {"2027-01-04", "south", "reception", "men"}, 10);
    s.set(waiting_days, {"2026-12-28", "north", "reception"}, 50);
    s.set(waiting_days, {"2027-01-04", "north", "reception"}, 10);
    s.set(waiting_days, {"2027-01-04", "south", "reception"}, 40);
    s.set(waited, {"2026-12-28", "north", "reception"}, 8);
    s.set(person_days, {"2026-12-28", "north", "reception"}, 200);
    EXPECT_EQ(s.run("mean_wait", {"north", "reception"}), 1.5);
    EXPECT_EQ(s.run("mean_wait", {"south", "reception"}), 4);
    EXPECT_EQ(s.run("mean_wait", {"all", "reception"}), 2);
    EXPECT_THAT(s.run("mean_wait", {"north", "follow_up"}), IsNan());  // nobody entered
    EXPECT_EQ(s.run("waited_share", {"north", "reception"}), 0.2);
    EXPECT_EQ(s.run("mean_stay", {"north", "reception"}), 5);
    EXPECT_EQ(s.run("entered", {"north", "reception", "all"}), 40);
    for (const char* table : {"mean_wait", "waited_share", "mean_stay", "longest_wait", "peak_present"})
        EXPECT_THAT(s.run(table, {"north", "all"}), IsNan()) << table;
    EXPECT_THAT(s.run("entered", {"north", "all", "all"}), IsNan());
}

TEST(pathway_tables, take_stocks_at_the_end_and_peaks_as_they_are) {
    Small s;
    s.set(present, {"2026-12-28", "north", "follow_up", "women"}, 90);
    s.set(present, {"2027-01-04", "north", "follow_up", "women"}, 5);
    s.set(present, {"2027-01-04", "south", "reception", "men"}, 6);
    s.set(posts, {"2026-12-28", "north", "nurse"}, 9);
    s.set(posts, {"2027-01-04", "north", "nurse"}, 4);
    s.set(longest_wait, {"north", "reception"}, 12);
    s.set(peak_waiting, {"south", "reception"}, 33);
    s.set(p95_present, {"south", "reception"}, 31);
    s.set(peak_occupied, {"hub"}, 80);
    s.set(p95_occupied, {"hub"}, 70);
    s.set(days_full, {"hub"}, 4);
    s.set(places, {"hub"}, 80);
    EXPECT_EQ(s.run("present_at_end", {"north", "follow_up"}), 5);
    EXPECT_EQ(s.run("present_at_end", {"all", "all"}), 11);
    EXPECT_EQ(s.run("in_follow_up_at_end", {"north"}), 5);
    EXPECT_EQ(s.run("in_follow_up_at_end", {"south"}), 0);  // its reception is no follow-up
    EXPECT_EQ(s.run("in_follow_up_at_end", {"all"}), 5);
    EXPECT_EQ(s.run("peak_posts", {"north", "nurse"}), 9);
    EXPECT_THAT(s.run("peak_posts", {"all", "nurse"}), IsNan());
    EXPECT_EQ(s.run("longest_wait", {"north", "reception"}), 12);
    EXPECT_THAT(s.run("longest_wait", {"all", "reception"}), IsNan());
    EXPECT_EQ(s.run("peak_waiting", {"south", "reception"}), 33);
    EXPECT_EQ(s.run("p95_present", {"south", "reception"}), 31);
    EXPECT_EQ(s.run("peak_occupied", {"hub"}), 80);
    EXPECT_EQ(s.run("p95_occupied", {"hub"}), 70);
    EXPECT_EQ(s.run("days_full", {"hub"}), 4);
    EXPECT_EQ(s.run("places", {"hub"}), 80);
    EXPECT_EQ(s.run("places", {"north.follow_up"}), 0);
}

// 100 arrive in north. In the first month 10 leave; in the second 5 of 90 end otherwise; 70 are followed for the third, in which
// 6 of the 60 of them who are still there leave.
TEST(pathway_tables, count_as_retained_who_has_not_left_however_else_the_programme_ended) {
    Small s;
    const std::vector<std::int64_t> followed_persons = {100, 100, 100, 70}, in = {100, 90, 85, 54}, risk = {100, 100, 90, 60},
                                    leaving = {0, 10, 0, 6};
    for (std::size_t k = 0; k < 4; ++k) {
        const Labels at = {std::to_string(k), "north", "women"};
        s.set(followed, at, followed_persons[k]);
        s.set(still_in, at, in[k]);
        s.set(at_risk, at, risk[k]);
        s.set(left, at, leaving[k]);
    }
    EXPECT_EQ(s.run("in_programme_share", {"north", "1"}), 0.9);
    EXPECT_DOUBLE_EQ(s.run("in_programme_share", {"north", "3"}), 54.0 / 70);
    EXPECT_THAT(s.run("in_programme_share", {"north", "6"}), IsNan());  // beyond the run
    EXPECT_THAT(s.run("in_programme_share", {"south", "1"}), IsNan());  // nobody
    EXPECT_THAT(s.run("retained_share", {"north", "1"}), DoubleNear(0.9, 1e-12));
    EXPECT_THAT(s.run("retained_share", {"north", "3"}), DoubleNear(1 - 0.1 - 0.9 * 85 / 90 * 6 / 60, 1e-12));
    EXPECT_THAT(s.run("retained_share", {"all", "3"}), DoubleNear(0.815, 1e-12));
    EXPECT_THAT(s.run("retained_share", {"north", "6"}), IsNan());
}

TEST(pathway_tables, show_one_programme_alone_as_all_of_them) {
    Small s;
    s.axes.programme = {"programme", {"north"}};
    s.facts.stage_kind.resize(2);
    s.facts.exit_kind.resize(2);
    s.facts.posts_per_person.resize(4);
    s.tallies = make_pathway_tallies(s.axes);
    s.set(peak_waiting, {"north", "reception"}, 17);
    EXPECT_EQ(s.run("peak_waiting", {"all", "reception"}), 17);
    EXPECT_THAT(s.run("peak_waiting", {"all", "follow_up"}), 0);
    EXPECT_TRUE(all_has_meaning("peak_waiting", "programme", 1));
    EXPECT_FALSE(all_has_meaning("peak_waiting", "programme", 2));
    EXPECT_FALSE(all_has_meaning("peak_waiting", "stage", 1));
    EXPECT_TRUE(all_has_meaning("spending", "stage", 2));
}

TEST(pathway_tables, have_the_kinds_of_exits_of_scenarios) {
    const Axis kinds = pathway_table_axis("exit_kind", Small().axes);
    EXPECT_EQ(kinds.labels, Labels(exit_kind_words.begin(), exit_kind_words.end()));
    EXPECT_THAT(pathway_table_axis("horizon", Small().axes).labels, ElementsAre("1", "3", "6", "12", "24"));
}

}  // namespace
}  // namespace qonys
