// Variables of two result files side by side, over the labels that both have. For measure_changes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "results/read.hpp"

namespace qonys {

enum class VariableRole { means, errors, other };  // means make figures, their errors stand beside them

enum class SpeaksFor { all_arms, reference, other_arms };

// Which measure a variable belongs to.
struct VariablePlace {
    std::string measure, group;
    VariableRole role = VariableRole::other;
    SpeaksFor arms = SpeaksFor::all_arms;  // whose figures its means are
};

// A file, and what its variables are.
struct FileSide {
    const ResultFile& file;
    std::map<std::string, VariablePlace> places;                  // [path] of numbers, but for axes
    std::map<std::string, std::vector<std::string>> labels = {};  // [group/axis] read so far
};

// `kind`: run, comparison or sweep.
FileSide side_of(const ResultFile& file, const std::string& kind);

// An axis of a variable: the labels that both files have, and where.
struct SharedAxis {
    std::string name;
    std::vector<std::string> labels;
    std::vector<std::size_t> in_old, in_new;
    std::size_t only_old = 0, only_new = 0;
};

// A variable of both files over the labels that both have.
struct VariablePair {
    const StoredObject* variable = nullptr;
    VariablePlace place;
    std::vector<SharedAxis> axes;
    std::vector<double> before, after;  // row-major over `axes`

    std::size_t axis(const std::string& name) const {
        return static_cast<std::size_t>(
            std::find_if(axes.begin(), axes.end(), [&](const SharedAxis& a) { return a.name == name; }) - axes.begin());
    }
    std::vector<std::size_t> index_of(std::size_t cell) const {
        std::vector<std::size_t> index(axes.size());
        for (std::size_t i = axes.size(); i-- > 0; cell /= axes[i].labels.size()) index[i] = cell % axes[i].labels.size();
        return index;
    }
};

VariablePair read_pair(FileSide& a, FileSide& b, const StoredObject& old, const StoredObject& now);

// The path without an ending; empty when it has another.
std::string cut_ending(const std::string& name, const std::string& ending);

}  // namespace qonys
