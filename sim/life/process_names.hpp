// The processes of a month by name, for those who may not call them.
#pragma once

#include <string>
#include <vector>

namespace qonys {

std::vector<std::string> process_names();  // as in month_order()

}  // namespace qonys
