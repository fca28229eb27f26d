#include "scenario/fields.hpp"

#include "scenario/field_builders.hpp"

namespace qonys {

const std::vector<Field>& fields() {
    static const std::vector<Field> table = [] {
        std::vector<Field> t;
        add_world_fields(t);
        add_rule_fields(t);
        add_behaviour_fields(t);
        Scenario scratch;
        for (Field& field : t) field.whole = field.whole || std::holds_alternative<std::int64_t*>(field.slot(scratch));
        return t;
    }();
    return table;
}

std::vector<std::string> axis_labels(const std::string& axis) {
    const auto numbers = [](int first, int last, int step) {
        std::vector<std::string> labels;
        for (int i = first; i <= last; i += step) labels.push_back(std::to_string(i));
        return labels;
    };
    if (axis == "sex") return {"female", "male"};
    if (axis == "education") return {"higher", "specialised_secondary", "general_secondary", "none"};
    if (axis == "settlement") return {"city", "village"};
    if (axis == "household") return {"1", "2-4", "5+"};
    if (axis == "age_class") return {"working_age", "minor", "pension_age"};
    if (axis == "instrument") return {instrument_words.begin(), instrument_words.end()};
    if (axis == "quota") return {quota_words.begin(), quota_words.end()};
    if (axis == "key") return {key_words.begin(), key_words.end()};
    if (axis == "traveller") return {traveller_words.begin(), traveller_words.end()};
    if (axis == "party") return {party_words.begin(), party_words.end()};
    if (axis == "need") return {need_words.begin(), need_words.end()};
    if (axis == "size") return numbers(1, 10, 1);
    if (axis == "calendar_month") return numbers(1, 12, 1);
    if (axis == "adult_age") return {"18-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-62"};
    if (axis == "age_start")
        return {"0",  "1",  "5",  "10", "15", "20", "25", "30", "35", "40", "45",
                "50", "55", "60", "65", "70", "75", "80", "85", "90", "95", "100"};
    if (axis == "mother_age") return {"10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54"};
    return {};
}

}  // namespace qonys
