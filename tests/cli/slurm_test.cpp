// A sweep on a Slurm of its own, which tests/cli/slurm/start.sh starts on this machine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <thread>

#include "commit.hpp"
#include "slurm/small_sweep.hpp"
#include "support/process.hpp"
#include "sweep/journal.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string program = test::shell_quoted(QONYS_PROGRAM);
std::string helper(const std::string& name) {
    return test::shell_quoted(QONYS_SOURCE_FOLDER "/tests/cli/slurm/" + name) + " ";
}

const std::string array_script = test::shell_quoted(QONYS_SOURCE_FOLDER "/scripts/sweep_slurm_array.sh");

// Ends with the scope; also with this process when that is killed.
class Slurm {
public:
    explicit Slurm(const fs::path& folder) : folder_(folder) {
        const auto started = test::run(helper("start.sh") + quoted() + " " + std::to_string(getpid()));
        runs_ = started.exit_code == 0;
        why_not_ = started.out + started.err;
        if (!runs_ && started.exit_code != 77) ADD_FAILURE() << "start.sh ends with " << started.exit_code << ": " << why_not_;
    }
    ~Slurm() {
        if (testing::Test::HasFailure()) (void)std::system(("tail -n 12 " + quoted() + "/log/* >&2").c_str());
        if (const char* kept = std::getenv("QONYS_KEEP_SLURM_LOG"); kept != nullptr)  // daemons and jobs, for a look at them
            (void)run("mkdir -p " + test::shell_quoted(kept) + " && cp slurm/log/* *.log " + test::shell_quoted(kept));
        (void)test::run(helper("stop.sh") + quoted());
    }
    Slurm(const Slurm&) = delete;
    Slurm& operator=(const Slurm&) = delete;

    bool runs() const { return runs_; }
    const std::string& why_not() const { return why_not_; }
    test::ProcessResult run(const std::string& command) const {
        return test::run(". " + quoted() + "/environment && cd " + test::shell_quoted(folder_.parent_path().string()) + " && " +
                         command);
    }
    // Number of the job, 0 when it was refused.
    int submit(const std::string& arguments) const {
        const auto result = run("QONYS=" + program + " sbatch --parsable " + arguments);
        EXPECT_EQ(result.exit_code, 0) << result.err;
        return std::atoi(result.out.c_str());
    }
    // "0 RUNNING\n1 COMPLETED\n", by task; ended jobs are remembered for minutes.
    std::string states(int job) const {
        return run("squeue --noheader --array --states=all --format='%K %T' --jobs=" + std::to_string(job) + " | sort").out;
    }

    // With SIGKILL.
    bool kill_task(int task) const {
        return test::run(helper("kill_task.sh") + quoted() + " " + std::to_string(task)).exit_code == 0;
    }

private:
    std::string quoted() const { return test::shell_quoted(folder_.string()); }
    fs::path folder_;
    bool runs_ = false;
    std::string why_not_;
};

bool wait_until(const std::function<bool()>& is_so, std::chrono::milliseconds step = std::chrono::milliseconds(200)) {
    for (const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60); std::chrono::steady_clock::now() < end;
         std::this_thread::sleep_for(step))
        if (is_so()) return true;
    return false;
}

bool all_ended(const std::string& states) {
    const auto still = [&](const char* word) { return states.find(word) != std::string::npos; };
    return !states.empty() && !still("PENDING") && !still("RUNNING") && !still("COMPLETING") && !still("CONFIGURING");
}

// All output of the jobs.
std::string job_logs(const test::TempFolder& folder) {
    std::string text;
    for (const auto& entry : fs::directory_iterator(folder.path()))
        if (entry.path().extension() == ".log")
            text += "==> " + entry.path().filename().string() + "\n" + test::read_text(entry.path());
    return text;
}

TEST(slurm, a_killed_task_goes_on_when_submitted_again_and_the_merged_file_is_that_of_one_machine) {
    constexpr int points = 60, runs_of_a_shard = points * 10 / 4;
    const test::TempFolder folder;
    const Slurm slurm(folder.path() / "slurm");
    if (!slurm.runs()) GTEST_SKIP() << slurm.why_not();
    const std::string file = test::write_small_sweep(folder, points);
    const std::string flags = " --cpus-per-task=1 " + array_script + " 4 " + test::shell_quoted(file) + " -o out.h5";
    const fs::path journal = folder.path() / "out.shard-2-of-4.h5.sweep";

    const int job = slurm.submit("--array=0-3" + flags);
    ASSERT_GT(job, 0);
    // each run that is committed adds a page of 4 KB to the log of the journal
    const auto has_runs = [&] {
        std::error_code absent;
        const auto size = fs::file_size(journal.string() + "-wal", absent);
        return !absent && size > 120'000;
    };
    ASSERT_TRUE(wait_until([&] { return has_runs() || all_ended(slurm.states(job)); }, std::chrono::milliseconds(20)))
        << slurm.states(job) << job_logs(folder);
    ASSERT_TRUE(has_runs()) << slurm.states(job) << job_logs(folder);
    ASSERT_TRUE(slurm.kill_task(1));
    ASSERT_TRUE(wait_until([&] { return all_ended(slurm.states(job)); })) << slurm.states(job) << job_logs(folder);
    const std::string states = slurm.states(job);
    for (const char* done : {"0 COMPLETED", "2 COMPLETED", "3 COMPLETED"})
        EXPECT_THAT(states, HasSubstr(done)) << job_logs(folder);
    EXPECT_THAT(states, HasSubstr("1 FAILED"));

    fs::create_directory(folder.path() / "copy");
    for (const char* companion : {"", "-wal"})
        fs::copy_file(journal.string() + companion, folder.path() / "copy" / ("x.sweep" + std::string(companion)));
    const std::int64_t kept = Journal((folder.path() / "copy/x.sweep").string(), {}).size();
    ASSERT_GT(kept, 0);
    ASSERT_LT(kept, runs_of_a_shard) << "the task was killed too late";
    EXPECT_FALSE(fs::exists(folder.path() / "out.shard-2-of-4.h5"));

    const int again = slurm.submit("--array=1" + flags);
    ASSERT_TRUE(wait_until([&] { return all_ended(slurm.states(again)); })) << slurm.states(again) << job_logs(folder);
    EXPECT_THAT(slurm.states(again), HasSubstr("1 COMPLETED")) << job_logs(folder);
    // what was finished is not simulated again
    const std::string log = test::read_text(folder.path() / ("qonys-sweep-" + std::to_string(again) + "_1.log"));
    EXPECT_THAT(log, HasSubstr(" " + std::to_string(kept) + "/" + std::to_string(runs_of_a_shard) + " runs"));
    EXPECT_FALSE(fs::exists(journal));
    EXPECT_EQ(test::differs_from_unsharded(folder, file, 4), "") << job_logs(folder);
}

TEST(slurm, steps_of_srun_in_tasks_of_an_array_share_the_points_among_them_all) {
    const test::TempFolder folder;
    const Slurm slurm(folder.path() / "slurm");
    if (!slurm.runs()) GTEST_SKIP() << slurm.why_not();
    const std::string file = test::write_small_sweep(folder, 8);
    const int job = slurm.submit("--array=0-1 --ntasks=2 --output=job-%a.log --wrap " +
                                 test::shell_quoted("srun " + program + " sweep " + test::shell_quoted(file) +
                                                    " -o out.h5 --shard auto --threads 1 --quiet"));
    ASSERT_TRUE(wait_until([&] { return all_ended(slurm.states(job)); })) << slurm.states(job) << job_logs(folder);
    EXPECT_EQ(slurm.states(job), "0 COMPLETED\n1 COMPLETED\n") << job_logs(folder);
    EXPECT_EQ(test::differs_from_unsharded(folder, file, 4), "") << job_logs(folder);
}

// What the tasks of an array see, without Slurm.
TEST(sweep_slurm_array_script, says_what_is_missing) {
    const test::TempFolder folder;
    const auto start = [&](const std::string& environment, const std::string& arguments) {
        return test::run("cd " + test::shell_quoted(folder.path().string()) +
                         " && env -u QONYS -u SLURM_JOB_ID -u SLURM_ARRAY_TASK_ID " + environment + " " + array_script +
                         arguments);
    };
    const auto outside = start("", " 4 a.yaml");
    EXPECT_EQ(outside.exit_code, 2);
    EXPECT_THAT(outside.err, HasSubstr("start this with sbatch --array"));
    const auto no_array = start("SLURM_JOB_ID=1", " 4 a.yaml");
    EXPECT_EQ(no_array.exit_code, 2);
    EXPECT_THAT(no_array.err, HasSubstr("add --array="));
    const std::string task = "SLURM_JOB_ID=1 SLURM_ARRAY_TASK_ID=0 SLURM_SUBMIT_DIR=" + folder.path().string();
    const auto no_shards = start(task, " a.yaml");
    EXPECT_EQ(no_shards.exit_code, 2);
    EXPECT_THAT(no_shards.err, HasSubstr("number of shards"));
    const auto not_built = start(task, " 4 a.yaml");
    EXPECT_EQ(not_built.exit_code, 2);
    EXPECT_THAT(not_built.err, HasSubstr("no program at " + folder.path().string() + "/build/release/qonys"));
}

TEST(sweep_slurm_array_script, hands_on_arguments_and_cores_and_drops_what_an_outer_step_left) {
    const test::TempFolder folder;
    const auto stand_in =
        folder.write("qonys", "#!/bin/sh\nprintf '<%s>' \"$@\"\nenv | grep -E '^(SLURM_STEP|PMI_|OMPI_)'\nexit 7\n");
    fs::permissions(stand_in, fs::perms::owner_all);
    const std::string left =
        "SLURM_STEP_ID=0 SLURM_STEPID=0 SLURM_STEP_NUM_TASKS=2 PMI_RANK=0 PMI_SIZE=2 OMPI_COMM_WORLD_RANK=0 ";
    const std::string task = left + "SLURM_JOB_ID=1 SLURM_ARRAY_TASK_ID=0 SLURM_SUBMIT_DIR=/ SLURM_CPUS_ON_NODE=3 QONYS=" +
                             test::shell_quoted(stand_in.string()) + " ";
    const auto plain = test::run("unset SLURM_CPUS_PER_TASK; " + task + array_script + " 4 'a b.yaml' -o x.h5");
    EXPECT_EQ(plain.exit_code, 7) << "exit code of the program";
    EXPECT_EQ(plain.out, "<sweep><a b.yaml><-o><x.h5><--shard><auto/4><--threads><3><--log>");
    EXPECT_THAT(test::run("SLURM_CPUS_PER_TASK=2 " + task + array_script + " 4 a.yaml").out, HasSubstr("<--threads><2>"));
}

}  // namespace
}  // namespace qonys
