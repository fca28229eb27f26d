// Results of runs made by hand, and looks into their pages.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/problems.hpp"
#include "golden/small_result.hpp"
#include "report/page/page.hpp"
#include "support/process.hpp"

namespace qonys::test {

inline const PageTexts& english() {
    static const PageTexts texts(Language::english);
    return texts;
}

// November 2024 to February 2025; the third region and the second origin have no official name.
inline RunAxes page_axes() {
    RunAxes axes = small_axes();
    axes.region.labels[2] = "XX-9";
    axes.origin.labels[1] = "MARS";
    return axes;
}

constexpr std::size_t quota_stream = 0, free_stream = 1;

struct Replicate {
    RunAxes axes = page_axes();
    Tallies tallies = make_tallies(axes);

    std::int64_t& at(M m, const std::vector<std::size_t>& position) {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < position.size(); ++i) cell = cell * axes.find(measure(m).axes[i]).size() + position[i];
        return tallies.cells[static_cast<std::size_t>(m)][cell];
    }
};

struct Written {
    TempFolder folder;
    std::string path = (folder.path() / "small.h5").string();

    explicit Written(const std::vector<Replicate>& replicates, const std::string& uncertain = "",
                     std::int64_t replicates_per_draw = 1, const std::string& scenario = "") {
        ResultHeader header = small_header();
        if (!scenario.empty()) header.scenario_text = scenario;
        header.uncertain = uncertain;
        header.replicates = static_cast<std::int64_t>(replicates.size());
        header.replicates_per_draw = replicates_per_draw;
        ResultWriter writer(path, header, page_axes());
        SummaryBuilder summary(page_axes(), 0.002, {1000, 2000, 3000}, replicates_per_draw, !uncertain.empty());
        for (const Replicate& each : replicates) {
            writer.add(each.tallies);
            summary.add(each.tallies);
        }
        writer.finish(summary.finish(), nullptr, small_run_info());
    }
    PageSource page(Language language = Language::english) const { return run_page(path, PageTexts(language)); }
};

inline PageSection section(const PageSource& page, const std::string& id) {
    const auto found = std::find_if(page.sections.begin(), page.sections.end(), [&](const PageSection& s) { return s.id == id; });
    if (found == page.sections.end()) throw BrokenInvariant("no section " + id);
    return *found;
}

inline PageCard card(const PageSource& page, const std::string& label) {
    for (const PageCard& each : section(page, "headlines").cards)
        if (each.label == label) return each;
    throw BrokenInvariant("no card " + label);
}

// Rows as objects by key.
inline std::vector<nlohmann::json> rows_of(const PageTable& table) {
    std::vector<nlohmann::json> rows;
    for (const nlohmann::json& cells : table.rows) {
        nlohmann::json row;
        for (std::size_t i = 0; i < table.columns.size(); ++i) row[table.columns[i].key] = cells.at(i);
        rows.push_back(row);
    }
    return rows;
}

inline nlohmann::json row_with(const PageTable& table, const nlohmann::json& wanted) {
    for (const nlohmann::json& row : rows_of(table))
        if (std::all_of(wanted.items().begin(), wanted.items().end(),
                        [&](const auto& item) { return row.at(item.key()) == item.value(); }))
            return row;
    throw BrokenInvariant("no row " + wanted.dump());
}

// 10, 20 and 40 persons placed and living in Abai region at the end of February 2025.
inline std::vector<Replicate> three_replicates() {
    std::vector<Replicate> all(3);
    const std::int64_t persons[] = {10, 20, 40};
    for (std::size_t r = 0; r < 3; ++r) {
        all[r].at(M::placed, {3, 0, 0, quota_stream}) = persons[r];
        all[r].at(M::stock, {3, 0, 0, quota_stream}) = persons[r];
    }
    return all;
}

}  // namespace qonys::test
