// Result files that cannot be written: a clear message, no file left, no crash when the program ends.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/problems.hpp"
#include "golden/small_result.hpp"
#include "results/read.hpp"
#include "results/write.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

std::ptrdiff_t files_in(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

std::string trouble_of(const std::string& path) {
    try {
        const ResultWriter writer(path, test::small_header(), test::small_axes());
    } catch (const FileTrouble& trouble) {
        return trouble.what();
    }
    return "no trouble";
}

TEST(output_path, in_a_missing_folder_is_refused_with_what_to_do) {
    EXPECT_EQ(trouble_of("/nowhere/at/all/r.h5"),
              "/nowhere/at/all/r.h5: the folder /nowhere/at/all does not exist; make it first: mkdir -p /nowhere/at/all");
}

TEST(output_path, that_is_a_folder_is_refused) {
    const test::TempFolder folder;
    const std::string path = folder.path();
    EXPECT_EQ(trouble_of(path), path + ": is a folder; name a file, such as " + path + "/result.h5");
    EXPECT_EQ(files_in(folder.path()), 0);
}

TEST(output_path, below_a_file_is_refused) {
    const test::TempFolder folder;
    const std::string file = folder.write("a", "text");
    EXPECT_EQ(trouble_of(file + "/r.h5"), file + "/r.h5: " + file + " is not a folder");
}

TEST(output_path, that_is_a_device_is_refused_and_stays) {
    EXPECT_EQ(trouble_of("/dev/null"), "/dev/null: is not an ordinary file");
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST(output_path, that_nobody_may_write_is_refused_with_the_reason_of_the_system) {
    EXPECT_THAT(trouble_of("/proc/r.h5"), HasSubstr("/proc/r.h5: cannot be written ("));
}

TEST(output_path, that_is_empty_is_refused) {
    EXPECT_EQ(trouble_of(""), "output: the name of the result file is empty");
}

TEST(output_path, that_is_a_link_is_followed) {
    const test::TempFolder folder;
    fs::create_directory(folder.path() / "far");
    fs::create_symlink("far/r.h5", folder.path() / "link.h5");
    test::write_small(folder.path() / "link.h5");
    EXPECT_TRUE(fs::is_symlink(folder.path() / "link.h5"));
    EXPECT_TRUE(fs::is_regular_file(folder.path() / "far/r.h5"));
}

TEST(unfinished_result, leaves_no_file_and_keeps_the_old_one) {
    const test::TempFolder folder;
    const fs::path old = folder.write("r.h5", "the old result");
    {
        ResultWriter writer(old, test::small_header(), test::small_axes());
        writer.add(test::small_tallies(0));
        EXPECT_EQ(files_in(folder.path()), 2);
    }
    EXPECT_EQ(files_in(folder.path()), 1);
    EXPECT_EQ(test::read_text(old), "the old result");
}

TEST(unfinished_result, of_two_runs_to_one_name_do_not_clash) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "r.h5";
    ResultWriter one(path, test::small_header(), test::small_axes());
    test::write_small(path);
    one.add(test::small_tallies(0));
    one.add(test::small_tallies(1));
    one.finish(test::small_summary(), nullptr, test::small_run_info());
    EXPECT_FALSE(ResultFile(path).has("microdata")) << "the last to finish stays";
    EXPECT_EQ(files_in(folder.path()), 1);
}

TEST(result, with_a_count_beyond_32_bits_is_refused) {
    const test::TempFolder folder;
    ResultWriter writer(folder.path() / "r.h5", test::small_header(), test::small_axes());
    Tallies tallies = test::small_tallies(0);
    tallies.cells[0][3] = std::int64_t{1} << 31;
    EXPECT_THAT([&] { writer.add(tallies); },
                testing::ThrowsMessage<BrokenInvariant>(HasSubstr("embassy_applied: 2147483648 does not fit 32 bits")));
    EXPECT_THROW(writer.add(test::small_tallies(0)), BrokenInvariant) << "a file given up is not written further";
    EXPECT_EQ(files_in(folder.path()), 1) << "the part goes with the writer";
}

TEST(result, with_a_replicate_missing_is_refused) {
    const test::TempFolder folder;
    ResultWriter writer(folder.path() / "r.h5", test::small_header(), test::small_axes());
    writer.add(test::small_tallies(0));
    EXPECT_THROW(writer.finish(test::small_summary(), nullptr, test::small_run_info()), BrokenInvariant);
}

// From now on the part file behaves as on a full disk: /dev/full takes its place.
void fill_disk(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        const std::string target = fs::read_symlink(entry.path(), ignored);
        if (!target.starts_with(folder.string()) || !target.ends_with(".part")) continue;
        const int full = ::open("/dev/full", O_RDWR);
        ::dup2(full, std::stoi(entry.path().filename()));
        ::close(full);
        return;
    }
    ADD_FAILURE() << "no part file is open";
}

// Runs in a process of its own, because HDF5 also touches its files when a program ends.
[[noreturn]] void write_on_full_disk(const fs::path& folder, std::int64_t replicates, std::int64_t full_after) {
    ResultHeader header = test::small_header();
    header.replicates = replicates;
    RunAxes axes = test::small_axes();
    for (int code = 100; axes.region.size() < 200; ++code) axes.region.labels.push_back(std::to_string(code));
    std::string message = "no trouble";
    try {
        ResultWriter writer(folder / "r.h5", header, axes);
        for (std::int64_t r = 0; r < replicates; ++r) {
            if (r == full_after) fill_disk(folder);
            writer.add(make_tallies(axes));
        }
        if (full_after == replicates) fill_disk(folder);
        writer.finish(test::small_summary(), nullptr, test::small_run_info());
    } catch (const FileTrouble& trouble) {
        message = trouble.what();
    }
    std::fprintf(stderr, "%s; files left: %td", message.c_str(), files_in(folder));
    std::exit(0);  // with the end of HDF5
}

TEST(full_disk, at_any_time_gives_a_clear_message_and_leaves_nothing) {
    for (const std::int64_t full_after : {0, 1, 30, 60}) {
        const test::TempFolder folder;
        EXPECT_EXIT(write_on_full_disk(folder.path(), 60, full_after), testing::ExitedWithCode(0),
                    "^.*r\\.h5: No space left on device; files left: 0$")
            << full_after;
    }
}

TEST(damaged_file, is_refused_when_read) {
    const test::TempFolder folder;
    const std::string text = folder.write("r.h5", "no HDF5 at all");
    EXPECT_THROW(ResultFile{text}, FileTrouble);
    EXPECT_THROW(ResultFile{(folder.path() / "none.h5").string()}, FileTrouble);
    const std::string path = folder.path() / "cut.h5";
    test::write_small(path);
    fs::resize_file(path, fs::file_size(path) / 2);
    EXPECT_THROW(ResultFile{path}, FileTrouble);
}

}  // namespace
}  // namespace qonys
