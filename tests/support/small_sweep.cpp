#include "support/small_sweep.hpp"

#include <cstdlib>

#include "commit.hpp"

namespace qonys::test {

std::string write_sweep_file(const TempFolder& folder, std::string_view rest, const std::string& name) {
    const std::string base =
        std::filesystem::relative(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml", folder.path()).string();
    return folder
        .write(name, "question: \"What does a small sweep find?\"\nextends: " + base +
                         "\nrun: {first_month: 2025-01, last_month: 2025-12, warm_up_months: 0, seed: 7}\n" + std::string(rest))
        .string();
}

FixedDate::FixedDate() {
    ::setenv("SOURCE_DATE_EPOCH", "1735689600", 1);
}

FixedDate::~FixedDate() {
    ::unsetenv("SOURCE_DATE_EPOCH");
}

}  // namespace qonys::test
