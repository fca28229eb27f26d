// Vega-Lite specifications of the charts of a page. They name columns by key; titles are in the language of the page. Colours of
// categories are left to the theme; orders of categories are those of the rows.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/page/page.hpp"

namespace qonys {

struct ChartAxis {
    std::string key, title;   // title with the unit
    std::string format = {};  // d3-format: ".0%", "~s"; empty: the default
    bool zero = true;         // the axis starts at 0
};

// Shows only the rows in which `column` is the parameter `signal`, which starts as `start`: for controls of the kinds slider and
// choose_value.
void add_choice(nlohmann::json& spec, const std::string& signal, const std::string& column, const nlohmann::json& start);

// Median and 50 % and 90 % bands over time. The table has `x` and p05, p25, p50, p75, p95.
// bands: false where there is one replicate: a line of p50 alone.
nlohmann::json fan_spec(const ChartAxis& x, bool monthly, const ChartAxis& y, const PageTexts& texts, bool bands = true);

// Bars of `x` (years) stacked by `category`.
nlohmann::json stacked_bars_spec(const ChartAxis& x, const ChartAxis& y, const ChartAxis& category);

// A dot with its interval for each row of `category`, from `low` to `high`, and a line at 0 where `mark_zero`. `colour`: key of a
// column of categories; empty: one colour.
nlohmann::json intervals_spec(const ChartAxis& category, const ChartAxis& value, const std::string& low, const std::string& high,
                              const std::string& colour, bool mark_zero, const PageTexts& texts);

// Lines with a band from `low` to `high` (empty: none), one line for each label of `series` (empty: one line).
nlohmann::json lines_spec(const ChartAxis& x, bool ordinal, const ChartAxis& y, const std::string& low, const std::string& high,
                          const ChartAxis& series, const PageTexts& texts);

// Cells of two categories coloured by a value.
nlohmann::json heat_map_spec(const ChartAxis& x, const ChartAxis& y, const ChartAxis& value);

// Bars to both sides of 0, the longest first where the rows are so ordered.
nlohmann::json tornado_spec(const ChartAxis& category, const ChartAxis& low, const ChartAxis& high, const PageTexts& texts);

// The 20 regions coloured by the column that the parameter `measure` names, in the rows in which `time_key` is the parameter
// `time`. The table has a column `region` with codes and one `name`. Parameters: measure, measure_low, measure_high,
// measure_title, time. A key that ends in "share" is shown in percent. diverging: around 0.
nlohmann::json region_map_spec(const std::string& time_key, const nlohmann::json& first_time, const std::string& first_measure,
                               bool diverging, const PageTexts& texts);

// Flows from the left to the right, as bands whose widths are the values; nodes in the order of the bands, those of less than
// 0.4 % of the total joined into one. The specification has its own data.
struct FlowBand {
    std::string from, to;
    double value = 0;
};
// One flow of several, of which the parameter `signal` names the one that is shown; the first at the start.
struct FlowChoice {
    std::string name;
    std::vector<FlowBand> bands;
};
nlohmann::json flow_choice_spec(const std::vector<FlowChoice>& choices, const std::string& signal, const std::string& unit,
                                const PageTexts& texts);

}  // namespace qonys
