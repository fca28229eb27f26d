// The journal of a sweep: what was committed is there again, whatever happened to the process that wrote it.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>

#include "base/problems.hpp"
#include "support/process.hpp"
#include "sweep/journal.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::ThrowsMessage;
using testing::UnorderedElementsAre;

const JournalNotes some_notes = {{"fingerprint", "abc"}, {"command", "qonys sweep Қ.yaml"}};

struct Place {
    test::TempFolder folder;
    std::string path = journal_path(folder.path() / "x.h5");
};

std::vector<FinishedRun> runs_in(const Journal& journal) {
    std::vector<FinishedRun> runs;
    std::int64_t last = -1;
    journal.each_number([&](std::int64_t point, std::int64_t, bool) {
        if (point == last) return;
        for (FinishedRun& run : journal.runs_of(last = point)) runs.push_back(std::move(run));
    });
    return runs;
}

std::vector<std::string> files_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename());
    return names;
}

void python(const std::string& code) {
    const test::ProcessResult result = test::run("/usr/bin/python3 -c " + test::shell_quoted(code));
    ASSERT_EQ(result.exit_code, 0) << result.err;
}

TEST(journal, stands_beside_the_result) {
    EXPECT_EQ(journal_path("outputs/x.h5"), "outputs/x.h5.sweep");
}

TEST(journal, gives_back_runs_in_order_bit_by_bit) {
    const Place at;
    const double nan = std::numeric_limits<double>::quiet_NaN(), tiny = std::numeric_limits<double>::denorm_min();
    {
        Journal journal(at.path, some_notes);
        EXPECT_FALSE(journal.was_there());
        journal.add({{2, 1, "", {1, -0.0}}, {2, 0, "x.yaml: Қостанай\nis \"too\" 'small'", {}}});
        journal.add({});
        journal.add({{0, 10, "", {tiny, nan}}, {0, 9, "", {}}});
    }
    const Journal journal(at.path, {{"fingerprint", "of somebody else"}});
    EXPECT_TRUE(journal.was_there());
    EXPECT_EQ(journal.notes(), some_notes) << "the notes are those it was started with";
    EXPECT_EQ(journal.size(), 4);
    const std::vector<FinishedRun> runs = runs_in(journal);
    ASSERT_EQ(runs.size(), 4U);
    EXPECT_EQ(runs[0].point * 100 + runs[0].replicate, 9);
    EXPECT_THAT(runs[0].values, IsEmpty());
    EXPECT_EQ(runs[1].point * 100 + runs[1].replicate, 10);
    EXPECT_EQ(runs[1].values.at(0), tiny);
    EXPECT_TRUE(std::isnan(runs[1].values.at(1)));
    EXPECT_EQ(runs[2].point * 100 + runs[2].replicate, 200);
    EXPECT_EQ(runs[2].failure, "x.yaml: Қостанай\nis \"too\" 'small'");
    EXPECT_TRUE(std::signbit(runs[3].values.at(1)));
    std::string numbers;
    journal.each_number([&](std::int64_t point, std::int64_t replicate, bool failed) {
        numbers += std::to_string(point) + "/" + std::to_string(replicate) + (failed ? "! " : " ");
    });
    EXPECT_EQ(numbers, "0/9 0/10 2/0! 2/1 ");
}

TEST(journal, keeps_the_last_of_two_results_of_a_run_and_of_two_notes) {
    const Place at;
    Journal journal(at.path, some_notes);
    journal.add({{3, 0, "failed", {}}, {4, 0, "", {4}}});
    journal.add({{3, 0, "", {7}}});
    journal.note("command", "qonys resume x.h5");
    journal.note("sessions", "2");
    EXPECT_EQ(journal.size(), 2);
    EXPECT_EQ(runs_in(journal)[0].failure, "");
    EXPECT_THAT(runs_in(journal)[0].values, testing::ElementsAre(7));
    EXPECT_THAT(journal.notes(),
                UnorderedElementsAre(Pair("fingerprint", "abc"), Pair("command", "qonys resume x.h5"), Pair("sessions", "2")));
}

TEST(journal, is_removed_with_its_companions) {
    const Place at;
    Journal journal(at.path, some_notes);
    journal.add({{0, 0, "", {1}}});
    EXPECT_THAT(files_in(at.folder.path()), UnorderedElementsAre("x.h5.sweep", "x.h5.sweep-wal")) << "no shared memory file";
    journal.remove();
    EXPECT_THAT(files_in(at.folder.path()), IsEmpty());
}

TEST(journal, is_one_file_when_nobody_is_at_work) {
    const Place at;
    Journal(at.path, some_notes).add({{0, 0, "", {1}}});
    EXPECT_EQ(notes_of_journal(at.path), some_notes);
    EXPECT_THAT(files_in(at.folder.path()), UnorderedElementsAre("x.h5.sweep"));
}

TEST(journal, that_is_not_there_has_no_notes_and_is_not_made_by_asking) {
    const Place at;
    EXPECT_THAT(notes_of_journal(at.path), IsEmpty());
    EXPECT_THAT(files_in(at.folder.path()), IsEmpty());
}

// Between the making of the file and the first commit a kill leaves nothing, zero bytes, or a database without tables.
TEST(journal, half_made_counts_as_not_there) {
    for (const bool empty_database : {false, true}) {
        const Place at;
        std::ofstream(at.path).close();
        if (empty_database) python("import sqlite3; sqlite3.connect('" + at.path + "').execute('PRAGMA journal_mode = WAL')");
        ASSERT_EQ(fs::file_size(at.path) > 0, empty_database);
        EXPECT_THAT(notes_of_journal(at.path), IsEmpty());
        Journal journal(at.path, some_notes);
        EXPECT_FALSE(journal.was_there());
        journal.add({{0, 0, "", {1}}});
        EXPECT_EQ(journal.notes(), some_notes);
    }
}

constexpr int batch = 7;

// Adds batch after batch and says so through the pipe, until killed.
[[noreturn]] void write_until_killed(const std::string& path, int pipe) {
    Journal journal(path, some_notes);
    for (std::int64_t point = 0;; ++point) {
        std::vector<FinishedRun> runs;
        for (int r = 0; r < batch; ++r) runs.push_back({point, r, "", {static_cast<double>(point), r + 0.5}});
        journal.add(runs);
        const char said = '+';
        if (::write(pipe, &said, 1) != 1) ::_exit(1);
    }
}

struct Writer {
    int pipe[2] = {-1, -1};
    pid_t process = -1;

    explicit Writer(const std::string& path) {
        if (::pipe(pipe) != 0) throw std::runtime_error("no pipe");
        process = ::fork();
        if (process == 0) write_until_killed(path, pipe[1]);
        ::close(pipe[1]);
    }
    void wait_for(int batches) const {
        char said = 0;
        for (int i = 0; i < batches; ++i)
            if (::read(pipe[0], &said, 1) != 1) throw std::runtime_error("the writer stopped by itself");
    }
    // Says how many batches it had committed, of those not yet waited for.
    int kill() {
        ::kill(process, SIGKILL);
        int status = 0, more = 0;
        ::waitpid(process, &status, 0);
        for (char said = 0; ::read(pipe[0], &said, 1) == 1;) ++more;
        ::close(pipe[0]);
        process = -1;
        return more;
    }
};

TEST(journal, keeps_what_was_committed_when_its_process_is_killed) {
    for (const int waited : {0, 1, 2, 5, 40, 300}) {
        const Place at;
        Writer writer(at.path);
        writer.wait_for(waited);
        const int said = waited + writer.kill();
        Journal journal(at.path, some_notes);
        const std::int64_t kept = journal.size();
        EXPECT_EQ(kept % batch, 0) << "half a batch was kept";
        EXPECT_GE(kept, said * batch);
        EXPECT_LE(kept, (said + 1) * batch) << "one batch may be committed and not yet told";
        std::int64_t expected = 0;
        for (const FinishedRun& run : runs_in(journal)) {
            EXPECT_EQ(run.point, expected / batch);
            EXPECT_EQ(run.replicate, expected % batch);
            EXPECT_THAT(run.values,
                        testing::ElementsAre(static_cast<double>(run.point), static_cast<double>(run.replicate) + 0.5));
            ++expected;
        }
    }
}

TEST(journal, is_held_by_one_process_until_that_ends) {
    const Place at;
    const auto held = ThrowsMessage<FileTrouble>(at.path + ": another process is at work on this sweep");
    Writer writer(at.path);
    writer.wait_for(3);
    EXPECT_THAT([&] { Journal(at.path, some_notes); }, held);
    EXPECT_THAT([&] { notes_of_journal(at.path); }, held);
    writer.kill();
    EXPECT_EQ(notes_of_journal(at.path), some_notes);
    const Journal ours(at.path, some_notes);
    EXPECT_THAT([&] { Journal(at.path, some_notes); }, held) << "nor twice in one process";
}

TEST(journal, of_another_kind_is_refused_and_left_alone) {
    const Place at;
    const auto refused = ThrowsMessage<FileTrouble>(HasSubstr(at.path + ": is not a journal of a sweep; move it away"));
    python("import sqlite3; d = sqlite3.connect('" + at.path + "'); d.execute('CREATE TABLE runs (a)'); d.commit()");
    const std::string database = test::read_text(at.path);
    EXPECT_THAT([&] { Journal(at.path, some_notes); }, refused);
    EXPECT_THAT([&] { notes_of_journal(at.path); }, refused);
    EXPECT_TRUE(test::read_text(at.path) == database);
    for (const char* text : {"text", "a text, not a database\n"}) {
        std::ofstream(at.path) << text;
        EXPECT_THAT([&] { Journal(at.path, some_notes); }, refused);
        EXPECT_TRUE(test::read_text(at.path) == text);
    }
}

TEST(journal, of_another_layout_is_refused) {
    const Place at;
    Journal(at.path, some_notes);  // made and closed
    python("import sqlite3; d = sqlite3.connect('" + at.path + "'); d.execute('PRAGMA user_version = 1'); d.commit()");
    EXPECT_THAT([&] { Journal(at.path, some_notes); },
                ThrowsMessage<FileTrouble>(HasSubstr("was written by another version of qonys")));
}

TEST(journal, that_is_damaged_is_refused_and_left_alone) {
    const Place at;
    {
        Journal journal(at.path, some_notes);
        std::vector<FinishedRun> runs;
        for (int point = 0; point < 2000; ++point) runs.push_back({point, 0, "", std::vector<double>(20, point)});
        journal.add(runs);
    }
    const std::string whole = test::read_text(at.path);
    const auto damaged = ThrowsMessage<FileTrouble>(HasSubstr(at.path + ": the journal is damaged ("));
    std::ofstream(at.path) << whole.substr(0, whole.size() / 2 / 4096 * 4096);
    EXPECT_THAT([&] { Journal(at.path, some_notes); }, damaged);
    EXPECT_EQ(fs::file_size(at.path), whole.size() / 2 / 4096 * 4096);
    std::string scribbled = whole;
    scribbled.replace(40 * 4096, 4096, std::string(4096, 'x'));
    std::ofstream(at.path) << scribbled;
    EXPECT_THAT([&] { Journal(at.path, some_notes); }, damaged);
    EXPECT_TRUE(test::read_text(at.path) == scribbled);
}

TEST(journal, in_no_folder_or_in_one_that_cannot_be_written_is_refused) {
    EXPECT_THAT([&] { Journal("/nowhere/at/all/x.h5.sweep", some_notes); },
                ThrowsMessage<FileTrouble>(HasSubstr("/nowhere/at/all/x.h5.sweep: cannot be opened or made (unable to open")));
    EXPECT_THAT([&] { Journal("/proc/x.h5.sweep", some_notes); },
                ThrowsMessage<FileTrouble>(HasSubstr("/proc/x.h5.sweep: cannot be opened or made (")));
    const test::TempFolder folder;
    EXPECT_THAT([&] { Journal(folder.path(), some_notes); },
                ThrowsMessage<FileTrouble>(HasSubstr(": cannot be opened or made (")));
}

// From now on the log behaves as on a full disk: /dev/full takes its place.
void fill_disk(const std::string& path) {
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        if (fs::read_symlink(entry.path(), ignored) != path + "-wal") continue;
        const int full = ::open("/dev/full", O_RDWR | O_CLOEXEC);
        ::dup2(full, std::stoi(entry.path().filename()));
        ::close(full);
        return;
    }
    ADD_FAILURE() << "no log is open";
}

// In a process of its own: the log is exchanged under SQLite's feet.
[[noreturn]] void add_on_full_disk(const std::string& path) {
    std::string message = "no trouble";
    {
        Journal journal(path, some_notes);
        journal.add({{0, 0, "", {1}}});
        fill_disk(path);
        try {
            journal.add({{1, 0, "", {1}}, {2, 0, "", {1}}});
        } catch (const FileTrouble& trouble) {
            message = trouble.what();
        }
    }
    std::fprintf(stderr, "%s", message.c_str());
    std::exit(0);
}

TEST(journal, on_a_full_disk_says_so_and_keeps_what_was_committed) {
    const Place at;
    EXPECT_EXIT(add_on_full_disk(at.path), testing::ExitedWithCode(0), "x.h5.sweep: No space left on device; what was committed");
    Journal journal(at.path, some_notes);
    EXPECT_TRUE(journal.was_there());
    ASSERT_EQ(journal.size(), 1);
    EXPECT_EQ(runs_in(journal)[0].point, 0);
}

}  // namespace
}  // namespace qonys
