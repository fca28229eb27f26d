// Broken files of applicants: every problem is told at once with its line and column, and nothing crashes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <regex>

#include "applicants/place.hpp"
#include "applicants/print.hpp"
#include "applicants/read.hpp"
#include "base/csv.hpp"
#include "base/draws.hpp"
#include "base/problems.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

// Contents of the files; those left out are not given.
struct Texts {
    std::string applicants = "family,persons\nA,1\nB,2\n";
    std::string places = "place,capacity\nNorth,3\nSouth,4\n";
    std::optional<std::string> scores = {}, locked = {}, forbidden = {}, past = {};
    std::vector<std::string> minimum = {};
    std::string mechanism = "first_come_first_served";
};

Applicants read(const Texts& texts) {
    const test::TempFolder folder;
    const auto file = [&](const char* name, const std::string& text) { return folder.write(name, text).string(); };
    const auto optional_file = [&](const char* name, const std::optional<std::string>& text) {
        return text ? std::optional(file(name, *text)) : std::nullopt;
    };
    ApplicantFiles files;
    files.applicants = file("applicants.csv", texts.applicants);
    files.places = file("places.csv", texts.places);
    files.scores = optional_file("scores.csv", texts.scores);
    files.locked = optional_file("locked.csv", texts.locked);
    files.forbidden = optional_file("forbidden.csv", texts.forbidden);
    files.learn_from = optional_file("past.csv", texts.past);
    files.minimum = texts.minimum;
    files.mechanism = texts.mechanism;
    return read_applicants(files);
}

// The problems, each without the folder; empty when there is none.
std::vector<std::string> problems_of(const Texts& texts) {
    try {
        read(texts);
    } catch (const BadInput& e) {
        static const std::regex folders("/[^ :;]*/");
        std::vector<std::string> all;
        for (const Problem& problem : e.problems.list) all.push_back(std::regex_replace(to_string(problem), folders, ""));
        return all;
    }
    return {};
}

std::vector<std::string> of_applicants(const std::string& text) {
    Texts texts;
    texts.applicants = text;
    return problems_of(texts);
}

std::vector<std::string> of_places(const std::string& text) {
    Texts texts;
    texts.places = text;
    return problems_of(texts);
}

std::vector<std::string> of_scores(const std::string& text) {
    Texts texts;
    texts.scores = text;
    return problems_of(texts);
}

TEST(files_of_applicants, are_read_with_quotes_bom_crlf_spaces_and_further_columns) {
    Texts texts;
    texts.applicants =
        "\xEF\xBB\xBF family ,language,persons\r\n\"O\"\"Neil, \u04D8\u0441\u0435\u043B\",kk,3\r\n\r\n  B ,\"two\nlines\", 2 "
        "\r\n";
    texts.scores = "score,place,family\n0.5,North,\"O\"\"Neil, \u04D8\u0441\u0435\u043B\"\n1e-3,South,B\n";
    const Applicants a = read(texts);
    ASSERT_THAT(a.families.list, SizeIs(2));
    EXPECT_EQ(a.families.list[0].name, "B");
    EXPECT_EQ(a.families.list[0].persons, 2);
    EXPECT_EQ(a.families.list[0].row, 1U);
    EXPECT_EQ(a.families.list[1].name, "O\"Neil, \u04D8\u0441\u0435\u043B");
    EXPECT_EQ(pair_score(a.families, 1, 0, 2), 0.5);
    EXPECT_EQ(pair_score(a.families, 0, 1, 2), 1e-3);
    EXPECT_TRUE(std::isnan(pair_score(a.families, 0, 0, 2)));
}

TEST(files_of_applicants, may_have_all_their_columns) {
    Texts texts;
    texts.applicants = "preferences,priority,applied,persons,family\nSouth;North,-2.5,2026-02-28,2,A\n,7,2026-03-01,1,B\n";
    texts.places = "place,capacity,minimum,used\nNorth,3,2,1\nSouth,4,0,0\n";
    texts.minimum = {"South=3"};
    texts.mechanism = "deferred_acceptance";
    const Applicants a = read(texts);
    EXPECT_THAT(a.families.list[0].preferences, ElementsAre(1, 0));
    EXPECT_FALSE(a.families.list[1].prefers);
    EXPECT_EQ(a.families.list[1].applied - a.families.list[0].applied, 1);
    EXPECT_EQ(a.families.list[0].priority, -2.5);
    EXPECT_EQ(a.places[0].used, 1);
    EXPECT_EQ(a.places[0].minimum, 2);
    EXPECT_EQ(a.places[1].minimum, 3);
}

TEST(a_broken_file, is_told_with_all_that_is_wrong_at_once) {
    Texts texts;
    texts.applicants = "family,persons,applied\nA,none,2026-02-30\nB,0,\n\u04D8,2,7,8\nA,1,2026-01-01\n";
    texts.places = "place,capacity\nNorth,-1\nNorth,2\n";
    texts.locked = "family,place\nB,Nowhere\n";
    EXPECT_THAT(
        problems_of(texts),
        ElementsAre(
            "places.csv:2:7: capacity: \"-1\" is not between 0 and 1000000000; correct it, or leave the row out",
            "places.csv:3:1: place: \"North\" stands here a second time; keep one row for each place",
            "applicants.csv:2:3: persons: \"none\" is not a whole number; write digits, such as 4",
            "applicants.csv:2:8: applied: \"2026-02-30\" is no day of the calendar; write the year, month and day: 2026-03-01",
            "applicants.csv:3:3: persons: \"0\" is not between 1 and 1000; correct it, or leave the row out",
            "applicants.csv:3:5: applied: is empty; write a number",
            "applicants.csv:4:7: the row has 4 fields, and the header has 3; put a text that holds a comma in quotes",
            "applicants.csv:5:1: family: \"A\" stands here a second time; keep one row for each family",
            "locked.csv:2:3: place: \"Nowhere\" is no place of places.csv; write the name as it stands in places.csv"));
}

TEST(a_broken_file, counts_columns_in_characters) {
    EXPECT_THAT(of_applicants("family,persons\n\u04D8\u0441\u0435\u043B,x\n"),
                ElementsAre(HasSubstr("applicants.csv:2:6: persons: \"x\"")));
}

TEST(a_header, must_name_the_columns_once) {
    EXPECT_THAT(of_applicants("family,person\nA,1\n"),
                ElementsAre("applicants.csv:1:1: has no column \"persons\"; is it the one called \"person\"?"));
    EXPECT_THAT(of_applicants("family,persons,family\nA,1,B\n"),
                ElementsAre(HasSubstr(":1:16: names the column \"family\" a second")));
    EXPECT_THAT(of_applicants("family;persons\nA;1\n"), ElementsAre(HasSubstr(":1:1: the columns are separated by semicolons")));
    EXPECT_THAT(of_applicants("family\tpersons\nA\t1\n"), ElementsAre(HasSubstr("separated by tabs")));
    EXPECT_THAT(of_applicants(""), ElementsAre(HasSubstr("applicants.csv: is empty")));
    EXPECT_THAT(of_applicants("\xEF\xBB\xBF\n \n"), ElementsAre(HasSubstr("applicants.csv: is empty")));
    EXPECT_THAT(of_applicants("family,persons\n"), ElementsAre(HasSubstr("has no families")));
    EXPECT_THAT(of_places("place,capacity\n"), ElementsAre(HasSubstr("has no places")));
    EXPECT_THAT(of_scores("family,place,score\n"), ElementsAre(HasSubstr("has no scores")));
}

TEST(quotes, must_be_closed_and_followed_by_a_comma) {
    EXPECT_THAT(of_applicants("family,persons\nA,1\n\"B,2\nC,3\n"),
                ElementsAre(HasSubstr(":3:1: the quote that opens here is never closed")));
    EXPECT_THAT(of_applicants("family,persons\n\"A\"x,1\n"), ElementsAre(HasSubstr(":2:4: text after a closing quote")));
    EXPECT_THAT(of_applicants("\""), ElementsAre(HasSubstr(":1:1: the quote")));
}

TEST(names, are_printable_utf8_of_reasonable_length) {
    EXPECT_THAT(of_applicants("family,persons\n,1\n"), ElementsAre(HasSubstr(":2:1: family: is empty")));
    EXPECT_THAT(of_applicants("family,persons\n\"A\nB\",1\n"), ElementsAre(HasSubstr("holds a line break")));
    EXPECT_THAT(of_applicants("family,persons\n\xC4\xE0,1\n"), ElementsAre(HasSubstr(":2:1: family: is not UTF-8")));
    EXPECT_THAT(of_applicants("family,persons\n\xED\xA0\x80,1\n"), ElementsAre(HasSubstr("is not UTF-8")));
    EXPECT_THAT(of_applicants("family,persons\n" + std::string(201, 'x') + ",1\n"),
                ElementsAre(HasSubstr("longer than 200 bytes")));
    EXPECT_THAT(of_applicants(std::string("family,persons\nA\0B,1\n", 21)), ElementsAre(HasSubstr("zero bytes")));
    EXPECT_THAT(of_applicants("\xFF\xFE"
                              "f\xE4"),
                ElementsAre(HasSubstr("UTF-16")));
    EXPECT_THAT(of_applicants("PK\x03\x04zip"), ElementsAre(HasSubstr("is a spreadsheet")));
    EXPECT_THAT(of_places("place,capacity\nA;B,1\n"), ElementsAre(HasSubstr(":2:1: place: holds a semicolon")));
    EXPECT_TRUE(is_utf8("\u00E9\u20AC\U0001F600"));
    for (const char* wrong :
         {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"})
        EXPECT_FALSE(is_utf8(wrong));
}

TEST(numbers, are_finite_within_limits_and_written_plainly) {
    for (const char* wrong : {"nan", "inf", "-inf", "0x10", "1,5", "one", "1.2.3", "+1", "1e", "--1", "1 000", ""}) {
        const std::string text = "family,place,score\nA,North,\"" + std::string(wrong) + "\"\n";
        EXPECT_THAT(of_scores(text), ElementsAre(HasSubstr("scores.csv:2:9: score: "))) << wrong;
    }
    for (const char* wrong : {"-0.1", "1000001", "1e400", "-1e400", "1e-400000000000000000000"})
        EXPECT_THAT(of_scores("family,place,score\nA,North," + std::string(wrong) + "\n"),
                    ElementsAre(HasSubstr("is not between 0 and 1000000")))
            << wrong;
    EXPECT_THAT(of_scores("family,place,score\nA,North,-0\n"), IsEmpty());
    EXPECT_THAT(of_scores("family,place,score\nA,North,\"0,5\"\n"), ElementsAre(HasSubstr("write decimals with a point")));
    for (const char* wrong : {"2.0", "1e3", "+2", "99999999999999999999", "1001", "-1", "2 2"})
        EXPECT_THAT(of_applicants("family,persons\nA," + std::string(wrong) + "\n"), ElementsAre(HasSubstr(":2:3: persons: ")))
            << wrong;
    for (const char* wrong : {"2026-13-01", "2026-02-29", "26-2-2", "01.02.2026", "2026-01-01T00", "nan"})
        EXPECT_THAT(of_applicants("family,persons,applied\nA,1," + std::string(wrong) + "\n"),
                    ElementsAre(HasSubstr(":2:5: applied: ")))
            << wrong;
    EXPECT_THAT(of_applicants("family,persons,applied\nA,1,7\nB,1,2026-01-01\n"),
                ElementsAre(HasSubstr(":3:5: applied: a date after numbers")));
    EXPECT_THAT(of_applicants("family,persons,priority\nA,1,1e10\n"), ElementsAre(HasSubstr(":2:5: priority: ")));
}

TEST(preferences, name_each_place_once) {
    const auto of = [](const std::string& list) { return of_applicants("family,persons,preferences\nA,1," + list + "\n"); };
    EXPECT_THAT(of("North; South"), IsEmpty());
    EXPECT_THAT(of("North;Soth"), ElementsAre(HasSubstr("did you mean \"South\"?")));
    EXPECT_THAT(of("North;North"), ElementsAre(HasSubstr("stands twice")));
    EXPECT_THAT(of("North;;South"), ElementsAre(HasSubstr("an empty name")));
}

TEST(scores, name_known_families_and_places_and_each_pair_once) {
    EXPECT_THAT(of_scores("family,place,score\nC,North,1\n"), ElementsAre(HasSubstr(":2:1: family: \"C\" is no family of ")));
    EXPECT_THAT(of_scores("family,place,score\nA,Nort,1\n"), ElementsAre(HasSubstr(":2:3: place: \"Nort\" is no place of ")));
    EXPECT_THAT(of_scores("family,place,score\nA,North,1\nB,North,1\nA,North,1\n"), ElementsAre(HasSubstr(":4:3: place: ")));
}

TEST(scores, may_name_past_families_when_prices_are_learnt) {
    Texts texts;
    texts.scores = "family,place,score\nA,North,1\nOld,North,2\nB,South,3\n";
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("\"Old\" is no family")));
    texts.past = "family,persons\nOld,4\nA,1\n";  // A waited
    texts.mechanism = "bid_price";
    ASSERT_THAT(problems_of(texts), IsEmpty());
    const Applicants a = read(texts);
    EXPECT_EQ(pair_score(a.past, 0, 0, 2), 1);
    EXPECT_EQ(pair_score(a.past, 1, 0, 2), 2);
    EXPECT_EQ(pair_score(a.families, 0, 0, 2), 1);
    texts.mechanism = "lottery";
    EXPECT_THAT(problems_of(texts), ElementsAre("--learn-from: lottery learns nothing; use it with bid_price or balanced"));
}

// North has 3 places: 1 + 2 persons fit, one more does not. South holds no more than 4 of which 3 are used.
TEST(locked_families, need_room) {
    Texts texts;
    texts.locked = "family,place\nA,North\nB,North\n";
    EXPECT_THAT(problems_of(texts), IsEmpty());
    texts.applicants = "family,persons\nA,1\nB,2\nC,1\n";
    texts.locked = "family,place\nA,North\nB,North\nC,North\n";
    EXPECT_THAT(problems_of(texts),
                ElementsAre(HasSubstr("locked.csv:4:3: place: \"North\" has 0 places left for this family of 1")));
    texts.places = "place,capacity,used\nNorth,3,0\nSouth,4,3\n";
    texts.locked = "family,place\nB,South\n";
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("\"South\" has 1 place left for this family of 2")));
    texts.locked = "family,place\nA,South\nA,North\n";
    EXPECT_THAT(problems_of(texts),
                ElementsAre(HasSubstr(":3:3: place: the family is locked a second time, first at \"South\"")));
    texts.locked = "family,place\nX,South\n";
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("locked.csv:2:1: family: \"X\" is no family of ")));
}

TEST(locked_families, may_stand_where_a_pair_is_closed_and_the_answer_says_so) {
    Texts texts;
    texts.scores = "family,place,score\nA,North,1\nB,North,1\n";
    texts.locked = "family,place\nA,South\n";
    EXPECT_THAT(problems_of(texts), IsEmpty());
    texts.forbidden = "family,place\nA,South\n";
    EXPECT_THAT(read(texts).notes, testing::Contains(HasSubstr("the lock counts")));
    texts.forbidden = "family,place\nA,South\nA,South\n";
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("forbidden.csv:3:3: place: the pair stands here a second time")));
}

TEST(minimum, is_a_place_and_a_number_that_its_mechanism_uses) {
    Texts texts;
    texts.mechanism = "deferred_acceptance";
    texts.minimum = {"North=2", "Nort=2", "North=1", "South=5", "South", "South=x", "=3", "South=-1"};
    EXPECT_THAT(problems_of(texts),
                ElementsAre(HasSubstr("did you mean \"North\""), HasSubstr("has a minimum already"), HasSubstr("has 4 places"),
                            HasSubstr("\"South\": is not a place and a number"), HasSubstr("\"South=x\": is not"),
                            HasSubstr("is no place"), HasSubstr("\"South=-1\": is not")));
    texts.minimum = {"North=2"};
    texts.mechanism = "rotation";
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("rotation knows no minimum")));
    EXPECT_THAT(of_places("place,capacity,minimum\nNorth,3,4\nSouth,1,1\n"),
                ElementsAre(HasSubstr(":2:9: minimum: a minimum of 4")));
    EXPECT_THAT(of_places("place,capacity,used\nNorth,3,4\nSouth,1,1\n"), ElementsAre(HasSubstr(":2:9: used: 4 used, of 3")));
}

TEST(too_much, is_refused_before_it_takes_the_memory) {
    std::string places = "place,capacity\n";
    for (int p = 0; p < 250; ++p) places += "P" + std::to_string(p) + ",1\n";
    EXPECT_THAT(of_places(places), IsEmpty());
    EXPECT_THAT(of_places(places + "one more,1\n"), ElementsAre(HasSubstr(":252:1: place: is one place more than the 250")));
    std::string families = "family,persons\n";
    for (int f = 0; f < 80'001; ++f) families += "F" + std::to_string(f) + ",1\n";
    Texts texts;
    texts.places = places;
    texts.applicants = families;
    EXPECT_THAT(problems_of(texts), ElementsAre(HasSubstr("are 20000250 pairs, more than 20000000")));
    families = "family,persons\n";
    for (int f = 0; f < 1'000'000; ++f) families += std::to_string(f) + ",1\n";
    Problems none;
    {
        CsvProblems problems("a.csv", none);
        CsvReader csv(families, {{"family", true}}, problems);
        while (csv.next()) {
        }
    }
    EXPECT_TRUE(none.empty());
    EXPECT_THAT(of_applicants(families + "last,1\n"), ElementsAre(HasSubstr(":1000002:1: has more than 1000000 rows")));
}

TEST(too_many_problems, are_counted) {
    std::string text = "family,persons\n";
    for (int f = 0; f < 1000; ++f) text += "F" + std::to_string(f) + ",none\n";
    const std::vector<std::string> problems = of_applicants(text);
    EXPECT_THAT(problems, SizeIs(31));
    EXPECT_EQ(problems.back(), "applicants.csv: 970 more problems");
}

TEST(a_file_of_applicants, that_is_missing_or_a_folder_is_trouble) {
    const test::TempFolder folder;
    ApplicantFiles files;
    files.applicants = folder.write("a.csv", "family,persons\nA,1\n").string();
    files.places = (folder.path() / "none.csv").string();
    EXPECT_THROW(read_applicants(files), FileTrouble);
    files.places = folder.path().string();
    EXPECT_THROW(read_applicants(files), FileTrouble);
}

// Bytes replaced, removed and doubled at random: each file is either read or refused with a problem.
TEST(damaged_files, are_read_or_refused) {
    const std::string good =
        "family,persons,applied,preferences\n\"A, \u04D8\",1,2026-01-01,North;South\nB,2,2026-01-02,\nC,3,2026-01-03,South\n";
    const std::string pieces = "\",\n\r;=-0.e9\xEF\xBB\xBF\xFF";
    std::size_t refused = 0, accepted = 0;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const auto below = [&](std::size_t n, std::uint32_t what) {
            return static_cast<std::size_t>(static_cast<double>(n) * uniform({i, 0}, {what, 0}, 0, Purpose::lottery));
        };
        Texts texts;
        texts.applicants = good;
        for (std::uint32_t edit = 0; edit < 1 + i % 4; ++edit) {
            const std::size_t at = below(texts.applicants.size(), 10 * edit);
            const char piece = pieces[below(pieces.size(), 10 * edit + 1)];
            switch (below(3, 10 * edit + 2)) {
                case 0:
                    texts.applicants[at] = piece;
                    break;
                case 1:
                    texts.applicants.erase(at, 1 + below(5, 10 * edit + 3));
                    break;
                default:
                    texts.applicants.insert(at, 1, piece);
            }
        }
        try {
            const Applicants a = read(texts);
            const Answer answer = place_applicants(a, {"first_come_first_served"});
            EXPECT_THAT(placements_csv(a, answer), Not(IsEmpty()));
            ++accepted;
        } catch (const BadInput& e) {
            EXPECT_FALSE(e.problems.empty()) << texts.applicants;
            ++refused;
        }
    }
    EXPECT_GT(refused, 300U);
    EXPECT_GT(accepted, 30U);
}

}  // namespace
}  // namespace qonys
