#include "report/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <ctime>
#include <limits>
#include <ostream>

#include "base/clock.hpp"

namespace qonys {
namespace {

constexpr double shortest_pause = 0.2;  // seconds between two states of the line
constexpr double batch_pause = 30;      // seconds between two lines of a batch log
constexpr const char* clear_line = "\r\x1b[K";

}  // namespace

ProgressTo progress_target(bool quiet) {
    if (quiet) return ProgressTo::nothing;
    return ::isatty(STDERR_FILENO) == 1 ? ProgressTo::terminal : ProgressTo::log;
}

std::string utc_now() {
    return utc_text(std::time(nullptr));
}

std::string duration_text(double seconds) {
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    if (whole >= 3600) return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

Progress::Progress(std::ostream& out, ProgressTo to, std::string unit, std::int64_t total, std::function<double()> seconds,
                   std::function<std::string()> utc)
    : out_(out),
      to_(to),
      unit_(std::move(unit)),
      total_(total),
      seconds_(std::move(seconds)),
      utc_(std::move(utc)),
      start_(seconds_()),
      last_shown_(-std::numeric_limits<double>::infinity()) {}

Progress::~Progress() {
    if (line_open_) out_ << clear_line << std::flush;
    if (last_number_ != shown_number_) batch_line(last_number_, seconds_());
}

// How fast, and until when.
std::string Progress::pace(std::int64_t number, double now) const {
    const double elapsed = now - start_;
    const std::int64_t own = number - already_;
    if (own <= 0 || elapsed <= 0) return "";
    const double rate = static_cast<double>(own) / elapsed;
    const std::string speed =
        rate >= 1 ? fmt::format(", {:.1f} per second", rate) : fmt::format(", {:.1f} seconds each", 1 / rate);
    if (number == total_) return speed + ", took " + duration_text(elapsed);
    return speed + ", " + duration_text(static_cast<double>(total_ - number) / rate) + " left";
}

std::string Progress::line(std::int64_t number, double now) const {
    std::string text = fmt::format("{}/{} {}", number, total_, unit_) + pace(number, now);
    if (failed_ > 0) text += fmt::format(", {} point{} failed", failed_, failed_ == 1 ? "" : "s");
    return text;
}

void Progress::batch_line(std::int64_t number, double now) {
    out_ << utc_() << " " << line(number, now) << "\n" << std::flush;
    last_shown_ = now;
    shown_number_ = number;
}

void Progress::done(std::int64_t number) {
    if (to_ == ProgressTo::nothing || total_ <= 0) return;
    const double now = seconds_();
    if (to_ == ProgressTo::batch) {
        last_number_ = number;
        const bool last = number == total_ && shown_number_ != number;
        if (last || now - last_shown_ >= batch_pause) batch_line(number, now);
        return;
    }
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
    if (number <= already_) return;  // not news
    out_ << line(number, now) << "\n" << std::flush;
}

}  // namespace qonys
