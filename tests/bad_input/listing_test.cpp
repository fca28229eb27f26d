// What `qonys check` and `qonys params` print.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "bad_input/tiny_world.hpp"
#include "base/sha256.hpp"
#include "report/parameters.hpp"
#include "scenario/fields.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

ValueNote a_note() {
    ValueNote note;
    note.path = "places.name";
    note.value = R"({A: "Alpha, the first", B: "Beta"})";
    note.unit = "text";
    note.date = "2025";
    note.source = "he said \"so\"\nand so";
    note.status = "sourced";
    note.range = "1 to 2.5";
    note.has_range = true;
    note.low = 1;
    note.high = 2.5;
    return note;
}

TEST(listing, check_shows_each_value_with_its_source_or_the_line_that_set_it) {
    test::TempFolder folder;
    folder.write("tiny.yaml", test::tiny_world());
    const std::string file = folder.write("top.yaml", "extends: tiny.yaml\nhousing:\n  home_area: 77\n");
    const std::string text = print_check(load_scenario(file, {"run.seed=8"}));
    EXPECT_THAT(text, HasSubstr("Does it read?\n"));
    EXPECT_THAT(text, ContainsRegex("\nhousing.home_area +77 +m2 +scenario +[^\n]*top.yaml:3\n"));
    EXPECT_THAT(text, ContainsRegex("\nrun.seed +8 +seed +scenario +--set run.seed=8\n"));
    EXPECT_THAT(text, ContainsRegex("\nmoney.usd_per_kzt +1 +USD per KZT +assumed +a test\n"));
    EXPECT_THAT(text, ContainsRegex("\narrivals.kandas +\\{2000: 1, 2001: 1, 2002: 1\\} "));
    EXPECT_THAT(text, ContainsRegex("\npeople.head_age +\\{18-19: 0.1, [^…]*60-62: 0.1\\} "));
    EXPECT_THAT(text, HasSubstr("…}} 30 cells"));
    EXPECT_THAT(text, ContainsRegex("\n  [0-9a-f]+  top.yaml\n  [0-9a-f]+  tiny.yaml\n"));
    for (const Field& field : fields())
        if (field.path != "question") {
            EXPECT_THAT(text, HasSubstr("\n" + field.path + " "));
        }
}

TEST(listing, parameters_as_csv_quote_what_needs_it) {
    EXPECT_EQ(print_parameters({a_note()}, Format::csv),
              "parameter,value,unit,status,low,high,date,source,note\n"
              "places.name,\"{A: \"\"Alpha, the first\"\", B: \"\"Beta\"\"}\",text,sourced,1,2.5,2025,\"he said \"\"so\"\"\nand "
              "so\",\n");
}

TEST(listing, parameters_as_json_keep_numbers_as_numbers) {
    ValueNote without_range = a_note();
    without_range.has_range = false;
    const auto list = nlohmann::json::parse(print_parameters({a_note(), without_range}, Format::json));
    EXPECT_EQ(list.at(0).at("high"), 2.5);
    EXPECT_EQ(list.at(0).at("source"), a_note().source);
    EXPECT_TRUE(list.at(1).at("high").is_null());
}

TEST(listing, parameters_as_table_have_one_line_each_and_count_the_status) {
    const std::string text = print_parameters({a_note(), a_note()}, Format::table);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4);
    EXPECT_THAT(text, HasSubstr("2 parameters: 2 sourced\n"));
    EXPECT_THAT(text, HasSubstr("he said \"so\" and so\n"));
}

TEST(listing, columns_line_up_where_letters_take_two_bytes) {
    EXPECT_EQ(width("Қоныс"), 5u);
    EXPECT_EQ(padded("Қоныс", 7), "Қоныс  ");
    EXPECT_EQ(parse_format("csv"), Format::csv);
    EXPECT_EQ(parse_format("xml"), std::nullopt);
}

TEST(listing, fingerprints_are_sha256) {
    // FIPS 180-4, examples of the standard.
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

}  // namespace
}  // namespace qonys
