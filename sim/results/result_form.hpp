// What the result file of a run has, for each kind of simulation: its axes, the measures of a replicate, and what follows from
// them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "accounts/measures.hpp"
#include "accounts/pathway_measures.hpp"

namespace qonys {

enum class AxisKind { words, whole_numbers, months, days };  // days: the first of each step

struct FileAxis {
    Axis axis;
    AxisKind kind = AxisKind::words;
    std::string long_name, unit = {};
};

// One text for each label of an axis.
struct AxisTexts {
    std::string name, long_name, axis;
    std::vector<std::string> texts;
};

// Figures of a replicate that follow from its measures.
struct DerivedVariable {
    std::string name, unit, long_name;
    std::vector<std::string> axes;
    std::function<std::vector<double>(const Tallies&)> values;
};

struct ResultForm {
    std::string title;         // before the question
    std::string subject = {};  // of the file; empty: settlement
    std::vector<FileAxis> axes;
    std::vector<AxisTexts> texts = {};
    std::vector<Measure> measures;
    std::vector<std::string> cell_methods;  // of each measure, as CF names them; empty: of the whole run
    std::vector<DerivedVariable> derived;
    std::size_t cells_of_chunk = 0;  // so many cells of neighbouring replicates are compressed together; 0: one replicate
};

// Attribute `subject` of the root.
constexpr const char* pathway_subject = "pathway programmes";

ResultForm run_form(const RunAxes& axes);
ResultForm pathway_form(const PathwayAxes& axes, const std::vector<std::string>& programme_titles);

}  // namespace qonys
