#include "report/page/comparison_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <limits>

#include "base/problems.hpp"
#include "results/read.hpp"
#include "scenario/read.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_cells = 40'000'000;  // of one variable: 24 arms over 80 years stay below
constexpr std::size_t statistics = 6;

// A comparison that is being read: says what is wrong with it under its name.
class Source {
public:
    explicit Source(const std::string& path) : path_(path), file_(path) {
        if (attribute_text("kind") != "comparison") throw FileTrouble(path + ": is not the result of a comparison");
    }

    const ResultFile& file() const { return file_; }
    [[noreturn]] void damaged(const std::string& what) const {
        throw FileTrouble(path_ + ": the result of a comparison is damaged: " + what);
    }
    std::string attribute_text(const std::string& name) const {
        for (const StoredAttribute& a : file_.find("").attributes)
            if (a.name == name && a.kind == CellKind::text) {
                const auto& texts = std::get<std::vector<std::string>>(a.values);
                if (texts.size() == 1) return texts[0];
            }
        return "";
    }
    std::int64_t attribute_number(const std::string& name) const {
        for (const StoredAttribute& a : file_.find("").attributes)
            if (a.name == name && a.kind == CellKind::integer) {
                const auto& numbers = std::get<std::vector<std::int64_t>>(a.values);
                if (numbers.size() == 1) return numbers[0];
            }
        damaged("it lacks " + name);
    }
    const StoredObject& part(const std::string& path) const {
        if (!file_.has(path)) damaged("it lacks " + path);
        return file_.find(path);
    }
    std::vector<double> figures(const std::string& path, const std::vector<std::size_t>& shape) const {
        std::size_t cells = 1;
        for (const std::size_t length : shape)
            cells = length > 0 && cells > most_cells / length ? most_cells + 1 : cells * length;
        if (part(path).shape != shape) damaged(path + " has another shape");
        if (cells > most_cells) damaged(path + " is too large");
        return file_.reals(path);
    }
    std::vector<std::string> texts(const std::string& path, std::size_t length) const {
        if (part(path).shape != std::vector<std::size_t>{length}) damaged(path + " has another shape");
        return file_.texts(path);
    }

private:
    std::string path_;
    ResultFile file_;
};

std::string month_of(std::int64_t days) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
    return fmt::format("{:04}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
}

Axis axis_of(const Source& source, const std::string& group, const std::string& name) {
    const std::string path = group + "/" + name;
    const StoredObject& scale = source.part(path);
    if (scale.shape.size() != 1 || scale.shape[0] > most_cells) source.damaged(path + " is no axis");
    Axis axis{name, {}};
    if (scale.kind == CellKind::text) {
        axis.labels = source.file().texts(path);
    } else {
        constexpr std::int64_t most_days = 10'000'000;
        for (const std::int64_t value : source.file().integers(path)) {
            if (std::abs(value) > most_days) source.damaged(path + " holds no dates");
            axis.labels.push_back(name == "month" ? month_of(value) : fmt::format("{}", value));
        }
    }
    return axis;
}

std::string attribute_of(const StoredObject& object, const std::string& name) {
    for (const StoredAttribute& a : object.attributes)
        if (a.name == name && a.kind == CellKind::text) {
            const auto& texts = std::get<std::vector<std::string>>(a.values);
            return texts.empty() ? "" : texts[0];
        }
    return "";
}

// NAME over (arm, statistic, …) with NAME_probability_higher over (arm, …).
PairedTable table_of(const Source& source, const std::string& group, Period period, const StoredObject& object,
                     std::size_t arms) {
    PairedTable table;
    table.period = period;
    table.measure.name = object.path.substr(group.size() + 1);
    table.measure.unit = attribute_of(object, "units");
    table.measure.long_name = attribute_of(object, "long_name");
    std::vector<std::size_t> shape = {arms, statistics}, one = {arms};
    for (std::size_t i = 2; i < object.axes.size(); ++i) {
        table.axes.push_back(axis_of(source, group, object.axes[i]));
        if (i > 2 || period == Period::whole_run) table.measure.axes.push_back(object.axes[i]);
        shape.push_back(table.axes.back().size());
        one.push_back(table.axes.back().size());
    }
    const std::vector<double> all = source.figures(object.path, shape);
    table.probability_higher = source.figures(object.path + "_probability_higher", one);
    table.variance_reduction = source.figures(object.path + "_variance_reduction", one);
    const std::size_t cells = arms == 0 ? 0 : all.size() / arms / statistics;
    std::vector<double>* const figures[statistics] = {&table.mean,          &table.se,  &table.difference,
                                                      &table.difference_se, &table.low, &table.high};
    for (std::size_t arm = 0; arm < arms; ++arm)
        for (std::size_t s = 0; s < statistics; ++s) {
            const auto first = all.begin() + static_cast<std::ptrdiff_t>((arm * statistics + s) * cells);
            figures[s]->insert(figures[s]->end(), first, first + static_cast<std::ptrdiff_t>(cells));
        }
    return table;
}

void read_tables(const Source& source, ComparisonFile& comparison) {
    const std::vector<std::string> names = {"mean", "se", "difference", "difference_se", "low", "high"};
    for (const auto& [group, period] :
         {std::pair{"whole_run", Period::whole_run}, std::pair{"yearly", Period::year}, std::pair{"monthly", Period::month}}) {
        const std::string start = std::string(group) + "/";
        source.part(group);
        if (source.texts(start + "arm", comparison.summary.arms.size()) != comparison.summary.arms)
            source.damaged(start + "arm differs from the arms");
        if (source.texts(start + "statistic", statistics) != names) source.damaged(start + "statistic has other figures");
        for (const StoredObject& object : source.file().objects()) {
            if (!object.path.starts_with(start) || object.is_group || object.axes.size() < 2) continue;
            if (object.axes[0] == "arm" && object.axes[1] == "statistic")
                comparison.summary.tables.push_back(table_of(source, group, period, object, comparison.summary.arms.size()));
        }
    }
    for (const char* path : {"monthly/month", "yearly/year"}) {
        if (!source.file().has(path) || !comparison.first_month.empty()) continue;
        const std::string name = path;
        const Axis axis = axis_of(source, name.substr(0, name.find('/')), name.substr(name.find('/') + 1));
        if (axis.labels.empty()) continue;
        comparison.first_month = axis.labels.front();
        comparison.last_month = axis.labels.back();
    }
}

void read_decompositions(const Source& source, ComparisonFile& comparison) {
    const std::size_t arms = comparison.summary.arms.size();
    for (const char* total : {"retained", "spending"}) {
        const std::string start = std::string("decomposition/") + total;
        if (!source.file().has(start)) continue;
        const StoredObject& object = source.file().find(start);
        const Axis terms = axis_of(source, "decomposition", std::string(total) + "_term");
        const std::vector<double> amounts = source.figures(start, {arms, terms.size()}),
                                  differences = source.figures(start + "_difference", {arms});
        comparison.decompositions.resize(arms - 1);
        for (std::size_t arm = 1; arm < arms; ++arm) {
            Decomposition d{total, attribute_of(object, "units"), std::nan(""), differences[arm], {}};
            for (std::size_t term = 0; term < terms.size(); ++term)
                d.terms.push_back({terms.labels[term], amounts[arm * terms.size() + term]});
            comparison.decompositions[arm - 1].push_back(std::move(d));
        }
    }
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (end > start) lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

// As sha256sum writes them.
std::vector<std::pair<std::string, std::string>> inputs_of(const std::string& text) {
    std::vector<std::pair<std::string, std::string>> inputs;
    for (const std::string& line : lines_of(text))
        if (line.size() > 66 && line.compare(64, 2, "  ") == 0) inputs.emplace_back(line.substr(66), line.substr(0, 64));
    return inputs;
}

void read_arms(const Source& source, ComparisonFile& comparison) {
    const std::size_t arms = comparison.summary.arms.size();
    const auto texts = [&](const char* name) { return source.texts(std::string("arms/") + name, arms); };
    const std::vector<std::string> changes = texts("changes"), shared = texts("shared_until"), inputs = texts("inputs"),
                                   assumed = texts("assumed"), uncertain = texts("uncertain");
    for (std::size_t arm = 0; arm < arms; ++arm)
        comparison.arms.push_back(
            {changes[arm], shared[arm], lines_of(assumed[arm]), lines_of(uncertain[arm]), inputs_of(inputs[arm])});
}

// A scenario that this program does not read leaves codes.
void read_names(const Source& source, ComparisonFile& comparison) {
    try {
        const std::string text = source.texts("arms/scenario_yaml", comparison.summary.arms.size()).at(0);
        const LoadedScenario loaded = load_scenario_text("scenario_yaml", text);
        for (const auto& [names, to] : {std::pair{&loaded.scenario.places.name, &comparison.region_names},
                                        std::pair{&loaded.scenario.origins.name, &comparison.origin_names}})
            for (std::size_t i = 0; i < names->texts.size(); ++i) (*to)[names->axis.labels.at(i)] = names->texts[i];
    } catch (const BadInput&) {
        comparison.region_names.clear();
        comparison.origin_names.clear();
    }
}

}  // namespace

const PairedTable* ComparisonFile::table(const std::string& name, Period period) const {
    return summary.has(name, period) ? &summary.find(name, period) : nullptr;
}

ComparisonFile read_comparison(const std::string& path) {
    const Source source(path);
    ComparisonFile comparison;
    comparison.file = std::filesystem::path(path).filename().string();
    comparison.question = source.attribute_text("question");
    const std::string commit = source.attribute_text("program_commit");
    comparison.program = source.attribute_text("program_version") + (commit.empty() ? "" : " (" + commit + ")");
    comparison.seed = source.attribute_number("seed");
    comparison.replicates_per_draw = source.attribute_number("replicates_per_draw");
    comparison.summary.replicates = source.attribute_number("replicates");
    const StoredObject& arm = source.part("arms/arm");
    if (arm.shape.size() != 1 || arm.shape[0] < 2 || arm.shape[0] > 1000) source.damaged("arms/arm is no list of arms");
    comparison.summary.arms = source.file().texts("arms/arm");
    read_arms(source, comparison);
    read_names(source, comparison);
    read_tables(source, comparison);
    read_decompositions(source, comparison);
    return comparison;
}

}  // namespace qonys
