// Calendar arithmetic of the simulation: whole months, and dates on which rules come into force.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qonys {

// A calendar month, counted from January of year 0. 2024-01 is 2024 * 12.
struct Month {
    std::int32_t index = 0;

    constexpr int year() const { return index / 12; }
    constexpr int month_of_year() const { return index % 12; }  // 0 = January
    constexpr auto operator<=>(const Month&) const = default;
};

constexpr Month make_month(int year, int month_1_to_12) {
    return {year * 12 + month_1_to_12 - 1};
}
constexpr Month operator+(Month m, int months) {
    return {m.index + months};
}
constexpr Month operator-(Month m, int months) {
    return {m.index - months};
}
constexpr int operator-(Month a, Month b) {
    return a.index - b.index;
}

// "2024-01". Years 1900 to 2199 only.
std::optional<Month> parse_month(std::string_view text);
std::string to_string(Month month);

// A day, counted from 1970-01-01.
struct Date {
    std::int32_t days = 0;
    constexpr auto operator<=>(const Date&) const = default;
};

// "2024-08-24". A day that the calendar lacks is refused. Years 1900 to 2199 only.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);
Date first_day(Month month);

// The first month in which a rule dated `date` is in force for a whole month: the month that starts on that day, or the next one.
Month first_whole_month(Date date);

}  // namespace qonys
