// Files that were damaged so that HDF5 itself would read beyond what is there, or never come to an end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problems.hpp"
#include "golden/small_result.hpp"
#include "results/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;

// Statements of Python with the opened file as f; what the reader then says, or that it reads the file.
std::string told_of(const std::string& statements) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "r.h5";
    test::write_small(path);
    const auto done = test::run("/usr/bin/python3 -c " + test::shell_quoted("import h5py, numpy as np\nf = h5py.File('" + path +
                                                                            "', 'r+')\n" + statements + "\nf.close()"));
    EXPECT_EQ(done.exit_code, 0) << done.err;
    try {
        const ResultFile file(path);
    } catch (const FileTrouble& trouble) {
        return trouble.what();
    }
    return "read";
}

TEST(damaged_file, whose_dimension_lists_are_no_lists_of_references_is_refused) {
    EXPECT_EQ(told_of(""), "read");
    const std::string anew = "a = f['quota'].attrs\ndel a['DIMENSION_LIST']\n";
    EXPECT_THAT(told_of(anew + "a['DIMENSION_LIST'] = np.arange(4)"), HasSubstr("quota: its DIMENSION_LIST is damaged"));
    EXPECT_THAT(told_of(anew + "a['DIMENSION_LIST'] = 'month'"), HasSubstr("quota: its DIMENSION_LIST is damaged"));
    EXPECT_THAT(told_of(anew + "a.create('DIMENSION_LIST', np.array([np.arange(3)] * 4 + [None], object)[:4], "
                               "dtype=h5py.vlen_dtype(np.int32))"),
                HasSubstr("quota: its DIMENSION_LIST is damaged"));
    EXPECT_THAT(told_of("old = f['quota'].attrs['DIMENSION_LIST']\n" + anew +
                        "a.create('DIMENSION_LIST', old[:1], (1,), dtype=h5py.vlen_dtype(h5py.ref_dtype))"),
                HasSubstr("quota: its DIMENSION_LIST is damaged"));
}

TEST(damaged_file, with_a_group_within_itself_is_refused) {
    EXPECT_THAT(told_of("f['yearly/again'] = f['yearly']"),
                HasSubstr("damaged: the group yearly/again stands in the file twice"));
    EXPECT_THAT(told_of("f['yearly/root'] = f['/']"), HasSubstr("the group yearly/root stands in the file twice"));
}

}  // namespace
}  // namespace qonys
