// Other tools open the file of a sweep and find what was written; each script must refuse a file in which a number is off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "golden/small_sweep_file.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string scripts = QONYS_SOURCE_FOLDER "/tests/cli/";

void reads_and_refuses(const std::string& client) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "s.h5";
    test::write_small_sweep(path, true);
    const test::ProcessResult good = test::run(client + " " + path);
    EXPECT_EQ(good.exit_code, 0) << good.out << good.err;
    for (const char* change : {"['spending.internal@KZ-55'][6, 1, 2] += 0.5", "['placed_mean'][6, 1] += 0.5"}) {
        const std::string doctor = "import h5py; h5py.File('" + path + "', 'r+')" + change;
        ASSERT_EQ(test::run("/usr/bin/python3 -c " + test::shell_quoted(doctor)).exit_code, 0);
        EXPECT_NE(test::run(client + " " + path).exit_code, 0) << "the script does not see " << change;
        test::write_small_sweep(path, true);
    }
}

TEST(sweep_clients, h5py_reads_values_and_texts) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "sweep_h5py.py"));
}

TEST(sweep_clients, xarray_has_parameters_as_coordinates) {
    reads_and_refuses("/usr/bin/python3 " + test::shell_quoted(scripts + "sweep_xarray.py"));
}

TEST(sweep_clients, r_ncdf4_reads_values_and_texts) {
    reads_and_refuses("Rscript " + test::shell_quoted(scripts + "sweep_ncdf4.R"));
}

TEST(sweep_clients, ncdump_shows_the_layout) {
    const test::TempFolder folder;
    for (const bool arms : {true, false}) {
        const std::string path = folder.path() / "s.h5";
        test::write_small_sweep(path, arms);
        const test::ProcessResult shown = test::run("ncdump " + path);
        ASSERT_EQ(shown.exit_code, 0) << shown.err;
        const std::string axes = arms ? "(point, arm" : "(point";
        for (const std::string& line :
             {std::string(":kind = \"sweep\" ;"), std::string("\tdouble relocation.mrp(point) ;\n"),
              std::string("\tstring quotas.rule(point) ;\n"), std::string("\tdouble placed_varied(point) ;\n"),
              std::string("\tdouble unit(point, parameter) ;\n"), std::string("\tbyte status(point) ;\n"),
              std::string("\tstring message(point) ;\n"), "\tdouble spending.internal@KZ-55" + axes + ", replicate) ;\n",
              "\tdouble placed_se" + axes + ") ;\n", std::string("status:flag_meanings = \"finished failed\" ;"),
              std::string("placed_mean:coordinates = \"relocation.mrp quotas.rule placed_varied\" ;"),
              std::string(":measures = \"placed\", \"spending.internal@KZ-55\" ;"),
              std::string("quotas.rule = \"order\", \"weighted key\", \"base\",")})
            EXPECT_THAT(shown.out, HasSubstr(line));
        EXPECT_THAT(shown.out, Not(HasSubstr("phony")));
        EXPECT_EQ(shown.out.find("placed_difference(point, arm)") != std::string::npos, arms);
    }
}

}  // namespace
}  // namespace qonys
