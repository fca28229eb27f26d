// Which quota bound when, who stays, what is paid, and how good the placement was and for whom.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "report/page/charts.hpp"
#include "report/page/comparison_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr const char* country = "KZ";
constexpr std::size_t most_calendar_rows = 5000;

bool has_axes(const PairedTable* table, std::initializer_list<const char*> names) {
    if (table == nullptr || table->axes.size() != names.size()) return false;
    return std::equal(names.begin(), names.end(), table->axes.begin(),
                      [](const char* name, const Axis& axis) { return axis.name == name; });
}

// A stretch of months of the calendar: one month, or a quarter or a year where months would make too many rows.
struct Stretch {
    std::string label;
    std::vector<std::size_t> months;
};

std::vector<Stretch> stretches_of(const std::vector<std::string>& months, std::size_t length) {
    std::vector<Stretch> list;
    for (std::size_t m = 0; m < months.size(); ++m) {
        std::string label = months[m];
        if (length > 1 && label.size() == 7) {
            const int month = (label[5] - '0') * 10 + label[6] - '0';
            label = length == 3 ? fmt::format("{}-{:02}", label.substr(0, 4), (month - 1) / 3 * 3 + 1) : label.substr(0, 4);
        }
        if (list.empty() || list.back().label != label) list.push_back({label, {}});
        list.back().months.push_back(m);
    }
    return list;
}

struct Calendar {
    const PairedTable *bound, *price;  // over (month, region, stream)
    // Mean over arms' months with a sitting of the share of replicates; NaN without one.
    double share(std::size_t arm, const Stretch& stretch, std::size_t region, std::size_t stream) const {
        return mean_of(*bound, arm, stretch, region, stream);
    }
    double worth(std::size_t arm, const Stretch& stretch, std::size_t region, std::size_t stream) const {
        return price == nullptr ? std::nan("") : mean_of(*price, arm, stretch, region, stream);
    }

private:
    static double mean_of(const PairedTable& table, std::size_t arm, const Stretch& stretch, std::size_t region,
                          std::size_t stream) {
        double sum = 0, known = 0;
        for (const std::size_t month : stretch.months) {
            const std::size_t index = (month * table.axes[1].size() + region) * table.axes[2].size() + stream;
            const double value = table.mean.at(table.at(arm, index));
            if (std::isnan(value)) continue;
            sum += value;
            ++known;
        }
        return known == 0 ? std::nan("") : sum / known;
    }
};

// Expected number of months in which the quota bound, by region of one stream and arm; regions in which it never did are left
// out.
std::vector<std::pair<std::size_t, double>> bound_regions(const Calendar& calendar, std::size_t arm, std::size_t stream) {
    std::vector<std::pair<std::size_t, double>> list;
    const std::size_t months = calendar.bound->axes[0].size();
    for (std::size_t region = 0; region < calendar.bound->axes[1].size(); ++region) {
        double sum = 0;
        for (std::size_t month = 0; month < months; ++month) {
            const double share = calendar.share(arm, {"", {month}}, region, stream);
            if (share > 0) sum += share;
        }
        if (sum > 0) list.emplace_back(region, sum);
    }
    std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return list;
}

// In any arm, in the order of the regions.
std::vector<std::size_t> ever_bound(const ComparisonView& view, const Calendar& calendar, std::size_t stream) {
    std::vector<std::size_t> regions;
    for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
        for (const auto& [region, months] : bound_regions(calendar, arm, stream)) regions.push_back(region);
    std::sort(regions.begin(), regions.end());
    regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
    return regions;
}

std::string bound_sentence(const ComparisonView& view, const Calendar& calendar, std::size_t arm, std::size_t stream) {
    constexpr std::size_t named = 3;
    const PageTexts& texts = view.texts;
    const std::string stream_words = name_of(texts, "stream", calendar.bound->axes[2].labels[stream]);
    std::vector<std::string> names;
    for (const auto& [region, months] : bound_regions(calendar, arm, stream))
        if (names.size() < named)
            names.push_back(view.region(calendar.bound->axes[1].labels[region]) + " (" + texts.number(months, 1) + ")");
    if (names.empty()) return texts("comparison.bound_never", {{"arm", view.arms()[arm]}, {"stream", stream_words}});
    return texts("comparison.bound_most", {{"arm", view.arms()[arm]},
                                           {"stream", stream_words},
                                           {"months", texts.number(static_cast<double>(calendar.bound->axes[0].size()), 0)},
                                           {"regions", listed_in_words(names, texts)}});
}

void add_calendar_rows(const ComparisonView& view, const Calendar& calendar, std::size_t stream,
                       const std::vector<Stretch>& stretches, json& rows) {
    const std::vector<std::size_t> regions = ever_bound(view, calendar, stream);
    for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
        for (const std::size_t region : regions)
            for (const Stretch& stretch : stretches) {
                const double share = calendar.share(arm, stretch, region, stream);
                const std::string& code = calendar.bound->axes[1].labels[region];
                rows.push_back({view.arms()[arm], stretch.label, code, view.region(code), cell(share, 4),
                                cell(calendar.worth(arm, stretch, region, stream), 2)});
            }
}

PageChart calendar_chart(const ComparisonView& view, const Calendar& calendar, std::size_t stream,
                         const std::vector<Stretch>& stretches, std::size_t length) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    const std::string code = calendar.bound->axes[2].labels[stream];
    const Kind time = length == 12 ? Kind::text : Kind::month;
    PageChart chart;
    chart.id = plain_id("calendar-" + code);
    chart.title = texts("comparison.calendar_title", {{"stream", name_of(texts, "stream", code)}});
    chart.unit = texts("comparison.calendar_unit");
    chart.reading = texts(length == 1 ? "comparison.calendar_reading" : "comparison.calendar_reading_stretches");
    chart.source = view.source;
    const std::string when = texts(length == 1 ? "comparison.month" : length == 3 ? "comparison.quarter" : "comparison.year");
    chart.table.columns = {{"arm", texts("comparison.arm"), "", Kind::text},
                           {"month", when, "", time},
                           {"code", texts("comparison.code"), "", Kind::text, 0, false},
                           {"region", texts("comparison.region"), "", Kind::text},
                           {"bound", texts("comparison.bound_share"), texts("comparison.of_replicates"), Kind::share, 0},
                           {"price", texts("comparison.shadow_price"), texts("shown.score"), Kind::number, 2}};
    add_calendar_rows(view, calendar, stream, stretches, chart.table.rows);
    chart.spec = heat_map_spec({"month", when}, {"region", ""}, {"bound", texts("comparison.bound_share"), ".0%"});
    choose_arm(view, chart, true);
    return chart;
}

// Horizons at which any arm has a share of those still there.
PageChart retention_chart(const ComparisonView& view, const PairedTable& table) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageChart chart;
    chart.id = "retention-by-arm";
    chart.title = texts("comparison.retention_title");
    chart.unit = texts("comparison.retention_unit");
    chart.reading = texts(view.said("comparison.retention_reading"));
    chart.source = view.source;
    chart.table.columns = {{"stream", texts("comparison.stream"), "", Kind::text},
                           {"arm", texts("comparison.arm"), "", Kind::text},
                           {"months", texts("comparison.months_since"), texts("shown.months"), Kind::number, 0},
                           {"share", texts("comparison.still_there"), texts("comparison.of_families"), Kind::share, 2},
                           {"difference", texts("comparison.difference"), texts("difference.percentage_points"), Kind::number, 2},
                           {"low", texts("comparison.low"), texts("difference.percentage_points"), Kind::number, 2},
                           {"high", texts("comparison.high"), texts("difference.percentage_points"), Kind::number, 2}};
    std::vector<std::string> streams;
    for (const std::string& stream : programme_streams(view)) {
        for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
            for (const std::string& horizon : table.axes[2].labels) {
                const std::size_t index = table.cell({country, stream, horizon}), at = table.at(arm, index);
                if (std::isnan(table.mean.at(at))) continue;
                const std::string words = name_of(texts, "stream", stream);
                if (std::find(streams.begin(), streams.end(), words) == streams.end()) streams.push_back(words);
                const auto points = [&](double value) { return arm == 0 ? json(nullptr) : cell(value * 100, 2); };
                chart.table.rows.push_back({words, view.arms()[arm], std::atoi(horizon.c_str()), cell(table.mean.at(at), 5),
                                            points(table.difference.at(at)), points(table.low.at(at)),
                                            points(table.high.at(at))});
            }
    }
    chart.spec = lines_spec({"months", texts("comparison.months_since")}, true,
                            {"share", texts("comparison.still_there"), ".0%", false}, "", "", {"arm", ""}, texts);
    if (streams.size() > 1) {
        add_choice(chart.spec, "chosen_stream", "stream", streams[0]);
        chart.controls.push_back(
            {PageControl::Kind::choose_value, "chosen_stream", texts("comparison.stream"), "stream", {}, streams[0]});
    }
    return chart;
}

// Tenge by instrument: sums of means over streams.
PageChart spending_chart(const ComparisonView& view, const PairedTable& table) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageChart chart;
    chart.id = "spending-by-instrument";
    chart.title = texts("comparison.spending_title");
    chart.unit = texts("shown.million");
    chart.reading = texts("comparison.spending_reading");
    chart.source = view.source;
    chart.table.columns = {{"arm", texts("comparison.arm"), "", Kind::text},
                           {"instrument", texts("comparison.instrument"), "", Kind::text},
                           {"amount", texts("comparison.paid"), texts("shown.million"), Kind::number, 1},
                           {"difference", texts("comparison.difference"), texts("shown.million"), Kind::number, 1}};
    for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
        for (const std::string& instrument : table.axes[2].labels) {
            double paid = 0, apart = 0;
            for (const std::string& stream : table.axes[1].labels) {
                const std::size_t at = table.at(arm, table.cell({country, stream, instrument}));
                if (!std::isnan(table.mean.at(at))) paid += table.mean.at(at);
                if (!std::isnan(table.difference.at(at))) apart += table.difference.at(at);
            }
            chart.table.rows.push_back({view.arms()[arm], name_of(texts, "instrument", instrument), cell(paid * 1e-6, 3),
                                        arm == 0 ? json(nullptr) : cell(apart * 1e-6, 3)});
        }
    chart.spec = stacked_bars_spec({"arm", ""}, {"amount", texts("shown.million")}, {"instrument", ""});
    return chart;
}

struct Quality {
    const char* spec;
    const char* table;
    bool by_area;
    Better better;
};
constexpr std::array qualities = {
    Quality{"ratio_to_hindsight", "ratio_to_hindsight", false, Better::more},
    Quality{"envious_share", "envious_share", false, Better::less},
    Quality{"group_gap_origin", "group_gap_origin", false, Better::less},
    Quality{"group_gap_education", "group_gap_education", false, Better::less},
    Quality{"group_gap_household", "group_gap_household", false, Better::less},
    Quality{"least_value_origin", "least_value_origin", false, Better::more},
    Quality{"least_value_education", "least_value_education", false, Better::more},
    Quality{"least_value_household", "least_value_household", false, Better::more},
    Quality{"gini_load", "gini_load", false, Better::less},
    Quality{"distance_from_key", "distance_from_key", false, Better::less},
    Quality{"mean_preference_rank", "mean_preference_rank", true, Better::less},
};

std::vector<Headline> qualities_of(const ComparisonView& view, const std::string& stream) {
    std::vector<Headline> list;
    for (const Quality& quality : qualities) {
        const PairedTable* const table = view.file.table(quality.table, Period::whole_run);
        const bool fits = quality.by_area ? has_axes(table, {"area", "stream"}) : has_axes(table, {"stream"});
        if (!fits || !table->axes.back().find(stream)) continue;
        if (quality.by_area && !table->axes[0].find(country)) continue;
        Headline headline{quality.spec, table->measure.long_name, table->measure.unit, quality.table, {}, quality.better};
        headline.labels = quality.by_area ? std::vector<std::string>{country, stream} : std::vector<std::string>{stream};
        bool known = false;
        for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
            known = known || !std::isnan(table->mean.at(table->at(arm, table->cell(headline.labels))));
        if (known) list.push_back(std::move(headline));
    }
    return list;
}

}  // namespace

std::vector<std::string> programme_streams(const ComparisonView& view) {
    std::vector<std::string> streams;
    for (const char* name : {"quota", "placed"}) {
        const PairedTable* const table = view.file.table(name, Period::whole_run);
        if (!has_axes(table, {"area", "stream"}) || !table->axes[0].find(country)) continue;
        for (const std::string& stream : table->axes[1].labels)
            for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
                if (table->mean.at(table->at(arm, table->cell({country, stream}))) > 0 &&
                    std::find(streams.begin(), streams.end(), stream) == streams.end())
                    streams.push_back(stream);
    }
    return streams;
}

PageSection stays_and_money_section(const ComparisonView& view) {
    PageSection section{"stays-and-money", view.texts("comparison.stays_and_money")};
    const PairedTable *const retained = view.file.table("retained_share", Period::whole_run), *const spending = view.file.table(
                                                                                                  "spending", Period::whole_run);
    if (has_axes(retained, {"area", "stream", "horizon"}) && retained->axes[0].find(country))
        if (PageChart chart = retention_chart(view, *retained); !chart.table.rows.empty())
            section.charts.push_back(std::move(chart));
    if (has_axes(spending, {"area", "stream", "instrument"}) && spending->axes[0].find(country))
        section.charts.push_back(spending_chart(view, *spending));
    if (section.charts.empty()) section.paragraphs.push_back(view.texts("comparison.stays_nothing"));
    return section;
}

PageSection calendar_section(const ComparisonView& view) {
    PageSection section{"calendar", view.texts("comparison.calendar")};
    Calendar calendar{view.file.table("quota_bound", Period::month), view.file.table("shadow_price", Period::month)};
    const bool fits = has_axes(calendar.bound, {"month", "region", "stream"});
    if (!fits || !has_axes(calendar.price, {"month", "region", "stream"})) calendar.price = nullptr;
    const std::size_t streams = fits ? calendar.bound->axes[2].size() : 0;
    std::vector<std::size_t> bound;
    std::size_t cells = 0;
    for (std::size_t stream = 0; stream < streams; ++stream) {
        const std::size_t regions = ever_bound(view, calendar, stream).size();
        if (regions > 0) bound.push_back(stream);
        cells += regions * view.arms().size();
    }
    if (bound.empty()) {
        section.paragraphs.push_back(view.texts("comparison.calendar_nothing"));
        return section;
    }
    const std::vector<std::string>& months = calendar.bound->axes[0].labels;
    const std::size_t length = cells * months.size() <= most_calendar_rows             ? 1
                               : cells * (months.size() / 3 + 1) <= most_calendar_rows ? 3
                                                                                       : 12;
    section.paragraphs.push_back(view.texts("comparison.calendar_text"));
    for (const std::size_t stream : bound) {
        for (std::size_t arm = 0; arm < view.arms().size(); ++arm)
            section.paragraphs.push_back(bound_sentence(view, calendar, arm, stream));
        section.charts.push_back(calendar_chart(view, calendar, stream, stretches_of(months, length), length));
    }
    return section;
}

PageSection fairness_section(const ComparisonView& view) {
    PageSection section{"fairness", view.texts("comparison.fairness")};
    const PairedTable* const any = view.file.table("envious_share", Period::whole_run);
    const std::vector<std::string> streams = has_axes(any, {"stream"}) ? any->axes[0].labels : std::vector<std::string>{};
    for (std::size_t stream = 0; stream < streams.size(); ++stream) {
        const std::vector<Headline> list = qualities_of(view, streams[stream]);
        if (list.size() < 2) continue;  // gini_load has a figure where nobody sat, too
        PageChart chart = effects_chart(view, plain_id("fairness-" + streams[stream]), list);
        chart.title = view.texts("comparison.fairness_title", {{"stream", name_of(view.texts, "stream", streams[stream])}});
        chart.reading = view.texts("comparison.fairness_reading") + " " + chart.reading;
        section.charts.push_back(std::move(chart));
    }
    if (section.charts.empty()) section.paragraphs.push_back(view.texts("comparison.fairness_nothing"));
    return section;
}

}  // namespace qonys
