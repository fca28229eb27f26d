// Files of sweeps that cannot be written or read: a clear message, nothing half-written, no crash.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/problems.hpp"
#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "results/read_sweep.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::ThrowsMessage;

struct Written {
    test::TempFolder folder;
    std::string path = folder.path() / "s.h5";
    Written() { test::write_small_sweep(path, true); }
};

TEST(sweep_file, does_not_appear_when_something_is_wrong) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "s.h5";
    const SweepHeader header = test::small_sweep_header(true);
    const auto good = [](std::size_t i) { return test::small_sweep_result(static_cast<std::int32_t>(i), true); };
    SweepPoints points = test::small_sweep_points();
    points.unit.pop_back();
    EXPECT_THROW(write_sweep(path, header, points, good, test::small_run_info()), BrokenInvariant);
    points = test::small_sweep_points();
    std::swap(points.number[2], points.number[3]);
    EXPECT_THROW(write_sweep(path, header, points, good, test::small_run_info()), BrokenInvariant);
    const auto too_few = [](std::size_t) { return PointResult{"", {1, 2, 3}}; };
    EXPECT_THROW(write_sweep(path, header, test::small_sweep_points(), too_few, test::small_run_info()), BrokenInvariant);
    const auto stops = [&](std::size_t i) { return i == 6 ? throw FileTrouble("no more") : good(i); };
    EXPECT_THROW(write_sweep(path, header, test::small_sweep_points(), stops, test::small_run_info()), FileTrouble);
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(sweep_file, that_is_something_else_is_refused) {
    const test::TempFolder folder;
    const std::string path = folder.path() / "x.h5";
    EXPECT_THROW(SweepFileReader{path}, FileTrouble);
    EXPECT_FALSE(is_sweep_result(path));
    for (const char* kind : {"comparison", "run", "text"}) {
        if (kind == std::string("comparison"))
            test::write_small_comparison(path);
        else if (kind == std::string("run"))
            test::write_small(path);
        else
            std::ofstream(path) << "a text";
        EXPECT_THROW(SweepFileReader{path}, FileTrouble) << kind;
        EXPECT_FALSE(is_sweep_result(path)) << kind;
    }
    test::write_small_comparison(path);
    EXPECT_THAT([&] { SweepFileReader{path}; }, ThrowsMessage<FileTrouble>(path + ": is not the result of a sweep"));
}

TEST(sweep_file, that_is_damaged_is_refused) {
    const Written written;
    const std::string whole = test::read_text(written.path);
    for (const std::size_t size : {whole.size() - 1, whole.size() / 2, std::size_t{100}, std::size_t{0}}) {
        std::ofstream(written.path) << whole.substr(0, size);
        EXPECT_THROW(SweepFileReader{written.path}, FileTrouble) << size;
    }
}

struct Doctored {
    const char *change, *message;
};

TEST(sweep_file, that_was_changed_is_refused_with_a_reason) {
    for (const auto& [change, message] :
         {Doctored{"del f['block']", "it lacks block"},
          {"del f.attrs['seed']", "it lacks the attribute seed"},
          {"f.attrs['format_version'] = '9'", "has format_version 9, and this qonys reads 2"},
          {"del f['placed']; f['placed'] = [1.0, 2.0]", "placed has another type or shape"},
          {"del f['role']; f['role'] = [0.5] * 7", "role has another type or shape"},
          {"del f['message']; f['message'] = np.array([b'x'] * 7)", "message holds texts of fixed length"},
          {"del f['spending.internal@KZ-55']; f.create_dataset('spending.internal@KZ-55', (7, 2, 3), 'f8', chunks=(7, 2, 3))",
           "spending.internal@KZ-55 was not written to its end"},
          {"f.attrs['replicates'] = 10**15", "replicate has another length"},
          {"f.attrs['measures'] = 5", "measures is no text"},
          {"f.attrs['shard'] = 2", "its attributes do not fit together"}}) {
        const Written written;
        const std::string code = "import h5py, numpy as np; f = h5py.File('" + written.path + "', 'r+'); " + change;
        const test::ProcessResult doctored = test::run("/usr/bin/python3 -c " + test::shell_quoted(code));
        ASSERT_EQ(doctored.exit_code, 0) << doctored.err;
        EXPECT_THAT([&] { SweepFileReader{written.path}; }, ThrowsMessage<FileTrouble>(HasSubstr(message))) << change;
    }
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
[[noreturn]] void write_on_full_disk(const fs::path& folder, std::size_t full_at) {
    SweepPoints points;
    for (std::int32_t p = 0; p < 20'000; ++p) {
        points.number.push_back(p);
        for (int i = 0; i < 3; ++i) points.values.push_back(p % 2);
        points.block.push_back(p);
    }
    points.unit = points.values;
    points.role = points.block;
    std::string message = "no trouble";
    try {
        const auto result_of = [&](std::size_t i) {
            if (i == full_at) fill_disk(folder);
            return test::small_sweep_result(static_cast<std::int32_t>(i), true);
        };
        write_sweep(folder / "s.h5", test::small_sweep_header(true), points, result_of, test::small_run_info());
    } catch (const FileTrouble& trouble) {
        message = trouble.what();
    }
    std::fprintf(stderr, "%s; files left: %td", message.c_str(),
                 std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    std::exit(0);  // with the end of HDF5
}

TEST(sweep_file, on_a_full_disk_gives_a_clear_message_and_leaves_nothing) {
    for (const std::size_t full_at : {0, 10'000, 19'999}) {
        const test::TempFolder folder;
        EXPECT_EXIT(write_on_full_disk(folder.path(), full_at), testing::ExitedWithCode(0),
                    "^.*s\\.h5: No space left on device; files left: 0$")
            << full_at;
    }
}

}  // namespace
}  // namespace qonys
