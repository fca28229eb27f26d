#pragma once
// Looks into the pages of reports.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/page/page.hpp"

namespace qonys::test {

// Throw std::runtime_error when the page has no such section or chart.
const PageSection& section_of(const PageSource& page, const std::string& id);
const PageChart& chart_of(const PageSource& page, const std::string& id);

// The cells of a column, top to bottom.
std::vector<nlohmann::json> column_of(const PageTable& table, const std::string& key);

// "chart: field" for each field or control of a chart that neither its table has nor its specification makes; and rows with
// another number of cells than columns, controls without a parameter, and starts that no row has.
std::vector<std::string> missing_fields(const PageSource& page);

}  // namespace qonys::test
