// The merged shards of a sweep are the file that one machine would have written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>

#include "base/draws.hpp"
#include "experiment/run_scenario.hpp"
#include "golden/small_sweep_file.hpp"
#include "results/compare.hpp"
#include "results/read.hpp"
#include "results/read_sweep.hpp"
#include "support/process.hpp"
#include "sweep/merge.hpp"

namespace qonys {
namespace {

using testing::IsEmpty;

// For a scope; what was set before is put back.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name) {
        if (const char* old = std::getenv(name)) old_ = old;
        ::setenv(name, value, 1);
    }
    ~Variable() {
        if (old_)
            ::setenv(name_, old_->c_str(), 1);
        else
            ::unsetenv(name_);
    }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> old_;
};

RunInfo info_of(const std::string& command) {
    RunInfo info = run_info_at_start(command, 2);
    finish_run_info(info, 5);
    return info;
}

// With the time, host and command of now, as a sweep writes it.
void write_shard(const std::string& path, bool arms, int shard, int shards) {
    SweepHeader header = test::small_sweep_header(arms);
    header.shard = shard;
    header.shards = shards;
    const SweepPoints points = test::small_sweep_points(shard, shards);
    write_sweep(
        path, header, points, [&](std::size_t i) { return test::small_sweep_result(points.number[i], arms); },
        info_of("qonys sweep --shard " + std::to_string(shard)));
}

std::vector<std::string> write_shards(const std::filesystem::path& folder, bool arms, int shards) {
    std::vector<std::string> files;
    for (int shard = 1; shard <= shards; ++shard) {
        files.push_back(folder / ("shard-" + std::to_string(shard) + ".h5"));
        write_shard(files.back(), arms, shard, shards);
    }
    return files;
}

TEST(merge, of_any_number_of_shards_gives_the_bytes_of_the_whole) {
    const Variable time("SOURCE_DATE_EPOCH", "1767225600");
    for (const bool arms : {false, true})
        for (const int shards : {2, 3, 7, 9}) {  // 9: two shards hold no points
            const test::TempFolder folder;
            const std::string whole = folder.path() / "whole.h5", merged = folder.path() / "merged.h5";
            write_shard(whole, arms, 1, 1);
            const MergeOutcome outcome = merge_shards(write_shards(folder.path(), arms, shards), merged, "qonys merge");
            EXPECT_EQ(outcome.points, 7);
            EXPECT_EQ(outcome.failed, 1);
            EXPECT_TRUE(test::read_text(whole) == test::read_text(merged)) << shards << " shards, arms: " << arms;
        }
}

TEST(merge, does_not_depend_on_the_order_of_the_files) {
    const Variable time("SOURCE_DATE_EPOCH", "1767225600");
    const test::TempFolder folder;
    std::vector<std::string> files = write_shards(folder.path(), true, 4);
    merge_shards(files, folder.path() / "a.h5", "");
    for (std::uint32_t order = 0; order < 5; ++order) {
        for (std::uint32_t i = 3; i > 0; --i)
            std::swap(files[i], files[static_cast<std::size_t>(uniform({order, 0}, {i, 0}, 0, Purpose::resample) * (i + 1))]);
        merge_shards(files, folder.path() / "b.h5", "");
        EXPECT_TRUE(test::read_text(folder.path() / "a.h5") == test::read_text(folder.path() / "b.h5"));
    }
}

TEST(merge, differs_from_the_whole_in_run_info_alone) {
    const test::TempFolder folder;
    const std::string whole = folder.path() / "whole.h5", merged = folder.path() / "merged.h5";
    write_shard(whole, true, 1, 1);
    merge_shards(write_shards(folder.path(), true, 3), merged, "qonys merge a b c");
    EXPECT_THAT(differences(whole, merged), IsEmpty());
    const ResultFile file(merged);
    for (const StoredAttribute& a : file.find("run_info").attributes) {
        if (a.name != "command" && a.name != "finished") continue;
        const std::string text = std::get<std::vector<std::string>>(a.values).at(0);
        EXPECT_EQ(text.size(), a.name == "command" ? std::string("qonys merge a b c").size() : 20U) << text;
    }
}

// More points than fit one block or chunk, dealt out unevenly.
TEST(merge, of_many_points_gives_the_bytes_of_the_whole) {
    const Variable time("SOURCE_DATE_EPOCH", "0");
    const test::TempFolder folder;
    SweepHeader header = test::small_sweep_header(true);
    header.points = 20'000;
    const auto result_at = [](std::int32_t point) {
        PointResult result = test::small_sweep_result(point, true);
        if (point == 15'000) result.failure = "late";
        return result;
    };
    const auto write = [&](const std::string& name, int shard, const std::function<bool(std::int32_t)>& holds) {
        SweepPoints points;
        for (std::int32_t p = 0; p < 20'000; ++p) {
            if (!holds(p)) continue;
            points.number.push_back(p);
            for (const double value : {p / 3.0, p % 2 * 1.0, p / 7.0}) points.values.push_back(value);
            for (const double unit : {p / 20'000.0, 0.5, 0.25}) points.unit.push_back(unit);
            points.block.push_back(p / 4);
            points.role.push_back(p % 4);
        }
        header.shard = std::max(1, shard);
        header.shards = shard == 0 ? 1 : 3;
        write_sweep(
            folder.path() / name, header, points, [&](std::size_t i) { return result_at(points.number[i]); }, info_of(""));
        return std::string(folder.path() / name);
    };
    const std::string whole = write("whole.h5", 0, [](std::int32_t) { return true; });
    const std::string one = write("1.h5", 1, [](std::int32_t p) { return p < 9'000 && p % 2 == 0; });
    const std::string two = write("2.h5", 2, [](std::int32_t p) { return p < 9'000 && p % 2 == 1; });
    const std::string three = write("3.h5", 3, [](std::int32_t p) { return p >= 9'000; });
    const MergeOutcome outcome = merge_shards({three, one, two}, folder.path() / "merged.h5", "");
    EXPECT_EQ(outcome.points, 20'000);
    EXPECT_EQ(outcome.failed, 2);
    const SweepFileReader reader(folder.path() / "merged.h5");
    EXPECT_EQ(reader.failures()[3], result_at(3).failure);
    EXPECT_EQ(reader.failures()[15'000], "late");
    EXPECT_EQ(reader.failures()[9'000], "");
    EXPECT_EQ(reader.results(19'999, 20'000)[0].values, result_at(19'999).values);
    EXPECT_EQ(reader.points().values[3 * 19'999], 19'999 / 3.0);
    EXPECT_TRUE(test::read_text(whole) == test::read_text(folder.path() / "merged.h5"));
}

TEST(run_info, of_a_reproducible_run_carries_the_given_time_and_nothing_of_the_machine) {
    const Variable time("SOURCE_DATE_EPOCH", "1767225600");
    const RunInfo info = info_of("qonys run x.yaml");
    EXPECT_EQ(info.started, "2026-01-01T00:00:00Z");
    EXPECT_EQ(info.finished, "2026-01-01T00:00:00Z");
    EXPECT_EQ(info.host + info.command, "");
    EXPECT_EQ(info.threads, 0);
    EXPECT_EQ(info.wall_seconds, 0);
}

TEST(run_info, refuses_a_given_time_that_is_none) {
    for (const char* value : {"", "now", "-1", "1.5", "999999999999"}) {
        const Variable time("SOURCE_DATE_EPOCH", value);
        EXPECT_THROW(run_info_at_start("", 1), BadInput) << value;
    }
}

}  // namespace
}  // namespace qonys
