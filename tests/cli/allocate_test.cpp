// qonys allocate from the command line to the files, end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "commit.hpp"
#include "scenario/scenario.hpp"
#include "support/hias.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

using Rows = std::vector<std::map<std::string, std::string>>;

// Of CSV without quotes: each row by the names of the columns.
Rows parsed(const std::string& csv) {
    const auto cells_of = [](const std::string& line) {
        std::vector<std::string> cells(1);
        for (const char c : line) {
            if (c == ',')
                cells.emplace_back();
            else
                cells.back() += c;
        }
        return cells;
    };
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    const std::vector<std::string> header = cells_of(line);
    Rows rows;
    while (std::getline(lines, line)) {
        const std::vector<std::string> cells = cells_of(line);
        EXPECT_THAT(cells, SizeIs(header.size())) << line;
        auto& row = rows.emplace_back();
        for (std::size_t i = 0; i < std::min(cells.size(), header.size()); ++i) row[header[i]] = cells[i];
    }
    return rows;
}

const std::string example = QONYS_SOURCE_FOLDER "/scenarios/allocate/";

std::string quoted_path(const std::filesystem::path& path) {
    return test::shell_quoted(path.string());
}

test::ProcessResult allocate(const std::string& arguments) {
    return test::run(test::shell_quoted(QONYS_PROGRAM) + " allocate " + arguments);
}

// The example of the project, with further flags.
test::ProcessResult allocate_example(const std::string& flags) {
    return allocate(quoted_path(example + "applicants.csv") + " --places " + quoted_path(example + "places.csv") + " --scores " +
                    quoted_path(example + "scores.csv") + " " + flags);
}

const std::string with_lock = "--locked " + quoted_path(example + "locked.csv") + " ";

TEST(allocate, prints_a_row_for_each_family_and_the_summary_beside_it) {
    const auto result = allocate_example(with_lock + "--mechanism min_cost_flow");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, StartsWith("family,place,score,reason,"));
    const Rows rows = parsed(result.out);
    const Rows families = parsed(test::read_text(example + "applicants.csv"));
    ASSERT_EQ(rows.size(), families.size());
    double score = 0;
    std::map<std::string, int> used;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Rows::value_type row = rows[i], family = families[i];
        EXPECT_EQ(row["family"], family["family"]);
        EXPECT_EQ(row["place"].empty(), row["score"].empty());
        if (row["place"].empty()) continue;
        used[row["place"]] += std::stoi(family["persons"]);
        score += std::stod(row["score"]);
        EXPECT_EQ(row["reason"], row["family"] == "Invented 05" ? "locked" : "placed");
        EXPECT_THAT(row["alternatives"], Not(HasSubstr(row["place"] + "=")));
    }
    for (Rows::value_type place : parsed(test::read_text(example + "places.csv")))
        EXPECT_LE(used[place["place"]], std::stoi(place["capacity"]));
    std::ostringstream total;
    total << "score " << score << ";";
    EXPECT_THAT(result.err, AllOf(StartsWith("min_cost_flow: "), HasSubstr(total.str()), HasSubstr("shadow price"),
                                  HasSubstr("Invented 05: locked at Pavlodar, cost "), HasSubstr("all together")));
}

TEST(allocate, puts_everything_in_one_document_of_json) {
    const auto result = allocate_example(with_lock + "--mechanism bid_price --format json");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.err, IsEmpty());
    const auto json = nlohmann::json::parse(result.out);
    EXPECT_EQ(json["mechanism"], "bid_price");
    ASSERT_THAT(json["families"], SizeIs(12));
    double score = 0;
    int placed = 0;
    for (const auto& family : json["families"]) {
        score += family["score"].get<double>();
        placed += !family["place"].is_null();
    }
    EXPECT_NEAR(score, json["summary"]["score"].get<double>(), 1e-9);
    EXPECT_EQ(placed, json["summary"]["families_placed"]);
    EXPECT_GE(json["summary"]["bound"].get<double>(), score - 1e-6);
    ASSERT_THAT(json["places"], SizeIs(3));
    for (const auto& place : json["places"])
        EXPECT_EQ(place["used"].get<int>() + place["left"].get<int>(), place["capacity"].get<int>());
    ASSERT_THAT(json["overrides"], SizeIs(1));
    EXPECT_EQ(json["overrides"][0]["places"], nlohmann::json({"Pavlodar"}));
    EXPECT_NEAR(json["without_overrides"]["score"].get<double>() - score,
                json["without_overrides"]["cost_of_all_overrides"].get<double>(), 1e-9);
    // the run without the lock is the same as when it is not asked for
    const auto free = nlohmann::json::parse(allocate_example("--mechanism bid_price --format json").out);
    EXPECT_EQ(free["summary"]["score"], json["without_overrides"]["score"]);
    EXPECT_THAT(free["overrides"], IsEmpty());
}

TEST(allocate, answers_as_its_page_shows) {
    const std::string page = test::read_text(QONYS_SOURCE_FOLDER "/docs/allocate.md");
    const auto result = allocate_example(with_lock + "--mechanism min_cost_flow");
    std::istringstream summary(result.err), rows(result.out);
    std::string line;
    while (std::getline(summary, line)) EXPECT_THAT(page, HasSubstr(line));
    for (int row = 0; row < 10 && std::getline(rows, line); ++row) EXPECT_THAT(page, HasSubstr("    " + line + "\n"));
}

std::string backwards(const std::string& csv) {
    std::istringstream lines(csv);
    std::vector<std::string> rows;
    std::string header;
    std::getline(lines, header);
    for (std::string line; std::getline(lines, line);) rows.push_back(line);
    std::string text = header + "\n";
    for (auto row = rows.rbegin(); row != rows.rend(); ++row) text += *row + "\n";
    return text;
}

TEST(allocate, does_not_look_at_the_order_of_the_rows) {
    const test::TempFolder folder;
    const auto applicants = folder.write("applicants.csv", backwards(test::read_text(example + "applicants.csv")));
    const auto scores = folder.write("scores.csv", backwards(test::read_text(example + "scores.csv")));
    for (const char* name : mechanism_words) {
        const std::string flags = with_lock + "--mechanism " + name;
        const auto straight = allocate_example(flags);
        const auto turned = allocate(quoted_path(applicants) + " --places " + quoted_path(example + "places.csv") + " --scores " +
                                     quoted_path(scores) + " " + flags);
        ASSERT_EQ(straight.exit_code, 0) << straight.err;
        EXPECT_EQ(backwards(turned.out), straight.out) << name;
        EXPECT_EQ(turned.err, straight.err) << name;
        EXPECT_EQ(allocate_example(flags).out, straight.out) << name;
    }
}

TEST(allocate, draws_other_lots_with_another_seed) {
    const auto of = [](const std::string& seed) { return allocate_example("--mechanism lottery --seed " + seed).out; };
    EXPECT_EQ(of("1"), of("1"));
    EXPECT_NE(of("1"), of("2"));
    for (const char* wrong : {"-1", "1.5", "010", "4294967296", "x"})
        EXPECT_EQ(allocate_example(std::string("--mechanism lottery --seed ") + wrong).exit_code, 2) << wrong;
}

TEST(allocate, writes_files_and_the_places_serve_the_next_sitting) {
    const test::TempFolder folder;
    const auto placements = folder.path() / "placements.csv", places = folder.path() / "places.csv";
    const auto first =
        allocate_example("--mechanism min_cost_flow -o " + quoted_path(placements) + " --places-out " + quoted_path(places));
    ASSERT_EQ(first.exit_code, 0) << first.err;
    EXPECT_THAT(first.out, IsEmpty());
    EXPECT_THAT(parsed(test::read_text(placements)), SizeIs(12));
    EXPECT_THAT(test::read_text(places), StartsWith("place,capacity,used,left,shadow_price\nPavlodar,14,"));
    int left = 0;
    for (Rows::value_type row : parsed(test::read_text(places))) left += std::stoi(row["left"]);
    const auto more = folder.write("more.csv", "family,persons\nNew 1,2\nNew 2,2\nNew 3,2\nNew 4,2\n");
    const auto second =
        allocate(quoted_path(more) + " --places " + quoted_path(places) + " --mechanism min_cost_flow --format json");
    ASSERT_EQ(second.exit_code, 0) << second.err;
    EXPECT_LE(nlohmann::json::parse(second.out)["summary"]["persons_placed"].get<int>(), left);
}

TEST(allocate, lists_what_officials_forbade_and_what_it_cost) {
    const test::TempFolder folder;
    const auto forbidden = folder.write("forbidden.csv", "family,place\nInvented 07,Pavlodar\nInvented 07,Kostanay\n");
    const auto result = allocate_example("--mechanism min_cost_flow --forbidden " + quoted_path(forbidden));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    Rows rows = parsed(result.out);
    EXPECT_EQ(rows[6]["override"], "forbidden Pavlodar;Kostanay");
    EXPECT_GT(std::stod(rows[6]["override_cost"]), 0);
    EXPECT_EQ(rows[6]["best_place"], "North Kazakhstan");
    EXPECT_THAT(result.err, HasSubstr("Invented 07: forbidden Pavlodar;Kostanay, cost "));
}

TEST(allocate, refuses_what_it_cannot_use) {
    const test::TempFolder folder;
    const auto bad = folder.write("bad.csv", "family,persons\nA,x\nB,0\n");
    const auto result = allocate(quoted_path(bad) + " --places " + quoted_path(example + "places.csv") + " --mechanism lottery");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, AllOf(HasSubstr("bad.csv:2:3: persons: \"x\""), HasSubstr("bad.csv:3:3: persons: \"0\"")));
    EXPECT_EQ(allocate_example("--mechanism by_taste").exit_code, 2);
    for (const char* wrong : {"nan", "-1", "inf", "much"})
        EXPECT_EQ(allocate_example(std::string("--mechanism balanced --load-weight ") + wrong).exit_code, 2) << wrong;
    EXPECT_EQ(allocate_example("").exit_code, 2);
    EXPECT_EQ(allocate_example("--mechanism lottery --forbidden " + quoted_path(folder.path() / "none.csv")).exit_code, 3);
    EXPECT_EQ(allocate_example("--mechanism lottery -o " + quoted_path(folder.path() / "none" / "a.csv")).exit_code, 3);
    EXPECT_EQ(allocate_example("--mechanism lottery > /dev/full").exit_code, 3);
}

TEST(allocate, does_not_write_over_its_files) {
    const test::TempFolder folder;
    const auto applicants = folder.write("a.csv", "family,persons\nA,1\n");
    const std::string start =
        quoted_path(applicants) + " --places " + quoted_path(example + "places.csv") + " --mechanism lottery ";
    EXPECT_EQ(allocate(start + "-o " + quoted_path(applicants)).exit_code, 2);
    const std::string same = quoted_path(folder.path() / "same.csv");
    EXPECT_EQ(allocate(start + "-o " + same + " --places-out " + same).exit_code, 2);
    EXPECT_EQ(test::read_text(applicants), "family,persons\nA,1\n");
}

// The HIAS instance as files: families from `first` on, every `step`-th, with their part of the places and the scores of all that
// `scored` names.
struct HiasFiles {
    std::string applicants = "family,persons,applied\n", places = "place,capacity\n", scores = "family,place,score\n";
    std::int64_t persons = 0;

    HiasFiles(const test::HiasInstance& hias, std::size_t first, std::size_t step, bool scores_of_all) {
        std::int64_t all = 0;
        for (std::size_t i = 0; i < hias.requests.size(); ++i) {
            const Request& r = hias.requests[i];
            all += r.members;
            const bool taken = i % step == first;
            const std::string name = std::to_string(r.family);
            if (taken) persons += r.members;
            if (taken) applicants += name + "," + std::to_string(r.members) + "," + std::to_string(i) + "\n";
            for (std::size_t k = 0; (taken || scores_of_all) && k < r.regions.size(); ++k) {
                std::ostringstream score;
                score.precision(17);
                score << r.scores[k];
                scores += name + "," + hias.names[r.regions[k]] + "," + score.str() + "\n";
            }
        }
        for (std::size_t p = 0; p < hias.places.size(); ++p)
            places += hias.names[p] + "," + std::to_string((hias.places[p] * persons + all / 2) / all) + "\n";
    }
};

nlohmann::json place_hias(const HiasFiles& files, const std::string& flags) {
    const test::TempFolder folder;
    const auto result = allocate(quoted_path(folder.write("a.csv", files.applicants)) + " --places " +
                                 quoted_path(folder.write("p.csv", files.places)) + " --scores " +
                                 quoted_path(folder.write("s.csv", files.scores)) + " --format json " + flags);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return result.exit_code == 0 ? nlohmann::json::parse(result.out)["summary"] : nlohmann::json{};
}

TEST(allocate, places_the_families_of_a_real_agency_within_half_a_percent_of_the_bound) {
    const auto hias = test::read_hias();
    if (!hias) GTEST_SKIP() << "needs the instance in " << test::hias_folder();
    const HiasFiles files(*hias, 0, 1, false);
    const auto best = place_hias(files, "--mechanism min_cost_flow");
    EXPECT_EQ(best["persons"], 1304);
    EXPECT_LE(best["score"].get<double>(), best["bound"].get<double>() + 1e-6);
    EXPECT_GE(best["score"].get<double>(), 0.995 * best["bound"].get<double>());
    const auto greedy = place_hias(files, "--mechanism first_come_first_served");
    EXPECT_LT(greedy["score"].get<double>(), 0.9 * best["score"].get<double>());
}

TEST(allocate, learns_prices_from_one_half_of_a_real_year_for_the_other) {
    const auto hias = test::read_hias();
    if (!hias) GTEST_SKIP() << "needs the instance in " << test::hias_folder();
    for (std::size_t half : {0, 1}) {
        const double best = place_hias(HiasFiles(*hias, half, 2, false), "--mechanism hindsight")["score"].get<double>();
        const double greedy =
            place_hias(HiasFiles(*hias, half, 2, false), "--mechanism first_come_first_served")["score"].get<double>();
        const test::TempFolder folder;
        const auto past = folder.write("past.csv", HiasFiles(*hias, 1 - half, 2, false).applicants);
        const double learnt =
            place_hias(HiasFiles(*hias, half, 2, true), "--mechanism bid_price --learn-from " + quoted_path(past))["score"]
                .get<double>();
        EXPECT_GE(learnt, 0.95 * best);
        EXPECT_LE(learnt, best * 1.001);
        EXPECT_LT(greedy, 0.9 * best);
    }
}

}  // namespace
}  // namespace qonys
