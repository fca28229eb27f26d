#include "sweep/shard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>

#include "results/sweep_result.hpp"

namespace qonys {
namespace {

constexpr std::int64_t most_id = 999'999'999;

// Plain digits, at most most_id.
std::optional<std::int64_t> whole_number(const std::string& text) {
    if (text.empty() || text.size() > 9) return std::nullopt;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    return std::stoll(text);
}

// Refuses what was asked for with --shard.
struct Refused {
    std::string what, hint;
};

struct Place {
    std::int64_t index = 0, count = 1;  // from 0
};

struct Reader {
    const Environment& environment;

    bool has(const char* name) const { return environment(name).has_value(); }
    std::int64_t number(const char* name) const {
        const std::optional<std::string> text = environment(name);
        if (!text) throw Refused{fmt::format("the environment variable {} is not set", name), "say which part: --shard 2/8"};
        const std::optional<std::int64_t> number = whole_number(*text);
        if (!number)
            throw Refused{fmt::format("the environment variable {} is \"{}\", not a whole number", name, *text),
                          "say which part: --shard 2/8"};
        return *number;
    }
    Place ranks(const char* rank, const char* size) const {
        const Place place{number(rank), number(size)};
        if (place.index >= place.count)
            throw Refused{fmt::format("{} is {} but {} is {}", rank, place.index, size, place.count),
                          "say which part: --shard 2/8"};
        return place;
    }
};

// mpirun within Slurm starts its helpers by srun: the step's variables are then those of the helper.
std::optional<Place> ranks_of(const Reader& read) {
    if (read.has("OMPI_COMM_WORLD_RANK")) return read.ranks("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE");
    if (read.has("PMI_RANK")) return read.ranks("PMI_RANK", "PMI_SIZE");
    if (read.has("SLURM_STEP_ID") || read.has("SLURM_STEPID"))
        return read.ranks("SLURM_PROCID", read.has("SLURM_STEP_NUM_TASKS") ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS");
    return std::nullopt;
}

Refused perhaps_a_part(const std::string& why) {
    return {
        fmt::format("the Slurm array {}, so it may be a part of another that was submitted again", why),
        "give the number of shards: --shard auto/8 for an array whose ids count from 0, --shard $SLURM_ARRAY_TASK_ID/8 for one "
        "whose ids count from 1"};
}

Place whole_array(const Reader& read) {
    const std::int64_t id = read.number("SLURM_ARRAY_TASK_ID"), first = read.number("SLURM_ARRAY_TASK_MIN"),
                       last = read.number("SLURM_ARRAY_TASK_MAX"), count = read.number("SLURM_ARRAY_TASK_COUNT"),
                       step = read.has("SLURM_ARRAY_TASK_STEP") ? read.number("SLURM_ARRAY_TASK_STEP") : 1;
    if (first > 1) throw perhaps_a_part(fmt::format("starts at {}", first));
    if (count < 2) throw perhaps_a_part("has one task");
    if (step < 1 || first + step * (count - 1) != last)
        throw perhaps_a_part(fmt::format("has {} tasks between {} and {}", count, first, last));
    if (id < first || id > last || (id - first) % step != 0)
        throw Refused{fmt::format("SLURM_ARRAY_TASK_ID is {} in an array {}-{}:{}", id, first, last, step),
                      "say which part: --shard 2/8"};
    return {(id - first) / step, count};
}

// Of an array of which only a part may have been submitted.
Place part_of_array(const Reader& read, std::int64_t tasks) {
    const std::int64_t id = read.number("SLURM_ARRAY_TASK_ID");
    if (tasks > 1 && read.has("SLURM_ARRAY_TASK_MIN") && read.number("SLURM_ARRAY_TASK_MIN") == 1 &&
        read.has("SLURM_ARRAY_TASK_COUNT") && read.number("SLURM_ARRAY_TASK_COUNT") == tasks)
        throw Refused{fmt::format("the Slurm array counts from 1 to {}; with a number of shards its ids count from 0, so that a "
                                  "part submitted again is the same part",
                                  tasks),
                      fmt::format("submit with --array=0-{}, or say --shard auto", tasks - 1)};
    return {id, tasks};
}

constexpr const char* looked_for = "OMPI_COMM_WORLD_RANK, PMI_RANK, SLURM_STEP_ID, SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX";

// `given`: the number of shards of auto/8, 0 for auto.
Place find_place(const Reader& read, std::int64_t given) {
    const std::optional<Place> found = ranks_of(read);
    const Place ranks = found.value_or(Place{});
    const bool in_array = read.has("SLURM_ARRAY_TASK_ID"), in_job = read.has("JOB_COMPLETION_INDEX");
    if (!in_array && !in_job) {
        if (!found)
            throw Refused{
                fmt::format("no scheduler told this process its part; none of the environment variables {} is set", looked_for),
                "say which part: --shard 2/8"};
        return {ranks.index, given == 0 ? ranks.count : given};
    }
    if (given % ranks.count != 0)
        throw Refused{fmt::format("{} shards cannot be dealt out to tasks of {} ranks each", given, ranks.count),
                      "give tasks times ranks"};
    Place task;
    if (in_array)
        task = given == 0 ? whole_array(read) : part_of_array(read, given / ranks.count);
    else if (given == 0)
        throw Refused{"an indexed job of Kubernetes tells its tasks JOB_COMPLETION_INDEX but not how many they are",
                      "give the completions of the job: --shard auto/8"};
    else
        task = {read.number("JOB_COMPLETION_INDEX"), given / ranks.count};
    return {task.index * ranks.count + ranks.index, task.count * ranks.count};
}

Place automatic(const std::string& text, const Environment& environment) {
    std::int64_t given = 0;
    if (text != "auto") {
        const std::optional<std::int64_t> count = whole_number(text.substr(5));
        if (!count || *count < 1 || *count > most_shards)
            throw Refused{fmt::format("\"{}\" does not give a number of shards from 1 to {}", text, most_shards),
                          "say auto/8 for the part of 8 that the scheduler tells"};
        given = *count;
    }
    const Place place = find_place({environment}, given);
    if (place.count < 1 || place.count > most_shards)
        throw Refused{fmt::format("{} shards; there can be {} at most", place.count, most_shards), "submit fewer tasks"};
    if (place.index >= place.count)
        throw Refused{fmt::format("the scheduler calls this part number {}, counted from 0, but there are {} shards", place.index,
                                  place.count),
                      "give the number of shards of the whole sweep; ids count from 0"};
    return place;
}

Place by_hand(const std::string& text) {
    const std::size_t slash = text.find('/');
    const auto number = whole_number(text.substr(0, slash));
    const auto count = slash == std::string::npos ? std::nullopt : whole_number(text.substr(slash + 1));
    if (!number || !count)
        throw Refused{fmt::format("\"{}\" is not a part of a sweep", text),
                      "say 2/8 for the second of 8 parts, auto where a scheduler tells it, or auto/8"};
    if (*count < 1 || *count > most_shards)
        throw Refused{fmt::format("{} shards; there can be 1 to {}", *count, most_shards), "say 2/8 for the second of 8 parts"};
    if (*number < 1 || *number > *count)
        throw Refused{fmt::format("there is no part {} of {}", *number, *count),
                      fmt::format("the parts are 1/{} to {}/{}", *count, *count, *count)};
    return {*number - 1, *count};
}

}  // namespace

Environment process_environment() {
    return [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    };
}

Shard parse_shard(const std::string& text, const Environment& environment, Problems& problems) {
    try {
        const Place place = text == "auto" || text.starts_with("auto/") ? automatic(text, environment) : by_hand(text);
        return {static_cast<int>(place.index) + 1, static_cast<int>(place.count)};
    } catch (const Refused& refused) {
        problems.add({"--shard"}, "", refused.what, refused.hint);
        return {};
    }
}

std::string shard_path(const std::string& output, const Shard& shard) {
    if (shard.whole()) return output;
    const std::filesystem::path path(output);
    const std::string name =
        fmt::format("{}.shard-{}-of-{}{}", path.stem().string(), shard.number, shard.count, path.extension().string());
    return (path.parent_path() / name).string();
}

}  // namespace qonys
