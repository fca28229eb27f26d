#include "base/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace qonys {

std::string to_string(const Problem& problem) {
    std::string text = problem.mark.file;
    if (problem.mark.line > 0) text += fmt::format(":{}:{}", problem.mark.line, problem.mark.column);
    if (!text.empty()) text += ": ";
    if (!problem.path.empty()) text += problem.path + ": ";
    text += problem.what;
    if (!problem.hint.empty()) text += "; " + problem.hint;
    return text;
}

namespace {

std::string joined(const Problems& problems) {
    std::string text;
    for (const Problem& p : problems.list) text += (text.empty() ? "" : "\n") + to_string(p);
    return text;
}

// Edits (insert, delete, replace, swap of neighbours) that turn a into b.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before.swap(row);
        row.swap(next);
    }
    return row[b.size()];
}

}  // namespace

BadInput::BadInput(Problems found) : std::runtime_error(joined(found)), problems(std::move(found)) {}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
    if (word.size() > 80) return {};
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

}  // namespace qonys
