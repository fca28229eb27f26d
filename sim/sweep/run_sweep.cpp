#include "sweep/run_sweep.hpp"

#include <fmt/format.h>
#include <tbb/concurrent_queue.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

#include "experiment/run_scenario.hpp"
#include "results/part_file.hpp"
#include "results/read_sweep.hpp"
#include "results/write_sweep.hpp"
#include "sweep/finished_runs.hpp"
#include "sweep/header.hpp"
#include "sweep/output.hpp"
#include "sweep/point_runs.hpp"

namespace qonys {

namespace {

constexpr std::int64_t most_points_in_group = 16;
constexpr std::size_t most_in_transaction = 1000;

// Neighbouring points, built by the first thread that needs them and let go with their last run.
struct GroupSlot {
    PointBlock points;
    std::mutex mutex;
    std::unique_ptr<PointGroup> group;
};

// One replicate of those points of a group that lack it.
struct Task {
    std::shared_ptr<GroupSlot> group;
    std::vector<std::int64_t> points;
    std::int64_t replicate = 0;
};

// Everything of one session.
struct Session {
    const Sweep& sweep;
    const Design& design;
    const SweepOptions& options;
    const std::atomic<bool>& stop;
    const SweepMeasures measures;
    const PointBlock block;
    const std::int64_t replicates;
    Journal& journal;
    FinishedRuns done;  // changed by the writer only
    std::atomic<bool> give_up{false};
    std::atomic<std::int64_t> months{0}, months_shared{0};

    std::int64_t runs() const { return block.size() * replicates; }
    void tell() const {
        if (options.progress) options.progress(done.number(), runs(), done.failed_points());
    }
};

// How many neighbours are simulated together: as many as share some history, as long as every thread has work.
std::int64_t group_size(const Session& session) {
    constexpr std::int64_t tasks_a_thread = 4;
    const std::int64_t most = session.runs() / (tasks_a_thread * session.options.threads);
    const std::int64_t size = std::min(std::min(most_points_in_group, session.block.size()), most);
    if (!session.options.share_history || size < 2) return 1;
    const std::int64_t some = std::min<std::int64_t>(size, 4);  // the first neighbours speak for the others
    const PointGroup sample(session.sweep, session.design, session.measures, session.block.first, session.block.first + some,
                            true);
    return sample.shares_history() ? size : 1;
}

// The tasks in order: group by group, replicate by replicate.
class Tasks {
public:
    Tasks(const Session& session, FinishedRuns finished)
        : session_(session), finished_(std::move(finished)), size_(group_size(session)), next_(session.block.first) {}

    // Without a group when there are no more.
    Task next() {
        for (;;) {
            if (slot_ == nullptr) {
                if (next_ >= session_.block.last) return {};
                slot_ = std::make_shared<GroupSlot>();
                slot_->points = {next_, std::min(next_ + size_, session_.block.last)};
                next_ = slot_->points.last;
                replicate_ = 0;
            }
            Task task{slot_, {}, replicate_};
            for (std::int64_t p = slot_->points.first; p < slot_->points.last; ++p)
                if (!finished_.has(p, replicate_)) task.points.push_back(p);
            if (++replicate_ == session_.replicates) slot_.reset();
            if (!task.points.empty()) return task;
        }
    }

private:
    const Session& session_;
    const FinishedRuns finished_;  // by earlier sessions
    std::int64_t size_, next_, replicate_ = 0;
    std::shared_ptr<GroupSlot> slot_;
};

// The one thread that writes: commits what waits for it, all in one transaction.
class Writer {
public:
    explicit Writer(Session& session) : session_(session) {
        queue_.set_capacity(64 * session.options.threads);
        thread_ = std::thread([this] { write_all(); });
    }
    ~Writer() { end(); }
    void take(FinishedRun run) { queue_.push(std::move(run)); }
    // Returns when all is on disk; throws what writing threw.
    void finish() {
        end();
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    void end() {
        if (!thread_.joinable()) return;
        queue_.push(std::nullopt);
        thread_.join();
    }
    void write_all() {
        for (bool last = false; !last;) {
            std::vector<FinishedRun> batch;
            std::optional<FinishedRun> run;
            queue_.pop(run);
            do {
                last = !run;
                if (run) batch.push_back(std::move(*run));
            } while (!last && batch.size() < most_in_transaction && queue_.try_pop(run));
            if (!batch.empty() && !failure_) commit(batch);
        }
    }
    void commit(const std::vector<FinishedRun>& batch) {
        try {
            session_.journal.add(batch);
            for (const FinishedRun& run : batch) session_.done.add(run.point, run.replicate, !run.failure.empty());
            session_.tell();
        } catch (...) {
            failure_ = std::current_exception();
            session_.give_up = true;  // what still comes is taken, so that nobody waits, and dropped
        }
    }

    Session& session_;
    tbb::concurrent_bounded_queue<std::optional<FinishedRun>> queue_;  // nothing: the end
    std::exception_ptr failure_;
    std::thread thread_;
};

void work_on(Session& session, const Task& task, Writer& writer) {
    const PointGroup* group = nullptr;
    {
        const std::lock_guard lock(task.group->mutex);
        if (!task.group->group)
            task.group->group =
                std::make_unique<PointGroup>(session.sweep, session.design, session.measures, task.group->points.first,
                                             task.group->points.last, session.options.share_history);
        group = task.group->group.get();
    }
    const PointGroup::Months months = group->simulate(
        task.points, task.replicate, [&](FinishedRun run) { writer.take(std::move(run)); }, session.stop);
    session.months += months.all;
    session.months_shared += months.shared;
}

void simulate_all(Session& session) {
    Tasks tasks(session, session.done);
    Writer writer(session);
    const auto threads = static_cast<std::size_t>(session.options.threads);
    const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(session.options.threads);
    const auto source = [&](tbb::flow_control& control) {
        Task task = session.give_up || session.stop ? Task{} : tasks.next();
        if (!task.group) control.stop();
        return task;
    };
    try {
        // Twice as many tasks as threads are under way, so that nobody waits and memory stays bounded.
        arena.execute([&] {
            tbb::parallel_pipeline(2 * threads,
                                   tbb::make_filter<void, Task>(tbb::filter_mode::serial_in_order, source) &
                                       tbb::make_filter<Task, void>(tbb::filter_mode::parallel,
                                                                    [&](const Task& task) { work_on(session, task, writer); }));
        });
    } catch (const Interrupted&) {
        // told below, when what is finished has been written
    }
    writer.finish();
}

void refuse_other(const std::string& path, const std::string& what, const std::string& hint) {
    Problems problems;
    problems.add({path, 0, 0}, "", what, hint);
    throw BadInput(std::move(problems));
}

// The runs of a point as the result file wants them.
PointResult result_of(const Session& session, std::int64_t point, const SweepHeader& header) {
    const std::size_t arms = header.arms.size(), measures = header.measures.size();
    const auto replicates = static_cast<std::size_t>(header.replicates);
    PointResult result;
    result.values.assign(arms * replicates * measures, std::numeric_limits<double>::quiet_NaN());
    const std::vector<FinishedRun> runs = session.journal.runs_of(point);
    const auto damaged = [&] {
        throw FileTrouble(journal_path(session.options.output) +
                          ": the journal is damaged; move it away to start the sweep again");
    };
    if (runs.size() != replicates) damaged();
    for (const FinishedRun& run : runs)
        if (!run.failure.empty() && result.failure.empty()) result.failure = run.failure;
    if (!result.failure.empty()) return result;
    for (const FinishedRun& run : runs) {
        if (run.values.size() != arms * measures) damaged();
        for (std::size_t arm = 0; arm < arms; ++arm)
            std::copy_n(run.values.begin() + static_cast<std::ptrdiff_t>(arm * measures), measures,
                        result.values.begin() +
                            static_cast<std::ptrdiff_t>((arm * replicates + static_cast<std::size_t>(run.replicate)) * measures));
    }
    return result;
}

SweepPoints points_of(const Design& design, PointBlock block) {
    SweepPoints points;
    const auto cut = [&](const auto& all, std::size_t width) {
        return std::vector(all.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(block.first) * width),
                           all.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(block.last) * width));
    };
    for (std::int64_t p = block.first; p < block.last; ++p) points.number.push_back(static_cast<std::int32_t>(p));
    points.values = cut(design.values, design.parameters);
    points.unit = cut(design.unit, design.parameters);
    points.block = cut(design.block, 1);
    points.role = cut(design.role, 1);
    return points;
}

std::string note_of(const Journal& journal, const std::string& key) {
    const JournalNotes notes = journal.notes();
    const auto at = notes.find(key);
    return at == notes.end() ? "" : at->second;
}

// That of an earlier session, or a new one. Refuses one of another sweep.
std::unique_ptr<Journal> open_journal(const SweepOptions& options, const SweepHeader& header) {
    const std::string path = journal_path(options.output);
    JournalNotes notes = options.notes;
    notes["fingerprint"] = header.fingerprint;
    notes["started"] = run_info_at_start("", 1).started;
    if (options.fresh) notes["replaces"] = "a finished result";
    auto journal = std::make_unique<Journal>(path, notes);
    if (journal->was_there() && (options.fresh || journal->size() == 0)) {
        journal->remove();
        journal = std::make_unique<Journal>(path, notes);
    }
    if (note_of(*journal, "fingerprint") != header.fingerprint)
        refuse_other(path,
                     fmt::format("holds {} finished runs of a sweep of other content, or of another version of the program",
                                 journal->size()),
                     "undo the change, name another output with -o, or let --fresh drop those runs");
    return journal;
}

// Only a sweep begun with --fresh takes the place of a finished result of another content, and of another file.
void refuse_to_replace(const Journal& journal, const SweepHeader& header, const std::string& output) {
    if (note_of(journal, "replaces").empty()) holds_result(output, header);
}

// Figures of the journal into the result file; then the journal is no longer needed.
void finish(const Session& session, const SweepHeader& header, double seconds) {
    Journal& journal = session.journal;
    refuse_to_replace(journal, header, session.options.output);  // what was put there meanwhile
    RunInfo info = run_info_at_start(note_of(journal, "command"), session.options.threads);
    info.started = std::min(info.started, note_of(journal, "started"));
    finish_run_info(info, seconds);
    const std::int64_t first = session.block.first;
    write_sweep(
        session.options.output, header, points_of(session.design, session.block),
        [&](std::size_t i) { return result_of(session, first + static_cast<std::int64_t>(i), header); }, info);
    journal.remove();
}

}  // namespace

SweepOutcome run_sweep(const Sweep& sweep, const Design& design, const SweepOptions& options, const std::atomic<bool>& stop) {
    const auto started = std::chrono::steady_clock::now();
    SweepMeasures measures = measures_of(sweep);
    SweepHeader header = header_of(sweep, design, measures);
    header.shard = options.shard.number;
    header.shards = options.shard.count;
    const PointBlock block = block_of(options.shard, design.points);
    SweepOutcome outcome;
    outcome.points = block.size();
    if (!options.fresh && notes_of_journal(journal_path(options.output)).empty() && holds_result(options.output, header)) {
        outcome.was_complete = true;
        const SweepFileReader there(options.output);
        for (const std::string& failure : there.failures()) outcome.failed_points += failure.empty() ? 0 : 1;
        return outcome;
    }
    { const PartFile writable(options.output); }  // a path that cannot be written is told before the long work
    const std::unique_ptr<Journal> journal = open_journal(options, header);
    refuse_to_replace(*journal, header, options.output);
    remove_left_parts(options.output);

    Session session{
        sweep, design, options, stop, std::move(measures), block, header.replicates, *journal, {block, header.replicates}};
    journal->each_number([&](std::int64_t point, std::int64_t replicate, bool failed) {
        if (!session.done.fits(point, replicate))
            throw FileTrouble(journal_path(options.output) + ": holds runs of other points");
        session.done.add(point, replicate, failed);
    });
    outcome.runs_before = session.done.number();
    session.tell();
    simulate_all(session);
    outcome.failed_points = session.done.failed_points();
    if (session.months > 0)
        outcome.shared_months = static_cast<double>(session.months_shared) / static_cast<double>(session.months);
    const double seconds = std::strtod(note_of(*journal, "seconds").c_str(), nullptr) +
                           std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    if (session.done.number() < session.runs()) {
        journal->note("seconds", fmt::format("{}", seconds));
        throw Interrupted(fmt::format("{} of {} runs are finished and kept in {}; the same command, or qonys resume {}, goes on",
                                      session.done.number(), session.runs(), journal_path(options.output), options.output));
    }
    finish(session, header, seconds);
    return outcome;
}

FirstRuns time_first_runs(const Sweep& sweep, const Design& design, const std::atomic<bool>& stop) {
    const SweepMeasures measures = measures_of(sweep);
    const std::int64_t neighbours = std::min(design.points, most_points_in_group);
    const bool shared = neighbours > 1 && PointGroup(sweep, design, measures, 0, neighbours, true).shares_history();
    for (std::int64_t p = 0; p < neighbours; p += shared ? neighbours : 1) {
        const auto started = std::chrono::steady_clock::now();
        const PointGroup first(sweep, design, measures, p, shared ? neighbours : p + 1, true);
        std::vector<std::int64_t> points(static_cast<std::size_t>(shared ? neighbours : 1));
        std::iota(points.begin(), points.end(), p);
        std::size_t simulated = 0;
        first.simulate(
            points, 0, [&](const FinishedRun& run) { simulated += run.failure.empty() ? 1 : 0; }, stop);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        if (simulated > 0) return {seconds / static_cast<double>(simulated), shared};
    }
    return {std::numeric_limits<double>::quiet_NaN(), false};
}

SweepPoints points_of_shard(const Design& design, const Shard& shard) {
    return points_of(design, block_of(shard, design.points));
}

}  // namespace qonys
