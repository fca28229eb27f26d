#include "results/variable_pairs.hpp"

#include "results/labels.hpp"

namespace qonys {

namespace {

bool is_number(const StoredObject& object) {
    return !object.is_group && (object.kind == CellKind::integer || object.kind == CellKind::real);
}

bool is_axis(const StoredObject& object) {
    return object.axes.size() == 1 && object.axes[0].empty();
}

VariablePlace in_run(const std::string& group, const std::string& name) {
    if (group != "yearly" && group != "whole_run") return {group.empty() ? name : group + "/" + name, group, VariableRole::other};
    if (const std::string base = cut_ending(name, "_mean"); !base.empty()) return {base, group, VariableRole::means};
    if (const std::string base = cut_ending(name, "_se"); !base.empty()) return {base, group, VariableRole::errors};
    for (const char* ending : {"_sd_monte_carlo", "_sd_parameters", "_count"})
        if (const std::string base = cut_ending(name, ending); !base.empty()) return {base, group, VariableRole::other};
    return {name, group, VariableRole::other};
}

VariablePlace in_comparison(const std::string& group, const std::string& name) {
    if (group == "decomposition") return {group + "/" + name, group, VariableRole::other};
    for (const char* ending : {"_probability_higher", "_variance_reduction"})
        if (const std::string base = cut_ending(name, ending); !base.empty()) return {base, group, VariableRole::other};
    const bool has_means = group == "whole_run" || group == "yearly" || group == "monthly";
    return {name, group, has_means ? VariableRole::means : VariableRole::other};
}

// The measures of a sweep are listed in an attribute.
VariablePlace in_sweep(const std::vector<std::string>& measures, const std::string& name, bool arms) {
    const auto is_measure = [&](const std::string& base) {
        return std::find(measures.begin(), measures.end(), base) != measures.end();
    };
    if (is_measure(name)) return {name, "", VariableRole::other};
    const SpeaksFor levels = arms ? SpeaksFor::reference : SpeaksFor::all_arms, others = SpeaksFor::other_arms;
    for (const auto& [ending, role, speaks_for] : {std::tuple{"_difference_se", VariableRole::errors, others},
                                                   {"_difference", VariableRole::means, others},
                                                   {"_mean", VariableRole::means, levels},
                                                   {"_se", VariableRole::errors, levels}})
        if (const std::string base = cut_ending(name, ending); is_measure(base)) return {base, "", role, speaks_for};
    return {name, "", VariableRole::other};
}

std::vector<std::string> texts_of_attribute(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& attribute : object.attributes)
        if (const auto* texts = std::get_if<std::vector<std::string>>(&attribute.values); texts && attribute.name == name)
            return *texts;
    return {};
}

const std::vector<std::string>& labels_of(FileSide& side, const StoredObject& variable, std::size_t axis) {
    const std::string key = variable.path.substr(0, variable.path.rfind('/') + 1) + variable.axes[axis];
    auto& labels = side.labels[key];
    if (labels.size() != variable.shape[axis])
        labels = axis_labels_of(side.file, variable.path, variable.axes[axis], variable.shape[axis]);
    return labels;
}

SharedAxis shared_axis(FileSide& a, FileSide& b, const StoredObject& old, const StoredObject& now, std::size_t axis) {
    const std::vector<std::string>&there = labels_of(a, old, axis), &here = labels_of(b, now, axis);
    SharedAxis shared;
    shared.name = old.axes[axis];
    std::map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < here.size(); ++i) at[here[i]] = i;
    for (std::size_t i = 0; i < there.size(); ++i) {
        const auto found = at.find(there[i]);
        if (found == at.end()) continue;
        shared.labels.push_back(there[i]);
        shared.in_old.push_back(i);
        shared.in_new.push_back(found->second);
    }
    shared.only_old = there.size() - shared.labels.size();
    shared.only_new = here.size() - shared.labels.size();
    return shared;
}

}  // namespace

std::string cut_ending(const std::string& name, const std::string& ending) {
    return name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : "";
}

FileSide side_of(const ResultFile& file, const std::string& kind) {
    FileSide side{file, {}};
    const std::vector<std::string> measures = texts_of_attribute(file.find(""), "measures");
    for (const StoredObject& object : file.objects()) {
        if (!is_number(object) || is_axis(object)) continue;
        const std::size_t slash = object.path.rfind('/');
        const std::string group = slash == std::string::npos ? "" : object.path.substr(0, slash);
        const std::string name = object.path.substr(slash == std::string::npos ? 0 : slash + 1);
        side.places[object.path] = kind == "run"          ? in_run(group, name)
                                   : kind == "comparison" ? in_comparison(group, name)
                                                          : in_sweep(measures, name, file.has("arm"));
        if (kind == "sweep" && std::find(measures.begin(), measures.end(), side.places[object.path].measure) == measures.end())
            side.places[object.path].measure = "point: " + name;  // a parameter's value, or whether it failed
    }
    return side;
}

VariablePair read_pair(FileSide& a, FileSide& b, const StoredObject& old, const StoredObject& now) {
    VariablePair pair{&old, a.places.at(old.path), {}, {}, {}};
    std::size_t cells = 1;
    for (std::size_t i = 0; i < old.shape.size(); ++i) {
        pair.axes.push_back(shared_axis(a, b, old, now, i));
        cells *= pair.axes.back().labels.size();
    }
    std::vector<double> there = a.file.reals(old.path), here = b.file.reals(now.path);
    const auto whole = [](const SharedAxis& axis) {
        return axis.only_old + axis.only_new == 0 && axis.in_old == axis.in_new;  // in_old ascends
    };
    if (std::all_of(pair.axes.begin(), pair.axes.end(), whole)) {
        pair.before = std::move(there);
        pair.after = std::move(here);
        return pair;
    }
    for (std::size_t cell = 0; cell < cells; ++cell) {
        const std::vector<std::size_t> index = pair.index_of(cell);
        std::size_t in_old = 0, in_new = 0;
        for (std::size_t i = 0; i < index.size(); ++i) {
            in_old = in_old * old.shape[i] + pair.axes[i].in_old[index[i]];
            in_new = in_new * now.shape[i] + pair.axes[i].in_new[index[i]];
        }
        pair.before.push_back(there[in_old]);
        pair.after.push_back(here[in_new]);
    }
    return pair;
}

}  // namespace qonys
