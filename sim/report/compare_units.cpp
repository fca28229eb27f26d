#include "report/compare_units.hpp"

#include <cmath>

namespace qonys {

Shown shown_as(const std::string& unit) {
    if (unit == "share") return {100, "%"};
    if (unit == "KZT") return {1e-6, "million KZT"};
    if (unit.starts_with("KZT per person")) return {1e-3, "thousand KZT"};
    if (unit == "coefficient" || unit == "rank") return {1, ""};
    return {1, unit};
}

int decimals_for(double size) {
    if (!(size < 1000) || size == 0) return 0;
    if (size >= 10) return 1;
    return size >= 1 ? 2 : 3;
}

Figure mean_of(const PairedTable& table, std::size_t arm, std::size_t cell, double factor) {
    const std::size_t at = table.at(arm, cell);
    return scaled({table.mean.at(at), table.se.at(at), 0, 0}, factor);
}

Figure difference_of(const PairedTable& table, std::size_t arm, std::size_t cell, double factor) {
    const std::size_t at = table.at(arm, cell);
    return scaled({table.difference.at(at), table.difference_se.at(at), 0, 0}, factor);
}

std::string with_sign(double value, int decimals) {
    const std::string text = with_separators(value, decimals);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

}  // namespace qonys
