// Pieces that the specifications of charts share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/page/charts.hpp"

namespace qonys {

enum class ChartSide { left, below };

inline constexpr const char* month_start_key = "month_start";  // milliseconds, UTC
inline constexpr const char* month_words_key = "month_words";  // "March 2025"

// Channels of a position.
nlohmann::json quantitative(const ChartAxis& axis, ChartSide side);
nlohmann::json discrete(const ChartAxis& axis, ChartSide side);  // in the order of the rows; long labels in several lines
nlohmann::json month_channel(const ChartAxis& axis);             // needs month_steps()
// From "2025-03" in the column `key` to month_start_key and month_words_key, whatever the time zone of the reader.
nlohmann::json month_steps(const std::string& key, const PageTexts& texts);

nlohmann::json coloured(const ChartAxis& category);  // channel of colour, with the legend
nlohmann::json legend_below();
nlohmann::json in_lines(const std::string& title);  // of up to 26 characters, for a title over a narrow chart
nlohmann::json colour_bar(const std::string& format);

// One line of what a mark says when it is pointed at.
nlohmann::json tip(const std::string& key, const std::string& type, const std::string& title, const std::string& format);
nlohmann::json tip(const ChartAxis& axis);  // of a number

nlohmann::json zero_line(const std::string& channel);  // a layer

}  // namespace qonys
