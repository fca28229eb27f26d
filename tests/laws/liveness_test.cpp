// Every numeric parameter of the baseline moves some result within its own range, and those that say so move it in the direction
// that they declare.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "accounts/summary.hpp"
#include "commit.hpp"
#include "run.hpp"
#include "scenario/known_names.hpp"
#include "scenario/layers.hpp"
#include "scenario/provenance.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

constexpr const char* baseline_file = QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";

// Three years: long enough for suits, locks, subsidised jobs and the uncertain years 2025 and 2026. The obligation to stay lasts
// five.
const std::vector<std::string> short_run = {"run.last_month=2026-12"}, long_run = {};

// The two elasticities to the money offered show only where the offer differs from the one that they refer to.
const std::vector<std::string> better_offer = {"run.last_month=2026-12", "benefits.relocation_mrp.2021-01-01=100"};
const std::set<std::string> need_better_offer = {"application.money_elasticity", "demand.arrivals_elasticity"};

// In the baseline hardly anybody waits for a place until the end of the term; with few places and patience many do.
const std::string few_places = "{KZ-10: 9, KZ-11: 9, KZ-23: 9, KZ-27: 9, KZ-39: 9, KZ-55: 9, KZ-59: 9, KZ-63: 9}";
const std::vector<std::string> long_queue = {"run.last_month=2026-12", "application.give_up_hazard=0.05",
                                             "quotas.kandas.2025-01-01=" + few_places, "quotas.kandas.2026-01-01=" + few_places};
const std::set<std::string> need_long_queue = {"status.term_months", "status.extension_months", "status.extension_share"};

struct Parameter {
    const Field* field = nullptr;
    Provenance provenance;
};

// The facts that are numbers and that the simulation reads, with what params/ says of them.
std::vector<Parameter> parameters(Scenario scenario) {
    Problems problems;
    const Layers layers = load_layers(baseline_file, short_run, problems);
    AxisLabels labels = {{"date", {}},
                         {"year", {}},
                         {"region", scenario.places.name.axis.labels},
                         {"region_b", scenario.places.name.axis.labels},
                         {"origin", scenario.origins.name.axis.labels}};
    std::vector<Parameter> found;
    for (const Field& field : fields()) {
        for (const std::string& axis : field.axes)
            if (auto closed = axis_labels(axis); !closed.empty()) labels[axis] = std::move(closed);
        const Slot slot = field.slot(scenario);
        if (field.kind != ValueKind::fact || field.path.starts_with("targets.") || std::holds_alternative<Names*>(slot)) continue;
        const Found at = find_field(layers.tree, field.path);
        if (at.presence != Presence::present) throw std::logic_error(field.path);
        const TreeEntry* given = at.tree->find("value");
        const ValueRead value = read_value(field, given->tree, given->mark, labels, slot, problems);
        found.push_back({&field, read_provenance(field, *at.tree, value, slot, problems)});
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
    return found;
}

enum class End { low, high };

// Of a table all cells are set, or every second one where only differences between labels count.
enum class Cells { all, every_second };

double end_of(const Range& range, End end) {
    return end == End::low ? range.low : range.high;
}

// Nine tenths of what the first two labels that have a share make up together go to the one or to the other.
void move_mass(Table& table, End end) {
    const std::size_t width = table.axes.back().size();
    for (std::size_t row = 0; row < table.cells.size(); row += width) {
        std::vector<std::size_t> two;
        for (std::size_t i = row; i < row + width && two.size() < 2; ++i)
            if (table.cells[i] > 0) two.push_back(i);
        if (two.size() < 2) continue;
        const double mass = table.cells[two[0]] + table.cells[two[1]];
        table.cells[two[0]] = mass * (end == End::low ? 0.1 : 0.9);
        table.cells[two[1]] = mass - table.cells[two[0]];
    }
}

// All cells to the end of the range, that of their label where it has one. Cells of 0 in a table that need not name every label
// stay as they are: they say that there is nothing.
void set_table(Table& table, const Parameter& parameter, End end, Cells cells) {
    if (parameter.field->sums_to_one) return move_mass(table, end);
    const std::size_t inner = table.cells.size() / table.axes[0].size();
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        if (parameter.field->absent_is_zero && table.cells[i] == 0) continue;
        if (cells == Cells::every_second && i % 2 == 1) continue;
        Range range = parameter.provenance.range;
        for (const LabelProvenance& label : parameter.provenance.per)
            if (label.label == table.axes[0].labels[i / inner] && label.range.given) range = label.range;
        table.cells[i] = end_of(range, end);
    }
}

Scenario at_end(Scenario scenario, const Parameter& parameter, End end, Cells cells) {
    const Slot slot = parameter.field->slot(scenario);
    const double value = end_of(parameter.provenance.range, end);
    if (auto* const* number = std::get_if<double*>(&slot)) **number = value;
    if (auto* const* number = std::get_if<std::int64_t*>(&slot)) **number = std::llround(value);
    if (auto* const* month = std::get_if<Month*>(&slot)) (*month)->index = static_cast<std::int32_t>(value);
    if (auto* const* table = std::get_if<Table*>(&slot)) set_table(**table, parameter, end, cells);
    return scenario;
}

// Tallies of some replicates, added up.
Tallies run(const Scenario& scenario, std::uint32_t replicates) {
    const World world = make_world(scenario);
    Tallies sum = make_tallies(world.axes);
    for (std::uint32_t replicate = 0; replicate < replicates; ++replicate) {
        const Tallies one = run_replicate(world, {2025, replicate}).tallies;
        for (std::size_t m = 0; m < sum.cells.size(); ++m)
            for (std::size_t i = 0; i < sum.cells[m].size(); ++i) sum.cells[m][i] += one.cells[m][i];
    }
    return sum;
}

std::int64_t total_of(const Tallies& tallies, const std::string& name) {
    for (std::size_t m = 0; m < measures().size(); ++m)
        if (measures()[m].name == name) return test::total(tallies, static_cast<M>(m));
    throw std::logic_error("no measure " + name);
}

// Empty when everything declared goes the way that it is declared to go.
std::string wrong_way(const Parameter& p, const Tallies& low, const Tallies& high) {
    std::string wrong;
    const auto check = [&](const std::vector<std::string>& names, int sign) {
        for (const std::string& name : names) {
            const std::int64_t a = total_of(low, name), b = total_of(high, name);
            if ((b - a) * sign <= 0)
                wrong +=
                    fmt::format(" {} should go {}: {} at the low end, {} at the high end;", name, sign > 0 ? "up" : "down", a, b);
        }
    };
    check(p.provenance.increases, 1);
    check(p.provenance.decreases, -1);
    return wrong;
}

// The exchange rate enters the summary only.
bool moves_usd(const Scenario& low, const Scenario& high) {
    const World world = make_world(low);
    const Tallies tallies = run(low, 1);
    const auto mean = [&](double rate) {
        SummaryBuilder builder(world.axes, rate, low.places.population.cells, 1, false);
        builder.add(tallies);
        return builder.finish().find("spending_usd", Period::whole_run).mean;
    };
    const std::vector<double> at_low = mean(low.money.usd_per_kzt);
    return at_low == mean(low.money.usd_per_kzt) && at_low != mean(high.money.usd_per_kzt);
}

// One range holds what is no alternative for a whole table: all borders at once are as good as none (places.border_km, from
// region to region one goes straight), and so are all gateways and none of the others.
bool ends_are_alternatives(const std::string& path) {
    return path != "places.border_km" && path != "origins.gateway";
}

struct Bases {
    Scenario usual = load_scenario(baseline_file, short_run).scenario,
             offer = load_scenario(baseline_file, better_offer).scenario;
    Scenario crowded = load_scenario(baseline_file, long_queue).scenario,
             all_years = load_scenario(baseline_file, long_run).scenario;
};

struct Result {
    bool moves = false;
    std::string wrong;
};

Result between_ends(const Parameter& p, const Scenario& base, Cells cells, std::uint32_t replicates) {
    const Scenario low = at_end(base, p, End::low, cells), high = at_end(base, p, End::high, cells);
    if (p.field->path == "money.usd_per_kzt") return {moves_usd(low, high), {}};
    const Tallies at_low = run(low, replicates), at_high = run(high, replicates);
    return {at_low.cells != at_high.cells, wrong_way(p, at_low, at_high)};
}

// Few families are concerned by some: there more replicates, or all years of the baseline, tell more than one short run.
Result audit(const Parameter& p, const Bases& bases) {
    const std::string& path = p.field->path;
    const Scenario& base = need_better_offer.contains(path) ? bases.offer
                           : need_long_queue.contains(path) ? bases.crowded
                                                            : bases.usual;
    Result result = between_ends(p, base, Cells::all, 1);
    if (!result.moves && !p.field->axes.empty()) result = between_ends(p, base, Cells::every_second, 1);
    if (result.moves && !result.wrong.empty()) result = between_ends(p, base, Cells::all, 6);
    if (!result.moves) result = between_ends(p, bases.all_years, Cells::all, 3);
    return result;
}

TEST(every_parameter, moves_something_and_in_the_direction_that_it_declares) {
    const Bases bases;
    const std::vector<Parameter> all = parameters(bases.usual);
    EXPECT_GT(all.size(), 120U);
    for (const Parameter& p : all) {
        if (!ends_are_alternatives(p.field->path)) continue;
        const Result result = audit(p, bases);
        EXPECT_TRUE(result.moves) << p.field->path << " moves nothing between the ends of its range";
        EXPECT_EQ(result.wrong, "") << p.field->path;
    }
}

TEST(a_border_or_a_gateway, moves_something_when_it_is_taken_away) {
    const Scenario base = load_scenario(baseline_file, short_run).scenario;
    const Tallies usual = run(base, 1);
    Scenario no_borders = base, one_gateway = base;
    std::fill(no_borders.places.border_km.cells.begin(), no_borders.places.border_km.cells.end(), 0.0);
    Table& gateway = one_gateway.origins.gateway;
    const std::size_t width = gateway.axes[1].size();
    for (std::size_t i = 0; i < gateway.cells.size(); ++i)  // all countries enter through the first region
        if (!one_gateway.places.name.axis.find(gateway.axes[0].labels[i / width])) gateway.cells[i] = i % width == 0;
    EXPECT_NE(run(no_borders, 1).cells, usual.cells);
    EXPECT_NE(run(one_gateway, 1).cells, usual.cells);
}

}  // namespace
}  // namespace qonys
