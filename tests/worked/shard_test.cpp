// Which part of a sweep a process takes: said by hand, or told by a scheduler in environment variables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "sweep/shard.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using Variables = std::map<std::string, std::string>;

// "3 of 8", or what is wrong.
std::string shard(const std::string& text, const Variables& variables = {}) {
    Problems problems;
    const Shard shard = parse_shard(
        text,
        [&](const std::string& name) -> std::optional<std::string> {
            const auto at = variables.find(name);
            return at == variables.end() ? std::nullopt : std::optional(at->second);
        },
        problems);
    if (problems.empty()) return std::to_string(shard.number) + " of " + std::to_string(shard.count);
    EXPECT_TRUE(shard.whole()) << "a refused part is not used";
    return to_string(problems.list.at(0));
}

Variables array(int id, int first, int last, int count, int step = 1) {
    return {{"SLURM_ARRAY_TASK_ID", std::to_string(id)},
            {"SLURM_ARRAY_TASK_MIN", std::to_string(first)},
            {"SLURM_ARRAY_TASK_MAX", std::to_string(last)},
            {"SLURM_ARRAY_TASK_COUNT", std::to_string(count)},
            {"SLURM_ARRAY_TASK_STEP", std::to_string(step)}};
}

// What a batch script finds beside this, and what a step that it starts finds.
Variables batch(Variables more = {}) {
    more.merge(Variables{{"SLURM_JOB_ID", "7"}, {"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}});
    return more;
}
Variables step(int rank, int size, Variables more = {}) {
    more.merge(Variables{{"SLURM_STEP_ID", "0"},
                         {"SLURM_PROCID", std::to_string(rank)},
                         {"SLURM_STEP_NUM_TASKS", std::to_string(size)},
                         {"SLURM_NTASKS", std::to_string(size)}});
    return more;
}

TEST(shard, said_by_hand_is_a_part_of_a_number_of_parts) {
    EXPECT_EQ(shard("1/1"), "1 of 1");
    EXPECT_EQ(shard("2/8"), "2 of 8");
    EXPECT_EQ(shard("08/8"), "8 of 8");
    EXPECT_EQ(shard("100000/100000"), "100000 of 100000");
}

TEST(shard, that_is_no_part_is_refused) {
    for (const char* text : {"", "2", "/", "2/", "/8", "-1/8", "+1/8", "1.0/8", "1/8/3", " 1/8", "1/8 ", "0x1/8", "1e0/8",
                             "one/8", "1/99999999999999999999", "99999999999999999999/8", "automatic", "Auto"})
        EXPECT_THAT(shard(text), AllOf(HasSubstr("--shard: \""), HasSubstr("is not a part of a sweep; say 2/8"))) << text;
    EXPECT_EQ(shard("0/8"), "--shard: there is no part 0 of 8; the parts are 1/8 to 8/8");
    EXPECT_EQ(shard("9/8"), "--shard: there is no part 9 of 8; the parts are 1/8 to 8/8");
    EXPECT_THAT(shard("1/0"), HasSubstr("0 shards; there can be 1 to 100000"));
    EXPECT_THAT(shard("1/100001"), HasSubstr("100001 shards; there can be 1 to 100000"));
    for (const char* text : {"auto/", "auto/0", "auto/x", "auto/-2", "auto/100001", "auto/2/3"})
        EXPECT_THAT(shard(text, array(0, 0, 1, 2)), HasSubstr("does not give a number of shards from 1 to 100000")) << text;
}

TEST(shard, auto_without_a_scheduler_says_what_was_looked_for) {
    for (const char* text : {"auto", "auto/4"})
        EXPECT_EQ(shard(text),
                  "--shard: no scheduler told this process its part; none of the environment variables OMPI_COMM_WORLD_RANK, "
                  "PMI_RANK, SLURM_STEP_ID, SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX is set; say which part: --shard 2/8");
    EXPECT_THAT(shard("auto", batch()), HasSubstr("no scheduler told")) << "a batch script without a step is no rank";
}

TEST(shard, of_mpi_is_the_rank) {
    EXPECT_EQ(shard("auto", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "3"}}), "1 of 3");
    EXPECT_EQ(shard("auto", {{"OMPI_COMM_WORLD_RANK", "2"}, {"OMPI_COMM_WORLD_SIZE", "3"}}), "3 of 3");
    EXPECT_EQ(shard("auto", {{"PMI_RANK", "1"}, {"PMI_SIZE", "3"}}), "2 of 3");
    EXPECT_EQ(shard("auto/9", {{"PMI_RANK", "1"}, {"PMI_SIZE", "3"}}), "2 of 9");
}

TEST(shard, of_mpi_within_slurm_is_the_rank_of_mpi_not_of_its_helper) {
    EXPECT_EQ(shard("auto", step(1, 2, {{"OMPI_COMM_WORLD_RANK", "5"}, {"OMPI_COMM_WORLD_SIZE", "8"}})), "6 of 8");
    EXPECT_EQ(shard("auto", step(1, 2, {{"PMI_RANK", "5"}, {"PMI_SIZE", "8"}})), "6 of 8");
}

TEST(shard, of_a_slurm_step_is_the_rank_in_the_step) {
    EXPECT_EQ(shard("auto", step(3, 4)), "4 of 4");
    EXPECT_EQ(shard("auto", {{"SLURM_STEPID", "2"}, {"SLURM_PROCID", "1"}, {"SLURM_NTASKS", "2"}}), "2 of 2") << "older names";
}

TEST(shard, of_a_slurm_array_is_the_place_of_the_id) {
    EXPECT_EQ(shard("auto", batch(array(0, 0, 7, 8))), "1 of 8");
    EXPECT_EQ(shard("auto", batch(array(7, 0, 7, 8))), "8 of 8");
    EXPECT_EQ(shard("auto", batch(array(1, 1, 8, 8))), "1 of 8");
    EXPECT_EQ(shard("auto", batch(array(8, 1, 8, 8))), "8 of 8");
    EXPECT_EQ(shard("auto", array(6, 0, 9, 4, 3)), "3 of 4");
}

TEST(shard, of_an_array_that_may_be_a_part_is_not_guessed) {
    for (const Variables& variables :
         {array(3, 3, 8, 6), array(3, 3, 3, 1), array(0, 0, 0, 1), array(2, 1, 9, 3), array(0, 0, 7, 3)})
        EXPECT_THAT(shard("auto", variables), AllOf(HasSubstr("may be a part of another that was submitted again"),
                                                    HasSubstr("--shard auto/8"), HasSubstr("--shard $SLURM_ARRAY_TASK_ID/8")))
            << variables.at("SLURM_ARRAY_TASK_MIN");
    EXPECT_THAT(shard("auto", array(3, 0, 8, 5, 2)), HasSubstr("SLURM_ARRAY_TASK_ID is 3 in an array 0-8:2"));
}

TEST(shard, of_a_part_of_an_array_with_the_number_given_is_the_id_from_0_on) {
    EXPECT_EQ(shard("auto/8", batch(array(3, 3, 3, 1))), "4 of 8");
    EXPECT_EQ(shard("auto/8", batch(array(0, 0, 7, 8))), "1 of 8") << "the whole array gives the same parts";
    EXPECT_EQ(shard("auto/8", batch(array(3, 0, 7, 8))), "4 of 8");
    EXPECT_EQ(shard("auto/8", batch(array(7, 1, 7, 2, 6))), "8 of 8");
    EXPECT_EQ(shard("auto/1", batch(array(0, 0, 0, 1))), "1 of 1");
    EXPECT_THAT(shard("auto/8", array(8, 8, 8, 1)),
                HasSubstr("calls this part number 8, counted from 0, but there are 8 shards"));
    EXPECT_THAT(shard("auto/8", array(3, 1, 8, 8)),
                AllOf(HasSubstr("the Slurm array counts from 1 to 8"), HasSubstr("--array=0-7, or say --shard auto")));
}

TEST(shard, of_steps_in_an_array_are_all_different) {
    std::set<std::string> parts, given;
    for (int task = 0; task < 3; ++task)
        for (int rank = 0; rank < 4; ++rank) {
            parts.insert(shard("auto", step(rank, 4, array(task, 0, 2, 3))));
            given.insert(shard("auto/12", step(rank, 4, array(task, 0, 2, 3))));
        }
    EXPECT_EQ(parts.size(), 12U);
    EXPECT_EQ(parts, given);
    EXPECT_EQ(shard("auto", step(1, 4, array(2, 0, 2, 3))), "10 of 12") << "task x ranks + rank, counted from 0";
    EXPECT_EQ(shard("auto/12", step(1, 4, array(2, 2, 2, 1))), "10 of 12");
    EXPECT_THAT(shard("auto/10", step(1, 4, array(2, 2, 2, 1))), HasSubstr("10 shards cannot be dealt out to tasks of 4 ranks"));
}

TEST(shard, of_an_indexed_job_of_kubernetes_needs_the_number) {
    EXPECT_EQ(shard("auto/5", {{"JOB_COMPLETION_INDEX", "0"}}), "1 of 5");
    EXPECT_EQ(shard("auto/5", {{"JOB_COMPLETION_INDEX", "4"}}), "5 of 5");
    EXPECT_THAT(shard("auto/5", {{"JOB_COMPLETION_INDEX", "5"}}), HasSubstr("there are 5 shards"));
    EXPECT_THAT(shard("auto", {{"JOB_COMPLETION_INDEX", "0"}}), HasSubstr("give the completions of the job: --shard auto/8"));
}

TEST(shard, of_variables_that_are_no_numbers_is_refused) {
    for (const char* value : {"", "-1", "x", "1.5", "99999999999999999999"}) {
        EXPECT_THAT(shard("auto", {{"PMI_RANK", value}, {"PMI_SIZE", "3"}}), HasSubstr("PMI_RANK is \"" + std::string(value)));
        EXPECT_THAT(shard("auto", {{"PMI_RANK", "1"}, {"PMI_SIZE", value}}), HasSubstr("PMI_SIZE is \"" + std::string(value)));
    }
    EXPECT_THAT(shard("auto", {{"PMI_RANK", "0"}}), HasSubstr("PMI_SIZE is not set"));
    EXPECT_THAT(shard("auto", {{"PMI_RANK", "3"}, {"PMI_SIZE", "3"}}), HasSubstr("PMI_RANK is 3 but PMI_SIZE is 3"));
    EXPECT_THAT(shard("auto", {{"PMI_RANK", "0"}, {"PMI_SIZE", "999999"}}), HasSubstr("there can be 100000 at most"));
    EXPECT_THAT(shard("auto/7", {{"PMI_RANK", "0"}, {"PMI_SIZE", "0"}, {"JOB_COMPLETION_INDEX", "0"}}),
                HasSubstr("PMI_SIZE is 0"));
}

TEST(shard, reads_the_environment_of_the_process) {
    ::setenv("QONYS_TEST_VARIABLE", "x", 1);
    EXPECT_EQ(process_environment()("QONYS_TEST_VARIABLE"), "x");
    ::unsetenv("QONYS_TEST_VARIABLE");
    EXPECT_EQ(process_environment()("QONYS_TEST_VARIABLE"), std::nullopt);
}

TEST(shard, has_a_file_of_its_own_beside_the_whole) {
    EXPECT_EQ(shard_path("outputs/x.h5", {2, 8}), "outputs/x.shard-2-of-8.h5");
    EXPECT_EQ(shard_path("outputs/x.h5", {1, 1}), "outputs/x.h5");
    EXPECT_EQ(shard_path("x", {10, 10}), "x.shard-10-of-10");
    EXPECT_EQ(shard_path("a.b/x.y.h5", {1, 2}), "a.b/x.y.shard-1-of-2.h5");
}

}  // namespace
}  // namespace qonys
