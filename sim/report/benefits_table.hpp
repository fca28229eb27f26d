// What a family is entitled to, printed line by line with the rules and their sources.
#pragma once

#include <string>
#include <vector>

#include "policy/entitlement.hpp"
#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

struct BenefitsReport {
    const LoadedScenario& loaded;
    EntitledFamily family;
    Entitlements all;
};

std::string print_benefits(const BenefitsReport& report, Format format);

}  // namespace qonys
