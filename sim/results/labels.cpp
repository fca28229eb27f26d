#include "results/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/month.hpp"

namespace qonys {

namespace {

std::string label_of(std::int64_t number, const std::string& axis) {
    if ((axis != "month" && axis != "date") || number < first_readable_day || number > last_readable_day)
        return std::to_string(number);
    const std::string date = to_string(Date{static_cast<std::int32_t>(number)});
    return axis == "month" ? date.substr(0, 7) : date;
}

std::vector<std::string> counted(std::size_t size) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < size; ++i) labels.push_back(std::to_string(i));
    return labels;
}

}  // namespace

std::vector<std::string> axis_labels_of(const ResultFile& file, const std::string& path, const std::string& axis,
                                        std::size_t size) {
    const std::size_t slash = path.rfind('/');
    const std::string scale = (slash == std::string::npos ? "" : path.substr(0, slash + 1)) + axis;
    if (axis.empty() || !file.has(scale) || file.find(scale).shape != std::vector<std::size_t>{size}) return counted(size);
    if (file.find(scale).kind == CellKind::text) return file.texts(scale);
    if (file.find(scale).kind != CellKind::integer) return counted(size);
    std::vector<std::string> labels;
    for (const std::int64_t number : file.integers(scale)) labels.push_back(label_of(number, axis));
    return labels;
}

std::string labels_text(const ResultFile& file, const StoredObject& variable, std::size_t cell) {
    std::string text;
    for (std::size_t i = variable.shape.size(); i-- > 0;) {
        const std::size_t at = cell % variable.shape[i];
        cell /= variable.shape[i];
        const bool is_scale = variable.axes[i].empty();
        const std::string axis = is_scale ? variable.path.substr(variable.path.rfind('/') + 1) : variable.axes[i];
        const std::string label =
            is_scale ? std::to_string(at) : axis_labels_of(file, variable.path, axis, variable.shape[i])[at];
        text = axis + " " + label + (text.empty() ? "" : ", " + text);
    }
    return text.empty() ? "its only cell" : text;
}

std::string attribute_text(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& attribute : object.attributes) {
        if (attribute.name != name) continue;
        if (const auto* texts = std::get_if<std::vector<std::string>>(&attribute.values); texts != nullptr && texts->size() == 1)
            return texts->front();
        if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&attribute.values); whole != nullptr && whole->size() == 1)
            return std::to_string(whole->front());
        if (const auto* real = std::get_if<std::vector<double>>(&attribute.values); real != nullptr && real->size() == 1)
            return fmt::format("{}", real->front());
    }
    return "";
}

std::vector<std::pair<std::string, std::string>> checksums_of(const std::string& lines) {
    std::vector<std::pair<std::string, std::string>> all;
    std::istringstream stream(lines);
    for (std::string line; std::getline(stream, line);) {
        if (line.size() > 66 && line.compare(64, 2, "  ") == 0)
            all.emplace_back(line.substr(66), line.substr(0, 64));
        else if (!all.empty())
            all.back().first += "\n" + line;
    }
    return all;
}

}  // namespace qonys
