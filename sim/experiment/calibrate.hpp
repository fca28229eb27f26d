// Fits regional constants, propensities and base hazards to the targets of params/targets.yaml (`qonys calibrate`).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace qonys {

// Laid over the scenario by --set before it is checked: the months that the targets speak of, a year
// before them to fill queues, and five years to see who leaves.
constexpr const char* calibration_settings[] = {"run.first_month=2023-01", "run.last_month=2029-12", "run.warm_up_months=12"};

struct CalibrationOptions {
    int rounds = 14;              // of simulating and correcting
    std::int64_t replicates = 8;  // a round
    int threads = 1;
    std::function<void(int round, double worst)> progress;  // worst: largest relative miss of the round
};

// How a target is met after the last round.
struct TargetMatch {
    std::string parameter;  // "choice.region_constant.KZ-55"
    std::string target;     // "targets.region_shares"
    double value = 0;       // of the parameter
    double wanted = 0, simulated = 0;
};

struct Calibration {
    Scenario scenario;  // with the fitted values
    std::vector<TargetMatch> matches;
};

// Each parameter follows one target and is corrected in proportion to its miss, all at once, round after round:
//   choice.region_constant[r]      share of free settlers of 2023-24 by region
//   application.propensity[o]      origins of persons placed in 2024, and all placed by 1 September 2024
//   work.find_hazard, work.business_hazard   employed and own business among programme arrivals of 2024, end of 2024
//   work.arranged_share            employed of these at 1 July 2024
//   leaving.quota_hazard           programme families that have left, mean over 60 months since settling
//   housing.purchase_hazard        homes bought with a certificate from March 2023 to October 2024
// `start` is a scenario with the calibration settings. Throws BadInput when a target that is needed is not there.
Calibration calibrate(const Scenario& start, const CalibrationOptions& options, const std::atomic<bool>& stop);

// params/calibrated.yaml with the fitted values. `command` is named as their source.
std::string calibrated_file(const Calibration& calibration, const std::string& command, const std::string& date);

}  // namespace qonys
