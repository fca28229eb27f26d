#include "scenario/cross_checks.hpp"

#include <fmt/format.h>

#include <initializer_list>

#include "scenario/fields.hpp"
#include "scenario/number.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr int most_months = 600;
constexpr double most_persons = 20e6;  // beyond this a run does not fit in memory

struct Check {
    const Scenario& scenario;
    const FieldsRead& read;
    Problems& problems;

    bool has(std::initializer_list<const char*> paths) const {
        for (const char* path : paths)
            if (!read.contains(path)) return false;
        return true;
    }
    void refuse(const std::string& path, std::string what, std::string hint = {}) {
        problems.add(read.at(path), path, std::move(what), std::move(hint));
    }
    Month first() const { return scenario.run.first_month - static_cast<int>(scenario.run.warm_up_months); }
    Month last() const { return scenario.run.last_month; }
};

bool months_make_sense(Check& c) {
    if (!c.has({"run.first_month", "run.last_month", "run.warm_up_months"})) return false;
    const Run& run = c.scenario.run;
    if (run.last_month < run.first_month) {
        c.refuse("run.last_month",
                 fmt::format("the run ends in {} before it starts in {}", to_string(run.last_month), to_string(run.first_month)),
                 "swap them");
        return false;
    }
    const int months = c.last() - c.first() + 1;
    if (months > most_months) {
        c.refuse("run.last_month", fmt::format("{} months with the warm-up, at most {} are simulated", months, most_months));
        return false;
    }
    if (c.first() < make_month(1900, 1)) {
        c.refuse("run.warm_up_months", "the warm-up starts before 1900");
        return false;
    }
    if (const int late = c.first().month_of_year(); late != 0)
        c.refuse("run.warm_up_months",
                 fmt::format("the simulation would start in {}, but quotas are counted from January", to_string(c.first())),
                 fmt::format("write {}", run.warm_up_months + late));
    return true;
}

// Rules by date, and tables in force from a year on, must have begun when the simulation does.
void rules_are_in_force(Check& c) {
    Scenario copy = c.scenario;
    for (const Field& field : fields()) {
        if (field.axes.empty() || !c.has({field.path.c_str()}) || field.path.starts_with("targets.")) continue;
        if (field.axes[0] != "date" && field.axes[0] != "year") continue;
        const auto* table = std::get<Table*>(field.slot(copy));
        const std::string& earliest = table->axes[0].labels.front();
        if (field.axes[0] == "date" && *parse_date(earliest) > first_day(c.first()))
            c.refuse(field.path,
                     fmt::format("nothing is in force in {}, the first month simulated: the first date is {}",
                                 to_string(c.first()), earliest),
                     "add an earlier date, or start later");
        const bool from_year_on = field.path == "people.education" || field.path.starts_with("demography.");
        if (from_year_on && std::stoi(earliest) > c.first().year())
            c.refuse(field.path,
                     fmt::format("nothing is in force in {}, the first year simulated: the first year is {}", c.first().year(),
                                 earliest),
                     "add an earlier year, or start later");
    }
}

void years_are_there(Check& c, const char* path, const Table& table) {
    if (!c.has({path})) return;
    std::vector<std::string> missing;
    for (int year = c.first().year(); year <= c.last().year(); ++year)
        if (!table.axes[0].find(std::to_string(year))) missing.push_back(std::to_string(year));
    if (!missing.empty())
        c.refuse(path, fmt::format("no value for year {}, which is simulated", listed(missing)),
                 "give every year from warm-up to end");
}

// Regions and origins are numbered in eight bits.
void labels_fit(Check& c) {
    constexpr std::size_t most = 250;
    const auto check = [&](const char* path, const Names& names) {
        if (c.has({path}) && names.axis.size() > most)
            c.refuse(path, fmt::format("{} labels, at most {} can be simulated", names.axis.size(), most));
    };
    check("places.name", c.scenario.places.name);
    check("origins.name", c.scenario.origins.name);
}

void persons_fit(Check& c) {
    if (!c.has({"arrivals.total", "arrivals.total_spread"})) return;
    const Table& total = c.scenario.arrivals.total;
    double persons = 0;
    for (std::size_t i = 0; i < total.axes[0].size(); ++i) {
        const int year = std::stoi(total.axes[0].labels[i]);
        if (year >= c.first().year() && year <= c.last().year()) persons += total.at(i);
    }
    // A replicate may draw more than the total: three standard deviations above its mean.
    const double spread = c.scenario.arrivals.total_spread;
    persons *= std::max(1.0, std::exp(3 * spread - spread * spread / 2));
    if (persons > most_persons)
        c.refuse("arrivals.total",
                 fmt::format("up to {} persons would arrive in the months simulated, at most {} are",
                             number_text(std::round(persons)), number_text(most_persons)),
                 "lower the yearly totals, or simulate fewer years");
}

void borders_are_mutual(Check& c) {
    if (!c.has({"places.border_km"})) return;
    const Table& border = c.scenario.places.border_km;
    const auto& labels = border.axes[0].labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (border.at(i, i) != 0) c.refuse("places.border_km", fmt::format("{} has a border with itself", labels[i]));
        for (std::size_t j = i + 1; j < labels.size(); ++j) {
            if (border.at(i, j) == border.at(j, i)) continue;
            c.refuse("places.border_km",
                     fmt::format("the border of {} with {} is {} km, of {} with {} {} km", labels[i], labels[j],
                                 number_text(border.at(i, j)), labels[j], labels[i], number_text(border.at(j, i))),
                     "give both the same");
        }
    }
}

void origins_have_gateways(Check& c) {
    if (!c.has({"origins.gateway"})) return;
    const Table& gateway = c.scenario.origins.gateway;
    for (std::size_t i = 0; i < gateway.axes[0].size(); ++i) {
        bool any = false;
        for (std::size_t j = 0; j < gateway.axes[1].size(); ++j) {
            any = any || gateway.at(i, j) == 1;
            if (gateway.at(i, j) != 0 && gateway.at(i, j) != 1)
                c.refuse("origins.gateway",
                         fmt::format("{} to {} is {}", gateway.axes[0].labels[i], gateway.axes[1].labels[j],
                                     number_text(gateway.at(i, j))),
                         "write 1 where people enter, and leave the others out");
        }
        if (!any)
            c.refuse("origins.gateway", fmt::format("nobody from {} can enter: it has no gateway", gateway.axes[0].labels[i]),
                     "write 1 for at least one region");
    }
}

}  // namespace

void cross_check_parameters(const Scenario& scenario, const FieldsRead& read, Problems& problems) {
    Check c{scenario, read, problems};
    labels_fit(c);
    borders_are_mutual(c);
    origins_have_gateways(c);
}

void cross_check(const Scenario& scenario, const FieldsRead& read, Problems& problems) {
    cross_check_parameters(scenario, read, problems);
    Check c{scenario, read, problems};
    if (!months_make_sense(c)) return;
    rules_are_in_force(c);
    years_are_there(c, "arrivals.total", scenario.arrivals.total);
    years_are_there(c, "arrivals.origin_shares", scenario.arrivals.origin_shares);
    persons_fit(c);
}

}  // namespace qonys
