// The lines "path = value unit range" of a result file, taken apart to be shown in the language of a page.
#pragma once

#include <string>

#include "report/page/texts.hpp"
#include "scenario/fields.hpp"

namespace qonys {

struct AssumedValue {
    std::string path, value, unit, range;
    int cells = 0;  // of a table of values; 0: one value
    double least = 0, greatest = 0;

    bool is_empty() const;  // a table without a cell: "{2015-01-01: {}}"
    std::string name(const PageTexts& texts) const;
    std::string shown_unit(const PageTexts& texts) const;
    std::string shown_range(const PageTexts& texts) const;
    // A text that is a number as the language writes it, with all its digits; any other text as it is.
    static std::string shown(const std::string& text, const PageTexts& texts);
    static std::string shown_number(double value, const PageTexts& texts);
};

AssumedValue parse_assumed(const std::string& line);

// Of settlement, or of pathway programmes of any name ("programmes.*.stages.*.days"); labels of a cell may follow there. Null
// when there is none.
const Field* field_of(const std::string& path);

}  // namespace qonys
