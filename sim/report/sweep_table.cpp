#include "report/sweep_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "report/sweep_machine.hpp"
#include "report/sweep_paired.hpp"
#include "report/sweep_sections.hpp"

namespace qonys {
namespace {

constexpr std::size_t widest_title = 42, most_parameter_columns = 24;

// The range of one measure over the points.
struct RangeRow {
    std::string title;
    std::size_t lowest = 0, highest = 0;  // points
    PointFigure low, high;
    double median = 0;
    std::size_t known = 0, above = 0, below = 0;  // points with a mean; those whose interval lies above or below 0
    double factor = 1;
};

double median_of(const SweepSeries& series, const std::vector<std::size_t>& order) {
    const std::size_t half = order.size() / 2;
    const double upper = series.figures[order[half]].mean;
    return order.size() % 2 == 1 ? upper : (series.figures[order[half - 1]].mean + upper) / 2;
}

RangeRow range_of(const SweepContent& content, const SweepSeries& series) {
    const SweptMeasure& measure = content.header.measures[series.measure];
    RangeRow row;
    row.title = title_with_unit(measure, widest_title);
    row.factor = shown_as(measure.unit).factor;
    const std::vector<std::size_t> order = by_mean(series);
    row.known = order.size();
    if (order.empty()) return row;
    row.lowest = order.front();
    row.highest = *std::find_if(order.begin(), order.end(), [&](std::size_t point) {
        return series.figures[point].mean == series.figures[order.back()].mean;  // the first of equal ones
    });
    row.low = series.figures[row.lowest];
    row.high = series.figures[row.highest];
    row.median = median_of(series, order);
    const std::vector<bool> believed = believable(series.figures);
    for (std::size_t point = 0; point < believed.size(); ++point) {
        const PointFigure& f = series.figures[point];
        if (believed[point] && f.mean - f.half_width > 0) ++row.above;
        if (believed[point] && f.mean + f.half_width < 0) ++row.below;
    }
    return row;
}

std::string point_number(const SweepContent& content, std::size_t point) {
    return fmt::format("{}", content.points.number[point]);
}

std::string range_table(const SweepContent& content, const std::vector<RangeRow>& rows, const std::string& title,
                        bool differences) {
    FigureTable table{title, "", {}, {}, false};
    std::vector<ShownFigure> lows, medians, highs;
    FigureColumn low_at{"lowest", "point", 0, {}, {}}, high_at{"highest", "point", 0, {}, {}};
    FigureColumn above{"points", "above 0", 0, {}, {}}, below{"points", "below 0", 0, {}, {}};
    for (const RangeRow& row : rows) {
        table.rows.push_back(row.title);
        const auto shown = [&](const PointFigure& f) {
            const int decimals = decimals_to_tell_apart(std::max(std::abs(row.low.mean), std::abs(row.high.mean)) * row.factor,
                                                        (row.high.mean - row.low.mean) * row.factor);
            const Figure figure = row.known == 0 ? Figure{std::nan(""), std::nan(""), 0, 0} : Figure{f.mean, f.half_width, 0, 0};
            return ShownFigure{scaled(figure, row.factor), decimals, differences};
        };
        lows.push_back(shown(row.low));
        medians.push_back(shown({row.median, std::nan(""), std::nan("")}));
        highs.push_back(shown(row.high));
        const bool same = row.known > 0 && row.low.mean == row.high.mean;
        low_at.texts.push_back(row.known == 0 ? "–" : same ? "all" : point_number(content, row.lowest));
        high_at.texts.push_back(row.known == 0 ? "–" : same ? "all" : point_number(content, row.highest));
        above.texts.push_back(with_separators(static_cast<double>(row.above), 0));
        below.texts.push_back(with_separators(static_cast<double>(row.below), 0));
    }
    table.columns = {{"lowest", "mean", 0, {}, figure_texts(lows)},
                     low_at,
                     {"", "median", 0, {}, figure_texts(medians)},
                     {"highest", "mean", 0, {}, figure_texts(highs)},
                     high_at};
    if (differences && observations_of(content.header) > 1) table.columns.insert(table.columns.end(), {above, below});
    return print_within(table, sweep_page_width);
}

// The parameters of the points that the tables name.
std::string named_points(const SweepContent& content, const std::set<std::size_t>& points) {
    if (points.empty()) return "";
    const std::vector<SweptParameter>& parameters = content.header.parameters;
    const std::vector<std::string> names = column_names(parameters);
    FigureTable table{"The points named above", "point", {}, {}, false};
    const std::size_t shown = std::min(parameters.size(), most_parameter_columns);
    for (std::size_t p = 0; p < shown; ++p) table.columns.push_back({"", names[p], 0, {}, {}});
    for (const std::size_t point : points) {
        table.rows.push_back(point_number(content, point));
        for (std::size_t p = 0; p < shown; ++p)
            table.columns[p].texts.push_back(value_for_people(parameters[p], content.parameter(point, p)));
    }
    std::string text = "\n" + print_within(table, sweep_page_width);
    if (shown < parameters.size())
        text += fmt::format("The first {} of {} parameters; --format csv has all.\n", shown, parameters.size());
    return text;
}

std::string reading(const SweepHeader& header) {
    if (observations_of(header) == 1)
        return header.replicates == 1 ? "one replicate tells no error" : "one draw of the uncertain inputs tells no error";
    std::string text = "± half the 95 % interval;\nreplicate r has the same draws at every point";
    return header.has_arms() ? text + " and in every arm, so differences are paired" : text;
}

std::string for_people(const SweepContent& content, const SweepReportOptions& options) {
    const SweepHeader& header = content.header;
    const std::vector<Lens> all = lenses(header);
    std::vector<std::vector<RangeRow>> rows(all.size());
    std::set<std::size_t> named;
    std::string details;
    for (std::size_t measure = 0; measure < header.measures.size(); ++measure) {
        const std::vector<double> values = content.values(measure);
        for (std::size_t l = 0; l < all.size(); ++l) {
            SweepSeries series{measure, all[l], seen_through(all[l], content, values), {}};
            series.figures = point_figures(header, series.y);
            const RangeRow row = range_of(content, series);
            if (row.known > 0 && row.low.mean != row.high.mean) named.insert({row.lowest, row.highest});
            rows[l].push_back(row);
            if (!options.whole) continue;
            for (const std::string& section : {points_section(content, series), effects_section(content, series)})
                if (!section.empty()) details += "\n" + section;
        }
    }
    std::string text = sweep_head(content, reading(header)) + varied_section(content) + failures_section(content);
    for (std::size_t l = 0; l < all.size(); ++l) {
        std::string title = fmt::format("Range over the {}", counted(content.size() - failed_points(content).size(), "point"));
        if (header.has_arms())
            title += all[l].difference ? fmt::format(": {} less {}", header.arms[all[l].arm].name, header.arms[0].name)
                                       : fmt::format(": {}, the reference", header.arms[0].name);
        text += "\n" + range_table(content, rows[l], title, all[l].difference);
        if (l == 0) text += rests_in_short(header);
    }
    if (header.has_arms() && observations_of(header) > 1)
        text += "Points above and below 0: those whose 95 % interval of the difference does not hold 0.\n";
    text += named_points(content, named) + details + assumed_and_uncertain(header);
    if (!options.path.empty())
        text += fmt::format("\nWritten to {0}\n{1}Which parameters matter: ./qonys sensitivity {0}\n", options.path,
                            options.whole ? "" : "Best points and effects: the same with --table\n");
    return text;
}

}  // namespace

std::vector<Lens> lenses(const SweepHeader& header) {
    std::vector<Lens> all{{0, false}};
    for (std::size_t arm = 1; arm < header.arms.size(); ++arm) all.push_back({arm, true});
    return all;
}

std::vector<std::size_t> by_mean(const SweepSeries& series) {
    std::vector<std::size_t> order;
    for (std::size_t point = 0; point < series.figures.size(); ++point)
        if (!std::isnan(series.figures[point].mean)) order.push_back(point);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return series.figures[a].mean < series.figures[b].mean; });
    return order;
}

std::string failures_section(const SweepContent& content) {
    constexpr std::size_t told = 5;
    const std::vector<std::size_t> failed = failed_points(content);
    if (failed.empty()) return "";
    const std::vector<SweptParameter>& parameters = content.header.parameters;
    const std::vector<std::string> names = column_names(parameters);
    std::string text = fmt::format("\n{} of {} failed\n", with_separators(static_cast<double>(failed.size()), 0),
                                   counted(content.size(), "point"));
    for (std::size_t i = 0; i < std::min(failed.size(), told); ++i) {
        std::string values;
        for (std::size_t p = 0; p < std::min<std::size_t>(parameters.size(), 4); ++p)
            values += fmt::format("{}{} = {}", p == 0 ? "" : ", ", names[p],
                                  value_for_people(parameters[p], content.parameter(failed[i], p)));
        if (parameters.size() > 4) values += ", …";
        const std::string message = one_line(content.failures[failed[i]], "; ");
        text += fmt::format("  point {} ({}): {}\n", content.points.number[failed[i]], values, shortened_middle(message, 240));
    }
    if (failed.size() > told) text += fmt::format("  ... ({} more; the file has them all)\n", failed.size() - told);
    return text;
}

std::string report_sweep(const SweepContent& content, const SweepReportOptions& options) {
    switch (options.format) {
        case Format::csv:
            return sweep_as_csv(content);
        case Format::json:
            return sweep_as_json(content, options.path);
        case Format::table:
            break;
    }
    return for_people(content, options);
}

std::string report_sweep(const SweepFileReader& result, const SweepReportOptions& options) {
    return report_sweep(content_of(result), options);
}

}  // namespace qonys
