#include "life/process_names.hpp"

#include "month/month.hpp"

namespace qonys {

std::vector<std::string> process_names() {
    std::vector<std::string> names;
    for (const Process& process : month_order()) names.emplace_back(process.name);
    return names;
}

}  // namespace qonys
