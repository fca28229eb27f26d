#include <algorithm>

#include "report/page/comparison_parts.hpp"
#include "report/pathway_grounds.hpp"
#include "results/read.hpp"

namespace qonys {
namespace {

template <class Item>
void add_new(std::vector<Item>& all, const std::vector<Item>& more) {
    for (const Item& item : more)
        if (std::find(all.begin(), all.end(), item) == all.end()) all.push_back(item);
}

void add_scenarios(const std::string& path, ComparisonView& view) {
    const ResultFile file(path, {"replicates", "monthly", "yearly", "whole_run", "decomposition"});
    if (file.has("arms/question")) view.questions = file.texts("arms/question");
    if (file.has("arms/scenario_yaml")) view.reference_scenario = file.texts("arms/scenario_yaml").at(0);
}

void add_without_source(const std::string& path, PageSource& page) {
    const ResultFile file(path, {"replicates", "monthly", "yearly", "whole_run", "decomposition"});
    if (!file.has("arms/scenario_yaml")) return;
    for (const std::string& text : file.texts("arms/scenario_yaml")) add_new(page.without_source, values_without_source(text));
}

}  // namespace

PageSource comparison_page(const std::string& path, const PageTexts& texts) {
    const ComparisonFile file = read_comparison(path);
    PageSource page;
    page.file = file.file;
    page.kind = "comparison";
    page.question = file.question;
    page.program = file.program;
    page.seed = std::to_string(file.seed);
    page.replicates = texts.number(static_cast<double>(file.summary.replicates), 0);
    for (const ComparedArm& arm : file.arms) {  // an arm may rest on values of its own
        add_new(page.assumed, arm.assumed);
        add_new(page.uncertain, arm.uncertain);
        add_new(page.inputs, arm.inputs);
    }
    ComparisonView view{file, texts,
                        texts("comparison.source", {{"file", file.file}, {"seed", page.seed}, {"replicates", page.replicates}})};
    add_scenarios(path, view);
    if (!view.is_settlement()) {
        page.subject = PageSubject::pathways;
        add_without_source(path, page);
        page.sections = {answer_section(view), headline_section(view)};
        return page;
    }
    for (const auto section : {answer_section, headline_section, difference_map_section, years_section, winners_section,
                               decomposition_section, stays_and_money_section, calendar_section, fairness_section})
        page.sections.push_back(section(view));
    return page;
}

}  // namespace qonys
