#include "report/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <ostream>

namespace qonys {
namespace {

constexpr double shortest_pause = 0.2;  // seconds between two states of the line
constexpr const char* clear_line = "\r\x1b[K";

}  // namespace

ProgressTo progress_target(bool quiet) {
    if (quiet) return ProgressTo::nothing;
    return ::isatty(STDERR_FILENO) == 1 ? ProgressTo::terminal : ProgressTo::log;
}

double steady_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

Progress::Progress(std::ostream& out, ProgressTo to, std::string unit, std::int64_t total, std::function<double()> seconds)
    : out_(out),
      to_(to),
      unit_(std::move(unit)),
      total_(total),
      seconds_(std::move(seconds)),
      start_(seconds_()),
      last_shown_(-std::numeric_limits<double>::infinity()) {}

Progress::~Progress() {
    if (line_open_) out_ << clear_line << std::flush;
}

std::string Progress::line(std::int64_t number, double now) const {
    const double elapsed = now - start_;
    std::string text = fmt::format("{}/{} {}", number, total_, unit_);
    if (number == 0 || elapsed <= 0) return text;
    const double rate = static_cast<double>(number) / elapsed;
    text += rate >= 1 ? fmt::format(", {:.1f} per second", rate) : fmt::format(", {:.1f} seconds each", 1 / rate);
    if (number == total_) return text + ", took " + duration_text(elapsed);
    return text + ", " + duration_text(static_cast<double>(total_ - number) / rate) + " left";
}

void Progress::done(std::int64_t number) {
    if (to_ == ProgressTo::nothing || total_ <= 0) return;
    const double now = seconds_();
    if (to_ == ProgressTo::terminal) {
        if (number < total_ && now - last_shown_ < shortest_pause) return;
        out_ << clear_line << line(number, now) << std::flush;
        line_open_ = true;
        last_shown_ = now;
        return;
    }
    const std::int64_t tenth = 10 * number / total_;
    if (tenth == last_tenth_) return;
    last_tenth_ = tenth;
    out_ << line(number, now) << "\n" << std::flush;
}

}  // namespace qonys
