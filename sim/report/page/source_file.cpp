#include "report/page/source_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>

#include "base/problems.hpp"
#include "results/labels.hpp"

namespace qonys {

namespace {

bool is_month(const std::string& label) {
    constexpr const char* pattern = "0000-00";
    if (label.size() != std::string(pattern).size()) return false;
    for (std::size_t i = 0; i < label.size(); ++i)
        if (pattern[i] == '0' ? std::isdigit(static_cast<unsigned char>(label[i])) == 0 : label[i] != pattern[i]) return false;
    return true;
}

}  // namespace

SourceFile::SourceFile(const std::string& path, const std::string& kind) : path_(path), kind_(kind), file_(path) {
    const std::string found = text_attribute("kind");
    if (kind == "run" ? found.empty() && !text_attribute("format_version").empty() : found == kind) return;
    throw FileTrouble(fmt::format("{}: is {}not the result of a {}", path, found.empty() ? "" : "a " + found + ", ", kind));
}

void SourceFile::damaged(const std::string& what) const {
    throw FileTrouble(fmt::format("{}: the result of a {} is damaged: {}", path_, kind_, what));
}

std::string SourceFile::name() const {
    return std::filesystem::path(path_).filename().string();
}

std::string SourceFile::text_attribute(const char* name) const {
    return attribute_text(file_.find(""), name);
}

std::int64_t SourceFile::whole_attribute(const char* name) const {
    for (const StoredAttribute& each : file_.find("").attributes)
        if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&each.values);
            each.name == name && numbers != nullptr && numbers->size() == 1)
            return numbers->front();
    damaged(std::string("it lacks the attribute ") + name);
}

std::string SourceFile::program() const {
    return version_and_commit(text_attribute("program_version"), text_attribute("program_commit"));
}

const StoredObject& SourceFile::part(const std::string& path) const {
    if (!file_.has(path)) damaged("it lacks " + path);
    return file_.find(path);
}

std::string SourceFile::text(const std::string& path) const {
    if (part(path).kind != CellKind::text) damaged(path + " is no text");
    const std::vector<std::string> texts = file_.texts(path);
    return texts.empty() ? "" : texts[0];
}

std::vector<std::string> SourceFile::texts(const std::string& path, std::size_t length) const {
    if (part(path).shape != std::vector<std::size_t>{length}) damaged(path + " has another shape");
    return file_.texts(path);
}

std::vector<double> SourceFile::figures(const std::string& path, const std::vector<std::size_t>& shape) const {
    std::size_t cells = 1;
    for (const std::size_t length : shape)
        cells = length > 0 && cells > most_cells_read / length ? most_cells_read + 1 : cells * length;
    if (part(path).shape != shape) damaged(path + " has another shape");
    if (cells > most_cells_read) damaged(path + " is too large");
    return file_.reals(path);
}

Axis SourceFile::axis(const std::string& path) const {
    constexpr std::size_t most_labels = 100'000, most_digits = 7;
    const StoredObject& scale = part(path);
    if (scale.shape.size() != 1 || scale.shape[0] > most_labels ||
        (scale.kind != CellKind::text && scale.kind != CellKind::integer))
        damaged(path + " is no axis");
    const std::string name = path.substr(path.rfind('/') + 1);
    Axis axis{name, axis_labels_of(file_, path, name, scale.shape[0])};
    const auto is_long = [](const std::string& label) { return label.size() > most_digits; };
    if (scale.kind == CellKind::integer && std::any_of(axis.labels.begin(), axis.labels.end(), is_long))
        damaged(path + " holds no dates or numbers");
    if (name == "month" && !std::all_of(axis.labels.begin(), axis.labels.end(), is_month)) damaged(path + " holds no months");
    return axis;
}

std::string version_and_commit(const std::string& version, const std::string& commit) {
    return version + (commit.empty() ? "" : " (" + commit + ")");
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

}  // namespace qonys
