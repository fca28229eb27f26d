#include "life/telling.hpp"

#include <fmt/format.h>

namespace qonys {

bool same_event(const LifeEvent& a, const LifeEvent& b) {
    return a.month == b.month && a.process == b.process && a.kind == b.kind && a.what == b.what && a.amount == b.amount;
}

Tenge Life::paid_to_family() const {
    Tenge sum = 0;
    for (std::size_t i = 0; i < instrument_count; ++i)
        if (static_cast<Instrument>(i) != Instrument::employer) sum += paid[i];
    return sum;
}

LifeRule Telling::rule_if(bool acts, const std::string& path, const std::vector<std::string>& labels) const {
    LifeRule read = rule(path, labels);
    read.idle = !acts;
    return read;
}

std::vector<LifeRule> Telling::rules_of(const std::vector<std::string>& paths) const {
    std::vector<LifeRule> used;
    for (const std::string& path : paths) used.push_back(rule(path));
    return used;
}

void Telling::add(std::string kind, std::string what, std::string because, std::vector<LifeRule> used,
                  std::optional<Tenge> amount) const {
    life.events.push_back({state.now, process, std::move(kind), std::move(what), std::move(because), amount, std::move(used)});
}

std::string counted(std::int64_t number, const std::string& one, const std::string& many) {
    return grouped(number) + " " + (number == 1 ? one : many);
}

std::string share_text(double share) {
    return fmt::format("{:.3g} %", 100 * share);
}

}  // namespace qonys
