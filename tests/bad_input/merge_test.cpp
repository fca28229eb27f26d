// Files that cannot be merged: everything that is wrong is said at once, and nothing is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/problems.hpp"
#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "support/process.hpp"
#include "sweep/merge.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

// Shards of the small sweep, and what merging some of them says, a line for each problem.
struct Shards {
    test::TempFolder folder;
    std::string output = folder.path() / "merged.h5";

    std::string file(const std::string& name) const { return folder.path() / name; }
    std::string shard(int number, int count) const {
        const std::string path = file(std::to_string(number) + "-of-" + std::to_string(count));
        test::write_small_sweep(path, true, number, count);
        return path;
    }
    std::string changed(const std::string& name, const std::function<void(SweepHeader&, SweepPoints&)>& change) const {
        SweepHeader header = test::small_sweep_header(true);
        header.shard = 2;
        header.shards = 3;
        SweepPoints points = test::small_sweep_points(2, 3);
        change(header, points);
        const auto result_of = [&](std::size_t i) { return test::small_sweep_result(points.number[i], header.has_arms()); };
        write_sweep(file(name), header, points, result_of, test::small_run_info());
        return file(name);
    }
    std::vector<std::string> problems(const std::vector<std::string>& files) const {
        std::vector<std::string> lines;
        try {
            merge_shards(files, output, "qonys merge");
        } catch (const BadInput& bad) {
            for (const Problem& problem : bad.problems.list) {
                std::string line = to_string(problem);
                for (std::size_t at = 0; (at = line.find(folder.path().string() + "/")) != std::string::npos;)
                    line.erase(at, folder.path().string().size() + 1);
                lines.push_back(line);
            }
        }
        for (const auto& entry : fs::directory_iterator(folder.path()))
            EXPECT_FALSE(entry.path().filename().string().starts_with("merged")) << entry.path();
        return lines;
    }
};

TEST(merge, without_files_is_refused) {
    EXPECT_THAT(Shards().problems({}), ElementsAre("no files to merge; name the files that the shards of one sweep wrote"));
}

TEST(merge, of_a_whole_sweep_is_refused) {
    const Shards s;
    EXPECT_THAT(s.problems({s.shard(1, 1)}),
                ElementsAre("1-of-1: holds a whole sweep, not a shard of one; there is nothing to merge; name only files that "
                            "were written with --shard"));
}

TEST(merge, with_shards_missing_names_them) {
    const Shards s;
    EXPECT_THAT(s.problems({s.shard(2, 3)}),
                ElementsAre("2 shards are missing: 1, 3 of 3 (2 of 7 points are there); run the same sweep with --shard 1/3, or "
                            "name the file"));
    EXPECT_THAT(s.problems({s.shard(3, 3), s.shard(1, 3)}), ElementsAre(HasSubstr("a shard is missing: 2 of 3 (5 of 7 points")));
    EXPECT_THAT(s.problems({s.shard(1, 1000)}), ElementsAre(HasSubstr("20, 21 and 979 more of 1000")));
}

TEST(merge, with_a_shard_repeated_is_refused) {
    const Shards s;
    const std::string one = s.shard(1, 3), two = s.shard(2, 3), three = s.shard(3, 3);
    fs::copy_file(two, s.file("copy"));
    EXPECT_THAT(s.problems({one, two, three, s.file("copy")}),
                ElementsAre("copy: is shard 2 again, after 2-of-3; name each shard once"));
    EXPECT_THAT(s.problems({one, one, two}), ElementsAre(HasSubstr("1-of-3: is shard 1 again"), HasSubstr("missing: 3 of 3")));
}

TEST(merge, of_different_sweeps_is_refused) {
    const Shards s;
    const std::string one = s.shard(1, 3), three = s.shard(3, 3);
    const std::string foreign = s.changed("foreign", [](auto& header, auto&) { header.fingerprint = "0123456789abcdef"; });
    EXPECT_THAT(
        s.problems({one, foreign, three}),
        ElementsAre(HasSubstr("foreign: belongs to another sweep than 1-of-3 (fingerprints 0123456789ab… and ffffffffffff…)"),
                    HasSubstr("missing: 2 of 3")));
    const std::string more = s.changed("more", [](auto& header, auto&) { header.points = 8; });
    EXPECT_THAT(s.problems({one, more, three}), testing::Contains(HasSubstr("more: belongs to another sweep than 1-of-3")));
}

TEST(merge, of_shards_of_different_numbers_is_refused) {
    const Shards s;
    EXPECT_THAT(s.problems({s.shard(1, 3), s.shard(2, 4), s.shard(3, 3)}),
                ElementsAre(HasSubstr("2-of-4: is shard 2 of 4, but 1-of-3 is one of 3"), HasSubstr("missing: 2 of 3")));
}

TEST(merge, of_other_results_is_refused_with_all_that_is_wrong) {
    const Shards s;
    test::write_small_comparison(s.file("comparison"));
    test::write_small(s.file("run"));
    EXPECT_THAT(s.problems({s.file("comparison"), s.shard(1, 3), s.file("run"), s.shard(1, 1)}),
                ElementsAre("comparison: is not the result of a sweep; name the files that the shards of one sweep wrote",
                            HasSubstr("run: is not the result of a sweep"), HasSubstr("1-of-1: holds a whole sweep"),
                            HasSubstr("missing: 2, 3 of 3")));
}

TEST(merge, of_shards_that_do_not_fit_together_point_by_point_is_refused) {
    const Shards s;
    const std::string one = s.shard(1, 3), three = s.shard(3, 3);
    const std::string twice = s.changed("twice", [](auto&, SweepPoints& points) { points.number = {1, 2}; });
    EXPECT_THAT(s.problems({one, twice, three}), ElementsAre(HasSubstr("holds point 2, which ")));
    const std::string beyond = s.changed("beyond", [](auto&, SweepPoints& points) { points.number = {1, 9}; });
    EXPECT_THAT([&] { s.problems({one, beyond, three}); }, testing::ThrowsMessage<FileTrouble>(HasSubstr("do not ascend")));
    const std::string late = s.changed("late", [](auto& header, SweepPoints& points) {
        header.shard = 3;
        points = test::small_sweep_points(7, 9);
        points.number = {5};
    });
    EXPECT_THAT(s.problems({one, s.shard(2, 3), late}), ElementsAre(HasSubstr("holds point 3, and none holds point 2")));
    const std::string few = s.changed("few", [](auto& header, SweepPoints& points) {
        header.shard = 3;
        points = test::small_sweep_points(7, 9);
        points.number = {2};
    });
    const std::string two = s.changed("two", [](auto&, SweepPoints& points) {
        points = test::small_sweep_points(1, 5);
        points.number = {1, 4};
    });
    const std::string start = s.changed("start", [](auto& header, SweepPoints& points) {
        header.shard = 1;
        points.number = {0, 3};
    });
    EXPECT_THAT(s.problems({start, two, few}), ElementsAre(HasSubstr("the shards hold 5 points, the sweep has 7")));
}

TEST(merge, into_one_of_its_files_is_refused) {
    const Shards s;
    const std::vector<std::string> files = {s.shard(1, 2), s.shard(2, 2)};
    const std::string before = test::read_text(files[1]);
    fs::create_symlink(files[1], s.file("link"));
    for (const std::string& output : {files[1], s.file("link"), s.file("./2-of-2")})
        EXPECT_THAT([&] { merge_shards(files, output, ""); },
                    testing::ThrowsMessage<BadInput>(HasSubstr("2-of-2: would be overwritten by the merged file")));
    EXPECT_TRUE(test::read_text(files[1]) == before);
}

TEST(merge, of_a_missing_or_cut_file_says_which_and_writes_nothing) {
    const Shards s;
    const std::string one = s.shard(1, 2), two = s.shard(2, 2);
    const auto trouble = [](const std::string& file) { return testing::ThrowsMessage<FileTrouble>(HasSubstr(file)); };
    EXPECT_THAT([&] { merge_shards({one, s.file("nowhere")}, s.output, ""); }, trouble("nowhere"));
    const std::string whole = test::read_text(two);
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{3}}) {
        std::ofstream(two) << whole.substr(0, size);
        EXPECT_THAT([&] { merge_shards({one, two}, s.output, ""); }, trouble(two)) << size;
    }
    EXPECT_FALSE(fs::exists(s.output));
}

TEST(merge, into_a_folder_that_is_not_there_is_refused) {
    const Shards s;
    const std::vector<std::string> files = {s.shard(1, 2), s.shard(2, 2)};
    EXPECT_THROW(merge_shards(files, s.file("no/such/merged.h5"), ""), FileTrouble);
}

}  // namespace
}  // namespace qonys
