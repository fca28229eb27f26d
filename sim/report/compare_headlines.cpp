#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "accounts/pathway_headlines.hpp"
#include "report/compare_sections.hpp"
#include "report/compare_units.hpp"
#include "report/figures.hpp"

namespace qonys {
namespace {

constexpr std::size_t page = 130;  // columns

// One row of the table: where its figures are, and how they are shown.
struct Row {
    const Headline* headline;
    const PairedTable* table;
    std::size_t cell;
    Shown shown;
    int decimals = 0;             // of means
    int difference_decimals = 0;  // two figures of the difference or of its interval can be read
};

Row row_of(const CompareReport& report, const Headline& headline) {
    const PairedTable& table = report.summary.find(headline.table, Period::whole_run);
    Row row{&headline, &table, table.cell(headline.labels), shown_as(headline.unit)};
    double size = 0, least = std::numeric_limits<double>::infinity();
    for (std::size_t arm = 0; arm < report.summary.arms.size(); ++arm) {
        const std::size_t at = table.at(arm, row.cell);
        if (std::isfinite(table.mean[at])) size = std::max(size, std::abs(table.mean[at]) * row.shown.factor);
        double apart = std::abs(table.difference[at]);
        if (std::isfinite(table.high[at])) apart = std::max(apart, (table.high[at] - table.low[at]) / 2);
        if (apart > 0) least = std::min(least, apart * row.shown.factor);
    }
    row.decimals = decimals_for(size);
    row.difference_decimals = row.decimals;
    if (std::isfinite(least)) {
        const int needed = least >= 10 ? 0 : least >= 1 ? 1 : least >= 0.1 ? 2 : 3;
        row.difference_decimals = std::max(row.decimals, needed);
    }
    return row;
}

std::string title_of(const Row& row) {
    const std::string &title = row.headline->title, &unit = row.shown.unit;
    return title + (title.find(unit) != std::string::npos ? "" : ", " + unit);
}

// "2,309 ±12" with the signs under each other.
FigureColumn reference_column(const CompareReport& report, const std::vector<Row>& rows) {
    std::vector<std::string> errors;
    std::size_t wide = 0;
    FigureColumn column{report.summary.arms.at(0), "mean", 0, {}, {}};
    for (const Row& row : rows) {
        const Figure mean = mean_of(*row.table, 0, row.cell, row.shown.factor);
        column.texts.push_back(with_separators(mean.mean, row.decimals));
        errors.push_back(mean.se > 0 ? " ±" + with_separators(mean.se, row.decimals) : "");
        wide = std::max(wide, width(errors.back()));
    }
    for (std::size_t i = 0; i < errors.size(); ++i) column.texts[i] += padded(errors[i], wide);
    return column;
}

std::string percent_text(const Row& row, std::size_t arm) {
    const double reference = row.table->mean[row.table->at(0, row.cell)];
    const double difference = row.table->difference[row.table->at(arm, row.cell)];
    if (std::isnan(difference) || std::isnan(reference) || reference == 0) return "–";
    return with_sign(difference / std::abs(reference) * 100, 1);
}

std::string better_text(const Row& row, std::size_t arm) {
    const double higher = row.table->probability_higher[row.table->at(arm, row.cell)];
    if (row.headline->better == Better::neither || std::isnan(higher)) return "–";
    return fmt::format("{:.2f}", row.headline->better == Better::more ? higher : 1 - higher);
}

std::string reduction_text(const Row& row, std::size_t arm) {
    const double reduction = row.table->variance_reduction[row.table->at(arm, row.cell)];
    if (std::isinf(reduction)) return "exact";
    if (reduction >= 1e6) return ">999,999";  // a difference of a few tenge in billions
    return with_separators(reduction, reduction < 10 ? 1 : 0);
}

std::vector<FigureColumn> arm_columns(const CompareReport& report, const std::vector<Row>& rows, std::size_t arm) {
    const std::string& name = report.summary.arms.at(arm);
    std::vector<FigureColumn> columns;
    for (const char* heading : {"mean", "difference", "95 % interval", "%", "P", "VR"})
        columns.push_back({name, heading, 0, {}, {}});
    for (const Row& row : rows) {
        const std::size_t at = row.table->at(arm, row.cell);
        const double factor = row.shown.factor;
        const auto text = [&](double value) { return with_separators(value * factor, row.difference_decimals); };
        const double low = row.table->low[at], high = row.table->high[at];
        columns[0].texts.push_back(with_separators(row.table->mean[at] * factor, row.decimals));
        columns[1].texts.push_back(with_sign(row.table->difference[at] * factor, row.difference_decimals));
        columns[2].texts.push_back(std::isnan(low) ? "–" : fmt::format("[{}, {}]", text(low), text(high)));
        columns[3].texts.push_back(percent_text(row, arm));
        columns[4].texts.push_back(better_text(row, arm));
        columns[5].texts.push_back(reduction_text(row, arm));
    }
    return columns;
}

}  // namespace

// As many arms beside the reference as the page holds; the reference stands in every table.
std::string headlines_section(const CompareReport& report) {
    std::vector<Row> rows;
    const std::string& reference = report.summary.arms.at(0);
    FigureTable empty{
        (is_of_pathways(report.summary) ? "Arms against " : "Kazakhstan: arms against ") + reference, "", {}, {}, false};
    for (const Headline& headline : report.headlines) {
        rows.push_back(row_of(report, headline));
        empty.rows.push_back(title_of(rows.back()));
    }
    if (rows.empty() || report.summary.arms.size() < 2) return "";
    empty.columns.push_back(reference_column(report, rows));
    std::string text;
    FigureTable table = empty;
    for (std::size_t arm = 1; arm < report.summary.arms.size(); ++arm) {
        const std::vector<FigureColumn> more = arm_columns(report, rows, arm);
        FigureTable wider = table;
        wider.columns.insert(wider.columns.end(), more.begin(), more.end());
        if (table.columns.size() > 1 && columns_of(print(wider)) > page) {
            text += print(table) + "\n";
            wider = empty;
            wider.title += " (continued)";
            wider.columns.insert(wider.columns.end(), more.begin(), more.end());
        }
        table = std::move(wider);
    }
    return text + print(table) +
           "P: share of replicates in which the arm is better. VR: variance of the difference with independent seeds over that "
           "with shared\ndraws; exact: the same difference in every replicate.\n";
}

}  // namespace qonys
