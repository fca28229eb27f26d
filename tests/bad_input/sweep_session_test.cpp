// Files that were changed, exchanged or put in the way between and during the sessions of a sweep.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>

#include "support/process.hpp"
#include "support/small_sweep.hpp"
#include "sweep/run_sweep.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class a_sweep_session : public testing::Test {
protected:
    test::TempFolder folder;
    Sweep sweep = load_sweep(
        test::write_sweep_file(
            folder, "vary: {leaving.quota_hazard: [0.001, 0.005, 0.01]}\ndesign: grid\nreplicates: 3\nmeasures: [placed]\n"),
        {}, {});
    Design design = make_design(sweep, 7);
    std::string output = path("r.h5");

    std::string path(const std::string& name) const { return (folder.path() / name).string(); }

    // Ends after so many runs; does something else meanwhile.
    void run(std::int64_t until, const std::function<void()>& meanwhile = {}, bool fresh = false) const {
        std::atomic<bool> stop{false};
        SweepOptions options;
        options.output = output;
        options.fresh = fresh;
        options.progress = [&](std::int64_t done, std::int64_t, std::int64_t) {
            if (done >= until) stop = true;
            if (done == 1 && meanwhile) meanwhile();
        };
        run_sweep(sweep, design, options, stop);
    }

    void change_journal(const char* sql) const {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((output + ".sweep").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
        sqlite3_close(database);
    }

    template <class Error>
    static std::string refusal(const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            return error.what();
        }
        return "it was taken";
    }
};

TEST_F(a_sweep_session, does_not_take_a_changed_figure_from_the_journal) {
    for (const char* change : {"UPDATE runs SET cells = x'0000000000b0b840' WHERE point = 1 AND replicate = 2",
                               "UPDATE runs SET cells = 'abcdefgh' WHERE point = 1 AND replicate = 2",
                               "UPDATE runs SET failure = 'no' WHERE point = 0 AND replicate = 0",
                               "UPDATE runs SET cells = x'00' WHERE point = 2 AND replicate = 0"}) {
        EXPECT_THROW(run(8), Interrupted);
        change_journal(change);
        EXPECT_THAT(refusal<FileTrouble>([&] { run(100); }), AllOf(HasSubstr("r.h5.sweep"), HasSubstr("is damaged"))) << change;
        EXPECT_FALSE(std::filesystem::exists(output));
        std::filesystem::remove(output + ".sweep");
    }
}

TEST_F(a_sweep_session, does_not_replace_what_was_put_at_its_output) {
    EXPECT_THROW(run(4), Interrupted);
    folder.write("r.h5", "precious");
    EXPECT_THAT(refusal<BadInput>([&] { run(100); }), HasSubstr("is no result of a sweep"));
    std::filesystem::remove(output);
    EXPECT_THAT(refusal<BadInput>([&] {
                    run(
                        100, [&] { folder.write("r.h5", "precious"); }, true);
                }),
                "it was taken");
    std::filesystem::remove(output);
    EXPECT_THAT(refusal<BadInput>([&] { run(100, [&] { folder.write("r.h5", "precious"); }); }),
                HasSubstr("is no result of a sweep"));
    EXPECT_EQ(test::read_text(output), "precious");
    std::filesystem::remove(output);
    run(100);  // all was in the journal
    EXPECT_FALSE(std::filesystem::exists(output + ".sweep"));
}

TEST_F(a_sweep_session, that_cannot_be_resumed_from_its_journal_says_so) {
    const std::string command = test::shell_quoted(QONYS_PROGRAM) + " resume " + test::shell_quoted(output);
    EXPECT_THROW(run(4), Interrupted);
    for (const char* change : {"INSERT OR REPLACE INTO notes VALUES ('arguments', '{')",
                               "UPDATE notes SET value = '{\"file\": 5}' WHERE key = 'arguments'"}) {
        change_journal(change);
        const auto resumed = test::run(command);
        EXPECT_EQ(resumed.exit_code, 3) << resumed.err;
        EXPECT_THAT(resumed.err, AllOf(HasSubstr("r.h5.sweep"), HasSubstr("is damaged"), HasSubstr("repeat the command")));
    }
}

TEST_F(a_sweep_session, does_not_wait_for_a_pipe) {
    ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
    const std::string program = "timeout 20 " + test::shell_quoted(QONYS_PROGRAM) + " ", pipe = test::shell_quoted(path("pipe"));
    for (const std::string& verb : {"sweep " + pipe, "sensitivity " + pipe, "resume " + pipe, "merge " + pipe + " -o x.h5",
                                    "sweep " + test::shell_quoted(sweep.file) + " -o " + pipe}) {
        const auto result = test::run(program + verb);
        EXPECT_THAT(result.exit_code, testing::AnyOf(2, 3)) << verb << "\n" << result.err;
    }
}

}  // namespace
}  // namespace qonys
