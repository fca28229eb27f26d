#include "report/page/comparison_file.hpp"

#include <cmath>

#include "base/problems.hpp"
#include "report/page/source_file.hpp"
#include "results/labels.hpp"
#include "scenario/read.hpp"

namespace qonys {
namespace {

constexpr std::size_t statistics = 6;

// NAME over (arm, statistic, …) with NAME_probability_higher over (arm, …).
PairedTable table_of(const SourceFile& source, const std::string& group, Period period, const StoredObject& object,
                     std::size_t arms) {
    PairedTable table;
    table.period = period;
    table.measure.name = object.path.substr(group.size() + 1);
    table.measure.unit = unit_for_people(attribute_text(object, "units"));
    table.measure.long_name = attribute_text(object, "long_name");
    std::vector<std::size_t> shape = {arms, statistics}, one = {arms};
    for (std::size_t i = 2; i < object.axes.size(); ++i) {
        table.axes.push_back(source.axis(group + "/" + object.axes[i]));
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

void read_tables(const SourceFile& source, ComparisonFile& comparison) {
    const std::vector<std::string> names = {"mean", "se", "difference", "difference_se", "low", "high"};
    for (const auto& [group, period] :
         {std::pair{"whole_run", Period::whole_run}, std::pair{"yearly", Period::year}, std::pair{"monthly", Period::month}}) {
        const std::string start = std::string(group) + "/";
        if (period == Period::month && !comparison.pathways.programmes.empty()) continue;
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
        const Axis axis = source.axis(path);
        if (axis.labels.empty()) continue;
        comparison.first_month = axis.labels.front();
        comparison.last_month = axis.labels.back();
    }
}

void read_decompositions(const SourceFile& source, ComparisonFile& comparison) {
    const std::size_t arms = comparison.summary.arms.size();
    for (const char* total : {"retained", "spending"}) {
        const std::string start = std::string("decomposition/") + total;
        if (!source.file().has(start)) continue;
        const StoredObject& object = source.file().find(start);
        const Axis terms = source.axis(start + "_term");
        const std::vector<double> amounts = source.figures(start, {arms, terms.size()}),
                                  differences = source.figures(start + "_difference", {arms});
        comparison.decompositions.resize(arms - 1);
        for (std::size_t arm = 1; arm < arms; ++arm) {
            Decomposition d{total, attribute_text(object, "units"), std::nan(""), differences[arm], {}};
            for (std::size_t term = 0; term < terms.size(); ++term)
                d.terms.push_back({terms.labels[term], amounts[arm * terms.size() + term]});
            comparison.decompositions[arm - 1].push_back(std::move(d));
        }
    }
}

void read_arms(const SourceFile& source, ComparisonFile& comparison) {
    const std::size_t arms = comparison.summary.arms.size();
    const auto texts = [&](const char* name) { return source.texts(std::string("arms/") + name, arms); };
    const std::vector<std::string> changes = texts("changes"), shared = texts("shared_until"), inputs = texts("inputs"),
                                   assumed = texts("assumed"), uncertain = texts("uncertain");
    for (std::size_t arm = 0; arm < arms; ++arm)
        comparison.arms.push_back(
            {changes[arm], shared[arm], lines_of(assumed[arm]), lines_of(uncertain[arm]), checksums_of(inputs[arm])});
}

// A scenario that this program does not read leaves codes.
void read_names(const SourceFile& source, ComparisonFile& comparison) {
    try {
        const std::string text = source.texts("arms/scenario_yaml", comparison.summary.arms.size()).at(0);
        const LoadedScenario loaded = load_scenario_text("scenario_yaml", text);
        comparison.pathways = loaded.scenario.pathways;
        if (!comparison.pathways.programmes.empty()) {
            comparison.first_month = to_string(loaded.scenario.run.first_month);
            comparison.last_month = to_string(loaded.scenario.run.last_month);
        }
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
    const SourceFile source(path, "comparison");
    ComparisonFile comparison;
    comparison.file = source.name();
    comparison.question = source.text_attribute("question");
    comparison.program = source.program();
    comparison.seed = source.whole_attribute("seed");
    comparison.replicates_per_draw = source.whole_attribute("replicates_per_draw");
    comparison.summary.replicates = source.whole_attribute("replicates");
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
