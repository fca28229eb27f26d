#include "report/page/assets.hpp"

#include <string>

#include "base/problems.hpp"

namespace qonys {

std::string_view asset(std::string_view name) {
    for (const Asset& each : assets())
        if (each.name == name) return each.bytes;
    throw BrokenInvariant("no asset " + std::string(name));
}

}  // namespace qonys
