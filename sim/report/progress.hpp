// How far a long run is: one line rewritten on a terminal, a line per tenth in a log.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>

namespace qonys {

enum class ProgressTo { nothing, log, terminal };

// nothing with --quiet; otherwise by whether standard error is a terminal.
ProgressTo progress_target(bool quiet);

// For one thread. `seconds` is a clock that never runs backwards.
class Progress {
public:
    Progress(std::ostream& out, ProgressTo to, std::string unit, std::int64_t total, std::function<double()> seconds);
    ~Progress();  // leaves the terminal at the start of an empty line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void done(std::int64_t number);  // so many of the total are ready
    void expect(std::int64_t total) { total_ = total; }

private:
    std::string line(std::int64_t number, double now) const;

    std::ostream& out_;
    ProgressTo to_;
    std::string unit_;
    std::int64_t total_;
    std::function<double()> seconds_;
    double start_;
    double last_shown_;
    std::int64_t last_tenth_ = 0;
    bool line_open_ = false;
};

// "0:07", "12:30", "3:04:05"
std::string duration_text(double seconds);

// Seconds of the steady clock.
double steady_seconds();

}  // namespace qonys
