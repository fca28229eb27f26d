#include "scenario/cross_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include "scenario/fields.hpp"
#include "scenario/number.hpp"
#include "scenario/quota_checks.hpp"
#include "scenario/streams.hpp"
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

std::string total_path(const StreamRow& row) {
    return std::string("arrivals.") + row.inflow;
}

std::string origins_path(const StreamRow& row) {
    return total_path(row) + "_origins";
}

void persons_fit(Check& c) {
    if (!c.has({"arrivals.total_spread", "demand.arrivals_elasticity"})) return;
    for (const StreamRow& row : streams)
        if (row.arrivals && !c.has({total_path(row).c_str()})) return;
    // A replicate may draw more kandas than the total: three standard deviations above its mean.
    const double spread = c.scenario.arrivals.total_spread;
    const double most_drawn = std::max(1.0, std::exp(3 * spread - spread * spread / 2)) *
                              (c.scenario.demand.arrivals_elasticity > 0 ? most_response : 1);
    double persons = 0;
    for (const StreamRow& row : streams) {
        if (!row.arrivals) continue;
        const Table& total = (c.scenario.arrivals.*row.arrivals).total;
        for (std::size_t i = 0; i < total.axes[0].size(); ++i) {
            const int year = std::stoi(total.axes[0].labels[i]);
            if (year < c.first().year() || year > c.last().year()) continue;
            persons += total.at(i) * (row.admission == Admission::kandas_status ? most_drawn : 1);
        }
    }
    if (persons > most_persons)
        c.refuse("arrivals.kandas",
                 fmt::format("up to {} persons would arrive in the months simulated, all inflows together, at most {} are",
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

bool is_region(const Check& c, const std::string& origin) {
    return c.scenario.places.name.axis.find(origin).has_value();
}

// A region of origin is its own gateway and has its temperature in places; a country needs both here.
void origins_have_gateways(Check& c) {
    if (!c.has({"places.name", "origins.gateway"})) return;
    const Table& gateway = c.scenario.origins.gateway;
    for (std::size_t i = 0; i < gateway.axes[0].size(); ++i) {
        const std::string& origin = gateway.axes[0].labels[i];
        bool any = false;
        for (std::size_t j = 0; j < gateway.axes[1].size(); ++j) any = any || gateway.at(i, j) != 0;
        if (any && is_region(c, origin))
            c.refuse("origins.gateway", fmt::format("{} is a region, which is its own gateway", origin),
                     fmt::format("write {}: {{}}", origin));
        if (!any && !is_region(c, origin))
            c.refuse("origins.gateway", fmt::format("nobody from {} can enter: it has no gateway", origin),
                     "write 1 for at least one region");
    }
}

void temperatures_are_said_once(Check& c) {
    if (!c.has({"places.name", "origins.january_temperature"})) return;
    const Table& temperature = c.scenario.origins.january_temperature;
    for (std::size_t i = 0; i < temperature.cells.size(); ++i) {
        const std::string& origin = temperature.axes[0].labels[i];
        if (temperature.at(i) != 0 && is_region(c, origin))
            c.refuse("origins.january_temperature",
                     fmt::format("{} is a region, whose temperature stands in places.january_temperature", origin),
                     "leave it out");
    }
}

void origins_fit_inflows(Check& c) {
    if (!c.has({"places.name"})) return;
    for (const StreamRow& row : streams) {
        if (!row.arrivals || !c.has({origins_path(row).c_str()})) continue;
        const Table& shares = (c.scenario.arrivals.*row.arrivals).origins;
        for (std::size_t i = 0; i < shares.axes[1].size(); ++i) {
            bool any = false;
            for (std::size_t year = 0; year < shares.axes[0].size(); ++year) any = any || shares.at(year, i) > 0;
            const std::string& origin = shares.axes[1].labels[i];
            if (!any || is_region(c, origin) == row.from_regions) continue;
            c.refuse(origins_path(row),
                     row.from_regions ? fmt::format("{} is no region, but internal migrants leave a region", origin)
                                      : fmt::format("{} is a region, but these settlers come from abroad", origin),
                     "give its share to other origins");
        }
    }
}

bool any_in_row(const Table& table, std::size_t row) {
    for (std::size_t i = 0; i < table.axes[1].size(); ++i)
        if (table.at(row, i) > 0) return true;
    return false;
}

// The row of each date is in force until the next date. True when a row that has something is in force between two dates.
bool any_in_force(const Table& table, const std::string& from, const std::string& until) {
    const std::vector<std::string>& dates = table.axes[0].labels;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        const bool over = i + 1 < dates.size() && dates[i + 1] <= from;
        if (!over && (until.empty() || dates[i] < until) && any_in_row(table, i)) return true;
    }
    return false;
}

void commissions_sit(Check& c) {
    if (!c.has({"quotas.sittings", "quotas.kandas", "quotas.internal"})) return;
    const Quotas& quotas = c.scenario.quotas;
    const std::vector<std::string>& dates = quotas.sittings.axes[0].labels;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        const std::string until = i + 1 < dates.size() ? dates[i + 1] : "";
        if (any_in_row(quotas.sittings, i)) continue;
        const auto has_places = [&](const StreamRow& row) {
            return row.quota && any_in_force(quotas.*row.quota, dates[i], until);
        };
        if (std::any_of(streams.begin(), streams.end(), has_places))
            c.refuse("quotas.sittings", fmt::format("from {} on no month has a sitting, but there is a quota to give", dates[i]),
                     "write 1 for at least one month");
    }
}

void draws_are_whole(Check& c) {
    if (!c.has({"run.replicates", "run.replicates_per_draw"})) return;
    const Run& run = c.scenario.run;
    if (run.replicates % run.replicates_per_draw != 0)
        c.refuse("run.replicates",
                 fmt::format("{} replicates are no multiple of the {} of run.replicates_per_draw", run.replicates,
                             run.replicates_per_draw),
                 fmt::format("write {}", (run.replicates / run.replicates_per_draw + 1) * run.replicates_per_draw));
}

}  // namespace

void cross_check_parameters(const Scenario& scenario, const FieldsRead& read, Problems& problems) {
    Check c{scenario, read, problems};
    labels_fit(c);
    borders_are_mutual(c);
    origins_have_gateways(c);
    temperatures_are_said_once(c);
    origins_fit_inflows(c);
    commissions_sit(c);
}

void cross_check(const Scenario& scenario, const FieldsRead& read, Problems& problems) {
    cross_check_parameters(scenario, read, problems);
    Check c{scenario, read, problems};
    draws_are_whole(c);
    if (!months_make_sense(c)) return;
    rules_are_in_force(c);
    check_quotas(scenario, read, problems);
    for (const StreamRow& row : streams) {
        if (!row.arrivals) continue;
        years_are_there(c, total_path(row).c_str(), (scenario.arrivals.*row.arrivals).total);
        years_are_there(c, origins_path(row).c_str(), (scenario.arrivals.*row.arrivals).origins);
    }
    persons_fit(c);
}

}  // namespace qonys
