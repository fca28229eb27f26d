#pragma once
// A page made by hand: a map with two controls, a fan, bars, a table, cards, and texts that would be markup if nobody escaped
// them.
#include "report/page/page.hpp"

namespace qonys::test {

[[nodiscard]] Page some_page();

}  // namespace qonys::test
