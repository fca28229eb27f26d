// How figures of a comparison are shown to people: in which unit, and with how many decimals.
#pragma once

#include <string>

#include "accounts/paired.hpp"
#include "report/figures.hpp"

namespace qonys {

struct Shown {
    double factor = 1;
    std::string unit;  // as printed: "%", "million KZT", "persons"
};
Shown shown_as(const std::string& unit);

// Enough for a number of this size to be read: 0 from 1,000 on, 3 below 1, none for nought.
int decimals_for(double size);

// Of one arm.
Figure mean_of(const PairedTable& table, std::size_t arm, std::size_t cell, double factor = 1);
Figure difference_of(const PairedTable& table, std::size_t arm, std::size_t cell, double factor = 1);  // ± its standard error

std::string with_sign(double value, int decimals);  // "+12", "−3", "0"

}  // namespace qonys
