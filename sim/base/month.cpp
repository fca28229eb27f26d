#include "base/month.hpp"

#include <fmt/format.h>

#include <chrono>

namespace qonys {

namespace {

// A run of decimal digits, or nothing. No signs and no spaces: the callers fix the width.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<Month> parse_month(std::string_view text) {
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    if (!year || !month || *year < 1900 || *year > 2199 || *month < 1 || *month > 12) return std::nullopt;
    return make_month(*year, *month);
}

std::string to_string(Month month) {
    return fmt::format("{:04}-{:02}", month.year(), month.month_of_year() + 1);
}

std::optional<Date> parse_date(std::string_view text) {
    if (text.size() != 10 || text[7] != '-') return std::nullopt;
    const auto month = parse_month(text.substr(0, 7));
    const auto day = digits(text.substr(8, 2));
    if (!month || !day) return std::nullopt;
    const std::chrono::year_month_day ymd{std::chrono::year{month->year()},
                                          std::chrono::month{static_cast<unsigned>(month->month_of_year() + 1)},
                                          std::chrono::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return Date{static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

std::string to_string(Date date) {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                       static_cast<unsigned>(ymd.day()));
}

Date first_day(Month month) {
    const std::chrono::year_month_day ymd{std::chrono::year{month.year()},
                                          std::chrono::month{static_cast<unsigned>(month.month_of_year() + 1)},
                                          std::chrono::day{1}};
    return Date{static_cast<std::int32_t>(std::chrono::sys_days{ymd}.time_since_epoch().count())};
}

Month first_whole_month(Date date) {
    const std::chrono::year_month_day ymd{std::chrono::sys_days{std::chrono::days{date.days}}};
    const Month month = make_month(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())));
    return ymd.day() == std::chrono::day{1} ? month : month + 1;
}

}  // namespace qonys
