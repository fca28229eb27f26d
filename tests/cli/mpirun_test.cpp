// A sweep in several processes that mpirun starts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "commit.hpp"
#include "slurm/small_sweep.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string script = test::shell_quoted(QONYS_SOURCE_FOLDER "/scripts/sweep_mpirun.sh");
// more processes than cores, and root in containers
const std::string allowed =
    "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 timeout -k 5 120 ";

class Mpirun : public testing::Test {
protected:
    void SetUp() override {
        const auto tried = in_folder(allowed + "mpirun -n 3 --bind-to none printenv OMPI_COMM_WORLD_RANK");
        if (tried.exit_code != 0) GTEST_SKIP() << "mpirun cannot start processes here: " << tried.err;
    }
    test::ProcessResult in_folder(const std::string& command) const {
        return test::run("cd " + test::shell_quoted(folder.path().string()) + " && " + command);
    }
    // With a program that notes its arguments, prints the result with exit code 9 and ends a shard as `ending` says.
    test::ProcessResult with_stand_in(const std::string& ending) const {
        const auto stand_in = folder.write("program",
                                           "#!/bin/sh\n"
                                           "printf '<%s>' \"$@\" >>calls.$1\n"
                                           "[ $1 = merge ] && exit\n"
                                           "[ $2 = x.h5 ] && exit 9\n"
                                           "k=$((OMPI_COMM_WORLD_RANK + 1))\n" +
                                               ending);
        fs::permissions(stand_in, fs::perms::owner_all);
        return in_folder(allowed + "env -u MPIRUN -u THREADS QONYS=./program " + script + " 3 'a b.yaml' -o x.h5");
    }
    test::TempFolder folder;
};

TEST_F(Mpirun, starts_a_shard_in_each_process_and_the_merged_file_is_that_of_one) {
    const std::string file = test::write_small_sweep(folder, 7);
    const std::string sweep = allowed +
                              "env -u MPIRUN -u THREADS SOURCE_DATE_EPOCH=1700000000 QONYS=" + test::shell_quoted(QONYS_PROGRAM) +
                              " " + script + " 3 " + test::shell_quoted(file) + " -o out.h5";
    const auto result = in_folder(sweep);
    ASSERT_EQ(result.exit_code, 0) << result.out << result.err;
    EXPECT_TRUE(fs::exists(folder.path() / "out.shard-3-of-3.h5"));
    EXPECT_EQ(test::differs_from_unsharded(folder, file, 3, "out.h5"), "");
    EXPECT_EQ(test::differs_from_unsharded(folder, file, 3), "");
    EXPECT_THAT(result.out, HasSubstr("placed"));
    EXPECT_EQ(in_folder(sweep).exit_code, 0) << "the same command again";
}

TEST_F(Mpirun, hands_on_arguments_and_merges_the_shards_in_order) {
    const auto result = with_stand_in("touch x.shard-$k-of-3.h5\n");
    ASSERT_EQ(result.exit_code, 9) << result.err;
    const std::string call = "<sweep><a b.yaml><-o><x.h5><--shard><auto><--threads><1><--log>";
    EXPECT_EQ(test::read_text(folder.path() / "calls.sweep"), call + call + call + "<sweep><x.h5>");
    EXPECT_EQ(test::read_text(folder.path() / "calls.merge"),
              "<merge><x.shard-1-of-3.h5><x.shard-2-of-3.h5><x.shard-3-of-3.h5><-o><x.h5><--quiet>");
}

TEST_F(Mpirun, lets_the_others_finish_when_one_process_ends_with_failed_points_and_merges_all_the_same) {
    const auto result = with_stand_in("[ $k = 1 ] || sleep 1\ntouch x.shard-$k-of-3.h5\n[ $k != 1 ]\n");
    EXPECT_EQ(result.exit_code, 9) << "of what prints the result" << result.err;
    EXPECT_TRUE(fs::exists(folder.path() / "x.shard-3-of-3.h5"));
}

TEST_F(Mpirun, names_the_shards_that_are_not_finished_and_does_not_merge) {
    const auto result = with_stand_in("[ $k = 2 ] && exit 3\ntouch x.shard-$k-of-3.h5\n");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.err, HasSubstr("not finished: x.shard-2-of-3.h5"));
    EXPECT_FALSE(fs::exists(folder.path() / "calls.merge"));
}

TEST(sweep_mpirun_script, says_what_is_missing) {
    for (const auto& [arguments, message] : {std::pair{"", "usage"}, {" a.yaml -o x.h5", "usage"}, {" 3 a.yaml", "no -o"}}) {
        const auto result = test::run(script + arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_THAT(result.err, HasSubstr(message));
    }
    const auto not_built = test::run("QONYS=/no/such/program " + script + " 3 a.yaml -o x.h5");
    EXPECT_EQ(not_built.exit_code, 2);
    EXPECT_THAT(not_built.err, HasSubstr("no program at /no/such/program"));
}

}  // namespace
}  // namespace qonys
