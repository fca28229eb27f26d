// From YAML files and --set options to a checked Scenario, with the source of each value.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/problems.hpp"
#include "scenario/scenario.hpp"
#include "scenario/uncertain.hpp"

namespace qonys {

struct InputFile {
    std::string name;    // as reached from the scenario file
    std::string sha256;  // of its bytes, hexadecimal
};

struct LabelRange {
    std::string label, range;  // "0 to 0.001"
    double low = 0, high = 0;
};

// What stands behind the value of one field.
struct ValueNote {
    std::string path;
    std::string value;  // the resolved value: a number, word or distribution, or the table in YAML flow style
    std::string unit, date, source, status, range,
        note;     // status: sourced, derived, calibrated, assumed, scenario (set by a choice), or default (a choice of params/)
    Mark set_at;  // where the value, or the first cell that overrides params/, was read
    bool has_range = false;
    double low = 0, high = 0;            // plausible range
    std::vector<LabelRange> own_ranges;  // of labels of the first axis whose plausible range is another
    std::string changed;      // cells of a value of params/ that the scenario set, "2026-01-01.KZ-55 = 900, …"; empty when none
    std::string kept_status;  // status of the cells left as they are in params/, when only some were changed
    bool outside_range = false;  // a changed cell lies outside the plausible range
};

// Some of the value has no source: all of it, or what a scenario that changed a part left as it was.
inline bool rests_on_assumption(const ValueNote& note) {
    return note.status == "assumed" || note.kept_status == "assumed";
}

// The plausible range, then those of labels that have their own: "0 to 0.02; prosecuted: 0 to 0.001; 2016, 2017: 0 to 1".
std::string ranges_in_words(const ValueNote& note);

struct ScenarioForm;
const std::shared_ptr<const ScenarioForm>& settlement_form();

struct LoadedScenario {
    Scenario scenario;
    std::shared_ptr<const ScenarioForm> form = settlement_form();  // the fields that it has: scenario/form.hpp
    std::string resolved_text;              // complete YAML without extends; reading it again gives the same scenario
    std::vector<InputFile> inputs;          // every file read, in order
    std::vector<ValueNote> notes;           // one per field, in the order of the form
    std::vector<UncertainValue> uncertain;  // the scenario has their means
};

// Throws BadInput with every problem found, or FileTrouble when a file cannot be read.
LoadedScenario load_scenario(const std::string& file, const std::vector<std::string>& sets);

// The same from a text that extends nothing, such as the resolved text in a result. `name`: what messages call it.
LoadedScenario load_scenario_text(const std::string& name, const std::string& text, const std::vector<std::string>& sets = {});

// For `qonys params` without a scenario: the notes of the fact fields in params/ alone.
std::vector<ValueNote> load_parameters(const std::string& index_file);

// JSON Schema (draft 7) of a scenario file, for editors.
std::string json_schema();

}  // namespace qonys
