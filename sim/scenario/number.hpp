// Numbers as a person writes them, and nothing that two programs could read differently.
#pragma once

#include <cstdint>
#include <string>

#include "scenario/tree.hpp"

namespace qonys {

template <class Number>
struct NumberRead {
    Number value{};
    std::string what, hint;  // why it was refused; empty when it was read
    bool ok() const { return what.empty(); }
};

// Digits, a point, an exponent, a minus. Refused: 010, 0x1F, .nan, .inf, 1e400, 1_000, +5, .5, and numbers in quotes.
NumberRead<double> read_number(const Tree& node);

// As above, without point and exponent.
NumberRead<std::int64_t> read_whole_number(const Tree& node);

// A word or text of any kind: not empty, not a map or list.
NumberRead<std::string> read_text(const Tree& node);

// The shortest text that reads back to the same number.
std::string number_text(double value);

}  // namespace qonys
