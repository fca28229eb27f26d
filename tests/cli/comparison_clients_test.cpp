// Other tools open the file of a comparison and find what was written; each script must refuse a file in which a number is off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "golden/small_comparison_file.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string scripts = QONYS_SOURCE_FOLDER "/tests/cli/";

void reads_and_refuses(const std::string& client) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "c.h5";
    test::write_small_comparison(path);
    const test::ProcessResult good = test::run(client + " " + path);
    EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
    const std::string doctor = "import h5py; h5py.File('" + path + "', 'r+')['whole_run/placed'][1, 2, 2] = 17.5";
    ASSERT_EQ(test::run("/usr/bin/python3 -c " + test::shell_quoted(doctor)).exit_code, 0);
    EXPECT_NE(test::run(client + " " + path).exit_code, 0) << "the script does not see that half a person was added";
}

TEST(comparison_clients, h5py_reads_differences_and_texts) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "comparison_h5py.py"));
}

TEST(comparison_clients, xarray_opens_each_group) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "comparison_xarray.py"));
}

TEST(comparison_clients, r_ncdf4_reads_differences) {
    reads_and_refuses("Rscript " + test::shell_quoted(scripts + "comparison_ncdf4.R"));
}

TEST(comparison_clients, ncdump_shows_the_layout) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "c.h5";
    test::write_small_comparison(path);
    const test::ProcessResult shown = test::run("ncdump -h " + path);
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    for (const char* line :
         {":kind = \"comparison\" ;", "group: whole_run {", "\tdouble placed(arm, statistic, area) ;\n",
          "\tdouble placed(arm, statistic, year, area) ;\n", "\tdouble asked(arm, statistic, month, region) ;\n",
          "\tdouble placed_probability_higher(arm, area) ;\n", "\tdouble placed(arm, replicate, area) ;\n",
          "\tdouble spending(arm, spending_term) ;\n", "\tstring scenario_yaml(arm) ;\n",
          "month:units = \"days since 1970-01-01\" ;"})
        EXPECT_THAT(shown.out, HasSubstr(line));
    EXPECT_THAT(shown.out, Not(HasSubstr("phony")));
}

}  // namespace
}  // namespace qonys
