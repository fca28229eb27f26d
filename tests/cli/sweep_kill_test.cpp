// Sweeps killed without warning, again and again, end with the bytes of one that was left in peace.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/draws.hpp"
#include "commit.hpp"
#include "support/process.hpp"
#include "support/small_sweep.hpp"
#include "sweep/journal.hpp"

namespace qonys {
namespace {

constexpr int killed = 128 + 9;
constexpr int some_failed = 1;

class a_killed_sweep : public testing::Test {
protected:
    test::TempFolder folder;
    int kills = 0;
    std::int64_t most_committed = 0;  // runs in the journal after a kill
    std::uint32_t number = 0;         // of sessions

    std::string path(const std::string& name) const { return (folder.path() / name).string(); }

    test::ProcessResult sweep_for(double seconds, const std::string& output) const {
        return test::run("cd " + test::shell_quoted(folder.path().string()) +
                         fmt::format(" && SOURCE_DATE_EPOCH=0 timeout -s KILL {:.3f} ", seconds) +
                         test::shell_quoted(QONYS_PROGRAM) + " sweep s.yaml --quiet -o " + output);
    }

    // What is committed must never get less. Looked at in every third session only, because looking tidies the journal.
    void look_at_journal(std::int64_t& committed) {
        if (kills % 3 != 0 || !std::filesystem::exists(path("r.h5.sweep"))) return;
        const std::int64_t size = Journal(path("r.h5.sweep"), {}).size();
        EXPECT_GE(size, committed);
        committed = size;
        most_committed = std::max(most_committed, committed);
    }

    // One sweep, killed at moments spread evenly up to `longest` seconds after its start until one session ends by itself.
    void sweep_among_kills(double longest, int expected_code) {
        std::int64_t committed = 0;
        for (;; longest *= 1.05) {  // so that a slow machine comes to an end, too
            const double moment = 0.005 + (longest - 0.005) * uniform({11, 0}, {number++, 0}, 0, Purpose::resample);
            const auto session = sweep_for(moment, "r.h5");
            if (session.exit_code != killed) {
                ASSERT_EQ(session.exit_code, expected_code) << session.err;
                break;
            }
            ++kills;
            look_at_journal(committed);
        }
        EXPECT_EQ(test::run("cmp " + path("whole.h5") + " " + path("r.h5")).exit_code, 0) << "after " << kills << " kills";
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))  // nothing is left lying about
            EXPECT_TRUE(entry.path().extension() == ".h5" || entry.path().extension() == ".yaml") << entry.path();
        std::filesystem::remove(path("r.h5"));
    }
};

TEST_F(a_killed_sweep, of_many_sessions_ends_with_the_same_bytes) {
    test::write_sweep_file(folder,
                           std::string(test::ceiling) +
                               "vary:\n"
                               "  leaving.quota_hazard: {range: [0.001, 0.01]}\n"
                               "  quotas.floors.2025-06-01.kandas.KZ-55: {range: [300, 700]}\n"  // more than 600 is refused
                               "design: lhs\npoints: 60\nreplicates: 4\nmeasures: [placed, retained, spending]\n");
    ASSERT_EQ(sweep_for(100, "whole.h5").exit_code, some_failed);
    while (kills < 40 && !HasFatalFailure()) sweep_among_kills(0.5, some_failed);
    EXPECT_GT(most_committed, 0);
}

TEST_F(a_killed_sweep, at_any_stage_from_start_to_publishing_ends_with_the_same_bytes) {
    test::write_sweep_file(folder,
                           "vary: {leaving.quota_hazard: [0.001, 0.01]}\ndesign: grid\nreplicates: 2\nmeasures: [placed]\n");
    ASSERT_EQ(sweep_for(100, "whole.h5").exit_code, 0);
    while (kills < 40 && !HasFatalFailure()) sweep_among_kills(0.25, 0);
}

}  // namespace
}  // namespace qonys
