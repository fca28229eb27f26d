#include "experiment/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "accounts/kaplan_meier.hpp"
#include "base/problems.hpp"
#include "experiment/replicates.hpp"
#include "scenario/fields.hpp"
#include "scenario/resolved.hpp"

namespace qonys {

namespace {

constexpr std::size_t free_settlers = static_cast<std::size_t>(Stream::kandas_free);
constexpr const char* before_exhaustion = "2024-09-01";  // count of persons placed that sets the level of applications
constexpr double largest_propensity = 0.97;              // some families never ask, whatever the origin
constexpr double largest_arranged = 0.8;                 // some adults never come to a job

// Tallies summed over replicates, with the axes to find a cell.
struct Simulated {
    RunAxes axes;
    Tallies sum;
    double replicates = 1;

    // Sum over months [from, to] and over all cells for which `keep` holds; per replicate.
    template <typename Keep>
    double total(M m, Month from, Month to, Keep keep) const {
        const Measure& row = measure(m);
        std::int64_t sum_of_cells = 0;
        const auto& cells = sum.cells[static_cast<std::size_t>(m)];
        const std::size_t inner = cells.size() / axes.month.size();
        for (std::size_t month = 0; month < axes.month.size(); ++month) {
            const Month at = *parse_month(axes.month.labels[month]);
            if (at < from || at > to) continue;
            for (std::size_t i = 0; i < inner; ++i) {
                std::size_t rest = i, position[4] = {0, 0, 0, 0};
                for (std::size_t axis = row.axes.size(); axis-- > 1;) {
                    const std::size_t size = axes.find(row.axes[axis]).size();
                    position[axis - 1] = rest % size;
                    rest /= size;
                }
                if (keep(position)) sum_of_cells += cells[month * inner + i];
            }
        }
        return static_cast<double>(sum_of_cells) / replicates;
    }
};

constexpr auto everything = [](const std::size_t*) { return true; };

bool programme_stream(std::size_t stream) {
    return streams[stream].programme;
}

bool of_kandas(std::size_t stream) {
    return static_cast<Stream>(stream) == Stream::kandas_quota;
}

Simulated simulate(const Scenario& scenario, const CalibrationOptions& options, const std::atomic<bool>& stop) {
    const World world = make_world(scenario);
    Simulated result{world.axes, make_tallies(world.axes), static_cast<double>(options.replicates)};
    run_replicates(world, static_cast<std::uint32_t>(scenario.run.seed), options.replicates, options.threads, stop,
                   [&](std::int64_t, const ReplicateResult& one) {
                       for (std::size_t m = 0; m < one.tallies.cells.size(); ++m)
                           for (std::size_t i = 0; i < one.tallies.cells[m].size(); ++i)
                               result.sum.cells[m][i] += one.tallies.cells[m][i];
                   });
    return result;
}

// Share of programme families that have left their first region, averaged over the first 60 months since settling: what a count
// finds among families that settled evenly over five years.
double left_within_five_years(const Simulated& s) {
    const std::size_t regions = s.axes.region.size(), months = s.axes.months_since.size();
    std::vector<std::int64_t> at_risk(months), left(months);
    for (std::size_t k = 0; k < months; ++k)
        for (std::size_t cell = k * regions * stream_count; cell < (k + 1) * regions * stream_count; ++cell) {
            if (!programme_stream(cell % stream_count)) continue;
            at_risk[k] += s.sum.cells[static_cast<std::size_t>(M::family_at_risk)][cell];
            left[k] += s.sum.cells[static_cast<std::size_t>(M::family_left)][cell];
        }
    const std::vector<double> there = kaplan_meier(at_risk, left);
    double gone = 0;
    for (std::size_t k = 1; k <= 60; ++k) gone += (1 - there[k]) / 60;
    return gone;
}

// One target: where the parameter stands, what was wanted, what came out.
struct Aim {
    double* parameter;
    TargetMatch match;
    double power;  // of wanted / simulated in the correction; 0: the parameter is a utility, corrected by the log
};

struct Rounds {
    Scenario& s;
    std::vector<Aim> aims;

    void aim(double& parameter, std::string name, std::string target, double wanted, double simulated, double power) {
        aims.push_back({&parameter, {std::move(name), std::move(target), parameter, wanted, simulated}, power});
    }
};

void aim_at_regions(Rounds& rounds, const Simulated& long_run) {
    Scenario& s = rounds.s;
    const Month from = make_month(2023, 1), to = make_month(2024, 12);
    const double all = long_run.total(M::settled, from, to, [](const std::size_t* at) { return at[2] == free_settlers; });
    for (std::size_t r = 0; r < s.choice.region_constant.cells.size(); ++r) {
        const double here =
            long_run.total(M::settled, from, to, [r](const std::size_t* at) { return at[0] == r && at[2] == free_settlers; });
        rounds.aim(s.choice.region_constant.cells[r], "choice.region_constant." + s.places.name.axis.labels[r],
                   "targets.region_shares", s.targets.region_shares.at(r), here / all, 0);
    }
}

void aim_at_origins(Rounds& rounds, const Simulated& long_run) {
    Scenario& s = rounds.s;
    const Month from = make_month(2024, 1), to = make_month(2024, 12);
    double wanted_all = 0;
    for (double persons : s.targets.quota_by_origin.cells) wanted_all += persons;
    const auto kandas = [](const std::size_t* at) { return of_kandas(at[2]); };
    const double placed_all = long_run.total(M::placed, from, to, kandas);
    const double placed_by_september = long_run.total(M::placed, from, make_month(2024, 8), kandas);
    const double level = s.targets.placed.at(*s.targets.placed.axes[0].find(before_exhaustion)) / placed_by_september;
    for (std::size_t o = 0; o < s.application.propensity.cells.size(); ++o) {
        if (s.targets.quota_by_origin.at(o) == 0) continue;  // nobody comes from there as kandas
        const double placed =
            long_run.total(M::placed, from, to, [o](const std::size_t* at) { return at[1] == o && of_kandas(at[2]); });
        // Shares of origins set the proportions; the count by September, before the quota was exhausted, sets the level.
        rounds.aim(s.application.propensity.cells[o], "application.propensity." + s.origins.name.axis.labels[o],
                   "targets.quota_by_origin", s.targets.quota_by_origin.at(o) / wanted_all * level, placed / placed_all, 0.7);
    }
}

void aim_at_behaviour(Rounds& rounds, const Simulated& long_run, const Simulated& year_2024) {
    Scenario& s = rounds.s;
    const Month end = make_month(2024, 12);
    const auto programme = [](const std::size_t* at) { return programme_stream(at[2]); };
    const double working_age = year_2024.total(M::working_age, end, end, programme);
    const double employed = year_2024.total(M::employed, end, end, programme);
    const double business =
        year_2024.total(M::self_employed, end, end, [](const std::size_t* at) { return programme_stream(at[1]); });
    const Month june = make_month(2024, 6);
    rounds.aim(s.work.arranged_share, "work.arranged_share", "targets.employed_july", s.targets.employed_july,
               year_2024.total(M::employed, june, june, programme) / year_2024.total(M::working_age, june, june, programme), 1);
    rounds.aim(s.work.find_hazard, "work.find_hazard", "targets.employed_share", s.targets.employed_share, employed / working_age,
               1.5);
    rounds.aim(s.work.business_hazard, "work.business_hazard", "targets.business_share", s.targets.business_share,
               business / working_age, 1);
    rounds.aim(s.leaving.quota_hazard, "leaving.quota_hazard", "targets.left_share", s.targets.left_share,
               left_within_five_years(long_run), 1);
    rounds.aim(s.housing.purchase_hazard, "housing.purchase_hazard", "targets.certificates", s.targets.certificates,
               long_run.total(M::certificates, make_month(2023, 3), make_month(2024, 10), everything), 1);
}

// A correction never more than doubles or halves, so that a noisy early round cannot run away.
void correct(Rounds& rounds) {
    Scenario& s = rounds.s;
    for (const Aim& aim : rounds.aims) {
        const double miss = std::clamp(aim.match.wanted / std::max(aim.match.simulated, 1e-6), 0.1, 10.0);
        if (aim.power == 0)
            *aim.parameter += 0.8 * std::log(miss);
        else
            *aim.parameter *= std::clamp(std::pow(miss, aim.power), 0.5, 2.0);
    }
    for (double& p : s.application.propensity.cells) p = std::min(p, largest_propensity);
    s.work.arranged_share = std::min(s.work.arranged_share, largest_arranged);
    // Constants mean something only relative to each other.
    double mean = 0;
    for (double c : s.choice.region_constant.cells) mean += c / static_cast<double>(s.choice.region_constant.cells.size());
    for (double& c : s.choice.region_constant.cells) c -= mean;
}

void round_to(double& value, double per_unit) {
    value = std::round(value * per_unit) / per_unit;
}

void round_parameters(Scenario& s) {
    for (double& c : s.choice.region_constant.cells) round_to(c, 1e3);
    for (double& p : s.application.propensity.cells) round_to(p, 1e4);
    round_to(s.work.arranged_share, 1e4);
    for (double* hazard : {&s.work.find_hazard, &s.work.business_hazard, &s.leaving.quota_hazard, &s.housing.purchase_hazard})
        round_to(*hazard, 1e6);
}

std::vector<Aim> measure_round(Rounds& rounds, const CalibrationOptions& options, const std::atomic<bool>& stop) {
    const Simulated long_run = simulate(rounds.s, options, stop);
    Scenario alone = rounds.s;  // all settlers are arrivals of 2024
    alone.run.warm_up_months = 0;
    alone.run.first_month = make_month(2024, 1);
    alone.run.last_month = make_month(2024, 12);
    const Simulated year_2024 = simulate(alone, options, stop);
    rounds.aims.clear();
    aim_at_regions(rounds, long_run);
    aim_at_origins(rounds, long_run);
    aim_at_behaviour(rounds, long_run, year_2024);
    Problems problems;
    for (const Aim& aim : rounds.aims)
        if (!std::isfinite(aim.match.simulated) || !std::isfinite(aim.match.wanted))
            problems.add({}, aim.match.parameter, "cannot be fitted: nobody is there to be counted against " + aim.match.target,
                         "start from a scenario with arrivals, applications and places");
    if (!problems.empty()) throw BadInput(std::move(problems));
    return rounds.aims;
}

}  // namespace

Calibration calibrate(const Scenario& start, const CalibrationOptions& options, const std::atomic<bool>& stop) {
    if (!start.targets.placed.axes[0].find(before_exhaustion)) {
        Problems problems;
        problems.add({}, fmt::format("targets.placed.{}", before_exhaustion),
                     "is missing; the level of applications is fitted to it");
        throw BadInput(std::move(problems));
    }
    Calibration result{start, {}};
    Rounds rounds{result.scenario, {}};
    for (int round = 1; round <= options.rounds; ++round) {
        measure_round(rounds, options, stop);
        double worst = 0;
        for (const Aim& aim : rounds.aims) worst = std::max(worst, std::abs(aim.match.simulated / aim.match.wanted - 1));
        if (options.progress) options.progress(round, worst);
        correct(rounds);
    }
    round_parameters(result.scenario);
    for (const Aim& aim : measure_round(rounds, options, stop)) result.matches.push_back(aim.match);
    return result;
}

namespace {

struct CalibratedLeaf {
    const char *path, *target, *range, *effects;
};

// Leaves of the file, in its order; the same first key stands together.
constexpr CalibratedLeaf leaves[] = {
    {"application.propensity", "targets.quota_by_origin and targets.placed at 2024-09-01", "[0.001, 0.99]",
     "increases: [placed, spending]"},
    {"choice.region_constant", "targets.region_shares", "[-6, 6]", ""},
    {"work.find_hazard", "targets.employed_share", "[0.02, 2]", "increases: [employed]"},
    {"work.arranged_share", "targets.employed_july", "[0, 0.8]", "increases: [employed]"},
    {"work.business_hazard", "targets.business_share", "[0.0005, 0.2]", "increases: [self_employed]"},
    {"leaving.quota_hazard", "targets.left_share", "[0.0002, 0.02]",
     "increases: [moved_on, returned, clawback_due]\n    decreases: [retained]"},
    {"housing.purchase_hazard", "targets.certificates", "[0.002, 0.4]", "increases: [certificates, spending]"},
};

const Field& field_at(const std::string& path) {
    for (const Field& field : fields())
        if (field.path == path) return field;
    throw BrokenInvariant("no field " + path);
}

}  // namespace

std::string calibrated_file(const Calibration& calibration, const std::string& command, const std::string& date) {
    Scenario scenario = calibration.scenario;
    std::string text =
        "# Fitted to targets by `qonys calibrate`, which rewrites this file. docs/validation.md shows how well they are met.\n";
    std::string section;
    for (const CalibratedLeaf& leaf : leaves) {
        const std::string path = leaf.path;
        const std::size_t dot = path.find('.');
        if (path.substr(0, dot) != section) {
            section = path.substr(0, dot);
            text += fmt::format("{}:\n", section);
        }
        const Field& field = field_at(path);
        text += fmt::format("  {}:\n    value: {}\n    unit: {}\n    date: 2023 to 2024\n", path.substr(dot + 1),
                            value_text(field, field.slot(scenario)), field.unit);
        text += fmt::format("    source: {}\n    status: calibrated\n    range: {}\n",
                            quoted(fmt::format("{}, {}; target {}", command, date, leaf.target)), leaf.range);
        if (*leaf.effects) text += fmt::format("    {}\n", leaf.effects);
    }
    return text;
}

}  // namespace qonys
