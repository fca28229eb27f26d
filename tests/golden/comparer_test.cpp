// The comparer must refuse every file that says anything else, and name what differs.
#include "results/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "golden/small_result.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Change {
    const char* name;
    std::vector<std::string> lines;  // parts of the lines expected, one per difference
};

// for the names that CTest shows
void PrintTo(const Change& change, std::ostream* out) {
    *out << change.name;
}

class Doctored : public testing::TestWithParam<Change> {};

std::vector<std::string> after(const std::string& change) {
    const test::TempFolder folder;
    const std::string old_file = folder.path() / "old.h5", new_file = folder.path() / "new.h5";
    test::write_small(old_file);
    test::write_small(new_file);
    const test::ProcessResult doctored =
        test::run("/usr/bin/python3 '" QONYS_SOURCE_FOLDER "/tests/golden/doctor.py' " + new_file + " " + change);
    EXPECT_EQ(doctored.exit_code, 0) << doctored.err;
    return differences(old_file, new_file);
}

TEST_P(Doctored, file_is_refused_with_a_line_that_says_why) {
    const std::vector<std::string> found = after(GetParam().name);
    ASSERT_EQ(found.size(), GetParam().lines.size()) << testing::PrintToString(found);
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_THAT(found[i], HasSubstr(GetParam().lines[i]));
}

INSTANTIATE_TEST_SUITE_P(
    changes, Doctored,
    testing::Values(
        Change{"longer", {"quota: shape 2 x 4 x 3 x 4 -> 3 x 4 x 3 x 4"}},
        Change{"float_for_double",
               {"yearly/fill_rate_mean@_FillValue: type H5T_IEEE_F64LE -> H5T_IEEE_F32LE",
                "yearly/fill_rate_mean: type H5T_IEEE_F64LE -> H5T_IEEE_F32LE"}},
        Change{"value",
               {"spending: 1 of 480 cells differ, first at [1, 2, 0, 1, 2]: 2000000000 -> 2000000001; total 2404000000000 -> "
                "2404000000001 (ratio 1.00000000000042)"}},
        Change{"real_value", {"yearly/fill_rate_mean: 1 of 8 cells differ, first at [1, 0]: 0.75 -> 0.75000000225"}},
        Change{"not_a_number", {"retained_share: 1 of 32 cells differ, first at [0, 1, 1]: "}},
        Change{"missing", {"deaths: missing from the new file"}},
        Change{"renamed", {"death: only in the new file", "deaths: missing from the new file"}},
        Change{"extra", {"yearly/more: only in the new file"}},
        Change{"attribute", {"stock@units: 1 of 1 cells differ, first at []: \"persons\" -> \"families\" in line 1"}},
        Change{"attribute_missing", {"stock@long_name: missing from the new file"}},
        Change{"string", {"scenario_yaml: 1 of 1 cells differ, first at []: \"run: {seed: 7}\" -> \"run: {seed: 8}\" in line 2"}},
        Change{"label", {"region: 1 of 3 cells differ, first at [1]: \"KZ-35\" -> \"KZ-36\""}},
        Change{"axes_swapped", {"moves: axes replicate, region, region_to, stream -> replicate, region_to, region, stream"}}),
    [](const auto& each) { return each.param.name; });

TEST(comparer, finds_no_difference_in_two_runs_on_other_hosts) {
    const test::TempFolder folder;
    const std::string old_file = folder.path() / "old.h5", new_file = folder.path() / "new.h5";
    test::write_small(old_file, test::small_run_info("one"));
    test::write_small(new_file, test::small_run_info("another"));
    EXPECT_THAT(differences(old_file, new_file), ElementsAre());
}

TEST(comparer, allows_rounding_in_the_tenth_digit) {
    EXPECT_THAT(after("tiny"), ElementsAre());
}

TEST(comparer, leaves_out_the_commit_of_the_program) {
    EXPECT_THAT(after("commit"), ElementsAre());
}

}  // namespace
}  // namespace qonys
