// How far a long run is: one line rewritten on a terminal, a line per tenth in a log, or a line with the time every half minute
// for batch systems, where somebody looks in from afar.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace qonys {

enum class ProgressTo { nothing, log, terminal, batch };

// nothing with --quiet; otherwise by whether standard error is a terminal.
ProgressTo progress_target(bool quiet);

std::string utc_now();  // "2026-11-22T07:45:12Z"

// For one thread. `seconds` is a clock that never runs backwards; `utc` gives the time of day for ProgressTo::batch.
class Progress {
public:
    Progress(std::ostream& out, ProgressTo to, std::string unit, std::int64_t total, std::function<double()> seconds,
             std::function<std::string()> utc = utc_now);
    ~Progress();  // leaves the terminal at the start of an empty line, and the last state in a batch log
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void done(std::int64_t number);  // so many of the total are ready
    void expect(std::int64_t total) { total_ = total; }
    void already(std::int64_t number) { already_ = number; }  // of an earlier session: no part of the rate
    void failed(std::int64_t points) { failed_ = points; }    // shown from the next line on

private:
    std::string line(std::int64_t number, double now) const;
    std::string pace(std::int64_t number, double now) const;
    void batch_line(std::int64_t number, double now);

    std::ostream& out_;
    ProgressTo to_;
    std::string unit_;
    std::int64_t total_;
    std::function<double()> seconds_;
    std::function<std::string()> utc_;
    double start_;
    double last_shown_;
    std::int64_t last_tenth_ = 0;
    std::int64_t already_ = 0, failed_ = 0;
    std::int64_t last_number_ = -1, shown_number_ = -1;  // told to us, and written to a batch log
    bool line_open_ = false;
};

// "0:07", "12:30", "3:04:05"
std::string duration_text(double seconds);

}  // namespace qonys
