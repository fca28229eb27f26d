// How the reports of sweeps name and write parameters, values and figures.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "report/compare_units.hpp"
#include "report/format.hpp"
#include "report/sweep_content.hpp"

namespace qonys {

constexpr std::size_t sweep_page_width = 100;  // columns

// "spending_per_retai…year@KZ-55"
std::string shortened_middle(const std::string& text, std::size_t columns);

// With `between` instead of line breaks.
std::string one_line(const std::string& text, const std::string& between = " ");

// Names for rows, shortened behind their number p1, p2, … where they are long, and for headings of columns: the number alone
// where the name is too wide.
std::string row_name(const std::vector<SweptParameter>& parameters, std::size_t parameter, std::size_t columns = 36);
std::vector<std::string> column_names(const std::vector<SweptParameter>& parameters);

// A word, the number with at most 4 figures, "base" for NaN.
std::string value_for_people(const SweptParameter& parameter, double value);
// A word, the shortest number that reads back, empty for NaN.
std::string value_for_programs(const SweptParameter& parameter, double value);
nlohmann::ordered_json value_json(const SweptParameter& parameter, double value);
std::string number_for_people(double value);

std::string exact_number(double value);            // the shortest that reads back; empty for NaN and infinity
nlohmann::ordered_json json_number(double value);  // null for NaN and infinity

// "paid, million KZT", at most so wide.
std::string title_with_unit(const SweptMeasure& measure, std::size_t columns);

// So many that figures of this size that lie this far apart can be told apart.
int decimals_to_tell_apart(double size, double apart);

// "2,309 ±12" with the signs under each other; no error where it is 0 or unknown.
struct ShownFigure {
    Figure figure;
    int decimals = 0;
    bool with_sign = false;
};
std::vector<std::string> figure_texts(const std::vector<ShownFigure>& figures);

// A sentence in lines that keep to the page, with a line break at its end.
std::string wrapped(const std::string& sentence);

// "12 points", "1 point", "1,024 points".
std::string counted(std::size_t number, const std::string& noun);

// Question, design, replicates and what part of the sweep this is; how the figures are to be read.
std::string sweep_head(const SweepContent& content, const std::string& reading);
// The varied parameters with the short names that tables use.
std::string varied_section(const SweepContent& content);
// Lines of the uncertain inputs that the sweep itself does not vary; and of values of pathway programmes without a source.
std::string uncertain_beside_varied(const SweepHeader& header);
// The assumed values: of pathway programmes without those that the sweep varies itself.
std::string assumed_beside_varied(const SweepHeader& header);
std::vector<std::string> without_source_in(const SweepHeader& header);
// "rests on 3 assumed values and 2 values given without a source"; empty for settlement and where there are none.
std::string rests_in_short(const SweepHeader& header);
// What the result rests on.
std::string assumed_and_uncertain(const SweepHeader& header);

}  // namespace qonys
