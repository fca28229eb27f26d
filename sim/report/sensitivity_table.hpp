// Which parameters matter, as text, CSV or JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/format.hpp"
#include "report/sweep_content.hpp"
#include "results/read_sweep.hpp"
#include "sensitivity/sobol_indices.hpp"

namespace qonys {

struct SensitivityOptions {
    std::vector<std::string> measures;  // empty: all that vary
    std::optional<std::string> arm;     // of a sweep with arms; default: the second
    bool level = false;                 // the arm's own figures, not the paired difference from the reference
    SobolEstimator estimator = SobolEstimator::saltelli_jansen;
    ResampleOptions resample;
    std::vector<std::string> discover;  // conditions "MEASURE > 2000000" (also <, >=, <=)
    Format format = Format::table;
};

// Indices that the design allows (Sobol' for sobol, elementary effects for morris), regression for every design, noise, and boxes
// for each condition. Throws BadInput (option, what there is) for unknown measures, arms and conditions.
std::string report_sensitivity(const SweepFileReader& result, const SensitivityOptions& options);
std::string report_sensitivity(const SweepContent& content, const SensitivityOptions& options);

}  // namespace qonys
