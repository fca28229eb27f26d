#include "report/quota_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <numeric>

#include "policy/dated.hpp"
#include "policy/quota.hpp"
#include "report/figures.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;
using Lines = std::vector<std::string>;

constexpr std::size_t page = 130;  // columns

// Places from one month until the next column.
struct Column {
    Month from;
    std::string policy, rounding;
    std::vector<std::int64_t> places;  // [region]
    std::vector<bool> emptied;         // [region] had places in the column before and has none now
    std::int64_t asked = 0;            // the national total, of which ceilings may hold back a part

    std::int64_t total() const { return std::accumulate(places.begin(), places.end(), std::int64_t{0}); }
    // The year, with the month when the places are revised within it.
    std::string heading() const { return from.month_of_year() == 0 ? std::to_string(from.year()) : to_string(from); }
};

struct Quota {
    std::string name;
    std::vector<Column> columns;
};

Month first_simulated(const Scenario& s) {
    return s.run.first_month - static_cast<int>(s.run.warm_up_months);
}

Quota quota_of(const Scenario& s, const StreamRow& stream) {
    Quota quota{quota_words[stream.quota_at], {}};
    for (Month month = first_simulated(s); month <= s.run.last_month; month = month + 1) {
        std::vector<std::int64_t> places = places_of_year(s, stream, month);
        const Column* before = quota.columns.empty() ? nullptr : &quota.columns.back();
        if (before && before->places == places) continue;
        Column column{month,
                      quota_policy_words[word_in_force(s.quotas.*stream.policy, month)],
                      rounding_words[word_in_force(s.quotas.rounding, month)],
                      std::move(places),
                      {},
                      national_total(s, stream, month)};
        for (std::size_t r = 0; r < column.places.size(); ++r)
            column.emptied.push_back(before && before->places[r] > 0 && column.places[r] == 0);
        quota.columns.push_back(std::move(column));
    }
    return quota;
}

std::vector<Quota> quotas_of(const Scenario& s) {
    std::vector<Quota> quotas;
    for (const StreamRow& stream : streams)
        if (stream.quota) quotas.push_back(quota_of(s, stream));
    return quotas;
}

std::string joined(const Lines& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

void add_once(Lines& lines, const std::string& line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
}

// Inputs of the keys in use that pass a test.
template <class Wanted>
Lines inputs_in_use(const Scenario& s, const std::vector<Quota>& quotas, Wanted wanted) {
    Lines paths;
    for (const Quota& quota : quotas)
        for (const Column& column : quota.columns)
            for (const std::string& key : keys_of(s, column.policy, column.from))
                for (const std::string& path : key_inputs(key))
                    if (wanted(path)) add_once(paths, path);
    return paths;
}

Lines assumed_inputs(const LoadedScenario& loaded, const std::vector<Quota>& quotas) {
    return inputs_in_use(loaded.scenario, quotas, [&](const std::string& path) {
        return std::any_of(loaded.notes.begin(), loaded.notes.end(),
                           [&](const ValueNote& note) { return note.path == path && rests_on_assumption(note); });
    });
}

Lines uncertain_inputs(const LoadedScenario& loaded, const std::vector<Quota>& quotas) {
    return inputs_in_use(loaded.scenario, quotas, [&](const std::string& path) {
        return std::any_of(loaded.uncertain.begin(), loaded.uncertain.end(),
                           [&](const UncertainValue& value) { return value.path == path || value.path.starts_with(path + "."); });
    });
}

// Of a lever at the months simulated.
double highest_in_force(const Scenario& s, const Table& table) {
    double highest = 0;
    for (Month month = first_simulated(s); month <= s.run.last_month; month = month + 1)
        highest = std::max(highest, value_in_force(table, month));
    return highest;
}

Lines notes_on(const LoadedScenario& loaded, const std::vector<Quota>& quotas) {
    const Scenario& s = loaded.scenario;
    Lines notes{"Places of the calendar year, for persons. A column holds until the next; one within a year revises that year."};
    for (const Quota& quota : quotas)
        for (const Column& column : quota.columns) {
            if (std::find(column.emptied.begin(), column.emptied.end(), true) != column.emptied.end())
                add_once(notes, "0* The region had places in the column before.");
            if (const std::int64_t left = column.asked - column.total(); left > 0)
                notes.push_back(fmt::format("{}, {}: {} of {} places are held back by ceilings.", quota.name, column.heading(),
                                            with_separators(static_cast<double>(left), 0),
                                            with_separators(static_cast<double>(column.asked), 0)));
        }
    if (highest_in_force(s, s.quotas.release) > 0)
        notes.emplace_back("The places become free in parts during the year (quotas.release).");
    if (highest_in_force(s, s.quotas.carry_over) > 0)
        notes.emplace_back("In a run, places left over from the year before are added (quotas.carry_over); they are not shown.");
    if (const Lines assumed = assumed_inputs(loaded, quotas); !assumed.empty())
        notes.push_back("The keys rest on assumed numbers: " + joined(assumed) + ".");
    if (const Lines uncertain = uncertain_inputs(loaded, quotas); !uncertain.empty())
        notes.push_back("Shown for the means of " + joined(uncertain) + ", which a run draws anew.");
    return notes;
}

// Columns of texts under each other, all but the first flush right, in as many blocks as the page needs.
std::string blocks(const std::vector<Lines>& columns) {
    const auto widest = [](const Lines& column) {
        std::size_t most = 0;
        for (const std::string& cell : column) most = std::max(most, width(cell));
        return most;
    };
    const std::size_t names = widest(columns[0]);
    std::string text;
    for (std::size_t first = 1; first < columns.size();) {
        std::size_t end = first, taken = names;
        while (end < columns.size() && (end == first || taken + 2 + widest(columns[end]) <= page))
            taken += 2 + widest(columns[end++]);
        for (std::size_t row = 0; row < columns[0].size(); ++row) {
            std::string line = padded(columns[0][row], names);
            for (std::size_t i = first; i < end; ++i)
                line += std::string(2 + widest(columns[i]) - width(columns[i][row]), ' ') + columns[i][row];
            text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        }
        first = end;
        if (first < columns.size()) text += "\n";
    }
    return text;
}

// A word that all columns share stands in the title, otherwise above each column.
struct Word {
    const char* name;
    std::string Column::*of;

    bool shared(const Quota& quota) const {
        return std::all_of(quota.columns.begin(), quota.columns.end(),
                           [&](const Column& column) { return column.*of == quota.columns.front().*of; });
    }
};
const std::array<Word, 2> words{{{"policy", &Column::policy}, {"rounding", &Column::rounding}}};

std::string table_of(const Scenario& s, const Quota& quota) {
    std::vector<std::size_t> regions;
    for (std::size_t r = 0; r < s.places.name.texts.size(); ++r)
        if (std::any_of(quota.columns.begin(), quota.columns.end(), [&](const Column& c) { return c.places[r] > 0; }))
            regions.push_back(r);
    std::string title = "Places for " + (quota.name == "internal" ? "internal migrants" : quota.name);
    std::vector<Lines> columns{{"from"}};
    for (const Word& word : words)
        if (word.shared(quota))
            title += fmt::format(", {} {}", word.name, quota.columns.front().*word.of);
        else
            columns[0].emplace_back(word.name);
    for (const std::size_t r : regions) columns[0].push_back(s.places.name.texts[r]);
    columns[0].emplace_back("Kazakhstan");
    for (const Column& column : quota.columns) {
        Lines cells{column.heading() + " "};
        for (const Word& word : words)
            if (!word.shared(quota)) cells.push_back(column.*word.of + " ");
        for (const std::size_t r : regions)
            cells.push_back(with_separators(static_cast<double>(column.places[r]), 0) + (column.emptied[r] ? "*" : " "));
        cells.push_back(with_separators(static_cast<double>(column.total()), 0) + " ");
        columns.push_back(std::move(cells));
    }
    return title + "\n" + blocks(columns);
}

std::string as_table(const LoadedScenario& loaded, const std::vector<Quota>& quotas) {
    std::string text = loaded.scenario.question + "\n";
    for (const Quota& quota : quotas) text += "\n" + table_of(loaded.scenario, quota);
    text += "\n";
    for (const std::string& note : notes_on(loaded, quotas)) text += note + "\n";
    return text;
}

std::string as_csv(const Scenario& s, const std::vector<Quota>& quotas) {
    std::string text = "quota,from,policy,rounding,region,name,places,had_places_before\n";
    for (const Quota& quota : quotas)
        for (const Column& column : quota.columns) {
            const std::string start =
                fmt::format("{},{},{},{},", quota.name, to_string(column.from), column.policy, column.rounding);
            for (std::size_t r = 0; r < column.places.size(); ++r)
                text += fmt::format("{}{},{},{},{}\n", start, csv_field(s.places.name.axis.labels[r]),
                                    csv_field(s.places.name.texts[r]), column.places[r], column.emptied[r] ? 1 : 0);
            text += fmt::format("{}KZ,Kazakhstan,{},0\n", start, column.total());
        }
    return text;
}

std::string as_json(const LoadedScenario& loaded, const std::vector<Quota>& quotas) {
    const Names& names = loaded.scenario.places.name;
    Json json{{"question", loaded.scenario.question}};
    json["quotas"] = Json::array();
    for (const Quota& quota : quotas)
        for (const Column& column : quota.columns) {
            Json row{{"quota", quota.name},         {"from", to_string(column.from)}, {"policy", column.policy},
                     {"rounding", column.rounding}, {"national_total", column.asked}, {"total", column.total()}};
            row["places"] = Json::object();
            row["fallen_to_zero"] = Json::array();
            for (std::size_t r = 0; r < column.places.size(); ++r) {
                row["places"][names.axis.labels[r]] = column.places[r];
                if (column.emptied[r]) row["fallen_to_zero"].push_back(names.axis.labels[r]);
            }
            json["quotas"].push_back(std::move(row));
        }
    json["assumed"] = assumed_inputs(loaded, quotas);
    json["notes"] = notes_on(loaded, quotas);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string print_quotas(const LoadedScenario& loaded, Format format) {
    const std::vector<Quota> quotas = quotas_of(loaded.scenario);
    if (format == Format::csv) return as_csv(loaded.scenario, quotas);
    if (format == Format::json) return as_json(loaded, quotas);
    return as_table(loaded, quotas);
}

}  // namespace qonys
