// Other tools open the result file and find the numbers, labels and months that were written. The scripts know the numbers;
// each must refuse a file in which one number is off. A tool that is not installed is a failure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "golden/small_result.hpp"
#include "support/examples.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string scripts = QONYS_SOURCE_FOLDER "/tests/cli/";
const std::string doctor = "/usr/bin/python3 '" QONYS_SOURCE_FOLDER "/tests/golden/doctor.py' ";

void reads_and_refuses(const std::string& client) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "small.h5";
    test::write_small(path);
    const test::ProcessResult good = test::run(client + " " + path);
    EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
    ASSERT_EQ(test::run(doctor + path + " value").exit_code, 0);
    EXPECT_NE(test::run(client + " " + path).exit_code, 0) << "the script does not see that one tenge was added";
}

TEST(clients, h5py_reads_numbers_labels_and_axes) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "clients_h5py.py"));
}

TEST(clients, xarray_reads_numbers_labels_and_months) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "clients_xarray.py"));
}

TEST(clients, r_ncdf4_reads_numbers_labels_and_months) {
    reads_and_refuses("Rscript " + test::shell_quoted(scripts + "clients_ncdf4.R"));
}

TEST(clients, ncdump_shows_the_layout) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "small.h5";
    test::write_small(path);
    const test::ProcessResult shown = test::run("ncdump -h " + path);
    ASSERT_EQ(shown.exit_code, 0) << shown.err;
    for (const char* line :
         {"\treplicate = 2 ;\n", "\tmonth = 4 ;\n", "\tint month(month) ;\n", "\tstring region(region) ;\n",
          "\tint stock(replicate, month, region, origin, stream) ;\n",
          "\tint64 spending(replicate, month, region, stream, instrument) ;\n", "spending:units = \"KZT\" ;",
          "month:units = \"days since 1970-01-01\" ;", "\tdouble fill_rate_mean(year, area) ;\n",
          "\tint arrivals(replicate, month, origin, inflow) ;\n", "\tint kin_components(replicate, component) ;\n",
          "\tdouble fill_rate_sd_parameters(year, area) ;\n", "\tint moves(replicate, region, region_to, stream) ;\n",
          ":Conventions = \"CF-1.8\" ;", "group: whole_run {"})
        EXPECT_THAT(shown.out, HasSubstr(line));
    EXPECT_THAT(shown.out, Not(HasSubstr("phony")));
}

TEST(clients, ncdump_reads_numbers_labels_and_months) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "small.h5";
    test::write_small(path);
    const std::string command = "ncdump -t -v month,region,spending " + path + " | tr -d ' \\n' | grep -o ';data:.*group:yearly'";
    const std::string shown = test::run(command).out;
    EXPECT_THAT(shown, HasSubstr(R"(month="2024-11-01","2024-12-01","2025-01-01","2025-02-01";)"));
    EXPECT_THAT(shown, HasSubstr(R"(region="KZ-10","KZ-35","KZ-71";)"));
    const std::string numbers = "spending=4000000000,5000000000,6000000000,7000000000,";  // (7 * 43 + 0) mod 11 = 4, …
    EXPECT_THAT(shown, HasSubstr(numbers));
    ASSERT_EQ(test::run(doctor + path + " first_value").exit_code, 0);
    EXPECT_THAT(test::run(command).out, Not(HasSubstr(numbers)));
}

// The examples of the documentation run as they stand, in a folder that holds a result.h5.
TEST(output_format, has_examples_that_run) {
    const std::string page = test::read_text(QONYS_SOURCE_FOLDER "/docs/output_format.md");
    const test::TempFolder folder;
    test::write_small(folder.path() / "result.h5");
    std::size_t examples = 0;
    for (const auto& [language, program] :
         {std::pair<std::string, std::string>{"python", "/usr/bin/python3"}, {"r", "Rscript"}, {"sh", "sh -e"}})
        examples += test::run_examples(page, language, program, folder);
    EXPECT_EQ(examples, 4U);
}

TEST(output_format, names_every_measure_with_its_unit_and_axes) {
    const std::string page = test::read_text(QONYS_SOURCE_FOLDER "/docs/output_format.md");
    for (const Measure& measure : measures()) {
        std::string axes;
        for (const std::string& axis : measure.axes) axes += (axes.empty() ? "" : ", ") + axis;
        EXPECT_THAT(page, HasSubstr("| `" + measure.name + "` | " + measure.unit + " | " + axes + " | " +
                                    (measure.type == CellType::count ? "int32" : "int64") + " | " + measure.long_name + " |\n"));
    }
}

}  // namespace
}  // namespace qonys
