#include "report/pathway_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "accounts/pathway_summary.hpp"
#include "report/figures.hpp"
#include "report/pathway_grounds.hpp"

namespace qonys {
namespace {

using Labels = std::vector<std::string>;
constexpr double million = 1e-6, thousand = 1e-3, percent = 100;

std::string with_blanks(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

// Titles; names in the file where titles are the same.
Labels titles_of(const std::vector<Programme>& programmes) {
    Labels titles;
    for (const Programme& p : programmes) {
        const auto same =
            std::count_if(programmes.begin(), programmes.end(), [&](const Programme& x) { return x.title == p.title; });
        titles.push_back(at_most(same > 1 || p.title.empty() ? p.name : p.title, 28));
    }
    return titles;
}

const std::vector<Programme>& programmes_of(const PathwayReport& report) {
    return report.scenario.pathways.programmes;
}

// Names of the programmes, and "all" below several.
Labels programme_rows(const PathwayReport& report, Labels& names) {
    Labels rows = report.axes.programme.labels;
    names = titles_of(programmes_of(report));
    if (rows.size() < 2) return rows;
    rows.emplace_back(all_label);
    names.emplace_back("all");
    return rows;
}

// Builds columns of a table; `rows` are the labels of the axes that come first, for each row.
class PathwayColumns {
public:
    PathwayColumns(const PathwayReport& report, std::vector<Labels> rows) : report_(report), rows_(std::move(rows)) {}

    void add(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {},
             double factor = 1, int decimals = 0) {
        const SummaryTable& table = report_.summary.find(measure, Period::whole_run);
        FigureColumn column{group, name, decimals, {}};
        for (Labels labels : rows_) {
            labels.insert(labels.end(), more.begin(), more.end());
            column.cells.push_back(scaled(figure(table, labels), factor));
            column.cells.back().marked = column.cells.back().count < report_.replicates && !std::isnan(column.cells.back().mean);
            double& se = column.cells.back().se;
            // No "±0" beside what chance does not touch, or not so that it shows.
            if (se < 0.5 * std::pow(10.0, -decimals)) se = std::numeric_limits<double>::quiet_NaN();
        }
        columns.push_back(column);
    }
    void add_if_any(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {},
                    int decimals = 0) {
        add(group, name, measure, more, 1, decimals);
        const std::vector<Figure>& cells = columns.back().cells;
        if (std::none_of(cells.begin(), cells.end(), [](const Figure& f) { return f.mean > 0; })) columns.pop_back();
    }
    // Millions: whole ones where all numbers are large.
    void add_millions(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {}) {
        add(group, name, measure, more, million, 1);
        std::vector<Figure>& cells = columns.back().cells;
        if (std::all_of(cells.begin(), cells.end(), [](const Figure& f) { return !(f.mean < 1000); }))
            columns.back().decimals = 0;
    }
    void add_texts(const std::string& group, const std::string& name, Labels texts) {
        columns.push_back({group, name, 0, {}, std::move(texts)});
    }

    std::vector<FigureColumn> columns;

private:
    const PathwayReport& report_;
    std::vector<Labels> rows_;
};

std::vector<Labels> each_alone(const Labels& labels) {
    std::vector<Labels> rows;
    for (const std::string& label : labels) rows.push_back({label});
    return rows;
}

// What the columns of a table need to be read rightly.
std::string footnotes(const std::vector<FigureColumn>& columns) {
    bool marked = false, per_completed = false;
    for (const FigureColumn& column : columns) {
        marked = marked || std::any_of(column.cells.begin(), column.cells.end(), [](const Figure& f) { return f.marked; });
        per_completed = per_completed || column.name == "per completed";
    }
    return std::string(per_completed ? "per completed: all cost over those completed so far\n" : "") +
           (marked ? "* in some replicates it has no meaning; these are left out of the mean\n" : "");
}

std::string places_of(const Stage& stage) {
    if (!stage.centre.empty()) return stage.centre;
    return stage.places == no_place_limit ? "–" : with_separators(static_cast<double>(stage.places), 0);
}

std::string stages_of(const PathwayReport& report, const Programme& programme) {
    std::vector<Labels> rows;
    Labels names, kinds, places;
    for (const Stage& stage : programme.stages) {
        rows.push_back({programme.name, stage.name});
        names.push_back(at_most(stage.title.empty() ? with_blanks(stage.name) : stage.title, 26));
        kinds.push_back(with_blanks(stage.kind));
        places.push_back(at_most(places_of(stage), 12));
    }
    PathwayColumns table(report, rows);
    table.add_texts("", "kind", kinds);
    table.add_texts("", "places", places);
    table.add("persons", "entered", "entered", {all_label});
    table.add("persons there", "peak", "peak_present");
    table.add("persons there", "p95", "p95_present");
    for (Figure& cell : table.columns.back().cells) cell.se = std::numeric_limits<double>::quiet_NaN();  // for want of room
    table.add("days", "stay", "mean_stay", {}, 1, 1);
    table.add("days of waiting", "mean", "mean_wait", {}, 1, 1);
    table.add("days of waiting", "longest", "longest_wait");
    table.add("most", "waiting", "peak_waiting");
    table.add_millions("", "million KZT", "spending");
    const std::string title = programmes_of(report).size() > 1 ? "Stages: " + at_most(programme.title, 100) : "Stages";
    return print_within({title, "stage", names, table.columns, false}, pathway_page) + footnotes(table.columns);
}

// Where stages are entered again, persons are counted each time.
std::string more_entered_line(const PathwayReport& report) {
    const SummaryTable &entered = report.summary.find("entered", Period::whole_run),
                       &arrivals = report.summary.find("arrivals", Period::whole_run);
    for (const Programme& programme : programmes_of(report))
        for (const Stage& stage : programme.stages)
            if (figure(entered, {programme.name, stage.name, all_label}).mean >
                figure(arrivals, {programme.name, all_label}).mean + 1e-6)
                return "entered: persons are counted each time that they enter\n";
    return "";
}

// Programmes and stages that use a centre: "jusan, rusafa".
std::string users_of(const PathwayReport& report, const std::string& centre) {
    std::string users;
    for (const Programme& programme : programmes_of(report))
        for (const Stage& stage : programme.stages)
            if (stage.centre == centre) users += (users.empty() ? "" : ", ") + programme.name + "." + stage.name;
    return users;
}

// Rates of leaving and of custody that nobody measured come out as they were put in.
std::string put_in_line(const PathwayReport& report) {
    std::string names;
    for (const Programme& programme : programmes_of(report))
        for (const std::string& exit : exits_as_put_in(programme, report.notes))
            names +=
                (names.empty() ? "" : ", ") + (programmes_of(report).size() > 1 ? programme.name + ": " : "") + with_blanks(exit);
    if (names.empty()) return "";
    return in_lines_of(
        "Figures for " + names + " repeat the values put in for them, which no source supports: they are no estimates.",
        pathway_page, 2);
}

std::string in_dollars(const PathwayReport& report) {
    double dollars = 0;
    for (const std::string& programme : report.axes.programme.labels)
        dollars += figure(report.summary.find("spending_usd", Period::whole_run), {programme}).mean;
    return "in US dollars: " + with_separators(dollars * million, 2) + " million\n";
}

}  // namespace

std::string at_most(const std::string& text, std::size_t columns) {
    if (width(text) <= columns) return text;
    std::string cut;
    for (const char c : text) {
        const bool starts_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (starts_character && width(cut) + 1 == columns) break;
        cut += c;
    }
    return cut + "…";
}

std::string in_lines_of(const std::string& text, std::size_t columns, std::size_t indent) {
    std::string lines, line;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find(' ', start), text.size());
        const std::string word = text.substr(start, end - start);
        if (!line.empty() && width(line) + 1 + width(word) > columns) {
            lines += line + "\n";
            line = std::string(indent, ' ') + word;
        } else {
            line += (line.empty() ? "" : " ") + word;
        }
        start = end + 1;
    }
    return lines + line + "\n";
}

std::string programmes_section(const PathwayReport& report) {
    Labels names;
    const Labels rows = programme_rows(report, names);
    PathwayColumns table(report, each_alone(rows));
    table.add("persons", "arrived", "arrivals", {all_label});
    for (const auto& [name, kind] : {std::pair{"completed", "completed"},
                                     {"transferred", "transferred"},
                                     {"custody", "custody"},
                                     {"left", "left"},
                                     {"died", "died"}})
        if (std::string(kind) == "completed")
            table.add("persons", name, "exits_by_kind", {kind, all_label});
        else
            table.add_if_any("persons", name, "exits_by_kind", {kind, all_label});
    table.add_if_any("persons", "in breach", "breaches");
    table.add("persons at the end", "in it", "in_programme_at_end", {all_label});
    table.add_if_any("persons at the end", "in follow-up", "in_follow_up_at_end");
    table.add_millions("cost", "million KZT", "spending", {all_label});
    table.add("thousand KZT", "per arrival", "spending_per_arrival", {}, thousand);
    table.add("thousand KZT", "per completed", "spending_per_completed", {}, thousand);
    const bool broken = std::any_of(table.columns.begin(), table.columns.end(),
                                    [](const FigureColumn& column) { return column.name == "in breach"; });
    return print_within({"Programmes", "programme", names, table.columns, rows.size() > 1}, pathway_page) +
           (broken ? "in breach: left before the end of their obligation\n" : "") + footnotes(table.columns) +
           in_dollars(report) + rests_on_line(report, "cost rests", {"cost_per_day", "cost_on_entry", "days", "usd_per_kzt"}) +
           rests_on_line(report, "who is still in it rests", {"days", "next", "leave", "persons", "delay_days"}) +
           (broken ? rests_on_line(report, "who is in breach rests", {"obligation_days", "leave", "next", "days"}) : "");
}

std::string stages_section(const PathwayReport& report) {
    std::string text;
    for (const Programme& programme : programmes_of(report)) text += (text.empty() ? "" : "\n") + stages_of(report, programme);
    return text + more_entered_line(report) +
           in_lines_of(
               "places: – no limit; there: in the stage, those included who wait there for the next one; p95: 95th percentile of "
               "the "
               "days on which anybody is there",
               pathway_page, 2) +
           rests_on_line(report, "waits rest", {"places", "days", "days_cv", "next", "persons", "delay_days"}) +
           rests_on_line(report, "cost rests", {"cost_per_day", "cost_on_entry"});
}

std::string centres_section(const PathwayReport& report) {
    Labels rooms, names, users;
    for (const SharedCentre& centre : report.scenario.pathways.centres) {
        if (!report.axes.room.find(centre.name)) continue;
        rooms.push_back(centre.name);
        names.push_back(at_most(centre.title.empty() ? centre.name : centre.title, 40));
        users.push_back(at_most(users_of(report, centre.name), 48));
    }
    if (rooms.empty()) return "";
    PathwayColumns table(report, each_alone(rooms));
    table.add("", "places", "places");
    table.add("persons there", "peak", "peak_occupied");
    table.add("persons there", "p95", "p95_occupied");
    table.add("days", "full", "days_full", {}, 1, 1);
    table.add_texts("", "used by", users);
    return print_within({"Centres", "centre", names, table.columns, false}, pathway_page) +
           rests_on_line(report, "occupancy rests", {"centre places", "days", "persons", "next"});
}

std::string exits_section(const PathwayReport& report) {
    std::vector<Labels> rows;
    Labels names, kinds;
    const bool several = programmes_of(report).size() > 1;
    for (std::size_t p = 0; p < programmes_of(report).size(); ++p) {
        const Names& exits = programmes_of(report)[p].exits;
        for (std::size_t i = 0; i < exits.texts.size(); ++i) {
            rows.push_back({programmes_of(report)[p].name, exits.axis.labels[i]});
            names.push_back((several ? programmes_of(report)[p].name + ": " : "") + with_blanks(exits.axis.labels[i]));
            kinds.push_back(exits.texts[i]);
        }
    }
    PathwayColumns table(report, rows);
    table.add_texts("", "kind", kinds);
    for (const char* group : {"women", "men", "children", "unaccompanied_children"})
        table.add("", with_blanks(group), "exits", {group}, 1, 1);
    table.add("", "all", "exits", {all_label}, 1, 1);
    return print_within({"How persons ended the programme, persons", "exit", names, table.columns, false}, pathway_page) +
           "children: with a parent on arrival; unaccompanied: without one\n" +
           rests_on_line(report, "exits rest", {"next", "leave", "days", "unaccompanied"}) + put_in_line(report);
}

std::string stays_section(const PathwayReport& report) {
    Labels names;
    const Labels rows = programme_rows(report, names);
    PathwayColumns table(report, each_alone(rows));
    const Labels horizons = report.summary.find("retained_share", Period::whole_run).axes.at(1).labels;
    for (const auto& [group, measure] :
         {std::pair{"% in the programme after … months", "in_programme_share"}, {"% not left after … months", "retained_share"}})
        for (const std::string& horizon : horizons) table.add(group, horizon, measure, {horizon}, percent, 1);
    bool unknown = false;
    for (FigureColumn& column : table.columns)
        for (Figure& cell : column.cells) {
            cell.se = 0;  // errors of these would fill the page; the file has them
            unknown = unknown || std::isnan(cell.mean);
        }
    return print_within({"Months since arrival", "programme", names, table.columns, rows.size() > 1}, pathway_page) +
           (unknown ? "– nobody was followed so long\n" : "") +
           rests_on_line(report, "the share not left rests", {"leave", "next"}) +
           rests_on_line(report, "the share in the programme rests", {"days", "next", "leave"});
}

std::string posts_section(const PathwayReport& report) {
    const SummaryTable& peak = report.summary.find("peak_posts", Period::whole_run);
    const Labels services = report.axes.service.labels;
    const auto any = [](const SummaryTable& t) {
        return std::any_of(t.mean.begin(), t.mean.end(), [](double x) { return x > 0; });
    };
    if (!any(peak)) return "";
    const Labels rows = report.axes.programme.labels;
    PathwayColumns table(report, each_alone(rows));
    for (const std::string& service : services)
        table.add("posts on the busiest day", with_blanks(service), "peak_posts", {service});
    return print_within({"Staff, full-time posts", "programme", titles_of(programmes_of(report)), table.columns, false},
                        pathway_page) +
           rests_on_line(report, "staff rests", {"staff", "days", "persons"});
}

std::string why_they_vary_section(const PathwayReport& report) {
    if (report.uncertain.empty()) return "";
    const std::string programme = programmes_of(report).size() > 1 ? all_label : programmes_of(report).front().name;
    Labels rows;
    std::vector<Labels> texts(4);
    const auto add = [&](const std::string& name, const std::string& measure, const Labels& more, double factor, int decimals) {
        Labels labels = {programme};
        labels.insert(labels.end(), more.begin(), more.end());
        const Figure f = scaled(figure(report.summary.find(measure, Period::whole_run), labels), factor);
        if (std::isnan(f.mean)) return;
        rows.push_back(name);
        const double values[] = {f.mean, f.se, f.sd_monte_carlo, f.sd_parameters};
        for (std::size_t i = 0; i < texts.size(); ++i) texts[i].push_back(with_separators(values[i], decimals));
    };
    add("completed, persons", "completed", {all_label}, 1, 1);
    add("left, persons", "exits_by_kind", {"left", all_label}, 1, 1);
    add("in it at the end, persons", "in_programme_at_end", {all_label}, 1, 1);
    add("cost, million KZT", "spending", {all_label}, million, 1);
    add("cost per person arrived, thousand KZT", "spending_per_arrival", {}, thousand, 1);
    if (rows.empty()) return "";
    std::vector<FigureColumn> columns;
    const char* const names[] = {"mean", "± error", "by chance", "by uncertain inputs"};
    for (std::size_t i = 0; i < texts.size(); ++i)
        columns.push_back({i < 2 ? "" : "standard deviation", names[i], 0, {}, texts[i]});
    std::string text = print_within({"By how much results vary, and why", "", rows, columns, false}, pathway_page);
    if (report.replicates_per_draw < 2)
        text += "– cannot be told: each replicate draws its own inputs (run.replicates_per_draw)\n";
    return text +
           rests_on_line(report, "the spread by uncertain inputs rests",
                         {"cost_per_day", "cost_on_entry", "days", "next", "leave", "persons", "delay_days", "usd_per_kzt"});
}

}  // namespace qonys
