// Parts of the page of a run.
#pragma once

#include <functional>
#include <string>

#include "report/page/page.hpp"
#include "report/page/run_figures.hpp"
#include "report/page/run_file.hpp"

namespace qonys {

struct RunView {
    const RunFile& run;
    const PageTexts& texts;
    std::string source;  // of every chart: scenario, seed, replicates

    bool spread() const { return run.replicates > 1; }
    bool intervals() const { return run.observations() > 1; }  // of means
    // The text for runs with a spread, or that for one replicate, whose key ends in "_one".
    const std::string& by_spread(const std::string& key) const;
    std::string region(const std::string& code) const;
    // Of a region: with "(internal migrants)", or with the star that the flow chart explains.
    std::string origin(const std::string& code) const;
    std::string short_origin(const std::string& code) const;
    std::string stream(std::size_t position) const;
};

// Rounded for the page; null for NaN.
nlohmann::json rounded(double value, int decimals);

// "1,234.5 bn KZT": in the largest of billion, million and one that leaves a digit before the point.
std::string money_words(double tenge, const PageTexts& texts);

constexpr double million = 1e6;  // KZT: the unit of money in tables

// A card of a figure with its interval, the range of replicates where they are enough for it, and a note.
PageCard card_of(const RunView& view, const std::string& label, const RunFigure& figure,
                 const std::function<std::string(double)>& words, const std::string& note);
// What intervals and ranges are, or why there are none.
std::string how_sure(const RunView& view);

PageSection headline_section(const RunView& view);
PageSection map_section(const RunView& view);
PageSection people_section(const RunView& view);
PageSection flow_section(const RunView& view);
PageSection retention_section(const RunView& view);
PageSection calendar_section(const RunView& view);
PageSection work_section(const RunView& view);
PageSection spending_section(const RunView& view);

// Pieces of fans: the columns of the quantiles, or of one value where there is one replicate, and the cells of a row.
void add_quantile_columns(PageTable& table, const std::string& title, const std::string& unit, PageColumnKind kind, int decimals,
                          const RunView& view);
void add_quantile_cells(nlohmann::json& row, const RunFigure& figure, int decimals, const RunView& view);

}  // namespace qonys
